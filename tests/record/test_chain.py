"""The record: it holds, it says where it was touched, and it can forget."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.site import AT, an_organisation, somebody

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.chain import canonical
from kringspoor.record.models import Chain, Event, Link
from kringspoor.record.queries import events_about, faults_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    """An organisation with three acts on record: of two events, of one, and of one."""
    found = an_organisation()
    actor = somebody(found)
    for acts in (("a", "b"), ("c",), ("a",)):
        happened = [Happening("device.imported", f"device:{each}", {"tag": each}) for each in acts]
        write_down(happened, organisation=found, actor=actor, at=AT)
    return found


def test_a_record_nobody_touched_holds(organisation: Organisation) -> None:
    assert faults_of(organisation=organisation) == []
    assert [e.subject for e in events_about("device:a", organisation=organisation)] == [
        "device:a",
        "device:a",
    ]


def _payload() -> None:
    Event.objects.filter(link__number_no=1, position_no=1).update(payload={"tag": "B"})


def _kind() -> None:
    Event.objects.filter(link__number_no=2).update(kind="device.lost")


def _event_gone() -> None:
    Event.objects.filter(link__number_no=1, position_no=0).delete()


def _moment() -> None:
    Link.objects.filter(number_no=2).update(at=AT.replace(year=2025))


def _root() -> None:
    Link.objects.filter(number_no=3).update(root=bytes(32))


def _last_link_gone() -> None:
    Event.objects.filter(link__number_no=3).delete()
    Link.objects.filter(number_no=3).delete()


def _middle_link_gone() -> None:
    Event.objects.filter(link__number_no=2).delete()
    Link.objects.filter(number_no=2).delete()


@pytest.mark.parametrize(
    ("touch", "link_no", "position_no"),
    [
        (_payload, 1, 1),
        (_kind, 2, 0),
        (_event_gone, 1, None),
        (_moment, 2, None),
        (_root, 3, None),
        (_last_link_gone, 3, None),
        (_middle_link_gone, 3, None),
    ],
)
def test_a_touched_record_says_where(
    organisation: Organisation, touch: Callable[[], None], link_no: int, position_no: int | None
) -> None:
    with scope(organisation):
        touch()
    faults = faults_of(organisation=organisation)
    assert (faults[0].link_no, faults[0].position_no) == (link_no, position_no)


def test_another_actor_is_noticed(organisation: Organisation) -> None:
    with scope(organisation):
        Link.objects.filter(number_no=2).update(actor=somebody(organisation, "auditor"))
    assert [each.link_no for each in faults_of(organisation=organisation)] == [2]


def test_each_organisation_has_its_own_chain(organisation: Organisation) -> None:
    other = an_organisation("elders")
    write_down([Happening("x", "device:a", {})], organisation=other, actor=None, at=AT)
    assert faults_of(organisation=other) == []
    assert len(events_about("device:a", organisation=other)) == 1
    with scope(other):
        assert Chain.objects.get().links_count == 1


def test_a_fraction_has_no_single_spelling() -> None:
    assert canonical({"b": 1, "a": "0.5"}) == canonical({"a": "0.5", "b": 1})
    with pytest.raises(TypeError):
        canonical({"a": 0.5})  # type: ignore[dict-item]
