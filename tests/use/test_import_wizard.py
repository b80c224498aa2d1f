"""From a file that somebody gives to devices: looked at first, done once, and what was shown."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from pytest_django import Settings
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.errors import Refused
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record import rows as rows_of_tables
from kringspoor.record.actions.batches import LEASE, beat, cancel_batch, open_batch, take_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.record.models import Batch, Event, Evidence
from kringspoor.record.queries import faults_of
from kringspoor.use import tasks
from kringspoor.use.actions import imports as actions
from kringspoor.use.actions.imports_undo import undo_import
from kringspoor.use.models import Device
from kringspoor.use.queries.imports import mapping_of

pytestmark = pytest.mark.django_db
REGISTER = (
    "Inventarisnummer;Serienummer;Merk;Model;Soort;Aankoopdatum;Gebruiker;Opmerking\n"
    "VB-1;PF2ABC34;Lenovo;ThinkPad T14;laptop;14/10/2021;An;x1\n"
    "VB-2;PF2ABC35;Lenovo;ThinkPad T14;laptop;zie dossier;Jo;x2\n"
)
UNSURE = (
    "Inventarisnummer;Serienummer;Merk;Model;Soort;Aankoopdatum\n"
    "VB-1;PF2ABC34;Lenovo;ThinkPad T14;laptop;03/04/2021\n"
)


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Organisation:
    """An organisation whose files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return an_organisation()


def given(organisation: Organisation, text: str | bytes, name: str = "list.csv") -> Batch:
    """A list as a person gives it."""
    data = text.encode() if isinstance(text, str) else text
    kept = keep_file([data], organisation=organisation, name=name, kind="import", at=AT)
    return open_batch(
        "import", organisation=organisation, actor=None, at=AT, name=name, key=kept.sha256,
        evidence=kept,
    )  # fmt: skip


def worked(batch: Batch) -> Batch:
    """The same batch after the worker did all that waits."""
    while tasks.work_once(AT):
        pass
    with scope(batch.organisation):
        return Batch.objects.select_related("organisation").get(pk=batch.pk)


def accepted(batch: Batch) -> Batch:
    """The same batch after a person pressed the button and the worker did its work."""
    person = somebody(batch.organisation, name=f"p{batch.pk}")
    actions.accept_import(batch, organisation=batch.organisation, actor=person)
    return worked(batch)


def count_of(organisation: Organisation) -> int:
    """How many devices there are."""
    with scope(organisation):
        return Device.objects.count()


def test_a_list_is_looked_at_and_nothing_changes(here: Organisation) -> None:
    batch = worked(given(here, REGISTER))
    look = batch.looked
    assert (batch.state, batch.rows_count) == ("looked_at", 2)
    assert look["counts"] == {"made": 2, "lots": 0, "changed": 0, "same": 0, "not_taken": 0}
    (seen,) = look["lists"]
    assert seen["mapping"]["Serienummer"] == "serial"
    assert seen["dropped"] == ["Gebruiker"]
    (problem,) = batch.problems
    assert (problem["row_no"], problem["column"]) == (3, "Aankoopdatum")
    assert problem["original"] == "zie dossier"
    assert "geen datum" in problem["nl"]
    assert "is not a date" in problem["en"]
    assert count_of(here) == 0


def test_what_was_accepted_is_done_once(here: Organisation) -> None:
    batch = accepted(worked(given(here, REGISTER)))
    assert (batch.state, batch.made_count, count_of(here)) == ("done", 2, 2)
    assert len(batch.problems) == 1
    with scope(here):
        assert Event.objects.filter(kind="device.imported").count() == 2
    assert given(here, REGISTER) == batch
    assert tasks.work_once(AT + LEASE * 2) is False
    assert faults_of(organisation=here) == []


def test_whose_the_devices_are_is_asked_once_for_those_the_list_is_silent_about(
    here: Organisation,
) -> None:
    batch = worked(given(here, REGISTER))
    assert batch.looked["unowned_count"] == 2
    actions.answer_batch(batch, {}, organisation=here, is_day_first=None, ownership="leased")
    accepted(worked(batch))
    with scope(here):
        assert {each.ownership for each in Device.objects.all()} == {"leased"}


def test_a_change_is_shown_with_what_it_was_and_what_it_becomes(here: Organisation) -> None:
    accepted(worked(given(here, REGISTER)))
    batch = worked(given(here, REGISTER.replace("14/10/2021", "15/10/2021")))
    assert batch.looked["counts"]["changed"] == 1
    (change,) = batch.looked["changes"]
    assert (change["name"], change["row_no"]) == ("VB-1", 2)
    assert change["fields"] == [{"name": "purchased_on", "old": "2021-10-14", "new": "2021-10-15"}]


def test_a_row_that_stays_out_says_where_it_stands(here: Organisation) -> None:
    accepted(worked(given(here, REGISTER)))
    other = "Inventarisnummer;Serienummer;Merk\n\nVB-2;ANDERS99;Lenovo\n"
    batch = accepted(worked(given(here, other)))
    (problem,) = [each for each in batch.problems if each.get("is_not_taken")]
    assert (problem["row_no"], problem["code"]) == (3, "tag-other-serial")
    assert (batch.state, batch.made_count, count_of(here)) == ("done", 0, 2)


def test_an_inventory_that_changed_since_is_looked_at_again(here: Organisation) -> None:
    batch = worked(given(here, REGISTER))
    row = {"tag": "VB-1", "serial": "PF2ABC34", "make": "Lenovo"}
    actions.import_devices(
        columns(row), organisation=here, actor=None, at=AT, name="other", key="other"
    )
    again = accepted(batch)
    assert (again.state, again.answers["is_again"]) == ("looked_at", True)
    assert (again.looked["counts"]["made"], again.looked["counts"]["changed"]) == (1, 1)
    assert count_of(here) == 1
    actions.accept_import(again, organisation=here, actor=somebody(here, "admin"))
    assert worked(again).state == "done"


def test_what_the_columns_hold_is_remembered_for_files_of_that_shape(here: Organisation) -> None:
    batch = worked(given(here, REGISTER))
    assert "Opmerking" not in batch.looked["lists"][0]["mapping"]
    actions.answer_batch(batch, {"Opmerking": "cpu"}, organisation=here, is_day_first=None)
    again = worked(batch)
    assert again.looked["lists"][0]["mapping"]["Opmerking"] == "cpu"
    accepted(again)
    with scope(here):
        assert Device.objects.get(tag="VB-1").cpu == "x1"
    turned = REGISTER.replace("VB-", "ZZ-").replace("PF2", "QF2")
    next_one = worked(given(here, turned))
    assert next_one.looked["said"] == {"Opmerking": "cpu"}
    assert mapping_of(batch.looked["shape"], organisation=an_organisation("ginder")) == {}


def test_a_mapping_with_which_a_file_cannot_be_read_is_forgotten(here: Organisation) -> None:
    batch = worked(given(here, REGISTER))
    nothing = dict.fromkeys(batch.looked["lists"][0]["mapping"], "")
    actions.answer_batch(batch, nothing, organisation=here, is_day_first=None)
    assert worked(batch).state == "failed"
    assert worked(given(here, REGISTER)).state == "looked_at"


def test_dates_that_read_two_ways_are_asked_before_anything_is_done(here: Organisation) -> None:
    batch = worked(given(here, UNSURE))
    assert len(batch.looked["questions"]) == 1
    with pytest.raises(Refused) as caught:
        accepted(batch)
    assert caught.value.code == "question"
    actions.answer_batch(batch, {}, organisation=here, is_day_first=False)
    again = worked(batch)
    assert again.looked["questions"] == []
    actions.accept_import(again, organisation=here, actor=somebody(here, "admin"))
    worked(again)
    with scope(here):
        assert f"{Device.objects.get().purchased_on}" == "2021-03-04"


@pytest.mark.parametrize(
    ("data", "code"), [(b"\x89PNG\r\n\x1a\n" + bytes(40), "not-a-table"), (b"", "empty-file")]
)
def test_a_file_that_is_no_list_is_refused_and_nothing_is_done(
    here: Organisation, data: bytes, code: str
) -> None:
    batch = worked(given(here, data, "toestellen.csv"))
    (told,) = batch.problems
    assert (batch.state, told["code"], told["file"]) == ("failed", code, "toestellen.csv")
    assert told["nl"] != told["en"]
    assert told["hint_nl"]
    assert count_of(here) == 0


def test_an_import_whose_worker_was_killed_is_done_whole_and_once(here: Organisation) -> None:
    batch = worked(given(here, REGISTER))
    actions.accept_import(batch, organisation=here, actor=somebody(here))
    assert take_batch("import", at=AT) == batch  # and this worker is never heard of again
    assert tasks.work_once(AT + LEASE) is False
    assert tasks.work_once(AT + LEASE + timedelta(seconds=1)) is True
    assert (worked(batch).state, count_of(here)) == ("done", 2)


def test_a_worker_that_comes_back_late_does_nothing_twice(here: Organisation) -> None:
    batch = accepted(worked(given(here, REGISTER)))
    late = actions.import_batch(batch, columns({"tag": "VB-9"}), organisation=here, at=AT)
    assert (late.state, count_of(here)) == ("done", 2)


def test_what_breaks_halfway_leaves_nothing(
    here: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IntegrityError

    batch = worked(given(here, REGISTER))
    monkeypatch.setattr(actions, "write_down", broken)
    failed = accepted(batch)
    assert (failed.state, failed.problems[0]["code"]) == ("failed", "not-kept")
    assert count_of(here) == 0


def test_a_file_that_ends_its_worker_every_time_is_given_up(here: Organisation) -> None:
    batch = given(here, REGISTER)
    for number in range(tasks.MOST_TRIES_COUNT):
        assert take_batch("import", at=AT + number * 2 * LEASE) == batch
    assert tasks.work_once(AT + tasks.MOST_TRIES_COUNT * 2 * LEASE)
    stopped = worked(batch)
    assert (stopped.state, stopped.problems[0]["code"]) == ("failed", "too-much")


def test_the_worker_hears_how_many_rows_are_written(
    here: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_of_tables, "ROWS_AT_ONCE", 500)
    batch = given(here, "")
    rows = [{"tag": f"VB-{number}"} for number in range(1200)]
    with scope(here):
        Batch.objects.update(state="running")
    told: list[int] = []
    actions.import_batch(batch, columns(*rows), organisation=here, at=AT, told=told.append)
    assert told == [500, 1000, 1200, 1200]
    beat(batch, 5, organisation=here, at=AT)
    with scope(here):
        assert Batch.objects.get().done_count == 1200


def test_an_import_of_the_wizard_is_undone_and_may_be_given_again(here: Organisation) -> None:
    batch = accepted(worked(given(here, REGISTER)))
    for _ in range(2):  # a double click
        undo_import(batch, organisation=here, actor=None, at=AT)
    assert count_of(here) == 0
    again = given(here, REGISTER)
    assert again != batch
    assert accepted(worked(again)).made_count == 2


def test_the_list_of_a_stopped_import_is_kept_for_thirty_days(here: Organisation) -> None:
    batch = given(here, REGISTER)
    assert batch.evidence is not None
    os.utime(batch.evidence.path, (AT.timestamp(), AT.timestamp()))
    cancel_batch(batch, organisation=here, at=AT)
    tasks.work_once(AT + timedelta(days=29))
    with scope(here):
        assert Evidence.objects.get().erased_at is None
    tasks.work_once(AT + timedelta(days=31))
    with scope(here):
        assert Evidence.objects.get().erased_at == AT + timedelta(days=31)
