"""Devices nobody sees: dormant, of who left, and the letters that ask for them without a name."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.calendar import days_of
from kringspoor.core.errors import Refused
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event
from kringspoor.record.queries import faults_of
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.missing import withdraw_letter, write_letters
from kringspoor.use.labels import as_pdf
from kringspoor.use.models import Assignment, Device, RecallLetter
from kringspoor.use.queries import missing as queries
from kringspoor.use.tables.missing_letters import Letter, as_pages, letter_of, wrapped

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
BY = date(2026, 12, 8)


def row(tag: str, seen: int | None, bought: int | None = 2_000, **rest: Any) -> dict[str, Any]:
    """A device seen, and bought, so many days ago."""
    today = days_of(TODAY)
    return {
        "tag": tag, "serial": f"SN{tag}", "state": "in_use", "unit": "ICT", **rest,
        "last_seen_days": None if seen is None else today - seen,
        "purchased_days": None if bought is None else today - bought,
    }  # fmt: skip


@pytest.fixture
def here() -> Organisation:
    """Devices seen and not seen, some with a holder."""
    found = an_organisation("hier")
    rows = [
        row("A", 180), row("B", 181), row("C", None), row("D", None, 10), row("E", None, None),
        row("F", 400, state="gone"), row("G", 400, unit="Sport"), row("H", 400, state="in_repair"),
    ]  # fmt: skip
    import_devices(columns(*rows), organisation=found, actor=None, at=AT, name="a", key="1")
    return found


@pytest.fixture
def actor(here: Organisation) -> User:
    return somebody(here)


def numbers(here: Organisation, *tags: str) -> list[int]:
    with scope(here):
        return list(
            Device.objects.filter(tag__in=tags).order_by("tag").values_list("pk", flat=True)
        )


def hold(here: Organisation, tag: str, holder: str, to_on: date | None = None) -> None:
    """Let somebody hold a device."""
    with scope(here):
        Assignment.objects.create(
            device=Device.objects.get(tag=tag), life_no=1, holder=holder, use_type="primary",
            from_on=date(2024, 1, 1), to_on=to_on,
        )  # fmt: skip


def write(here: Organisation, actor: User, *tags: str, **rest: Any) -> list[RecallLetter]:
    given = {"reason": "dormant", "language": "nl", "hand_in_on": BY, **rest}
    return write_letters(numbers(here, *tags), organisation=here, actor=actor, at=AT, **given)


def worded(here: Organisation, letter: RecallLetter) -> Letter:
    with scope(here):
        return letter_of(letter)


def tags(found: Any) -> list[str]:
    return sorted(each.tag for each in found)


def test_dormant_is_not_seen_for_longer_than_so_many_days(here: Organisation) -> None:
    assert tags(queries.dormant(180, organisation=here, today=TODAY)) == ["B", "C", "E", "G"]
    assert tags(queries.dormant(181, organisation=here, today=TODAY)) == ["C", "E", "G"]
    assert tags(queries.dormant(9, organisation=here, today=TODAY)) == [
        "A",
        "B",
        "C",
        "D",
        "E",
        "G",
    ]


def test_dormant_devices_are_counted_and_chosen_by_unit(here: Organisation) -> None:
    every = queries.dormant(180, organisation=here, today=TODAY)
    assert queries.counted_by("unit", every, organisation=here) == [("ICT", 3), ("Sport", 1)]
    found = queries.dormant(180, organisation=here, today=TODAY, places={"unit": "Sport"})
    assert tags(found) == ["G"]


def test_what_people_who_left_still_hold_is_found_by_pseudonym(here: Organisation) -> None:
    hold(here, "A", "p-01")
    hold(here, "B", "P-01")
    hold(here, "C", "p-02", to_on=TODAY)
    held = queries.held_by(["p-01", "p-02", "p-03", ""], organisation=here)
    assert sorted(each.device.tag for each in held) == ["A", "B"]


def test_each_holder_gets_one_letter_and_the_rest_goes_to_the_unit(
    here: Organisation, actor: User
) -> None:
    hold(here, "A", "p-01")
    hold(here, "B", "p-01")
    letters = write(here, actor, "A", "B", "C", "G")
    with scope(here):
        told = {str(each): tags(each.devices.all()) for each in letters}
    assert told == {"p-01": ["A", "B"], "ICT": ["C"], "Sport": ["G"]}
    with scope(here):
        events = list(Event.objects.filter(kind__in=("letter.written", "device.recalled")))
    assert len(events) == 7
    assert len({each.link_id for each in events}) == 1
    assert "p-01" not in str([each.payload for each in events])
    assert faults_of(organisation=here) == []


def test_a_device_is_asked_for_once_by_the_same_day(here: Organisation, actor: User) -> None:
    (letter,) = write(here, actor, "B")
    with pytest.raises(Refused) as caught:
        write(here, actor, "B")
    assert caught.value.code == "asked-already"
    assert queries.recalled(numbers(here, "B", "C"), organisation=here) == {
        numbers(here, "B")[0]: BY
    }
    for _ in range(2):
        withdraw_letter(letter, organisation=here, actor=actor, at=AT)
    with scope(here):
        assert Event.objects.filter(kind="letter.withdrawn").count() == 1
    assert len(write(here, actor, "B")) == 1


def test_a_letter_speaks_the_language_of_who_gets_it_and_names_nobody(
    here: Organisation, actor: User
) -> None:
    hold(here, "A", "p-01")
    (letter,) = write(here, actor, "A", reason="leaver", language="en")
    words = worded(here, letter)
    assert (words.to, words.reference) == ("To: p-01", f"Reference: R{letter.pk}")
    assert "by 08/12/2026" in words.ask
    assert words.devices == ("A, serial number SNA",)
    (dutch,) = write(here, actor, "B")
    assert worded(here, dutch).to == "Aan: ICT"
    assert "ten laatste op 08/12/2026" in worded(here, dutch).ask


def test_a_letter_with_many_devices_goes_on_over_more_sheets(
    here: Organisation, actor: User
) -> None:
    rows = [row(f"M{no:03}", 500, model="Latitude " * 20) for no in range(60)]
    import_devices(columns(*rows), organisation=here, actor=None, at=AT, name="m", key="m")
    (letter,) = write(here, actor, *(f"M{no:03}" for no in range(60)))
    pages = PdfReader(BytesIO(as_pdf(as_pages(worded(here, letter))))).pages
    assert len(pages) > 1
    text = "".join(page.extract_text() for page in pages)
    assert all(f"M{no:03}" in text for no in range(60))


def test_a_word_too_long_for_a_line_is_cut(here: Organisation) -> None:
    assert all(len(line) < 100 for line in wrapped("W" * 300))


def test_another_organisation_has_its_own_dormant_devices_and_letters(
    here: Organisation, actor: User
) -> None:
    there = an_organisation("ginder")
    hold(here, "A", "p-01")
    (letter,) = write(here, actor, "A")
    assert list(queries.dormant(1, organisation=there, today=TODAY)) == []
    assert queries.held_by(["p-01"], organisation=there) == []
    assert queries.letters_numbered([letter.pk], organisation=there) == []
    with pytest.raises(Refused):
        write_letters(
            numbers(here, "B"), organisation=there, actor=actor, at=AT, reason="dormant",
            language="nl", hand_in_on=BY + timedelta(days=1),
        )  # fmt: skip


def test_finding_holders_asks_as_much_for_one_as_for_three(here: Organisation) -> None:
    for no, tag in enumerate("ABC"):
        hold(here, tag, f"p-{no}")
    for names in (["p-0"], ["p-0", "p-1", "p-2"]):
        with CaptureQueriesContext(connection) as asked:
            queries.held_by(names, organisation=here)
        assert len(asked) == 1
