"""Orders against the inventory: by model, by category, and by the serial numbers delivered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.errors import Refused
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.record.models import Batch
from kringspoor.record.queries import faults_of
from kringspoor.use import tasks
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.orders import (
    ORDERS,
    Bought,
    add_line,
    add_serials,
    remove_line,
    undo_orders,
)
from kringspoor.use.models import DeliveredSerial, OrderLine
from kringspoor.use.queries import orders as queries

pytestmark = pytest.mark.django_db
ORDER = (
    "Bestelnummer;Leverancier;Omschrijving;Soort;Aantal;Besteldatum;Eenheidsprijs\n"
    "BB-14;Vendis;HP EliteBook 840 G8;laptop;3;12/03/2026;1.040,00\n"
    "BB-14;Vendis;Muis;muis;40;12/03/2026;9,50\n"
    ";Vendis;Dock;dock;2;12/03/2026;90,00\n"
)
NOTE = (
    "Bestelnummer;Merk;Model;Soort;Serienummer\n"
    "BB-14;HP;EliteBook 840 G8;laptop;S1\n"
    "BB-14;HP;EliteBook 840 G8;laptop;S2\n"
    "BB-14;HP;EliteBook 840 G8;laptop;S3\n"
)


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Organisation:
    """An organisation; its files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return an_organisation("hier")


@pytest.fixture
def actor(here: Organisation) -> User:
    return somebody(here)


def give(here: Organisation, actor: User, text: str, name: str = "orders.csv") -> Batch:
    """Give a file of orders, and let the worker read it."""
    kept = keep_file([text.encode()], organisation=here, name=name, kind=ORDERS, at=AT)
    batch = open_batch(
        ORDERS, organisation=here, actor=actor, at=AT, name=name, key=kept.sha256, evidence=kept
    )
    while tasks.work_once(AT):
        continue
    batch.refresh_from_db()
    return batch


def devices(here: Organisation, *rows: dict[str, object]) -> None:
    made = [{"category": "laptop", "order_no": "BB-14", **row} for row in rows]
    key = str(rows)[:60]
    import_devices(columns(*made), organisation=here, actor=None, at=AT, name="a", key=key)


def order(here: Organisation, name: str = "BB-14") -> queries.OrderFound:
    return queries.compared([name], organisation=here)[name.upper()]


def test_a_file_of_orders_becomes_lines_and_says_what_it_could_not_take(
    here: Organisation, actor: User
) -> None:
    batch = give(here, actor, ORDER)
    assert (batch.state, batch.made_count) == ("done", 2)
    assert [(each["row_no"], each["code"]) for each in batch.problems] == [(4, "no-order-number")]
    with scope(here):
        line = OrderLine.objects.get(line_no=1)
    assert (line.order_no, line.quantity_count, line.category) == ("BB-14", 3, "laptop")
    assert (line.ordered_on, line.price_cents) == (date(2026, 3, 12), 104_000)
    assert faults_of(organisation=here) == []


def test_the_same_file_and_the_same_lines_again_make_nothing(
    here: Organisation, actor: User
) -> None:
    give(here, actor, ORDER)
    assert give(here, actor, ORDER).made_count == 2  # the batch that is there
    assert give(here, actor, ORDER + "\n", "again.csv").made_count == 0
    with scope(here):
        assert OrderLine.objects.count() == 2


def test_a_delivery_note_goes_to_the_line_of_its_order(here: Organisation, actor: User) -> None:
    give(here, actor, ORDER)
    batch = give(here, actor, NOTE, "note.csv")
    assert (batch.made_count, batch.changed_count) == (0, 1)
    devices(here, {"serial": "s1", "order_no": ""}, {"serial": "S3"}, {"serial": "S9"})
    (laptops, mice) = order(here).lines
    assert laptops.missing_serials == ["S2"]
    assert [str(each) for each in order(here).surplus] == ["S9"]
    assert (laptops.found_count, mice.found_count) == (2, 0)


def test_a_delivery_note_without_an_order_becomes_a_line_of_its_own(
    here: Organisation, actor: User
) -> None:
    give(here, actor, NOTE)
    (line,) = order(here).lines
    assert (line.line.quantity_count, line.missing_serials) == (3, ["S1", "S2", "S3"])


def test_without_a_note_devices_are_counted_by_model_and_then_by_category(
    here: Organisation, actor: User
) -> None:
    for model, count in (("EliteBook 840 G8", 2), ("Latitude 5420", 1)):
        fields = {"category": "laptop", "model": model}
        add_line(Bought("BB-14", count, fields), organisation=here, actor=actor, at=AT)
    devices(
        here,
        {"serial": "A", "model": "Latitude 5420"},
        {"serial": "B", "model": "HP EliteBook 840 G8 Notebook"},
        {"serial": "C"},
        {"serial": "D", "category": "monitor"},
    )
    elitebooks, latitudes = order(here).lines
    assert [str(each) for each in elitebooks.devices] == ["B", "C"]
    assert [str(each) for each in latitudes.devices] == ["A"]
    assert [str(each) for each in order(here).surplus] == ["D"]
    assert order(here).missing_count == 0


def test_quantities_without_serials_count_too(here: Organisation, actor: User) -> None:
    give(here, actor, ORDER)
    devices(here, {"category": "mouse", "quantity_count": 38})
    (_, mice) = order(here).lines
    assert (mice.found_count, mice.missing_count) == (38, 2)


def test_more_serials_than_were_ordered_are_refused(here: Organisation, actor: User) -> None:
    line = add_line(Bought("X", 2, {}), organisation=here, actor=actor, at=AT)
    given = {"organisation": here, "actor": actor, "at": AT}
    assert add_serials(line, ["A", "a", "B"], **given) == 2  # type: ignore[arg-type]
    with pytest.raises(Refused) as caught:
        add_serials(line, ["C"], **given)  # type: ignore[arg-type]
    assert caught.value.code == "more-than-ordered"


def test_a_file_is_taken_back_with_the_serials_it_brought(here: Organisation, actor: User) -> None:
    give(here, actor, ORDER)
    note = give(here, actor, NOTE, "note.csv")
    undo_orders(note, organisation=here, actor=actor, at=AT)
    with scope(here):
        assert (OrderLine.objects.count(), DeliveredSerial.objects.count()) == (2, 0)
    assert give(here, actor, NOTE, "note.csv").changed_count == 1


def test_a_file_with_a_line_that_changed_since_stays(here: Organisation, actor: User) -> None:
    batch = give(here, actor, ORDER)
    with scope(here):
        line = OrderLine.objects.get(line_no=1)
    add_serials(line, ["S1"], organisation=here, actor=actor, at=AT)
    with pytest.raises(Refused, match="changed since"):
        undo_orders(batch, organisation=here, actor=actor, at=AT)
    remove_line(line, organisation=here, actor=actor, at=AT)
    with scope(here):
        assert OrderLine.objects.count() == 1


@pytest.mark.parametrize("text", ["", "\x89PNG\r\n\x1a\n", "Serienummer;Merk\nS1;HP\n"])
def test_a_file_that_holds_no_order_says_so(here: Organisation, actor: User, text: str) -> None:
    batch = give(here, actor, text)
    assert batch.state == "failed"
    assert batch.problems[0]["nl"]


def test_another_organisation_has_its_own_orders_and_devices(
    here: Organisation, actor: User
) -> None:
    there = an_organisation("ginder")
    give(here, actor, ORDER)
    devices(there, {"serial": "S1"})
    assert order(here).found_count == 0
    assert queries.compared(["BB-14"], organisation=there)["BB-14"].lines == []


def test_comparing_asks_as_much_for_one_order_as_for_three(here: Organisation, actor: User) -> None:
    for name in ("A", "B", "C"):
        line = add_line(Bought(name, 2, {}), organisation=here, actor=actor, at=AT)
        add_serials(line, [f"S{name}"], organisation=here, actor=actor, at=AT)
    for names in (["A"], ["A", "B", "C"]):
        with CaptureQueriesContext(connection) as asked:
            queries.compared(names, organisation=here)
        assert len(asked) == 5
