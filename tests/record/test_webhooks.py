"""Other programs are told of every act once, signed, and of nothing that is not their business."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation, somebody
from tests.web.test_pages import signed_in, text_of

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.words import Text
from kringspoor.people.actions import change_role
from kringspoor.people.models import Membership, Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.record.actions import webhooks as actions
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.facts import secret_of, signature_of
from kringspoor.record.models import Delivery, Webhook

pytestmark = pytest.mark.django_db
ADDRESS = "https://hooks.example.org/kringspoor"


class Ear:
    """Another program: it hears, or is deaf for a while."""

    def __init__(self, *, deaf: bool = False) -> None:
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.deaf = deaf

    def __call__(self, address: str, headers: dict[str, str], body: bytes) -> None:
        """Take a message, or fail as a host that is away."""
        if self.deaf:
            raise BadInput(Text(nl="antwoordt niet", en="does not answer"), code="slow")
        self.heard.append((address, headers, body))


@pytest.fixture
def here() -> Organisation:
    """An organisation with an act before anybody was told."""
    found = an_organisation("hier")
    happen(found, "device.added")
    return found


@pytest.fixture
def owner(here: Organisation) -> User:
    """Who may have other programs told."""
    return somebody(here)


def happen(here: Organisation, kind: str, subject: str = "device:1", days: int = 0) -> None:
    """Something happens."""
    told = Happening(kind, subject, {"price_cents": 91250, "holder": "mw-0417"})
    write_down((told,), organisation=here, actor=None, at=AT + timedelta(days=days))


def hooked(here: Organisation, owner: User, *kinds: str, name: str = "desk") -> Webhook:
    """A webhook that is told from now on."""
    said = actions.Said(name, ADDRESS, kinds)
    return actions.keep_webhook(None, said, organisation=here, actor=owner, at=AT)


def told(ear: Ear) -> list[str]:
    """The kinds of event that were heard, in order."""
    return [each["kind"] for *_, body in ear.heard for each in json.loads(body)["events"]]


def test_each_act_is_told_once_from_the_day_of_the_webhook_on(
    here: Organisation, owner: User
) -> None:
    hooked(here, owner)
    happen(here, "device.changed")
    ear = Ear()
    assert actions.deliver_due(ear, AT)
    actions.deliver_due(ear, AT)
    assert told(ear) == ["webhook.added", "device.changed"]
    assert not actions.deliver_due(ear, AT)


def test_a_message_holds_neither_prices_nor_persons(here: Organisation, owner: User) -> None:
    hooked(here, owner)
    happen(here, "device.changed")
    happen(here, "role_changed", f"person:{owner.pk}")
    ear = Ear()
    actions.deliver_due(ear, AT)
    words = b"".join(body for *_, body in ear.heard).decode()
    assert "device.changed" in words
    assert "91250" not in words
    assert "mw-0417" not in words
    assert "role_changed" not in words


def test_who_has_the_secret_sees_that_a_message_is_ours(here: Organisation, owner: User) -> None:
    webhook = hooked(here, owner)
    ear = Ear()
    actions.deliver_due(ear, AT)
    ((address, headers, body),) = ear.heard
    secret = secret_of(bytes(webhook.salt))
    stamp = int(headers["Kringspoor-Timestamp"])
    assert address == ADDRESS
    assert headers["Kringspoor-Signature"] == f"sha256={signature_of(secret, stamp, body)}"
    assert signature_of(secret, stamp, body + b" ") not in headers["Kringspoor-Signature"]
    assert secret_of(b"another salt") != secret


def test_only_chosen_kinds_are_told(here: Organisation, owner: User) -> None:
    hooked(here, owner, "repair.reported")
    happen(here, "device.changed")
    happen(here, "repair.reported", "repair:1")
    ear = Ear()
    actions.deliver_due(ear, AT)
    assert told(ear) == ["repair.reported"]


def test_a_deaf_address_is_tried_later_and_less_often(here: Organisation, owner: User) -> None:
    hooked(here, owner)
    ear = Ear(deaf=True)
    actions.deliver_due(ear, AT)
    with scope(here):
        (waiting,) = Delivery.objects.all()
    assert (waiting.tries_count, waiting.trouble["code"]) == (1, "slow")
    assert waiting.next_at == AT + timedelta(minutes=1)
    ear.deaf = False
    actions.deliver_due(ear, AT + timedelta(seconds=59))
    assert ear.heard == []
    actions.deliver_due(ear, AT + timedelta(minutes=1))
    assert told(ear) == ["webhook.added"]


def test_after_many_failures_it_stops_and_says_so(here: Organisation, owner: User) -> None:
    webhook = hooked(here, owner)
    for number in range(actions.MOST_FAILURES):
        actions.try_webhook(webhook, organisation=here, at=AT + timedelta(days=number))
        actions.deliver_due(Ear(deaf=True), AT + timedelta(days=number))
    with scope(here):
        webhook.refresh_from_db()
    assert (webhook.is_active, webhook.stopped_by) == (False, "failures")
    page = text_of(signed_in(owner), f"/hier/record/webhooks/{webhook.pk}/")
    assert "vele keren na elkaar niet" in page


def test_what_happened_while_it_was_off_is_not_told_afterwards(
    here: Organisation, owner: User
) -> None:
    webhook = hooked(here, owner)
    off = actions.Said("desk", ADDRESS, is_active=False)
    actions.keep_webhook(webhook, off, organisation=here, actor=owner, at=AT)
    happen(here, "device.changed")
    on = actions.Said("desk", ADDRESS)
    actions.keep_webhook(webhook, on, organisation=here, actor=owner, at=AT)
    ear = Ear()
    actions.deliver_due(ear, AT)
    assert told(ear) == ["webhook.changed"]


def test_it_stops_when_its_owner_may_no_longer_see_the_record(
    here: Organisation, owner: User
) -> None:
    webhook = hooked(here, owner)
    somebody(here, "admin")
    with scope(here):
        member = Membership.objects.get(user=owner)
    change_role(member, "expert", organisation=here)
    ear = Ear()
    actions.deliver_due(ear, AT)
    with scope(here):
        webhook.refresh_from_db()
    assert (ear.heard, webhook.stopped_by) == ([], "owner")


def test_the_same_words_can_be_sent_again(here: Organisation, owner: User) -> None:
    hooked(here, owner)
    ear = Ear()
    actions.deliver_due(ear, AT)
    with scope(here):
        (heard,) = Delivery.objects.all()
    actions.tell_again(heard, organisation=here, at=AT)
    actions.deliver_due(ear, AT)
    assert ear.heard[0][2] == ear.heard[1][2]


def test_one_organisation_is_never_told_of_another(here: Organisation, owner: User) -> None:
    hooked(here, owner)
    there = an_organisation("ginder")
    happen(there, "device.secret")
    ear = Ear()
    actions.deliver_due(ear, AT)
    assert told(ear) == ["webhook.added"]


def test_a_name_is_taken_once(here: Organisation, owner: User) -> None:
    hooked(here, owner)
    with pytest.raises(Refused, match="already"):
        hooked(here, owner)


def test_a_webhook_is_added_tried_and_removed_on_its_pages(here: Organisation, owner: User) -> None:
    browser = signed_in(owner)
    assert "Nog geen webhook" in text_of(browser, "/hier/record/webhooks/")
    sent = {"name": "desk", "address": ADDRESS, "is_active": "on", "kinds": ["device.added"]}
    page = browser.post("/hier/record/webhooks/add/", sent).headers["Location"]
    assert "ksw_" in text_of(browser, page)
    assert browser.post(f"{page}try/").status_code == 302
    ear = Ear()
    actions.deliver_due(ear, AT + timedelta(days=9_000))
    assert json.loads(ear.heard[0][2])["is_trial"]
    assert "gehoord" in text_of(browser, page)
    browser.post(f"{page}remove/")
    with scope(here), pytest.raises(ObjectDoesNotExist):
        Webhook.objects.get()


def test_an_address_that_leads_nowhere_is_refused(owner: User, here: Organisation) -> None:
    for address in ("ftp://x", "https://u:p@x.example/", "hooks", "https://x.example/?a=1"):
        answer = signed_in(owner).post(
            "/hier/record/webhooks/add/", {"name": "a", "address": address}
        )
        assert answer.status_code == 400, address


@pytest.mark.parametrize("role", ["service_desk", "auditor", "expert"])
def test_who_may_not_change_and_see_the_record_adds_none(here: Organisation, role: str) -> None:
    browser: Client = signed_in(somebody(here, role))
    assert browser.get("/hier/record/webhooks/").status_code == 403
    assert browser.post("/hier/record/webhooks/add/", {}).status_code == 403


def test_the_list_asks_as_much_for_three_as_for_one(here: Organisation, owner: User) -> None:
    browser, counts = signed_in(owner), []
    browser.get("/hier/record/webhooks/")  # the first visit keeps a session
    for names in (["a"], ["b", "c"]):
        for name in names:
            hooked(here, owner, name=name)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/hier/record/webhooks/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
