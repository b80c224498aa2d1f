"""What is found of many devices alike, or proven by one report, is one act on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation
from tests.use.lives import TODAY, Life

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.guards.facts import MethodClass
from kringspoor.core.states import DataState, State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event, Link
from kringspoor.record.queries import faults_of
from kringspoor.use.actions.certificates import Erased, add_certificates
from kringspoor.use.actions.media import Found, list_media
from kringspoor.use.actions.screening import Judged, screen_alike
from kringspoor.use.models import ErasureCertificate, Screening, StorageMedium

pytestmark = pytest.mark.django_db
SERIALS = ("A-1", "A-2", "A-3")


@pytest.fixture
def here() -> Iterator[Organisation]:
    """One organisation, within which everything is asked."""
    organisation = an_organisation()
    with scope(organisation):
        yield organisation


def returned(here: Organisation, count: int = 3) -> list[Life]:
    """Devices that are back, each with a disk."""
    lives = [Life(here, serial) for serial in SERIALS[:count]]
    for life in lives:
        life.reach(State.RETURNED)
        life.medium(f"{life.device.serial}-S")
    return lives


def erased(medium: StorageMedium, serial: str = "") -> tuple[StorageMedium, Erased]:
    """A medium with what a report says of it."""
    ended = AT + timedelta(minutes=30)
    said = Erased(serial or medium.serial, MethodClass.PURGE, "nwipe", True, ended, "servicedesk-1")
    return medium, said


def all_screened(lives: list[Life]) -> list[State]:
    """The devices judged as one act; where each of them is then."""
    first = lives[0]
    member = first.actor.memberships.get(organisation=first.organisation)
    found = screen_alike(
        [life.fresh() for life in lives], Judged("B", {"start": True}), member=member,
        organisation=first.organisation, at=AT, today=TODAY,
    )  # fmt: skip
    assert {each.grade for each in found} == {"B"}
    return [State(each.state) for each in found]


def test_devices_found_alike_are_screened_in_two_links(here: Organisation) -> None:
    lives, before = returned(here), Link.objects.count()
    assert all_screened(lives) == [State.SCREENED] * 3
    assert Link.objects.count() == before + 2  # the judgement, and the step
    assert Screening.objects.count() == Event.objects.filter(kind="device.screened").count() == 3
    assert not list(faults_of(organisation=here))


def test_screening_again_replaces_the_judgement_and_moves_nothing(here: Organisation) -> None:
    lives = returned(here, 2)
    all_screened(lives[:1])
    assert all_screened(lives) == [State.SCREENED] * 2
    assert Screening.objects.filter(device=lives[0].device).count() == 2
    before = Link.objects.count()
    all_screened(lives)
    assert Link.objects.count() == before + 1  # nobody moves, so there is no step


def test_one_that_cannot_be_screened_stops_them_all(here: Organisation) -> None:
    lives = returned(here, 2)
    gone = Life(here, "A-9")
    gone.reach(State.LOST_STOLEN)
    member = lives[0].actor.memberships.get(organisation=here)
    with pytest.raises(Refused):
        screen_alike(
            [life.fresh() for life in (*lives, gone)], Judged("B"), member=member,
            organisation=here, at=AT, today=TODAY,
        )  # fmt: skip
    assert not Screening.objects.exists()
    assert {life.fresh().state for life in lives} == {State.RETURNED}


def test_one_report_on_many_disks_is_one_act(here: Organisation) -> None:
    lives = returned(here)
    twice = lives[0].fresh()
    list_media(twice, [Found("A-1-S"), Found("A-1-T")], **lives[0].by)
    versions = {life.device.pk: life.fresh().version_no for life in lives}
    said = [erased(each) for each in StorageMedium.objects.all()]
    by = {**lives[0].by, "at": lives[0].later}
    before = Link.objects.count()
    made = add_certificates(said, evidence=lives[0].evidence(), **by)
    assert [each.medium_serial for each in made] == [each.serial for each, _ in said]
    told = Link.objects.latest("number_no").events.filter(kind="medium.erased")
    assert told.count() == len(said) == 4
    assert Link.objects.count() - before <= 2  # the report as a file, and what it proves
    for life in lives:
        assert life.fresh().data_state == DataState.ERASED_VERIFIED
        assert life.fresh().version_no == versions[life.device.pk] + 1
    assert not list(faults_of(organisation=here))


def test_a_report_with_one_wrong_serial_proves_nothing(here: Organisation) -> None:
    lives = returned(here, 2)
    right, wrong = StorageMedium.objects.all()
    by = {**lives[0].by, "at": lives[0].later}
    with pytest.raises(BadInput, match="A-1-S"):
        add_certificates(
            [erased(right), erased(wrong, "A-1-S")], evidence=lives[0].evidence(), **by
        )
    assert not ErasureCertificate.objects.exists()
    before = Link.objects.count()
    assert add_certificates([], evidence=lives[0].evidence(), **by) == []
    assert Link.objects.count() <= before + 1  # at most the file; an act on nothing is none


def test_three_disks_ask_little_more_than_one(here: Organisation) -> None:
    lives, counts = returned(here), []
    by = {**lives[0].by, "at": lives[0].later}
    file = lives[0].evidence()
    media = list(StorageMedium.objects.all())
    for some in (media[:1], media[1:]):
        with CaptureQueriesContext(connection) as asked:
            add_certificates([erased(each) for each in some], evidence=file, **by)
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 1  # the device's own row
