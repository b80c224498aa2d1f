"""Devices and lots that are added and changed by hand: one, many at once, and back again."""

from __future__ import annotations

from typing import Any

import pytest
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.errors import Refused
from kringspoor.people.models import Organisation, Unit, User
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Batch
from kringspoor.record.queries import events_about, faults_of
from kringspoor.use.actions.devices import add_device, change_device, change_devices, undo_change
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.lots import add_lot, count_lot
from kringspoor.use.models import Device
from kringspoor.use.queries.changes import would_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Organisation:
    """An organisation with three devices in use and one that has left."""
    found = an_organisation("hier")
    rows = [{"tag": f"T-{number}", "serial": f"S{number}", "make": "Dell", "unit": "ICT",
             "state": "in_use"} for number in range(3)]  # fmt: skip
    rows.append({"tag": "WEG", "serial": "W1", "make": "Dell", "unit": "ICT", "state": "gone"})
    import_devices(columns(*rows), organisation=found, actor=None, at=AT, name="a", key="1")
    return found


@pytest.fixture
def actor(here: Organisation) -> User:
    """Its asset manager."""
    return somebody(here)


def numbers(here: Organisation) -> list[int]:
    """The numbers of all devices."""
    with scope(here):
        return list(Device.objects.values_list("pk", flat=True))


def a_unit(here: Organisation, name: str) -> Unit:
    """A department of that name."""
    with scope(here):
        return Unit.objects.get_or_create(organisation=here, name=name)[0]


def changed(here: Organisation, actor: User, key: str = "k", expected_count: int = 3,
            **fields: Any) -> Batch:  # fmt: skip
    """All devices with these values."""
    return change_devices(
        numbers(here), fields, organisation=here, actor=actor, at=AT, key=key,
        expected_count=expected_count,
    )  # fmt: skip


def state_of(here: Organisation) -> dict[str, str]:
    """The department of each device."""
    with scope(here):
        return dict(Device.objects.values_list("tag", "unit__name"))


def test_many_devices_change_in_one_link_and_who_left_stays_as_it_left(
    here: Organisation, actor: User
) -> None:
    unit = a_unit(here, "Ruimte")
    look = would_change(numbers(here), {"unit": unit}, organisation=here)
    assert (len(look.changed), look.same_count, [each.tag for each in look.gone]) == (3, 0, ["WEG"])
    batch = changed(here, actor, unit=unit)
    assert state_of(here) == {"T-0": "Ruimte", "T-1": "Ruimte", "T-2": "Ruimte", "WEG": "ICT"}
    with scope(here):
        assert batch.links.count() == 1
        assert batch.links.get().events_count == 3
    event = events_about(f"device:{numbers(here)[0]}", organisation=here)[0]
    assert event.payload == {"unit": ["ICT", "Ruimte"]}
    assert faults_of(organisation=here) == []


def test_a_change_of_many_goes_back_whole(here: Organisation, actor: User) -> None:
    batch = changed(
        here, actor, unit=a_unit(here, "Ruimte"), ownership="leased", supplier="Bechtle"
    )
    back = undo_change(batch, organisation=here, actor=actor, at=AT)
    assert back.state == "undone"
    assert set(state_of(here).values()) == {"ICT"}
    with scope(here):
        assert set(Device.objects.values_list("ownership", "supplier")) == {("", "")}
        assert batch.links.count() == 2
    assert undo_change(batch, organisation=here, actor=actor, at=AT).state == "undone"
    assert faults_of(organisation=here) == []


def test_a_change_stays_when_one_of_its_devices_changed_since(
    here: Organisation, actor: User
) -> None:
    batch = changed(here, actor, supplier="Bechtle")
    first = numbers(here)[0]
    change_device(first, {"os": "Debian 13"}, organisation=here, actor=actor, at=AT, version_no=2)
    with pytest.raises(Refused, match="1 of these devices"):
        undo_change(batch, organisation=here, actor=actor, at=AT)
    with scope(here):
        assert Device.objects.get(pk=first).supplier == "Bechtle"


def test_a_double_click_changes_once(here: Organisation, actor: User) -> None:
    first = changed(here, actor, supplier="Bechtle")
    assert changed(here, actor, supplier="Bechtle") == first
    with scope(here):
        assert set(Device.objects.exclude(tag="WEG").values_list("version_no", flat=True)) == {2}


def test_what_was_shown_is_what_happens_or_nothing_does(here: Organisation, actor: User) -> None:
    with pytest.raises(Refused, match="since you looked"):
        changed(here, actor, expected_count=2, supplier="Bechtle")
    with pytest.raises(Refused, match="no device would change"):
        changed(here, actor, expected_count=0, unit=a_unit(here, "ICT"))
    with scope(here):
        assert not Batch.objects.filter(kind="change").exists()


def test_another_organisation_is_out_of_reach(here: Organisation, actor: User) -> None:
    there = an_organisation("ginder")
    other = somebody(there)
    with pytest.raises(Refused, match="since you looked"):
        change_devices(
            numbers(here), {"supplier": "X"}, organisation=there, actor=other, at=AT, key="k",
            expected_count=3,
        )  # fmt: skip


def test_a_colleague_who_changed_it_meanwhile_is_not_overwritten(
    here: Organisation, actor: User
) -> None:
    number = numbers(here)[0]
    change_device(number, {"os": "A"}, organisation=here, actor=actor, at=AT, version_no=1)
    with pytest.raises(Refused, match="colleague changed this device"):
        change_device(number, {"os": "B"}, organisation=here, actor=actor, at=AT, version_no=1)
    with scope(here):
        assert Device.objects.get(pk=number).os == "A"


def test_a_change_to_the_same_leaves_no_event(here: Organisation, actor: User) -> None:
    number = numbers(here)[0]
    before = len(events_about(f"device:{number}", organisation=here))
    change_device(number, {"make": "Dell"}, organisation=here, actor=actor, at=AT, version_no=1)
    assert len(events_about(f"device:{number}", organisation=here)) == before


def test_a_tag_in_use_is_refused_whatever_its_case(here: Organisation, actor: User) -> None:
    with pytest.raises(Refused, match="already has this tag"):
        add_device({"tag": "t-1"}, organisation=here, actor=actor, at=AT)
    with pytest.raises(Refused, match="already has this tag"):
        change_device(
            numbers(here)[0], {"tag": "T-1"}, organisation=here, actor=actor, at=AT, version_no=1
        )
    assert len(numbers(here)) == 4


def test_a_device_added_by_hand_is_on_record(here: Organisation, actor: User) -> None:
    made = add_device(
        {"tag": "NEW-1", "unit": a_unit(here, "ICT"), "ram_gb": 16.0, "os": ""},
        organisation=here, actor=actor, at=AT, state="in_use",
    )  # fmt: skip
    (event,) = events_about(made.subject, organisation=here)
    assert event.kind == "device.added"
    assert event.payload == {"tag": "NEW-1", "unit": "ICT", "ram_gb": "16.0", "state": "in_use"}


def test_a_lot_is_counted_anew_with_a_reason(here: Organisation, actor: User) -> None:
    lot = add_lot(
        {"category": "mouse", "quantity_count": 40}, organisation=here, actor=actor, at=AT
    )
    count_lot(lot.pk, 36, "uitgedeeld", organisation=here, actor=actor, at=AT, seen_count=40)
    last, first = events_about(f"lot:{lot.pk}", organisation=here)
    assert first.payload == {"category": "mouse", "quantity_count": 40}
    assert last.payload == {"quantity_count": [40, 36], "reason": "uitgedeeld"}
    with pytest.raises(Refused, match="there are 36"):
        count_lot(lot.pk, 35, "stuk", organisation=here, actor=actor, at=AT, seen_count=40)
