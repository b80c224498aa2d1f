"""Repairs: who does them, whether service came in time, and whether a repair is worth it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kringspoor.core.calendar import month_after
from kringspoor.core.quantity import FLOATS
from kringspoor.core.saving import avoided_kg, replaced_kg
from kringspoor.core.states import Named, Ownership
from kringspoor.core.workdays import NEXT_BUSINESS_DAY, ResponseClause, due_on


class RepairRoute(Named):
    """Who repairs."""

    SUPPLIER = "supplier", "leverancier (garantie)", "supplier (warranty)"
    OWN_BENCH = "own_bench", "eigen hersteldienst", "own repair bench"
    LOCAL_REPAIRER = "local_repairer", "lokale hersteller", "local repairer"
    LESSOR = "lessor", "verhuurder", "lessor"


class RepairOutcome(Named):
    """How a repair ended."""

    REPAIRED = "repaired", "hersteld", "repaired"
    SWAPPED = "swapped", "vervangen in plaats van hersteld", "swapped instead of repaired"
    UNECONOMIC = "uneconomic", "herstel loont niet", "not worth repairing"


def warranty_ends_on(received_on: date, warranty_months: int) -> date:
    """The last day of the warranty.

    Units: date, months -> date.
    Source: fair-ict-flanders (Ghent asks three years).

    >>> warranty_ends_on(date(2026, 1, 15), 36).isoformat()
    '2029-01-15'
    """
    return month_after(received_on, warranty_months)


def is_in_warranty(fault_on: date, ends_on: date) -> bool:
    """Whether a fault is the supplier's; the last day of the warranty still is.

    >>> is_in_warranty(date(2029, 1, 15), date(2029, 1, 15))
    True
    """
    return fault_on <= ends_on


def repair_routes(
    ownership: Ownership, fault_on: date, ends_on: date | None
) -> tuple[RepairRoute, ...]:
    """Who may repair, the first choice first; empty when only an unknown warranty can tell.

    The lessor mends what is leased or rented; the supplier what is in warranty; after it the own
    bench, or a repairer nearby.
    Source: fair-ict-flanders (Ghent: the supplier in warranty, then the own repair service).

    >>> [r.value for r in repair_routes(Ownership.OWNED, date(2029, 1, 16), date(2029, 1, 15))]
    ['own_bench', 'local_repairer']
    """
    if ownership.is_hired:
        return (RepairRoute.LESSOR,)
    if ends_on is None:
        return ()
    if is_in_warranty(fault_on, ends_on):
        return (RepairRoute.SUPPLIER,)
    return (RepairRoute.OWN_BENCH, RepairRoute.LOCAL_REPAIRER)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A fault reported to a supplier, and when service came; moments on the local clock."""

    supplier: str
    reported_at: datetime
    responded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many tickets were served in time, late, or are open and not yet due."""

    in_time_count: int
    late_count: int
    open_count: int

    @property
    def in_time_share(self) -> float | None:
        """Share of the tickets that fell due; unknown while none did."""
        due_count = self.in_time_count + self.late_count
        return self.in_time_count / due_count if due_count else None


def punctuality(
    tickets: Iterable[Ticket],
    today: date,
    clause: ResponseClause = NEXT_BUSINESS_DAY,
    closed: Collection[date] = (),
) -> Punctuality:
    """Measure tickets against their clause; one without answer is late once its due day is over.

    Units: tickets -> counts.
    Source: fair-ict-flanders (Leuven follows its next-day clause closely).

    >>> friday = datetime(2026, 11, 20, 16)
    >>> answers = [datetime(2026, 11, 23, 9)] * 17 + [datetime(2026, 11, 24, 9)] * 3
    >>> tickets = [Ticket("Acme", friday, at) for at in answers]
    >>> punctuality(tickets, date(2026, 11, 30)).in_time_share
    0.85
    """
    counts = {"in_time": 0, "late": 0, "open": 0}
    for each in tickets:
        due = due_on(each.reported_at, clause, closed)
        if each.responded_at is not None:
            counts["in_time" if each.responded_at.date() <= due else "late"] += 1
        else:
            counts["open" if today <= due else "late"] += 1
    return Punctuality(counts["in_time"], counts["late"], counts["open"])


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How one supplier's repairs ended."""

    repaired_count: int
    swapped_count: int
    uneconomic_count: int

    @property
    def swapped_share(self) -> float:
        """Share of the finished repairs that gave another device instead of mending this one."""
        total = self.repaired_count + self.swapped_count + self.uneconomic_count
        return self.swapped_count / total


def outcomes_by_supplier(
    finished: Iterable[tuple[str, RepairOutcome]],
) -> Mapping[str, Outcomes]:
    """Count repaired, swapped and given up, per supplier.

    Units: outcomes -> counts.
    Source: fair-ict-flanders (Leuven: a new device is cheaper than a repair, "that must change").

    >>> swapped, repaired = RepairOutcome.SWAPPED, RepairOutcome.REPAIRED
    >>> by = outcomes_by_supplier([("Acme", swapped), ("Acme", repaired), ("Bolt", repaired)])
    >>> {name: each.swapped_share for name, each in by.items()}
    {'Acme': 0.5, 'Bolt': 0.0}
    """
    counts: dict[str, dict[RepairOutcome, int]] = {}
    for supplier, outcome in finished:
        of_supplier = counts.setdefault(supplier, dict.fromkeys(RepairOutcome, 0))
        of_supplier[outcome] += 1
    return {name: Outcomes(*counts[name].values()) for name in sorted(counts)}


def equivalent_annual_eur(
    price_eur: float,
    residual_eur: float,
    upkeep_eur: Iterable[float],
    interest_share: float,
) -> float:
    """What owning a new device costs a year: price, less what is left of it, plus its upkeep.

    At least one year of upkeep is given, be it nought.
    EAC = (P - S / (1+r)^n + sum R_t / (1+r)^t) x r / (1 - (1+r)^-n), with n the years of upkeep.
    Units: eur, eur, eur of each year, share a year -> eur a year.
    Source: kringspoor-repair.

    >>> upkeep = [20 + 12 * year for year in range(1, 6)]
    >>> round(equivalent_annual_eur(1000, 0.8 * 1000 * 0.65**5, upkeep, 0.03))
    256
    """
    yearly = list(upkeep_eur)
    growth = 1 + interest_share
    present = price_eur - residual_eur / growth ** len(yearly)
    present += sum(cost / growth**year for year, cost in enumerate(yearly, start=1))
    # The annuity is the plain average where money costs nothing: there its formula is 0 / 0.
    worth = sum(growth**-year for year in range(1, len(yearly) + 1))
    return present / worth


@dataclass(frozen=True, slots=True)
class RepairCase:
    """A repair weighed against a new device.

    ``quality_share`` is how well the mended device serves next to a new one (0.7 to 1);
    ``forgone_kg`` the electricity a new one would have saved in the years gained.
    """

    repair_eur: float
    downtime_eur: float
    extra_years: float
    new_eur_per_year: float  # see equivalent_annual_eur
    repair_kg: float
    new_embodied_kg: float
    new_lifetime_months: int
    is_supported: bool
    quality_share: float = 1.0
    forgone_kg: float = 0.0


@dataclass(frozen=True, slots=True)
class RepairAdvice:
    """Whether a repair is worth it: in euro, in kilograms, and whether the device stays safe."""

    saved_eur: float
    saved_kg: float
    is_supported: bool

    @property
    def repair(self) -> bool | None:
        """Yes or no where euro and kilograms agree; None where a person must weigh them."""
        if not self.is_supported:
            return False
        verdicts = {self.saved_eur > 0, self.saved_kg > 0}
        return verdicts.pop() if len(verdicts) == 1 else None


def repair_advice(case: RepairCase) -> RepairAdvice:
    """Repair when mending and waiting cost less than the years of a new device they put off.

    Euro: EAC_new x years x quality - (repair + downtime).
    Kilograms: E_new x years x quality / L_new - repair - energy gain forgone.
    What the old device once cost is spent, and does not count.
    Units: eur, years, kg CO2e -> eur, kg CO2e.
    Source: kringspoor-repair and kringspoor-saving.

    >>> case = RepairCase(180, 40, 2, 256, 12, 200, 60, is_supported=True, quality_share=0.9)
    >>> advice = repair_advice(case)
    >>> round(advice.saved_eur, 1), round(advice.saved_kg, 1), advice.repair
    (240.8, 60.0, True)
    """
    worth_eur = case.new_eur_per_year * case.extra_years * case.quality_share
    years = case.extra_years * case.quality_share
    put_off_kg = replaced_kg(FLOATS, case.new_embodied_kg, case.new_lifetime_months, years)
    saved_kg = avoided_kg(FLOATS, put_off_kg, case.forgone_kg, case.repair_kg, 1.0, 0.0)
    return RepairAdvice(
        worth_eur - case.repair_eur - case.downtime_eur, saved_kg, case.is_supported
    )
