"""Whether repairers come in time, mend or swap, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, ExtractYear

from kringspoor.core.repair import Outcomes, Punctuality, RepairOutcome, RepairRoute
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import BenchRate, Part, RepairOrder
from kringspoor.use.rules.repairs import SERVED_IN_TIME, served_late

OWN = ""  # the name of the own bench, which is no partner


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both in it; without an end it goes on."""

    from_on: date | None = None
    to_on: date | None = None

    def of(self, name: str) -> Q:
        """The rows whose day lies in it."""
        asked = Q()
        if self.from_on:
            asked &= Q(**{f"{name}__gte": self.from_on})
        if self.to_on:
            asked &= Q(**{f"{name}__lte": self.to_on})
        return asked


@dataclass(frozen=True, slots=True)
class Spent:
    """What one repairer cost in one year. Own hours without a rate are unpriced."""

    year_no: int
    repairs_count: int
    invoiced_cents: int
    worked_hours: float
    work_cents: int
    unpriced_hours: float
    parts_cents: int

    @property
    def total_cents(self) -> int:
        """Everything whose price is known."""
        return self.invoiced_cents + self.work_cents + self.parts_cents


@dataclass(frozen=True, slots=True)
class Repairer:
    """One repairer in a period. ``name`` is empty for the own bench."""

    name: str
    punctuality: Punctuality
    outcomes: Outcomes
    spent: tuple[Spent, ...] = field(default_factory=tuple)

    @property
    def finished_count(self) -> int:
        """How many repairs ended."""
        ended = self.outcomes
        return ended.repaired_count + ended.swapped_count + ended.uneconomic_count


@within_organisation
def repairers_in(period: Period, *, organisation: Organisation, today: date) -> list[Repairer]:
    """Every repairer that was called or finished in a period, by name, the own bench first.

    Tickets count on the day they were reported, outcomes and money on the day they were closed.
    """
    counted = RepairOrder.objects.filter(is_cancelled=False)
    punctual = _punctual(counted.filter(period.of("reported_at__date")), today)
    closed = counted.filter(period.of("closed_on"), closed_on__isnull=False)
    outcomes, spent = _outcomes(closed), _spent(closed, period)
    names = sorted({*punctual, *outcomes, *spent})
    return [
        Repairer(
            name,
            punctual.get(name, Punctuality(0, 0, 0)),
            outcomes.get(name, Outcomes(0, 0, 0)),
            tuple(spent.get(name, ())),
        )
        for name in names
    ]


def _punctual(tickets: QuerySet[RepairOrder], today: date) -> dict[str, Punctuality]:
    rows = tickets.filter(due_on__isnull=False).values("repairer__name")
    late = served_late(today)
    counted = rows.annotate(
        all=Count("id"),
        in_time=Count("id", filter=SERVED_IN_TIME),
        late=Count("id", filter=late),
    ).order_by("repairer__name")
    return {
        each["repairer__name"] or OWN: Punctuality(
            each["in_time"], each["late"], each["all"] - each["in_time"] - each["late"]
        )
        for each in counted
    }


def _outcomes(closed: QuerySet[RepairOrder]) -> dict[str, Outcomes]:
    ends = {each.value: Count("id", filter=Q(outcome=each.value)) for each in RepairOutcome}
    rows: Any = closed.values("repairer__name").annotate(**ends).order_by("repairer__name")
    return {
        each["repairer__name"] or OWN: Outcomes(*(each[end.value] for end in RepairOutcome))
        for each in rows
    }


def _spent(closed: QuerySet[RepairOrder], period: Period) -> dict[str, list[Spent]]:
    """Invoices as they came; own hours at the rate of the day they were closed; bought parts."""
    parts = _parts_cents(period)
    is_own = Q(route=RepairRoute.OWN_BENCH.value)
    rate = BenchRate.objects.filter(from_on__lte=OuterRef("closed_on")).order_by("-from_on")
    hours = F("worked_hours")
    rows = (
        closed.annotate(
            year=ExtractYear("closed_on"),
            rate=Cast(Subquery(rate.values("hour_cents")[:1]), FloatField()),
        )
        .values("repairer__name", "year")
        .annotate(
            count=Count("id"),
            cost=Sum("cost_cents"),
            hours=Sum(hours, filter=is_own),
            work=Sum(hours * F("rate"), filter=is_own),
            unpriced=Sum(hours, filter=is_own & Q(rate__isnull=True)),
        )
        .order_by("repairer__name", "year")
    )
    found: dict[str, list[Spent]] = {}
    for each in rows:
        name = each["repairer__name"] or OWN
        found.setdefault(name, []).append(_year(each, parts.get((name, each["year"]), 0)))
    return found


def _year(row: Mapping[str, Any], parts_cents: int) -> Spent:
    return Spent(
        year_no=row["year"],
        repairs_count=row["count"],
        invoiced_cents=row["cost"] or 0,
        worked_hours=row["hours"] or 0.0,
        work_cents=round(row["work"] or 0),
        unpriced_hours=row["unpriced"] or 0.0,
        parts_cents=parts_cents,
    )


def _parts_cents(period: Period) -> dict[tuple[str, int], int]:
    used = Part.objects.filter(period.of("repair__closed_on"), repair__closed_on__isnull=False)
    rows = (
        used.annotate(year=ExtractYear("repair__closed_on"))
        .values("repair__repairer__name", "year")
        .annotate(cents=Sum("price_cents"))
        .order_by("repair__repairer__name", "year")
    )
    return {
        (each["repair__repairer__name"] or OWN, each["year"]): each["cents"] or 0 for each in rows
    }


@within_organisation
def bench_rates(*, organisation: Organisation) -> list[BenchRate]:
    """What an hour of the own bench costs, the latest first."""
    return list(BenchRate.objects.all())
