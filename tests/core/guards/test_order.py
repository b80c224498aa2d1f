"""A lower rung is taken when the higher ones have said no."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.guards.complete import COMPLETE, TODAY, leaving_by

from kringspoor.core.guards import refusals
from kringspoor.core.guards.facts import HigherRung, Rungs
from kringspoor.core.states import Route, transition

TO_LEAVE = transition("screened", "to_leave")
TO_DISMANTLE = transition("screened", "to_dismantle")


def _codes(rungs: Rungs) -> list[str]:
    return [no.code for no in refusals(TO_LEAVE, replace(leaving_by(Route.DONATED), rungs=rungs))]


def test_inside_goes_before_outside() -> None:
    assert _codes(Rungs((), inside_demand_count=1)) == ["G3.inside"]
    assert _codes(Rungs((), inside_demand_count=0)) == []


def test_demand_inside_does_not_keep_a_device_out_of_stock() -> None:
    facts = replace(COMPLETE, rungs=Rungs((), inside_demand_count=3))
    assert refusals(transition("screened", "in_stock"), facts) == ()


def test_a_higher_rung_is_held_until_its_last_day_is_over() -> None:
    def held(days: int) -> Rungs:
        return Rungs((HigherRung("school", held_until=TODAY + timedelta(days)),), 0)

    assert _codes(held(-1)) == []
    assert _codes(held(0)) == ["G3.higher"]


def test_a_refusal_names_the_rungs_that_are_open() -> None:
    rungs = Rungs((HigherRung("school"), HigherRung("staff", "no lot"), HigherRung("parts")), 0)
    (no,) = refusals(TO_LEAVE, replace(leaving_by(Route.RECYCLED), rungs=rungs))
    assert no.facts == {"steps": "school, parts"}
    assert no.what.nl == "een hogere trede staat nog open: school, parts"


def test_the_lessor_gets_its_device_back_whatever_the_ladder_says() -> None:
    assert refusals(TO_LEAVE, replace(leaving_by(Route.LESSOR), rungs=None)) == ()


@pytest.mark.parametrize(
    ("grade", "held_days", "codes"),
    [
        ("B", 1, ["last_use.usable"]),
        ("B", 0, ["last_use.usable"]),
        ("B", -1, []),
        ("D", 1, []),
    ],
)
def test_dismantling_a_usable_device_is_refused_while_a_demand_is_waited_for(
    grade: str, held_days: int, codes: list[str]
) -> None:
    facts = replace(COMPLETE, grade=grade, hold_until=TODAY + timedelta(held_days))
    assert [no.code for no in refusals(TO_DISMANTLE, facts)] == codes


def test_a_device_worth_repairing_is_not_dismantled() -> None:
    facts = replace(COMPLETE, grade="D", is_worth_repairing=True)
    assert [no.code for no in refusals(TO_DISMANTLE, facts)] == ["evaluated.worth_it"]
