"""What must be on record before a step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.guards.complete import COMPLETE, TODAY

from kringspoor.core.guards import refusals
from kringspoor.core.guards.facts import Correction, Delivery, Screening
from kringspoor.core.states import State, transition


@pytest.mark.parametrize(
    ("age_days", "codes"),
    [(0, []), (30, []), (31, ["screening.stale"]), (-1, ["screening.future"])],
)
def test_a_screening_counts_for_thirty_days(age_days: int, codes: list[str]) -> None:
    screening = Screening(TODAY - timedelta(age_days), "service desk")
    refused = refusals(transition("returned", "screened"), replace(COMPLETE, screening=screening))
    assert [no.code for no in refused] == codes


def test_an_organisation_may_set_another_age_for_a_screening() -> None:
    screening = Screening(TODAY - timedelta(31), "service desk")
    facts = replace(COMPLETE, screening=screening, max_screening_days=60)
    assert refusals(transition("returned", "screened"), facts) == ()


def test_a_serial_that_is_already_there_is_not_received_again() -> None:
    facts = replace(COMPLETE, delivery=Delivery("PO 12, line 3", is_serial_unique=False))
    refused = refusals(transition("ordered", "received"), facts)
    assert [no.code for no in refused] == ["delivery.twice"]


@pytest.mark.parametrize("persons", [(), ("p-2",), ("p-2", "p-2")])
@pytest.mark.parametrize("source", ["in_use", "gone_donated", "lost_stolen"])
def test_nothing_is_written_off_by_one_person(persons: tuple[str, ...], source: str) -> None:
    facts = replace(COMPLETE, correction=Correction("entered twice", persons))
    refused = refusals(transition(source, State.WRITTEN_OFF), facts)
    assert [no.code for no in refused] == ["two_persons.one"]
