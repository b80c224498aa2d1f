"""Taking a file into the inventory: once, wholly, and back again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.reconcile import gather
from kringspoor.catalogue.facts import load
from kringspoor.core.errors import Refused
from kringspoor.formats import read_all
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Batch, Event
from kringspoor.record.queries import events_about, faults_of
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.imports_undo import undo_import
from kringspoor.use.models import Assignment, Device, Lot, StorageMedium

pytestmark = pytest.mark.django_db
LAPTOP = {
    "tag": "VB-1", "serial": "PF2ABC34", "make": "Lenovo", "model": "ThinkPad T14",
    "category": "laptop", "purchased_days": 19000, "ram_gb": 16.0, "unit": "ICT",
    "state": "in_use",
}  # fmt: skip


def take_in(organisation: Organisation, *rows: dict[str, object], key: str = "1") -> Batch:
    """Import these rows."""
    return import_devices(
        columns(*rows), organisation=organisation, actor=None, at=AT, name="list.csv", key=key
    )


def test_a_row_becomes_a_device_with_its_place_and_its_event() -> None:
    here = an_organisation()
    batch = take_in(here, LAPTOP)
    with scope(here):
        device = Device.objects.get()
        assert (device.tag, device.state, device.ram_gb) == ("VB-1", "in_use", 16.0)
        assert device.purchased_on == date(2022, 1, 8)
        assert device.unit is not None
        assert device.unit.name == "ICT"
    (event,) = events_about(device.subject, organisation=here)
    assert event.payload is not None
    assert (event.payload["serial"], event.payload["ram_gb"]) == ("PF2ABC34", "16.0")
    assert (batch.made_count, batch.changed_count, batch.state) == (1, 0, "done")


def test_the_same_key_twice_makes_nothing_twice() -> None:
    here = an_organisation()
    assert take_in(here, LAPTOP) == take_in(here, LAPTOP)
    with scope(here):
        assert (Device.objects.count(), Event.objects.count()) == (1, 1)


def test_the_same_file_again_changes_nothing() -> None:
    here = an_organisation()
    take_in(here, LAPTOP)
    again = take_in(here, LAPTOP, key="2")
    assert (again.made_count, again.changed_count) == (0, 0)
    assert faults_of(organisation=here) == []


def test_a_file_that_knows_more_fills_in_and_never_empties() -> None:
    here = an_organisation()
    take_in(here, LAPTOP)
    later = {"tag": "vb-1", "serial": "pf2abc34", "make": "Lenovo", "ram_gb": 32.0, "cpu": "i5"}
    batch = take_in(here, later, key="2")
    with scope(here):
        device = Device.objects.get()
    assert (device.ram_gb, device.cpu, device.model) == (32.0, "i5", "ThinkPad T14")
    assert (batch.made_count, batch.changed_count) == (0, 1)
    newest = events_about(device.subject, organisation=here)[0]
    assert newest.payload == {"ram_gb": ["16.0", "32.0"], "cpu": ["", "i5"]}


def test_a_tag_of_another_device_is_told_and_overwrites_nothing() -> None:
    here = an_organisation()
    take_in(here, LAPTOP)
    batch = take_in(here, {"tag": "VB-1", "serial": "OTHER999", "make": "Lenovo"}, key="2")
    assert [each["code"] for each in batch.problems] == ["tag-other-serial"]
    assert "VB-1" in batch.problems[0]["nl"]
    with scope(here):
        assert Device.objects.get().serial == "PF2ABC34"


def test_a_quantity_without_serial_is_a_lot_and_media_are_kept() -> None:
    here = an_organisation()
    take_in(
        here,
        {"category": "mouse", "quantity_count": 40},
        {**LAPTOP, "storage_serials": "S1; S2"},
    )
    with scope(here):
        assert Lot.objects.get().quantity_count == 40
        assert [each.serial for each in StorageMedium.objects.all()] == ["S1", "S2"]


def test_an_import_is_taken_back_whole() -> None:
    here = an_organisation()
    actor = somebody(here)
    take_in(here, LAPTOP)
    second = take_in(
        here,
        {"tag": "VB-1", "ram_gb": 32.0, "purchased_days": 19001},
        {"tag": "VB-2", "serial": "X1"},
        {"category": "mouse", "quantity_count": 4},
        key="2",
    )
    undo_import(second, organisation=here, actor=actor, at=AT)
    with scope(here):
        device = Device.objects.get()
        assert (device.ram_gb, device.purchased_on) == (16.0, date(2022, 1, 8))
        assert Lot.objects.count() == 0
        assert Batch.objects.get(pk=second.pk).state == "undone"
    assert faults_of(organisation=here) == []
    assert take_in(here, {"tag": "VB-2", "serial": "X1"}, key="2").made_count == 1


def test_an_import_that_something_depends_on_stays() -> None:
    here = an_organisation()
    first = take_in(here, LAPTOP)
    take_in(here, {"tag": "VB-1", "ram_gb": 32.0}, key="2")
    with pytest.raises(Refused, match=r"changed since.*: 1, such as VB-1") as caught:
        undo_import(first, organisation=here, actor=None, at=AT)
    assert caught.value.code == "changed-since"
    with scope(here):
        assert Device.objects.count() == 1


def test_an_import_of_which_a_device_is_used_stays_and_names_it() -> None:
    here = an_organisation()
    batch = take_in(here, LAPTOP, {"tag": "VB-2"})
    with scope(here):
        device = Device.objects.get(tag="VB-2")
        Assignment.objects.create(device=device, life_no=1, from_on=AT.date())
    with pytest.raises(Refused, match="changed since, or are used: 1, such as VB-2"):
        undo_import(batch, organisation=here, actor=None, at=AT)
    with scope(here):
        assert Device.objects.count() == 2


def test_undoing_many_changes_gives_each_its_own_value_back() -> None:
    here = an_organisation()
    rows: list[dict[str, object]] = [
        {"tag": f"VB-{number}", "ram_gb": float(number % 7 + 1)} for number in range(40)
    ]
    take_in(here, *rows)
    changed = [{**each, "ram_gb": 64.0, "cpu": "i7"} for each in rows[:30]]
    second = take_in(here, *changed, key="2")
    assert (second.made_count, second.changed_count) == (0, 30)
    undo_import(second, organisation=here, actor=None, at=AT)
    with scope(here):
        found = {each.tag: each for each in Device.objects.all()}
    assert [found[str(each["tag"])].ram_gb for each in rows] == [each["ram_gb"] for each in rows]
    assert {each.cpu for each in found.values()} == {""}
    assert [found["VB-0"].version_no, found["VB-39"].version_no] == [3, 1]


def test_one_device_named_by_two_rows_is_changed_by_the_first() -> None:
    here = an_organisation()
    take_in(here, LAPTOP)
    by_serial: dict[str, object] = {"serial": "PF2ABC34", "make": "Lenovo", "cpu": "i5"}
    batch = take_in(here, by_serial, {"tag": "VB-1", "cpu": "i7"}, key="2")
    assert [each["code"] for each in batch.problems] == ["twice"]
    with scope(here):
        assert Device.objects.get().cpu == "i5"


def test_what_an_event_of_a_list_tells_is_spelled_as_any_other() -> None:
    here = an_organisation()
    take_in(here, LAPTOP, {"tag": 'VB"2\u20ac', "price_cents": 0})
    with scope(here):
        first, second = Event.objects.order_by("position_no")
    assert first.payload is not None
    assert first.payload["purchased_on"] == "2022-01-08"
    assert second.payload == {"tag": 'VB"2\u20ac', "price_cents": 0, "state": "in_use"}
    assert faults_of(organisation=here) == []


def test_two_organisations_may_have_the_same_tags_and_serials() -> None:
    here, there = an_organisation("hier"), an_organisation("ginder")
    take_in(here, LAPTOP)
    take_in(there, LAPTOP)
    with scope(there):
        assert Device.objects.get().organisation == there


def test_the_sample_register_comes_in_whole() -> None:
    here = an_organisation()
    sample = Path(__file__).parents[2] / "samples" / "register.csv"
    fleet = gather(read_all(sample), Lexicon.of(load()))
    batch = import_devices(
        fleet.columns, organisation=here, actor=None, at=AT, name="register.csv", key="sample"
    )
    with scope(here):
        stored = Device.objects.count() + Lot.objects.count()
    assert stored == batch.made_count == len(fleet) - len(batch.problems)
    assert stored == len(fleet) > 1000
    assert faults_of(organisation=here) == []
