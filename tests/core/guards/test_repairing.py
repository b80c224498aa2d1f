"""Repair by the right route, and say how it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.core.guards.complete import COMPLETE, TODAY, leaving_by

from kringspoor.core.guards import refusals
from kringspoor.core.guards.facts import Facts, Repair, Screening
from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import Ownership, Route, transition

IN_REPAIR = transition("screened", "in_repair")
LAST_DAY = date(2026, 11, 2)
SUPPLIER, BENCH = RepairRoute.SUPPLIER, RepairRoute.OWN_BENCH
LOCAL, LESSOR = RepairRoute.LOCAL_REPAIRER, RepairRoute.LESSOR


def _repaired(fault_on: date, route: RepairRoute, owner: Ownership = Ownership.OWNED) -> Facts:
    return replace(COMPLETE, ownership=owner, repair=Repair(fault_on, LAST_DAY, route))


@pytest.mark.parametrize(
    ("fault_on", "route", "codes"),
    [
        (LAST_DAY, SUPPLIER, []),
        (LAST_DAY, BENCH, ["G4.route"]),
        (date(2026, 11, 3), SUPPLIER, ["G4.route"]),
        (date(2026, 11, 3), BENCH, []),
        (date(2026, 11, 3), LOCAL, []),
        (date(2026, 11, 3), LESSOR, ["G4.route"]),
    ],
)
def test_the_supplier_repairs_until_the_last_day_of_warranty_and_the_bench_after(
    fault_on: date, route: RepairRoute, codes: list[str]
) -> None:
    assert [no.code for no in refusals(IN_REPAIR, _repaired(fault_on, route))] == codes


def test_a_refused_route_says_which_one_to_choose() -> None:
    (no,) = refusals(IN_REPAIR, _repaired(LAST_DAY, BENCH))
    assert no.remedy.nl == "kies: leverancier (garantie)"


@pytest.mark.parametrize("route", [SUPPLIER, BENCH, LOCAL])
def test_only_the_lessor_repairs_what_is_leased(route: RepairRoute) -> None:
    leased = _repaired(LAST_DAY, route, Ownership.LEASED)
    assert [no.code for no in refusals(IN_REPAIR, leased)] == ["G5.not_ours"]
    assert refusals(IN_REPAIR, _repaired(LAST_DAY, LESSOR, Ownership.LEASED)) == ()


def test_a_device_comes_out_of_repair_with_its_outcome_and_a_new_screening() -> None:
    back = transition("in_repair", "screened")
    assert COMPLETE.repair is not None
    unsaid = replace(COMPLETE, repair=replace(COMPLETE.repair, outcome=None))
    assert [no.code for no in refusals(back, unsaid)] == ["G4.unknown"]
    later = replace(COMPLETE, repair=replace(COMPLETE.repair, closed_on=TODAY))
    assert [no.code for no in refusals(back, later)] == ["screening.stale"]
    assert COMPLETE.screening is not None
    same_day = replace(COMPLETE.repair, closed_on=COMPLETE.screening.screened_on)
    assert refusals(back, replace(COMPLETE, repair=same_day)) == ()
    today = Screening(TODAY, "bench")
    tomorrow = replace(COMPLETE.repair, closed_on=TODAY + timedelta(1))
    early = replace(COMPLETE, repair=tomorrow, screening=today)
    assert [no.code for no in refusals(back, early)] == ["screening.stale"]


def test_a_swapped_device_does_not_come_back_and_stays_away_only_with_its_data_erased() -> None:
    assert COMPLETE.repair is not None
    swapped = replace(COMPLETE.repair, outcome=RepairOutcome.SWAPPED)
    back = refusals(transition("in_repair", "screened"), replace(COMPLETE, repair=swapped))
    assert [no.code for no in back] == ["G4.swapped"]
    away = transition("in_repair", "to_leave")
    traded_in = replace(leaving_by(Route.TRADED_IN), repair=swapped)
    assert refusals(away, traded_in) == ()
    assert [no.code for no in refusals(away, replace(traded_in, certificates=()))] == ["G1.missing"]
