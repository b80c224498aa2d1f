"""Counting: each label once however often it is sent; a closed count stays; and the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.errors import BadInput, Refused
from kringspoor.people.actions import sites_named, units_named
from kringspoor.people.models import Organisation, Site, User
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event, Link
from kringspoor.record.queries import faults_of
from kringspoor.use.actions.counting import (
    Noted,
    Seen,
    close_count,
    move_found,
    note_sightings,
    remove_sighting,
    site_called,
    start_count,
)
from kringspoor.use.actions.counting_undo import undo_last
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Device, Sighting, StockTake
from kringspoor.use.queries import counting as queries

pytestmark = pytest.mark.django_db
ROWS = [
    {"tag": f"VB-{no}", "serial": f"SN{no:04}", "make": "Dell", "category": "laptop",
     "location": "Stadhuis" if no < 4 else "Loods", "unit": "ICT", "state": "in_use"}
    for no in range(1, 6)
]  # fmt: skip


@pytest.fixture
def here() -> Organisation:
    """Three devices in the town hall and two in the depot."""
    found = an_organisation("hier")
    import_devices(columns(*ROWS), organisation=found, actor=None, at=AT, name="a.csv", key="1")
    return found


@pytest.fixture
def actor(here: Organisation) -> User:
    """Somebody of the service desk."""
    return somebody(here, "service_desk")


def site(here: Organisation, name: str = "Stadhuis") -> Site:
    return sites_named([name], organisation=here)[name]


def started(here: Organisation, actor: User, **rest: object) -> StockTake:
    return start_count("Herfst", organisation=here, actor=actor, at=AT, **rest)  # type: ignore[arg-type]


def scan(
    here: Organisation, actor: User, count: StockTake | None, *tags: str, at_site: str = "Stadhuis"
) -> list[Noted]:
    seen = [Seen(tag, f"client-{tag}-{at_site}", "usb", AT) for tag in tags]
    return note_sightings(
        seen, organisation=here, actor=actor, at=AT, count=count, site=site(here, at_site)
    )


def test_the_same_label_sent_twice_counts_once(here: Organisation, actor: User) -> None:
    count = started(here, actor)
    first = scan(here, actor, count, "VB-1", "vb-2")
    again = scan(here, actor, count, "VB-1", "vb-2", "VB-3")
    assert [each.sighting.pk for each in again[:2]] == [each.sighting.pk for each in first]
    with scope(here):
        assert Sighting.objects.count() == 3
    assert queries.tally(count, organisation=here) == {"devices": 3, "drafts": 0}


def test_a_label_twice_in_one_parcel_counts_once(here: Organisation, actor: User) -> None:
    count = started(here, actor)
    one = Seen("VB-1", "same", "camera", AT)
    note_sightings([one, one], organisation=here, actor=actor, at=AT, count=count)
    with scope(here):
        assert Sighting.objects.count() == 1


def test_a_device_scanned_again_is_said_to_be_counted_already(
    here: Organisation, actor: User
) -> None:
    count = started(here, actor)
    assert [each.is_again for each in scan(here, actor, count, "VB-1")] == [False]
    assert [each.is_again for each in scan(here, actor, count, "SN0001")] == [True]
    assert [each.is_again for each in scan(here, actor, count, "SN0001")] == [True]


def test_a_code_of_a_label_a_tag_and_a_serial_lead_to_the_same_device(
    here: Organisation, actor: User
) -> None:
    names = ("https://site.example/hier/t/VB-1", " vb-1 ", "sn0001")
    noted = scan(here, actor, started(here, actor), *names)
    assert {str(each.sighting.device) for each in noted} == {"VB-1"}
    (other,) = scan(here, actor, started(here, actor), "https://site.example/ginder/t/VB-1")
    assert other.sighting.device is None


def test_what_is_found_elsewhere_missing_and_unknown_is_told_apart(
    here: Organisation, actor: User
) -> None:
    count = started(here, actor, site=site(here))
    scan(here, actor, count, "VB-1", "VB-4", "ONBEKEND-9")
    outcome = queries.outcome(count, organisation=here)
    names = {
        each.pk: str(each)
        for each in queries.in_order([*outcome.found, *outcome.missing], organisation=here)
    }
    assert [names[each] for each in outcome.found] == ["VB-1", "VB-4"]
    assert [names[each.device_no] for each in outcome.elsewhere] == ["VB-4"]
    assert [names[each] for each in outcome.missing] == ["VB-2", "VB-3"]
    assert (outcome.expected_count, outcome.drafts_count) == (3, 1)


def test_a_device_of_which_nobody_said_where_it_stands_is_in_its_place_and_learns_it(
    here: Organisation, actor: User
) -> None:
    row = columns({"tag": "VB-8", "state": "in_use"})
    import_devices(row, organisation=here, actor=None, at=AT, name="b", key="b")
    count = started(here, actor)
    scan(here, actor, count, "VB-8")
    outcome = queries.outcome(count, organisation=here)
    (found,) = outcome.to_move
    assert (outcome.elsewhere, outcome.expected_count, found.is_unplaced) == ([], 6, True)
    given = {"organisation": here, "actor": actor, "at": AT}
    assert move_found(count, [found.device_no], **given) == 1  # type: ignore[arg-type]
    assert queries.outcome(count, organisation=here).to_move == []


def test_a_device_in_repair_is_not_missing(here: Organisation, actor: User) -> None:
    rows = [
        {"tag": "VB-8", "location": "Stadhuis", "state": "in_repair"},
        {"tag": "VB-9", "location": "Stadhuis", "state": "gone"},
    ]
    import_devices(columns(*rows), organisation=here, actor=None, at=AT, name="b", key="b")
    outcome = queries.outcome(started(here, actor, site=site(here)), organisation=here)
    assert (len(outcome.missing), outcome.away_count) == (3, 1)


def test_a_device_of_another_department_is_found_elsewhere(here: Organisation, actor: User) -> None:
    units = units_named(["Ruimte"], organisation=here)
    count = started(here, actor, unit=units["Ruimte"])
    scan(here, actor, count, "VB-1")
    assert len(queries.outcome(count, organisation=here).elsewhere) == 1
    assert move_found(
        count, list(queries.outcome(count, organisation=here).found), organisation=here,
        actor=actor, at=AT,
    ) == 1  # fmt: skip
    with scope(here):
        assert Device.objects.get(tag="VB-1").unit == units["Ruimte"]


def test_closing_writes_when_each_device_was_seen_in_one_link(
    here: Organisation, actor: User
) -> None:
    count = started(here, actor, site=site(here))
    scan(here, actor, count, "VB-1", "VB-4")
    with scope(here):
        before = Link.objects.count()
    close_count(count, organisation=here, actor=actor, at=AT)
    with scope(here):
        assert Link.objects.count() == before + 1
        link = Link.objects.order_by("-number_no")[0]
        kinds = sorted(link.events.values_list("kind", flat=True))
        assert kinds == ["count.closed", *["device.not_found"] * 2, *["device.seen"] * 2]
        assert Device.objects.get(tag="VB-4").last_seen_on == date(2026, 11, 24)
        assert Device.objects.get(tag="VB-2").last_seen_on is None
    assert faults_of(organisation=here) == []


def test_closing_twice_is_closing_once(here: Organisation, actor: User) -> None:
    count = started(here, actor)
    scan(here, actor, count, "VB-1")
    first = close_count(count, organisation=here, actor=actor, at=AT)
    again = close_count(count, organisation=here, actor=actor, at=AT + timedelta(hours=1))
    assert again.closed_at == first.closed_at == AT
    with scope(here):
        assert Event.objects.filter(kind="count.closed").count() == 1


def test_a_count_in_which_nothing_was_scanned_is_not_closed(
    here: Organisation, actor: User
) -> None:
    with pytest.raises(Refused, match="nothing was scanned"):
        close_count(started(here, actor), organisation=here, actor=actor, at=AT)


def test_a_closed_count_does_not_change(here: Organisation, actor: User) -> None:
    count = started(here, actor, site=site(here))
    (noted,) = scan(here, actor, count, "VB-1")
    close_count(count, organisation=here, actor=actor, at=AT)
    scan(here, actor, count, "VB-1")  # sent again after the connection came back: known
    with pytest.raises(Refused) as caught:
        scan(here, actor, count, "VB-2")
    assert caught.value.code == "count-closed"
    with pytest.raises(Refused):
        remove_sighting(noted.sighting, organisation=here)
    with scope(here):
        Device.objects.filter(tag="VB-2").update(site=site(here, "Loods"))
    count = queries.count_of(count.pk, organisation=here) or count
    assert len(queries.outcome(count, organisation=here).missing) == 2


def test_a_closed_count_is_opened_again_while_nothing_depends_on_it(
    here: Organisation, actor: User
) -> None:
    count = started(here, actor)
    scan(here, actor, count, "VB-1")
    close_count(count, organisation=here, actor=actor, at=AT)
    undo_last(count, organisation=here, actor=actor, at=AT)
    with scope(here):
        assert Device.objects.get(tag="VB-1").last_seen_on is None
    scan(here, actor, count, "VB-2")
    close_count(count, organisation=here, actor=actor, at=AT)
    row = columns({"tag": "VB-2", "cpu": "i5"})
    import_devices(row, organisation=here, actor=None, at=AT, name="b", key="b")
    with pytest.raises(Refused) as caught:
        undo_last(count, organisation=here, actor=actor, at=AT)
    assert caught.value.code == "changed-since"


def test_there_is_nothing_to_take_back_of_a_count_just_begun(
    here: Organisation, actor: User
) -> None:
    with pytest.raises(Refused, match="nothing to take back"):
        undo_last(started(here, actor), organisation=here, actor=actor, at=AT)


def test_devices_move_where_they_were_found_and_back(here: Organisation, actor: User) -> None:
    count = started(here, actor)
    scan(here, actor, count, "VB-1", "VB-4", "VB-5")
    numbers = [each.device_no for each in queries.outcome(count, organisation=here).elsewhere]
    moved = move_found(count, numbers, organisation=here, actor=actor, at=AT)
    again = move_found(count, numbers, organisation=here, actor=actor, at=AT)
    assert (moved, again) == (2, 0)
    with scope(here):
        assert Device.objects.get(tag="VB-4").site == site(here)
    undo_last(count, organisation=here, actor=actor, at=AT)
    with scope(here):
        assert Device.objects.get(tag="VB-4").site == site(here, "Loods")
    assert faults_of(organisation=here) == []


def test_the_clock_of_a_phone_that_runs_ahead_is_not_believed(
    here: Organisation, actor: User
) -> None:
    late = datetime(2031, 1, 1, tzinfo=UTC)
    (noted,) = note_sightings(
        [Seen("VB-1", "x", "camera", late)], organisation=here, actor=actor, at=AT
    )
    assert noted.sighting.at == AT


@pytest.mark.parametrize(
    "seen",
    [
        Seen("  ", "x", "usb", AT),
        Seen("A" * 201, "x", "usb", AT),
        Seen("VB-\x001", "x", "usb", AT),
        Seen("VB-1", "", "usb", AT),
        Seen("VB-1", "x" * 65, "usb", AT),
        Seen("VB-1", "x", "telepathy", AT),
    ],
)
def test_what_is_no_label_is_refused(here: Organisation, actor: User, seen: Seen) -> None:
    with pytest.raises(BadInput):
        note_sightings([seen], organisation=here, actor=actor, at=AT)


def test_another_organisation_has_its_own_labels(here: Organisation, actor: User) -> None:
    there = an_organisation("ginder")
    note_sightings([Seen("VB-1", "x", "usb", AT)], organisation=there, actor=None, at=AT)
    note_sightings([Seen("VB-1", "x", "usb", AT)], organisation=here, actor=actor, at=AT)
    with scope(there):
        assert Sighting.objects.get().device is None
    with scope(here):
        assert str(Sighting.objects.get().device) == "VB-1"


def test_a_site_nobody_knew_is_made_once(here: Organisation) -> None:
    one, other = (site_called("  Nieuw   depot ", organisation=here) for _ in range(2))
    assert one == other
    assert str(one) == "Nieuw depot"
    assert site_called("", organisation=here) is None


@pytest.mark.parametrize("labels_count", [1, 3])
def test_noting_labels_asks_as_much_for_one_as_for_three(
    here: Organisation, actor: User, labels_count: int
) -> None:
    count, place = started(here, actor), site(here)
    seen = [Seen(f"VB-{no}", f"c{no}", "usb", AT) for no in range(1, labels_count + 1)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        note_sightings(seen, organisation=here, actor=actor, at=AT, count=count, site=place)
    statements = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]
    assert len(statements) == 6
