"""Who repairs, whether service came in time, and whether a repair is worth it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from kringspoor.core.calendar import month_after
from kringspoor.core.repair import (
    Punctuality,
    RepairCase,
    RepairOutcome,
    RepairRoute,
    Ticket,
    equivalent_annual_eur,
    is_in_warranty,
    outcomes_by_supplier,
    punctuality,
    repair_advice,
    repair_routes,
    warranty_ends_on,
)
from kringspoor.core.states import Ownership

RECEIVED = date(2026, 1, 15)
FRIDAY_16 = datetime(2026, 11, 20, 16)


@pytest.mark.parametrize(
    ("months", "route"),
    [
        (35, RepairRoute.SUPPLIER),
        (36, RepairRoute.SUPPLIER),  # the boundary is in warranty
        (37, RepairRoute.OWN_BENCH),
    ],
)
def test_a_fault_in_month_35_or_36_is_the_suppliers_and_in_month_37_ours(
    months: int, route: RepairRoute
) -> None:
    ends_on = warranty_ends_on(RECEIVED, 36)
    assert ends_on == date(2029, 1, 15)
    routes = repair_routes(Ownership.OWNED, month_after(RECEIVED, months), ends_on)
    assert routes[0] is route


def test_the_day_after_the_warranty_is_out_of_it() -> None:
    assert is_in_warranty(date(2029, 1, 15), date(2029, 1, 15))
    assert not is_in_warranty(date(2029, 1, 16), date(2029, 1, 15))


@pytest.mark.parametrize("owner", [Ownership.LEASED, Ownership.RENTED])
def test_the_lessor_repairs_its_own_even_without_a_known_warranty(owner: Ownership) -> None:
    assert repair_routes(owner, RECEIVED, None) == (RepairRoute.LESSOR,)


def test_an_unknown_warranty_gives_no_route() -> None:
    assert repair_routes(Ownership.OWNED, RECEIVED, None) == ()


def _tickets(in_time_count: int, late_count: int) -> list[Ticket]:
    answers = [datetime(2026, 11, 23, 17, 59)] * in_time_count
    answers += [datetime(2026, 11, 24, 0, 1)] * late_count
    return [Ticket("Acme", FRIDAY_16, answer) for answer in answers]


def test_twenty_tickets_of_which_seventeen_in_time_are_85_percent() -> None:
    measured = punctuality(_tickets(17, 3), date(2026, 11, 30))
    assert measured == Punctuality(in_time_count=17, late_count=3, open_count=0)
    assert f"{measured.in_time_share:.0%}" == "85%"


def test_a_ticket_without_answer_is_open_until_its_due_day_is_over_and_then_late() -> None:
    waiting = [*_tickets(1, 0), Ticket("Acme", FRIDAY_16)]
    assert punctuality(waiting, date(2026, 11, 23)) == Punctuality(1, 0, 1)
    assert punctuality(waiting, date(2026, 11, 24)) == Punctuality(1, 1, 0)


def test_nothing_due_is_no_share_of_nought() -> None:
    assert punctuality([Ticket("Acme", FRIDAY_16)], date(2026, 11, 20)).in_time_share is None


def test_what_is_swapped_instead_of_repaired_is_counted_per_supplier() -> None:
    swapped, repaired = RepairOutcome.SWAPPED, RepairOutcome.REPAIRED
    finished = [("Bolt", repaired)] + [("Acme", swapped)] * 3
    finished += [("Acme", repaired), ("Acme", RepairOutcome.UNECONOMIC)]
    by = outcomes_by_supplier(finished)
    assert list(by) == ["Acme", "Bolt"]
    acme = by["Acme"]
    assert (acme.repaired_count, acme.swapped_count, acme.uneconomic_count) == (1, 3, 1)
    assert (acme.swapped_share, by["Bolt"].swapped_share) == (0.6, 0.0)


@pytest.mark.parametrize(("years", "eur"), [(4, 284), (5, 256), (6, 236), (8, 212), (10, 199)])
def test_a_device_costs_less_a_year_the_longer_it_serves(years: int, eur: int) -> None:
    upkeep = [20 + 12 * year for year in range(1, years + 1)]
    assert round(equivalent_annual_eur(1000, 800 * 0.65**years, upkeep, 0.03)) == eur


def test_money_without_interest_is_spread_evenly() -> None:
    assert equivalent_annual_eur(1000, 0, [0] * 5, 0.0) == 200


WORTH_IT = RepairCase(180, 40, 2, 256, 12, 200, 60, is_supported=True, quality_share=0.9)


def test_a_repair_that_costs_less_than_the_years_it_gains_is_worth_it() -> None:
    advice = repair_advice(WORTH_IT)
    assert advice.saved_eur == pytest.approx(256 * 2 * 0.9 - 220)
    assert advice.saved_kg == pytest.approx(200 * 2 * 0.9 / 5 - 12)
    assert advice.repair is True


@pytest.mark.parametrize(
    ("changed", "repair"),
    [
        ({"repair_eur": 600, "repair_kg": 100}, False),
        ({"repair_eur": 600}, None),  # dearer, yet lighter: a person weighs
        ({"forgone_kg": 100}, None),  # cheaper, yet a new one saves so much electricity
        ({"extra_years": 0}, False),
        ({"is_supported": False}, False),
    ],
)
def test_a_repair_is_not_worth_it_when_it_costs_more_or_leaves_the_device_unsafe(
    changed: dict[str, float], repair: bool | None
) -> None:
    assert repair_advice(replace(WORTH_IT, **changed)).repair is repair  # type: ignore[arg-type]
