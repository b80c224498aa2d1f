"""Telling Snipe-IT our state: only what changed, once, again after a trouble, and never more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.fakes.server import Fake, Reply, a_server
from tests.fakes.tools import SnipeIt, an_asset
from tests.site import AT, an_organisation, somebody
from tests.use.test_connections import HOUR, LINK, accept, connected, fetch, worked

from kringspoor.core.errors import Refused
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event
from kringspoor.record.queries import faults_of
from kringspoor.use.actions import connections as actions
from kringspoor.use.actions.states import change_state
from kringspoor.use.actions.writebacks import AT_ONCE_COUNT, try_again, write_due
from kringspoor.use.connections import http
from kringspoor.use.connections.http import Limits
from kringspoor.use.models import Connection, Counterpart, Device, Writeback
from kringspoor.use.queries import connections as queries
from kringspoor.use.rules.said import Lost, Said

pytestmark = pytest.mark.django_db
SITE = "https://kringspoor.example/voorbeek"


@pytest.fixture
def here(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """An organisation on a site that may call within its own network, and waits for nobody."""
    settings.MEDIA_ROOT = tmp_path
    settings.PRIVATE_CONNECTIONS = True
    monkeypatch.setattr(http, "LIMITS", Limits(1.0, 1.0, 2.0, 1.0, 0.0, 2))
    return an_organisation()


@pytest.fixture
def snipe() -> Iterator[tuple[SnipeIt, Fake]]:
    """A Snipe-IT with two laptops."""
    tool = SnipeIt([an_asset(1), an_asset(2)])
    with a_server(tool) as fake:
        yield tool, fake


@pytest.fixture
def connection(here: Organisation, snipe: tuple[SnipeIt, Fake]) -> Connection:
    """A connection whose devices are in, with statuses chosen, not writing yet."""
    made = connected(here, snipe[1].address)
    accept(fetch(made), here)
    actions.try_connection(made, organisation=here)
    actions.choose_statuses(
        made, {"in_use": "2", "returned": "4", "in_stock": "99"}, organisation=here,
        actor=somebody(here, "admin"), at=AT, link_column=LINK, site_address=f"{SITE}/",
    )  # fmt: skip
    snipe[1].asked.clear()
    return made


def begin(connection: Connection, *, is_on: bool = True) -> None:
    """A person begins or stops the writing."""
    organisation = connection.organisation
    person = somebody(organisation, name=f"w{is_on}{connection.name}".lower().replace(" ", ""))
    actions.turn_writing(connection, organisation=organisation, actor=person, at=AT, is_on=is_on)


def now_in(here: Organisation, number: int, state: str) -> Device:
    """A device that came into another state."""
    with scope(here):
        device = Device.objects.order_by("pk")[number]
    lost = Lost(AT.date(), "none") if state == "lost_stolen" else None
    return change_state(
        device, state, organisation=here, actor=None, at=AT, today=AT.date(),
        said=Said(reason="end_of_lease", lost=lost),
    )  # fmt: skip


def patches(fake: Fake) -> list[tuple[str, object]]:
    """What was written, and where."""
    return [(each.path, each.json()) for each in fake.asked if each.method == "PATCH"]


def test_nothing_is_written_before_a_person_says_so(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    now_in(here, 0, "returned")
    worked()
    assert snipe[1].asked == []


def test_what_would_be_told_is_shown_first(here: Organisation, connection: Connection) -> None:
    now_in(here, 1, "returned")
    first, second = queries.would_be_told(connection, organisation=here)
    assert (first.status_now, first.status_then, first.is_other) == (
        "In gebruik", "Ingeleverd", True,
    )  # fmt: skip
    assert (second.is_other, second.is_linked) == (False, True)
    assert "in_stock" not in connection.statuses


def test_a_device_that_changed_is_told_once_with_its_page(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    worked()
    snipe[1].asked.clear()
    device = now_in(here, 0, "returned")
    worked(AT + HOUR)
    worked(AT + 2 * HOUR)
    link = f"{SITE}/devices/{device.pk}/"
    assert patches(snipe[1]) == [("/api/v1/hardware/1", {"status_id": 4})]
    assert snipe[0].assets[0]["custom_fields"]["Kringspoor"]["value"] == link
    with scope(here):
        assert Counterpart.objects.get(number="1").told_state == "returned"
        assert Writeback.objects.filter(done_at__isnull=True).count() == 0
        told = Event.objects.filter(kind="connection.written").order_by("-pk")[0]
    assert told.payload == {"device": device.pk, "state": "returned"}
    assert faults_of(organisation=here) == []


def test_a_status_that_was_changed_there_is_told_again(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    worked()
    snipe[0].assets[1]["status_label"] = {"id": 3, "name": "Voorraad"}
    fetch(connection, AT + HOUR)
    assert snipe[0].assets[1]["status_label"]["id"] == 2
    with scope(here):
        assert {each.state for each in Device.objects.all()} == {"in_use"}


def test_a_state_without_a_status_leaves_the_status_there(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    worked()
    snipe[1].asked.clear()
    now_in(here, 0, "lost_stolen")
    worked(AT + HOUR)
    assert patches(snipe[1]) == []
    assert snipe[0].assets[0]["status_label"]["id"] == 2


def test_a_trouble_that_passes_is_tried_again_later_and_less_often(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    snipe[1].answers = lambda asked: Reply({}, 503)
    worked()
    with scope(here):
        waiting = list(Writeback.objects.order_by("id"))
    assert [(each.tries_count, each.next_at) for each in waiting] == [
        (1, AT + timedelta(minutes=2))
    ] * 2
    assert waiting[0].trouble["code"] == "tool-fault"
    assert len(snipe[1].asked) == 2  # the door is closed: the second device is not tried
    worked(AT + timedelta(minutes=2))
    with scope(here):
        assert Writeback.objects.order_by("id")[0].next_at == AT + timedelta(minutes=6)
    snipe[1].answers = snipe[0]
    worked(AT + HOUR)
    with scope(here):
        assert Writeback.objects.filter(done_at__isnull=True).count() == 0


def test_what_will_not_go_is_given_up_where_a_person_sees_it(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    snipe[0].assets.pop(0)
    for hour in range(6):
        worked(AT + hour * HOUR)
    with scope(here):
        lost = Writeback.objects.get(counterpart__number="1")
        assert Writeback.objects.get(counterpart__number="2").done_at is not None
    assert (lost.is_given_up, lost.tries_count) == (True, 3)
    assert "does not exist" in lost.trouble["en"]
    assert queries.troubled(organisation=here) == 1
    snipe[0].assets.insert(0, an_asset(1))
    assert try_again(connection, organisation=here, at=AT + 6 * HOUR) == 1
    worked(AT + 6 * HOUR)
    assert queries.troubled(organisation=here) == 0


def test_a_state_that_changed_while_it_waited_is_told_as_it_is_now(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    snipe[1].answers = lambda asked: Reply({}, 503)
    now_in(here, 0, "lost_stolen")
    worked()
    now_in(here, 0, "returned")
    snipe[1].answers = snipe[0]
    worked(AT + HOUR)
    assert snipe[0].assets[0]["status_label"]["id"] == 4
    with scope(here):
        assert Writeback.objects.filter(counterpart__number="1").count() == 1


def test_writing_stops_when_a_person_says_so(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    begin(connection, is_on=False)
    now_in(here, 0, "returned")
    worked()
    assert snipe[1].asked == []


def test_there_must_be_something_to_tell(here: Organisation) -> None:
    empty = connected(here, "https://snipe.example.org")
    with pytest.raises(Refused) as caught:
        begin(empty)
    assert caught.value.code == "nothing-to-write"
    glpi = connected(here, "https://glpi.example.org", "glpi", name="GLPI")
    glpi.link_column = "notes"
    with pytest.raises(Refused):
        begin(glpi)


def test_nothing_is_ever_deleted_there(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    for hour, state in enumerate(("returned", "lost_stolen", "returned"), start=1):
        now_in(here, 0, state)
        worked(AT + hour * HOUR)
    assert {each.method for each in snipe[1].asked} <= {"GET", "PATCH"}
    assert len(snipe[0].assets) == 2


def test_much_is_told_in_parts_so_that_other_work_has_its_turn(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    snipe[0].assets[:] = [an_asset(number) for number in range(1, AT_ONCE_COUNT + 6)]
    snipe[0].most_rows = 500
    made = connected(here, snipe[1].address)
    accept(fetch(made), here)
    actions.choose_statuses(
        made, {}, organisation=here, actor=somebody(here, "admin"), at=AT, link_column="notes",
        site_address=SITE,
    )  # fmt: skip
    begin(made)
    snipe[1].asked.clear()
    assert write_due(AT)
    assert len(patches(snipe[1])) == AT_ONCE_COUNT
    assert write_due(AT)
    assert not write_due(AT)
    assert len(patches(snipe[1])) == AT_ONCE_COUNT + 5


def test_removing_a_device_takes_what_it_was_to_be_told_along(
    here: Organisation, snipe: tuple[SnipeIt, Fake], connection: Connection
) -> None:
    begin(connection)
    snipe[1].answers = lambda asked: Reply({}, 503)
    worked()
    with scope(here):
        Device.objects.all().delete()
        assert Writeback.objects.count() == Counterpart.objects.count() == 0


def test_what_was_told_is_no_longer_to_be_told(here: Organisation, connection: Connection) -> None:
    assert len(queries.would_be_told(connection, organisation=here)) == 2
    begin(connection)
    worked()
    assert queries.would_be_told(connection, organisation=here) == []
    now_in(here, 0, "returned")
    assert len(queries.would_be_told(connection, organisation=here)) == 1
