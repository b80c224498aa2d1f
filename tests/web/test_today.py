"""Vandaag: each role reads what waits for it, what holds others up first, or that all is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from tests.site import AT, an_organisation, somebody
from tests.use.lives import Life

from kringspoor.core.states import State
from kringspoor.people.models import Authorisation, Membership, Organisation, Partner
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.checkpoints import make_checkpoint
from kringspoor.use.actions.media import Found, list_media
from kringspoor.use.actions.screening import ask_correction
from kringspoor.use.models import (
    Assignment,
    Connection,
    Contract,
    DeliveredSerial,
    Device,
    LifetimeException,
    OrderLine,
    Pool,
    PoolStay,
    Pull,
    RepairOrder,
    Sighting,
)
from kringspoor.web.work import waiting

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@pytest.fixture
def here() -> Iterator[Organisation]:
    """One organisation, within which everything is asked, in English."""
    organisation = an_organisation("hier")
    with scope(organisation), translation.override("en"):
        yield organisation


def member(here: Organisation, role: str = "asset_manager") -> Membership:
    """Somebody with a role."""
    found = Membership.objects.filter(role=role).first()
    if found is None:
        somebody(here, role, name=f"second-{role}")
    return Membership.objects.select_related("organisation", "user").get(role=role)


def told(here: Organisation, role: str = "asset_manager") -> dict[str, int]:
    """What a role reads: each sentence with its number."""
    rows = waiting(member(here, role), TODAY, AT + timedelta(hours=2))
    return {each["what"]: each["count"] for each in rows}


def a_device(here: Organisation, **rest: Any) -> Device:
    """A device in use of which nothing waits."""
    number = Device.objects.count() + 1
    known = {"tag": f"T{number}", "serial": f"S{number}", "category": "laptop", "state": "in_use"}
    return Device.objects.create(organisation=here, **{**known, **rest})


def test_who_has_nothing_to_do_reads_that_all_is_done(here: Organisation) -> None:
    a_device(here)
    browser = Client()
    browser.force_login(somebody(here))
    answer = browser.get("/hier/").content.decode()
    assert "Alles is gedaan" in answer


def test_who_may_only_look_is_given_a_link_to_look(here: Organisation) -> None:
    Contract.objects.create(
        organisation=here, reference="C1", ends_on=TODAY + 40 * DAY, notice_days=20
    )
    a_device(here, purchased_on=date(2015, 1, 1))
    buttons = {
        role: [
            each["action"]
            for each in waiting(member(here, role), TODAY, AT + timedelta(hours=2))
            if each["what"].startswith(("contract", "device is past"))
        ]
        for role in ("asset_manager", "auditor")
    }
    assert buttons == {
        "asset_manager": ["Decide", "Decide for each"],
        "auditor": ["See which", "See which"],
    }


def test_what_came_back_and_is_not_proven_is_counted_by_medium(here: Organisation) -> None:
    life = Life(here, purchased_on=date(2025, 3, 1))
    life.reach(State.RETURNED)
    list_media(life.fresh(), [Found("D1", "ssd"), Found("D2", "ssd")], **life.by)
    assert told(here) == {
        "proofs of erasure are missing.": 2,
        "device is back and waits to be screened.": 1,
        "acts are on record since the last checkpoint, of more than a month ago.": 4,
    }
    life.fresh().media.update(last_used_at=AT - DAY)
    life.erase(life.fresh().media.get(serial="D1"))
    assert told(here)["proof of erasure is missing."] == 1


def test_what_is_late_is_told_and_what_is_in_time_is_not(here: Organisation) -> None:
    for late, number in ((DAY, 3), (-DAY, 2)):
        for _ in range(number):
            day = TODAY - late
            lent = a_device(here, state="on_loan")
            Assignment.objects.create(device=lent, life_no=1, from_on=TODAY, due_on=day)
            RepairOrder.objects.create(
                device=a_device(here), fault="toets", fault_on=TODAY, reported_at=AT,
                route="supplier", due_on=day,
            )  # fmt: skip
            pool, _ = Pool.objects.get_or_create(
                name="reserve", defaults={"organisation": here, "kind": "reserve", "cap_count": 9}
            )
            idle = a_device(here, state="in_reserve")
            PoolStay.objects.create(pool=pool, device=idle, from_on=TODAY, review_on=day)
    found = told(here, "service_desk")
    assert list(found.items()) == [
        ("repairs are past the day that was agreed.", 3),
        ("loans are overdue.", 3),
        ("devices in a pool are due for a new look.", 3),
    ]


def test_nobody_is_asked_to_agree_with_themselves(here: Organisation) -> None:
    first, second = member(here), member(here, "admin")
    device = a_device(here)
    LifetimeException.objects.create(
        organisation=here, device=device, kind="later", reason="waits", new_target_on=TODAY,
        rule_version="v1", asked_by=first.user, asked_at=AT,
    )  # fmt: skip
    ask_correction(device, "dubbel", organisation=here, actor=first.user, at=AT)
    make_checkpoint(organisation=here, actor=first.user, at=AT)
    assert told(here) == {}
    assert list(told(here, "admin")) == [
        "exception to a lifetime waits for your answer.",
        "correction waits for a second person.",
    ]
    assert told(here, "service_desk") == {}
    assert second.user != first.user


def test_lists_connections_and_labels_that_ask_something_wait(here: Organisation) -> None:
    open_batch(
        "import", organisation=here, actor=None, at=AT, name="a.csv", key="1", state="looked_at"
    )
    open_batch("import", organisation=here, actor=None, at=AT, name="b.csv", key="2", state="done")
    tool = Connection.objects.create(
        organisation=here, tool="snipeit", name="Snipe-IT", address="x", added_at=AT
    )
    assert "connection with another tool does not work." not in told(here)
    Pull.objects.create(connection=tool, state="failed", asked_at=AT)
    Sighting.objects.create(
        organisation=here, tag="?", at=AT, source="usb", client_id="1",
    )  # fmt: skip
    assert list(told(here)) == [
        "list was read and waits for your word.",
        "connection with another tool does not work.",
        "label was scanned that nobody knows.",
    ]
    assert list(told(here, "service_desk")) == ["label was scanned that nobody knows."]


def test_what_was_delivered_and_is_not_here_is_counted(here: Organisation) -> None:
    a_device(here, serial="5CG1")
    line = OrderLine.objects.create(organisation=here, order_no="B-1", line_no=1, quantity_count=3)
    for serial in ("5cg1", "5CG2", "5CG3"):
        DeliveredSerial.objects.create(line=line, serial=serial)
    assert told(here) == {"devices were delivered and are not in the inventory.": 2}


def test_a_warranty_of_thirty_days_counts_and_one_of_a_day_more_does_not(
    here: Organisation,
) -> None:
    for days in (-1, 0, 30, 31):
        a_device(here, warranty_end_on=TODAY + days * DAY)
    assert told(here, "buyer") == {"warranties end within 30 days.": 2}


def test_a_permit_that_is_followed_by_another_does_not_end(here: Organisation) -> None:
    ends = TODAY + 20 * DAY
    for name, following in (("Metaalkring", None), ("Herkring", ends + 400 * DAY)):
        partner = Partner.objects.create(organisation=here, name=name, roles=["processor"])
        for end in filter(None, (ends, following)):
            Authorisation.objects.create(
                partner=partner, kind="processor", valid_from=TODAY, valid_to=end
            )
    (row,) = waiting(member(here), TODAY, AT)
    assert (row["count"], row["what"]) == (1, "permit of a partner ends within 30 days.")
    assert "Metaalkring" in row["why"]
    assert "q=Metaalkring" in row["url"]


def test_notice_can_be_given_until_a_day_that_is_told(here: Organisation) -> None:
    for reference, days in (("RK-1", 100), ("RK-2", 130), ("RK-3", 89)):
        Contract.objects.create(
            organisation=here, reference=reference, kind="lease", notice_days=90,
            ends_on=TODAY + days * DAY,
        )  # fmt: skip
    (row,) = waiting(member(here, "buyer"), TODAY, AT)
    assert (row["count"], row["why"]) == (1, "RK-1: until 04/12/2026.")


def test_devices_past_their_window_and_in_it_wait_for_who_plans(here: Organisation) -> None:
    here.lifetime_policy = "ku-leuven"  # four years, replaced in the course of the fifth
    here.save()
    for years, number in ((6, 3), (4, 2), (1, 4)):
        for _ in range(number):
            a_device(here, purchased_on=TODAY.replace(year=TODAY.year - years) - 20 * DAY)
    assert told(here, "sustainability_officer") == {
        "devices are past their window.": 3,
        "devices are in their window.": 2,
    }
    assert told(here, "service_desk") == {}


def test_a_checkpoint_of_more_than_a_month_ago_is_told_to_who_reads_the_record(
    here: Organisation,
) -> None:
    life = Life(here, purchased_on=date(2025, 3, 1))
    life.reach(State.IN_STOCK)
    make_checkpoint(organisation=here, actor=None, at=AT - 40 * DAY)
    assert told(here, "auditor") == {}  # nothing happened since
    life.step(State.RETURNED, life.said_for(State.RETURNED))
    (sentence,) = told(here, "auditor")
    assert sentence.startswith("act is on record since the last checkpoint")
    make_checkpoint(organisation=here, actor=None, at=AT)
    assert told(here, "auditor") == {}


def test_an_expert_has_no_work_and_another_organisation_has_none_of_ours(
    here: Organisation,
) -> None:
    a_device(here, state="returned")
    assert told(here, "expert") == {}
    there = an_organisation("ginder")
    with scope(there):
        assert told(there) == {}


def test_the_questions_stay_as_many_however_much_waits(
    here: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    admin = member(here, "admin")
    for number in (1, 3):
        for _ in range(number):
            bought = TODAY.replace(year=2018)
            a_device(here, state="returned", purchased_on=bought, warranty_end_on=TODAY)
        with django_assert_num_queries(11):
            assert waiting(admin, TODAY, AT)


def test_every_sentence_leads_somewhere_with_one_button(here: Organisation) -> None:
    a_device(here, state="returned", purchased_on=date(2018, 1, 1), warranty_end_on=TODAY + DAY)
    browser = Client()
    browser.force_login(somebody(here))
    page = browser.get("/hier/").content.decode()
    work = re.search(r'<ol class="work".*?</ol>', page, re.S)
    assert work
    links = re.findall(r'class="button[^"]*" href="([^"]+)"', work[0])
    assert len(links) == work[0].count("<li>") > 1
    for link in links:
        assert browser.get(link.replace("&amp;", "&")).status_code == 200, link
