"""Long work: opened once, taken by one worker, taken up again, never done twice."""

from __future__ import annotations

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.site import AT, an_organisation, somebody

from kringspoor.core.errors import Refused
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import (
    LEASE,
    accept_batch,
    beat,
    cancel_batch,
    move_batch,
    open_batch,
    take_batch,
)
from kringspoor.record.actions.files import clear_files, keep_file
from kringspoor.record.models import Batch, Evidence
from kringspoor.record.queries import events_about
from kringspoor.record.queries.files import faults_of_files
from kringspoor.use.models import Device, ErasureCertificate, StorageMedium

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)
LATER = AT + LEASE + timedelta(seconds=1)


def opened(organisation: Organisation, key: str = "1", state: str = "waiting") -> Batch:
    """A batch of this key."""
    return open_batch(
        "import", organisation=organisation, actor=None, at=AT, name="a.csv", key=key, state=state
    )


def test_a_file_is_kept_once_under_the_digest_of_its_bytes(
    settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    here, there = an_organisation("hier"), an_organisation("ginder")
    for each in (here, here, there):
        kept = keep_file([b"tag;", b"serial"], organisation=each, name="a", kind="import", at=AT)
        assert kept.sha256 == sha256(b"tag;serial").hexdigest()
        assert kept.path.read_bytes() == b"tag;serial"
        assert kept.size_bytes == 10
    with scope(here):
        assert Evidence.objects.count() == 1
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(files) == 2  # one of each organisation, and nothing half written


def a_list(organisation: Organisation, text: bytes, state: str, key: str) -> Batch:
    """A list that was given a month ago, and where it stands."""
    kept = keep_file([text], organisation=organisation, name="a.csv", kind="import", at=AT)
    os.utime(kept.path, (AT.timestamp(), AT.timestamp()))
    batch = open_batch(
        "import", organisation=organisation, actor=None, at=AT, name="a.csv", key=key, evidence=kept
    )
    move_batch(batch, state, organisation=organisation, when=("waiting",), ended_at=AT)
    return batch


@pytest.mark.django_db(transaction=True)
def test_the_file_of_an_import_that_was_stopped_long_ago_goes_and_its_mark_stays(
    settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    here = an_organisation()
    states = ("cancelled", "failed", "undone", "done", "looked_at")
    gone = [a_list(here, each.encode(), each, each) for each in states]
    assert clear_files("import", at=AT + MONTH, after=MONTH) == 0
    late = AT + MONTH + timedelta(seconds=1)
    assert clear_files("import", at=late, after=MONTH) == 3
    assert clear_files("import", at=late, after=MONTH) == 0
    with scope(here):
        kept = [Evidence.objects.get(batches=each) for each in gone]
    assert [each.path.exists() for each in kept] == [False, False, False, True, True]
    assert [each.erased_at for each in kept] == [late, late, late, None, None]
    (told,) = events_about(kept[0].subject, organisation=here)
    assert (told.kind, told.payload) == ("evidence.cleared", {"after_days": 30})
    assert faults_of_files(organisation=here) == []
    again = keep_file([b"failed"], organisation=here, name="b.csv", kind="import", at=late)
    assert (again.pk, again.erased_at, again.name) == (kept[1].pk, None, "b.csv")
    assert faults_of_files(organisation=here) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_that_was_given_again_or_that_proves_something_stays(
    settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    here, late = an_organisation(), AT + 2 * MONTH
    stopped = a_list(here, b"one", "cancelled", "1")
    a_list(here, b"one", "looked_at", "1")
    proof = a_list(here, b"two", "failed", "2").evidence
    assert proof is not None
    with scope(here):
        device = Device.objects.create(organisation=here, state="in_use")
        medium = StorageMedium.objects.create(device=device)
        ErasureCertificate.objects.create(
            medium=medium, evidence=proof, has_passed=True, finished_at=AT, added_at=AT
        )
    just_now = a_list(here, b"three", "failed", "3").evidence
    assert just_now is not None
    os.utime(just_now.path, (late.timestamp(), late.timestamp()))
    assert clear_files("import", at=late, after=MONTH) == 0
    assert stopped.evidence is not None
    assert stopped.evidence.path.exists()


def test_the_same_key_opens_one_batch_until_it_is_closed() -> None:
    here = an_organisation()
    first = opened(here)
    assert opened(here) == first
    cancel_batch(first, organisation=here, at=AT)
    assert opened(here) != first


def test_two_organisations_open_the_same_key_apart() -> None:
    assert opened(an_organisation("hier")) != opened(an_organisation("ginder"))


def test_the_oldest_that_waits_is_taken_and_by_one_worker() -> None:
    here = an_organisation()
    first, second = opened(here, "1"), opened(here, "2", "accepted")
    taken = [take_batch("import", at=AT) for _ in range(3)]
    assert taken == [first, second, None]
    assert [each.state for each in taken if each] == ["looking", "running"]


def test_what_a_worker_left_is_taken_up_again_and_what_it_still_does_is_not() -> None:
    here = an_organisation()
    opened(here, state="accepted")
    taken = take_batch("import", at=AT)
    assert taken is not None
    assert take_batch("import", at=AT + LEASE) is None
    again = take_batch("import", at=LATER)
    assert again == taken
    assert again is not None
    assert (again.state, again.tries_count) == ("running", 2)
    beat(again, 40, organisation=here, at=LATER + LEASE)
    assert take_batch("import", at=LATER + LEASE) is None
    with scope(here):
        assert Batch.objects.get().done_count == 40


def test_work_that_is_over_hears_no_heartbeat() -> None:
    here = an_organisation()
    batch = opened(here, state="done")
    beat(batch, 3, organisation=here, at=AT)
    with scope(here):
        assert Batch.objects.get().heartbeat_at is None


def test_accepting_twice_is_once_and_what_was_stopped_cannot_be_accepted() -> None:
    here = an_organisation()
    person = somebody(here)
    batch = opened(here, state="looked_at")
    accept_batch(batch, organisation=here, actor=person)
    assert move_batch(batch, "running", organisation=here, when=("accepted",))
    accept_batch(batch, organisation=here, actor=person)
    assert batch.state == "running"
    stopped = opened(here, "2")
    cancel_batch(stopped, organisation=here, at=AT)
    with pytest.raises(Refused, match="too late"):
        accept_batch(stopped, organisation=here, actor=person)


def test_what_is_being_done_cannot_be_stopped() -> None:
    here = an_organisation()
    batch = opened(here, state="running")
    with pytest.raises(Refused) as caught:
        cancel_batch(batch, organisation=here, at=AT)
    assert caught.value.code == "other-state"
