"""Contracts: until when one may give notice, and which devices fall under them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site import somebody
from tests.web.test_pages import filled, signed_in, text_of

from kringspoor.core.errors import Refused
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.queries import events_about
from kringspoor.use.actions.contracts import keep_contract, remove_contract
from kringspoor.use.models import Device
from kringspoor.use.models.contracts import Contract
from kringspoor.use.rules.contracts import notice_on

pytestmark = pytest.mark.django_db
LIST = "/hier/contracts/"


@pytest.fixture
def here() -> Organisation:
    """An organisation with three devices."""
    return filled("hier")


@pytest.fixture
def browser(here: Organisation) -> Client:
    """A browser in which the asset manager signed in."""
    return signed_in(somebody(here))


def sent(reference: str = "HU-1", **more: str) -> dict[str, str]:
    """What is filled in."""
    return {"reference": reference, "kind": "rental", **more}


def added(browser: Client, **fields: str) -> str:
    """The address of a contract that was added."""
    answer = browser.post(f"{LIST}add/", sent(**fields))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def in_days(days: int) -> str:
    """That many days from today, as a browser sends it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_notice_is_given_so_many_days_before_the_end() -> None:
    contract = Contract(ends_on=date(2027, 3, 1), notice_days=60)
    assert notice_on(contract) == date(2026, 12, 31)
    assert notice_on(Contract(ends_on=date(2027, 3, 1))) == date(2027, 3, 1)
    assert notice_on(Contract(notice_days=60)) is None


def test_a_contract_is_added_found_and_told_of(browser: Client, here: Organisation) -> None:
    assert "Nog geen contracten" in text_of(browser, LIST)
    page = added(browser, ends_on=in_days(100), notice_days="60")
    assert "opzeggen binnen 40 dagen" in text_of(browser, LIST)
    assert "HU-1" in text_of(browser, f"{LIST}?q=hu&kind=rental&standing=running")
    assert "Geen enkel contract" in text_of(browser, f"{LIST}?standing=over")
    number = int(page.strip("/").rpartition("/")[2])
    (event,) = events_about(f"contract:{number}", organisation=here)
    assert event.kind == "contract.added"


def test_what_ends_first_comes_first_and_what_has_no_end_last(browser: Client) -> None:
    added(browser, reference="ZONDER")
    added(browser, reference="LAAT", ends_on=in_days(900))
    added(browser, reference="VROEG", ends_on=in_days(9))
    words = text_of(browser, LIST)
    assert words.index("VROEG") < words.index("LAAT") < words.index("ZONDER")
    words = text_of(browser, f"{LIST}?sort=-reference")
    assert words.index("ZONDER") < words.index("VROEG") < words.index("LAAT")


def test_a_reference_is_taken_once(browser: Client) -> None:
    added(browser)
    again = browser.post(f"{LIST}add/", sent())
    assert again.status_code == 403
    assert "ander kenmerk" in again.content.decode()


def test_dates_that_cannot_be_are_told_at_their_field(browser: Client) -> None:
    for fields in ({"starts_on": in_days(9), "ends_on": in_days(1)}, {"notice_days": "30"}):
        assert browser.post(f"{LIST}add/", sent(**fields)).status_code == 400


def test_devices_fall_under_a_contract_until_they_are_taken_off(
    browser: Client, here: Organisation
) -> None:
    page = added(browser)
    answer = browser.post(f"{page}devices/", {"names": "VB-1\nCCC333\nNIETS"}, follow=True)
    words = answer.content.decode()
    assert "2 toestellen vallen eronder." in words
    assert "1 naam is van geen toestel van u." in words
    with scope(here):
        device = Device.objects.get(tag="VB-1")
        contract = Contract.objects.get()
    assert device.contract == contract
    latest = events_about(device.subject, organisation=here)[0]
    assert (latest.kind, latest.payload) == ("device.contract", {"contract": [None, "HU-1"]})
    with pytest.raises(Refused, match="devices fall"):
        remove_contract(
            contract, organisation=here, actor=somebody(here, "admin"), at=timezone.now()
        )
    browser.post(f"{page}devices/{device.pk}/off/")
    with scope(here):
        device.refresh_from_db()
    assert device.contract is None


def test_the_list_leaves_as_a_file(browser: Client) -> None:
    added(browser, reference="=1+1", ends_on=in_days(9))
    answer: Any = browser.get(f"{LIST}?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "Opzeggen uiterlijk op" in text
    assert "'=1+1" in text


def test_who_may_only_look_changes_nothing(here: Organisation) -> None:
    expert = signed_in(somebody(here, "expert"))
    assert expert.get(LIST).status_code == 200
    assert expert.post(f"{LIST}add/", sent()).status_code == 403


def test_saying_the_same_again_writes_nothing(browser: Client, here: Organisation) -> None:
    page = added(browser)
    with scope(here):
        contract = Contract.objects.get()
    keep_contract(
        contract, {"reference": "HU-1"}, organisation=here, actor=somebody(here, "admin"),
        at=timezone.now(),
    )  # fmt: skip
    assert len(events_about(f"contract:{contract.pk}", organisation=here)) == 1
    assert page


def test_the_list_asks_as_much_for_three_as_for_one(browser: Client) -> None:
    counts = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            added(browser, reference=name)
        browser.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]
