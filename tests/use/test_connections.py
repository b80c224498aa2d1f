"""Beside another tool: fetched when due, taken in like a list, one owner per field, told back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from pytest_django import Settings
from tests.fakes.server import Fake, Reply, a_server
from tests.fakes.tools import KEY, Glpi, Graph, SnipeIt, an_asset
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.errors import BadInput, Refused
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Batch, Event
from kringspoor.record.queries import faults_of
from kringspoor.use import tasks
from kringspoor.use.actions import connections as actions
from kringspoor.use.actions.imports import accept_import, import_devices
from kringspoor.use.actions.imports_undo import undo_import
from kringspoor.use.actions.pulls import LEASE, SOON, pull_due
from kringspoor.use.actions.writebacks import try_again, write_due
from kringspoor.use.connections import http
from kringspoor.use.connections.fetching import tool_of
from kringspoor.use.connections.http import Limits
from kringspoor.use.connections.sealing import opened
from kringspoor.use.models import Connection, Counterpart, Device, Pull, Writeback
from kringspoor.use.queries import connections as queries

pytestmark = pytest.mark.django_db
SECRETS = {
    "snipeit": {"token": KEY},
    "glpi": {"user_token": KEY, "app_token": KEY},
    "intune": {"client_secret": KEY},
}
PLAIN = {"intune": {"tenant_id": "tenant", "client_id": "app"}}
HOUR = timedelta(hours=1)
LINK = "_snipeit_kringspoor_4"


@pytest.fixture
def here(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """An organisation on a site that may call within its own network, and waits for nobody."""
    settings.MEDIA_ROOT = tmp_path
    settings.PRIVATE_CONNECTIONS = True
    monkeypatch.setattr(http, "LIMITS", Limits(1.0, 1.0, 2.0, 1.0, 0.0, 2))
    return an_organisation()


@pytest.fixture
def snipe(here: Organisation) -> Iterator[tuple[SnipeIt, Fake]]:
    """A Snipe-IT with three laptops."""
    tool = SnipeIt([an_asset(number) for number in (1, 2, 3)])
    with a_server(tool) as fake:
        yield tool, fake


def said(address: str, tool: str = "snipeit", **more: Any) -> actions.Said:
    """What a person says about a connection."""
    known = {
        "name": "Onze tool", "address": address, "plain": PLAIN.get(tool, {}),
        "secret": SECRETS[tool], "fields": tool_of(tool).fields, "every_hours": None,
        "daily_at": None, "is_automatic": True, "is_on": True,
    }  # fmt: skip
    return actions.Said(**{**known, **more})


def connected(here: Organisation, address: str, tool: str = "snipeit", **more: Any) -> Connection:
    """A connection with a tool, set up by an asset manager."""
    actor = somebody(here, name=f"m{tool}{more.get('name', '')}".lower().replace(" ", ""))
    return actions.save_connection(
        Connection(tool=tool), said(address, tool, **more), organisation=here, actor=actor, at=AT
    )


def worked(at: datetime = AT) -> None:
    """The worker did all that waits."""
    for _ in range(40):
        if not any([tasks.work_once(at), pull_due(at, lambda: at), write_due(at)]):
            return
    raise AssertionError("the worker is never done")


def fetch(connection: Connection, at: datetime = AT) -> Pull:
    """What came of asking for a fetch."""
    actions.ask_pull(connection, organisation=connection.organisation, actor=None, at=at)
    worked(at)
    with scope(connection.organisation):
        return Pull.objects.select_related("batch").latest("asked_at", "id")


def accept(pull: Pull, here: Organisation, at: datetime = AT) -> None:
    """A person looks and takes it in."""
    assert pull.batch is not None
    accept_import(pull.batch, organisation=here, actor=somebody(here, name=f"p{pull.pk}"))
    worked(at)


def ours(here: Organisation) -> list[Device]:
    """The devices there are."""
    with scope(here):
        return list(Device.objects.all())


def test_the_first_list_waits_for_a_person_and_is_then_taken_in(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    pull = fetch(connected(here, snipe[1].address))
    assert pull.batch is not None
    assert (pull.state, pull.batch.state, pull.rows_count, pull.done_count) == (
        "fetched", "looked_at", 3, 3,
    )  # fmt: skip
    assert pull.batch.looked["counts"]["made"] == 3
    assert ours(here) == []
    accept(pull, here)
    assert [(each.tag, each.model, each.price_cents) for each in ours(here)] == [
        (f"VB-000{number}", "ThinkPad T14", 123450) for number in (1, 2, 3)
    ]
    with scope(here):
        assert Pull.objects.get().state == "settled"
        assert Counterpart.objects.count() == 3
    assert faults_of(organisation=here) == []


@pytest.mark.parametrize(
    ("tool", "answers", "serials"),
    [("glpi", Glpi(), ["GL001", "GL002", "CN001"]),
     ("intune", Graph(), ["PF2ABC01", "PF2ABC02", "PF2ABC03"])],
)  # fmt: skip
def test_the_other_tools_come_in_by_the_same_door(
    here: Organisation, tool: str, answers: Any, serials: list[str]
) -> None:
    with a_server(answers) as fake:
        if isinstance(answers, Graph):
            answers.address = fake.address
        accept(fetch(connected(here, fake.address, tool)), here)
    assert sorted(each.serial for each in ours(here)) == sorted(serials)
    with scope(here):
        assert Counterpart.objects.count() == 3


def test_what_came_is_kept_as_evidence_without_the_people_in_it(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    pull = fetch(connected(here, snipe[1].address))
    assert pull.batch is not None
    with scope(here):
        kept = pull.batch.evidence
        assert kept is not None
        text = kept.path.read_text()
    assert (kept.kind, json.loads(text)["total"]) == ("pull", 3)
    assert "geheim" not in text.lower()


def test_the_same_answer_again_is_nothing_new(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address)
    accept(fetch(connection), here)
    again = fetch(connection, AT + HOUR)
    assert again.state == "same"
    with scope(here):
        assert Batch.objects.count() == 1


def test_a_change_of_a_field_they_own_comes_in_by_itself(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address)
    accept(fetch(connection), here)
    snipe[0].assets[0]["order_number"] = "PO-9"
    pull = fetch(connection, AT + HOUR)
    assert pull.state == "settled"
    assert pull.batch is not None
    assert (pull.batch.state, pull.batch.changed_count) == ("done", 1)
    assert [each.order_no for each in ours(here)] == ["PO-9", "PO-1", "PO-1"]
    undo_import(pull.batch, organisation=here, actor=None, at=AT + HOUR)
    assert [each.order_no for each in ours(here)] == ["PO-1", "PO-1", "PO-1"]


def test_what_was_undone_does_not_come_back_by_itself(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address)
    first = fetch(connection)
    accept(first, here)
    assert first.batch is not None
    undo_import(first.batch, organisation=here, actor=None, at=AT)
    assert ours(here) == []
    again = fetch(connection, AT + HOUR)
    assert again.batch is not None
    assert (again.batch.state, ours(here)) == ("looked_at", [])


def test_a_problem_nobody_saw_before_waits_for_a_person_and_once(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address)
    accept(fetch(connection), here)
    snipe[0].assets[0]["purchase_cost"] = "veel"
    pull = fetch(connection, AT + HOUR)
    assert pull.batch is not None
    assert (pull.batch.state, len(pull.batch.problems)) == ("looked_at", 1)
    accept(pull, here, AT + HOUR)
    snipe[0].assets[1]["order_number"] = "PO-8"
    later = fetch(connection, AT + 2 * HOUR)
    assert later.batch is not None
    assert later.batch.state == "done"


def test_without_that_agreement_every_list_waits(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address, is_automatic=False)
    accept(fetch(connection), here)
    snipe[0].assets[0]["order_number"] = "PO-9"
    waiting = fetch(connection, AT + HOUR)
    snipe[0].assets[0]["order_number"] = "PO-10"
    newer = fetch(connection, AT + 2 * HOUR)
    with scope(here):
        states = {each.pk: each.state for each in Batch.objects.all()}
    assert waiting.batch is not None
    assert newer.batch is not None
    assert states[waiting.batch.pk] == "cancelled"
    assert states[newer.batch.pk] == "looked_at"


def test_a_field_that_is_ours_is_not_changed_and_a_new_device_brings_all(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    row = {"tag": "VB-0001", "serial": "PF2ABC01", "make": "Lenovo", "model": "T14 Gen 2",
           "price_cents": 90000, "currency": "EUR", "state": "returned"}  # fmt: skip
    import_devices(columns(row), organisation=here, actor=None, at=AT, name="list", key="1")
    connection = connected(here, snipe[1].address, fields=["order_no", "purchased_on"])
    accept(fetch(connection), here)
    old, new, _ = ours(here)
    assert (old.model, old.price_cents, old.order_no) == ("T14 Gen 2", 90000, "PO-1")
    assert (str(old.purchased_on), old.purchased_precision) == ("2022-03-01", "day")
    assert old.warranty_end_on is None
    assert old.state == "returned"
    assert (new.model, new.price_cents, new.state) == ("ThinkPad T14", 123450, "in_use")
    owned = queries.owned_fields(old, organisation=here)
    assert owned == {"order_no": connection, "purchased_on": connection}


def test_of_two_tools_the_first_owns_a_field_of_a_device(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    first = connected(here, snipe[1].address)
    accept(fetch(first), here)
    graph = Graph()
    with a_server(graph) as fake:
        graph.address = fake.address
        fields = ["os", "model", "last_seen_on"]
        second = connected(here, fake.address, "intune", name="Intune", fields=fields)
        accept(fetch(second), here)
    device = ours(here)[0]
    assert (device.model, device.make) == ("ThinkPad T14", "Lenovo")
    assert queries.owned_fields(device, organisation=here)["model"] == first
    first.fields = [each for each in first.fields if each not in ("os", "last_seen_on")]
    first.save()
    graph.devices = [{**each, "osVersion": "11"} for each in graph.devices]
    with a_server(graph) as fake:
        graph.address = fake.address
        second.address = fake.address
        second.save()
        fetch(second, AT + HOUR)
    assert ours(here)[0].os == "Windows 11"
    assert len(ours(here)) == 3


@pytest.mark.parametrize(
    ("every_hours", "daily_at", "expected"),
    [
        (6, None, AT + 6 * HOUR),
        (None, time(6, 0), datetime(2026, 11, 25, 5, 0, tzinfo=UTC)),
        (None, time(23, 30), datetime(2026, 11, 24, 22, 30, tzinfo=UTC)),
        (None, None, None),
    ],
)
def test_the_next_fetch_is_planned(
    here: Organisation, every_hours: int, daily_at: time, expected: datetime
) -> None:
    address = "https://snipe.example.org"
    connection = connected(here, address, every_hours=every_hours, daily_at=daily_at)
    assert connection.next_at == expected


def test_the_worker_fetches_what_is_due_and_nothing_before(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connected(here, snipe[1].address, every_hours=6)
    worked(AT + 5 * HOUR)
    assert snipe[1].asked == []
    worked(AT + 6 * HOUR)
    with scope(here):
        assert Pull.objects.get().state == "fetched"
        assert Connection.objects.get().next_at == AT + 12 * HOUR
    paused = Connection(tool="snipeit")
    assert paused.next_at is None


def test_a_connection_that_is_off_is_not_fetched(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connected(here, snipe[1].address, every_hours=6, is_on=False)
    worked(AT + 24 * HOUR)
    assert snipe[1].asked == []


def test_two_clicks_are_one_fetch(here: Organisation, snipe: tuple[SnipeIt, Fake]) -> None:
    connection = connected(here, snipe[1].address)
    ask = [actions.ask_pull(connection, organisation=here, actor=None, at=AT) for _ in range(2)]
    assert ask[0] == ask[1]


def test_a_trouble_is_kept_with_its_remedy_and_tried_again_soon(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address, every_hours=24)
    snipe[1].answers = lambda asked: Reply({}, 500)
    pull = fetch(connection)
    assert (pull.state, pull.trouble["code"], pull.batch) == ("failed", "tool-fault", None)
    assert pull.trouble["hint_nl"]
    assert queries.troubled(organisation=here) == 1
    with scope(here):
        assert Connection.objects.get().next_at == AT + SOON
    snipe[1].answers = snipe[0]
    worked(AT + SOON)
    with scope(here):
        assert Pull.objects.latest("id").state == "fetched"
    assert queries.troubled(organisation=here) == 0


def test_a_wrong_key_is_not_tried_again_soon(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address, every_hours=24, secret={"token": "wrong"})
    assert fetch(connection).trouble["code"] == "sign-in"
    with scope(here):
        assert Connection.objects.get().next_at == AT + 24 * HOUR


def test_a_fetch_whose_worker_went_silent_is_taken_up_again(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address)
    pull = actions.ask_pull(connection, organisation=here, actor=None, at=AT)
    with scope(here):
        Pull.objects.update(state="fetching", heartbeat_at=AT, tries_count=1)
    worked(AT + LEASE)
    assert snipe[1].asked == []
    worked(AT + LEASE + timedelta(seconds=1))
    with scope(here):
        assert Pull.objects.get(pk=pull.pk).state == "fetched"


def test_a_fetch_can_be_stopped_half_way(here: Organisation, snipe: tuple[SnipeIt, Fake]) -> None:
    connection = connected(here, snipe[1].address)
    pull = actions.ask_pull(connection, organisation=here, actor=None, at=AT)

    def stopping(asked: Any) -> Reply:
        if asked.query.get("offset") == "2":
            stopper.append(asked)
        return snipe[0](asked)

    stopper: list[Any] = []
    snipe[1].answers = stopping

    def now() -> datetime:
        actions.stop_pull(pull, organisation=here, at=AT)
        return AT

    pull_due(AT, now)
    worked()
    with scope(here):
        assert Pull.objects.get().state == "stopped"
        assert Batch.objects.count() == 0
    assert len(stopper) <= 1


def test_the_key_is_sealed_and_goes_to_its_own_host_alone(here: Organisation) -> None:
    connection = connected(here, "https://snipe.example.org")
    assert KEY not in connection.sealed
    assert opened(connection.sealed) == {"token": KEY}
    actor = somebody(here, "admin")
    elsewhere = said("https://thief.example.org", secret={"token": ""})
    with pytest.raises(Refused) as caught:
        actions.save_connection(connection, elsewhere, organisation=here, actor=actor, at=AT)
    assert caught.value.code == "other-host"
    same = said("https://snipe.example.org/sub", secret={"token": ""}, name="Anders")
    kept = actions.save_connection(connection, same, organisation=here, actor=actor, at=AT)
    assert opened(kept.sealed) == {"token": KEY}
    with scope(here):
        told = json.dumps([each.payload for each in Event.objects.all()])
    assert KEY not in told
    assert "Anders" in told


def test_a_site_with_another_secret_asks_for_the_key_again(
    here: Organisation, settings: Settings
) -> None:
    connection = connected(here, "https://snipe.example.org")
    settings.SECRET_KEY = "another"
    with pytest.raises(BadInput) as caught:
        opened(connection.sealed)
    assert caught.value.code == "key-lost"
    again = said("https://snipe.example.org", secret={"token": "new"})
    actor = somebody(here, "admin")
    kept = actions.save_connection(connection, again, organisation=here, actor=actor, at=AT)
    assert opened(kept.sealed) == {"token": "new"}
    assert site_settings.SECRET_KEY == "another"


def test_a_name_is_given_once(here: Organisation) -> None:
    connected(here, "https://snipe.example.org")
    with pytest.raises(Refused, match="already"):
        connected(here, "https://glpi.example.org", "glpi")


def test_trying_says_what_is_there_and_what_can_be_chosen(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address)
    found = actions.try_connection(connection, organisation=here)
    assert found.total_count == 3
    assert ["3", "Voorraad"] in connection.offered["statuses"]
    assert connection.offered["columns"] == [[LINK, "Kringspoor"]]
    assert ours(here) == []


def test_taking_a_connection_away_leaves_the_devices(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    connection = connected(here, snipe[1].address)
    accept(fetch(connection), here)
    actor = somebody(here, "admin")
    actions.remove_connection(connection, organisation=here, actor=actor, at=AT)
    assert len(ours(here)) == 3
    with scope(here):
        assert Connection.objects.count() == Pull.objects.count() == 0
        assert Batch.objects.get().state == "done"
    assert queries.owned_fields(ours(here)[0], organisation=here) == {}


def test_another_organisation_has_its_own_connections(
    here: Organisation, snipe: tuple[SnipeIt, Fake]
) -> None:
    there = an_organisation("ginder")
    connection = connected(here, snipe[1].address)
    accept(fetch(connection), here)
    assert queries.connections(organisation=there) == []
    assert queries.connection_of(connection.pk, organisation=there) is None
    assert queries.owned_fields(ours(here)[0], organisation=there) == {}
    with scope(there):
        assert Pull.objects.count() == Counterpart.objects.count() == Device.objects.count() == 0
        assert Writeback.objects.count() == 0


def test_a_try_again_touches_only_its_own_connection(here: Organisation) -> None:
    connection = connected(here, "https://snipe.example.org")
    assert try_again(connection, organisation=here, at=AT) == 0
