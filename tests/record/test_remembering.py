"""An answer is kept until something changes, within one organisation and under those above it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from tests.site import AT, an_organisation, columns

from kringspoor.people.models import Organisation
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.queries import remembering
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.queries.plan import fleet_to_plan

pytestmark = pytest.mark.django_db


def happened(there: Organisation) -> None:
    """Something that is written down."""
    write_down((Happening("note.added", "note:1", {}),), organisation=there, actor=None, at=AT)


def answered(there: Organisation, answer: object, about: object = None) -> object:
    """What is remembered when this would be the answer now."""
    return remembered("question", about, lambda: answer, organisation=there)


@pytest.fixture
def here() -> Organisation:
    """An organisation with a history."""
    there = an_organisation("hier")
    happened(there)
    return there


def test_an_answer_is_kept_until_something_is_written_down(here: Organisation) -> None:
    assert answered(here, 1) == 1
    assert answered(here, 2) == 1
    assert answered(here, 3, about="other") == 3
    happened(here)
    assert answered(here, 4) == 4


def test_an_answer_never_reaches_another_organisation(here: Organisation) -> None:
    there = an_organisation("daar")
    happened(there)
    assert answered(here, "ours") == "ours"
    assert answered(there, "theirs") == "theirs"
    assert answered(here, "later") == "ours"
    rows = [{"tag": f"T{no}", "category": "laptop", "state": "in_use"} for no in range(2)]
    import_devices(columns(*rows), organisation=there, actor=None, at=AT, name="a", key="1")
    day = date(2026, 11, 24)
    fleets = [fleet_to_plan(organisation=one, today=day).held for one in (there, here, there)]
    assert [sum(each.device_count for each in held) for held in fleets] == [2, 0, 2]


def test_a_change_above_or_of_the_organisation_itself_asks_anew(here: Organisation) -> None:
    below = an_organisation("onder", parent=here)
    happened(below)
    assert answered(below, 1) == 1
    happened(here)
    assert answered(below, 2) == 2
    below.lifetime_policy = "ghent"
    assert answered(below, 3) == 3


def test_without_a_history_nothing_is_kept() -> None:
    there = an_organisation("leeg")
    assert [answered(there, 1), answered(there, 2)] == [1, 2]


def test_an_answer_of_nothing_is_an_answer(here: Organisation) -> None:
    assert answered(here, None) is None
    assert answered(here, 1) is None


def test_the_oldest_answers_make_room(here: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST_ANSWERS_COUNT", 2)
    for about in range(5):
        answered(here, about, about=about)
    assert len(remembering._kept) == 2
    assert answered(here, "again", about=0) == "again"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_works_it_out() -> None:
    from django.db import connections

    there, made = an_organisation("druk"), list[int]()
    happened(there)

    def work() -> int:
        made.append(1)
        return 7

    def ask(_: int) -> int:
        try:
            return remembered("busy", None, work, organisation=there)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert {*pool.map(ask, range(8))} == {7}
    assert len(made) == 1
