"""Erasing: no byte stays of what was written, and the chain still holds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.db import connection
from pytest_django import Settings
from tests.site import AT, an_organisation, somebody

from kringspoor.core.errors import Refused
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.checkpoints import make_checkpoint
from kringspoor.record.actions.erasing import erase_subject
from kringspoor.record.actions.evidence import About, add_evidence
from kringspoor.record.actions.files import keep_file
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.models import Batch, Event, Evidence, Link
from kringspoor.record.queries import events_about
from kringspoor.record.queries.checkpoints import faults_of_checkpoints
from kringspoor.record.queries.files import faults_of_files
from kringspoor.record.queries.proof import faults_of

SECRET = "Zorgvuldig-Te-Vergeten"


class OnCommit(Protocol):
    """What pytest-django gives: it does what waits for the end of a transaction."""

    def __call__(self, *, execute: bool) -> AbstractContextManager[list[Any]]: ...


@pytest.fixture
def here(settings: Settings, tmp_path: Path, db: None) -> Organisation:
    """An organisation with two acts about one device and one about another."""
    settings.MEDIA_ROOT = tmp_path
    found = an_organisation()
    actor = somebody(found)
    for subject in ("device:1", "device:2", "device:1"):
        happening = Happening("device.changed", subject, {"note": SECRET})
        write_down((happening,), organisation=found, actor=actor, at=AT)
    return found


@pytest.fixture
def admin(here: Organisation) -> User:
    """Who may erase."""
    return somebody(here, "admin")


def erase(here: Organisation, admin: User, subject: str) -> int:
    """Erase a subject, with a reason."""
    return erase_subject(subject, organisation=here, actor=admin, at=AT, reason="artikel 17")


def stored_rows(*models: type[Any]) -> Iterator[str]:
    """Every row of these tables as the database holds it."""
    with connection.cursor() as cursor:
        for each in models:
            cursor.execute(f"SELECT * FROM {each._meta.db_table}")
            yield from map(repr, cursor.fetchall())


def test_what_is_erased_leaves_nothing_in_its_rows_and_the_chain_holds(
    here: Organisation, admin: User
) -> None:
    make_checkpoint(organisation=here, actor=None, at=AT)
    assert erase(here, admin, "device:1") == 2
    assert erase(here, admin, "device:2") == 1
    assert not [each for each in stored_rows(Event, Link) if SECRET in each]
    assert faults_of(organisation=here) == []
    assert faults_of_checkpoints(organisation=here) == []


def test_that_something_was_erased_stays_on_record(here: Organisation, admin: User) -> None:
    erase(here, admin, "device:1")
    latest = events_about("device:1", organisation=here)[0]
    assert (latest.kind, latest.link.actor) == ("record.erased", admin)
    assert latest.payload == {"events_count": 2, "acts_count": 0, "reason": "artikel 17"}
    with pytest.raises(Refused) as caught:
        erase(here, admin, "device:1")
    assert caught.value.code == "nothing-to-erase"
    assert events_about("device:1", organisation=here)[0] == latest


def test_what_comes_later_is_not_covered_by_an_erasure_of_before(
    here: Organisation, admin: User
) -> None:
    erase(here, admin, "device:1")
    happening = Happening("device.changed", "device:1", {"note": "later"})
    later = write_down((happening,), organisation=here, actor=admin, at=AT)
    with scope(here):
        Event.objects.filter(link=later).update(payload=None, salt=None)
    assert [each.link_no for each in faults_of(organisation=here)] == [later.number_no]


def test_of_a_person_the_acts_are_forgotten_too(here: Organisation, admin: User) -> None:
    with scope(here):
        person = Link.objects.earliest("number_no").actor
    assert person is not None
    assert erase(here, admin, person.subject) == 3
    with scope(here):
        assert not Link.objects.filter(actor=person).exists()
        assert Link.objects.filter(actor_salt__isnull=True).count() == 3
    assert faults_of(organisation=here) == []


def test_erasing_here_leaves_another_organisation_alone(here: Organisation, admin: User) -> None:
    there = an_organisation("ginder")
    happening = Happening("device.changed", "device:1", {"note": "ours"})
    write_down((happening,), organisation=there, actor=None, at=AT)
    erase(here, admin, "device:1")
    assert events_about("device:1", organisation=there)[0].payload == {"note": "ours"}


def test_an_erased_file_is_gone_with_its_name_and_the_chain_holds(
    here: Organisation, admin: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    kept, _ = add_evidence(
        [SECRET.encode()], About("report", issuer=SECRET), organisation=here, actor=admin, at=AT,
        name=f"{SECRET}.pdf",
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        erase(here, admin, kept.subject)
    assert kept.path.exists()  # not before the erasure itself is sure
    waiting[0]()
    assert not kept.path.exists()
    assert not [each for each in stored_rows(Evidence) if SECRET in each]
    assert faults_of(organisation=here) == []
    assert faults_of_files(organisation=here) == []
    kept.path.write_bytes(b"put back")
    (fault,) = faults_of_files(organisation=here)
    assert "staat er nog" in fault.what.nl


def test_the_same_file_can_be_given_again_after_it_was_erased(
    here: Organisation, admin: User, django_capture_on_commit_callbacks: OnCommit
) -> None:
    def give() -> Evidence:
        kept, is_new = add_evidence(
            [b"bytes"], About("report"), organisation=here, actor=admin, at=AT, name="a.pdf"
        )
        assert is_new
        return kept

    kept = give()
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        erase(here, admin, kept.subject)
    waiting[0]()
    again = give()
    assert again == kept
    assert again.path.read_bytes() == b"bytes"
    assert faults_of_files(organisation=here) == []


def test_what_was_read_in_an_erased_list_goes_with_it(here: Organisation, admin: User) -> None:
    kept = keep_file([b"a"], organisation=here, name=f"{SECRET}.csv", kind="import", at=AT)
    batch = open_batch(
        "import", organisation=here, actor=None, at=AT, name=kept.name, key="1", evidence=kept
    )
    with scope(here):
        Batch.objects.update(
            looked={"changes": [SECRET]},
            problems=[{"row_no": 2, "original": SECRET, "nl": "fout", "en": "wrong"}],
        )
    with pytest.raises(Refused) as caught:
        erase(here, admin, kept.subject)
    assert caught.value.code == "still-in-use"
    with scope(here):
        Batch.objects.update(state="done")
    erase(here, admin, kept.subject)
    assert not [each for each in stored_rows(Batch, Evidence) if SECRET in each]
    with scope(here):
        batch.refresh_from_db()
    assert batch.problems[0]["nl"] == "fout"


SCRIPT = f"""
import os
import django
from pathlib import Path
from datetime import UTC, datetime
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from kringspoor.people.actions import found_organisation
from kringspoor.people.models import User
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.erasing import erase_subject
from kringspoor.record.actions.evidence import About, add_evidence
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.queries.proof import faults_of

at, here = datetime(2026, 11, 24, tzinfo=UTC), found_organisation("hier", "Hier")
person = User.objects.create_user("a@hier.example")
words = "{SECRET}"
for n in range(400):  # enough pages that some are split and moved
    note = {{"note": f"{{words}} {{n}} " * 9}}
    happening = Happening("device.changed", f"device:{{n % 7}}", note)
    write_down((happening,) * 3, organisation=here, actor=person, at=at)
kept, _ = add_evidence([words.encode()], About("report"), organisation=here, actor=person, at=at,
                       name=words)
for subject in (*(f"device:{{n}}" for n in range(7)), kept.subject):
    erase_subject(subject, organisation=here, actor=person, at=at, reason="artikel 17")
assert faults_of(organisation=here) == []
home = Path(os.environ["KRINGSPOOR_HOME"])  # looked at while the database is still open
left = [p.name for p in home.rglob("*") if p.is_file() and words.encode() in p.read_bytes()]
assert left == [], left
"""


def test_no_byte_of_what_is_erased_is_left_in_any_file_of_the_installation(
    tmp_path: Path,
) -> None:
    around = {
        **os.environ, "KRINGSPOOR_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "kringspoor.web.settings",
    }  # fmt: skip
    around.pop("KRINGSPOOR_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=around, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert tmp_path / "kringspoor.sqlite3" in files
    assert not [each.name for each in files if SECRET.encode() in each.read_bytes()]
