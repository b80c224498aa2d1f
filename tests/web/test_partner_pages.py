"""Partners: who they are, what they do, and until when they may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site import an_organisation, somebody
from tests.web.test_pages import signed_in, text_of

from kringspoor.people.models import Authorisation, Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.queries import events_about

pytestmark = pytest.mark.django_db
LIST = "/hier/partners/"


@pytest.fixture
def here() -> Organisation:
    """An organisation without partners yet."""
    return an_organisation("hier")


@pytest.fixture
def browser(here: Organisation) -> Client:
    """A browser in which the asset manager signed in."""
    return signed_in(somebody(here))


def added(browser: Client, name: str = "Basisschool De Boom", *roles: str) -> str:
    """The address of a partner that was added."""
    sent = {"name": name, "roles": roles or ["school"], "country": "be"}
    answer = browser.post(f"{LIST}add/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def permitted(browser: Client, page: str, first: int, last: int | None) -> None:
    """A permit from a day until one, counted from today."""
    today = timezone.localdate()
    sent = {"kind": "school", "valid_from": (today + timedelta(days=first)).isoformat()}
    if last is not None:
        sent["valid_to"] = (today + timedelta(days=last)).isoformat()
    assert browser.post(f"{page}permits/", sent).status_code == 302


def test_a_partner_is_added_and_stands_on_record(browser: Client, here: Organisation) -> None:
    assert "Nog geen partners" in text_of(browser, LIST)
    page = added(browser)
    assert "school · BE" in text_of(browser, page)
    number = page.strip("/").rpartition("/")[2]
    (event,) = events_about(f"partner:{number}", organisation=here)
    assert event.kind == "partner.added"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (-9, None, "vergunning geldt, zonder einde"),
        (-9, 20, "vergunning vervalt over 20 dagen"),
        (-9, 1, "vergunning vervalt over 1 dag"),
        (-9, 0, "vergunning vervalt vandaag"),
        (-9, -1, "vergunning is vervallen"),
        (3, 99, "vergunning begint over 3 dagen"),
    ],
)
def test_the_list_says_how_a_permit_stands(
    browser: Client, first: int, last: int | None, words: str
) -> None:
    permitted(browser, added(browser), first, last)
    assert words in text_of(browser, LIST)


def test_a_permit_that_was_renewed_does_not_warn(browser: Client) -> None:
    page = added(browser)
    permitted(browser, page, -99, -1)
    permitted(browser, page, 0, 365)
    assert "is vervallen" not in text_of(browser, LIST)
    assert "is vervallen" in text_of(browser, page)


def test_a_permit_ends_today_and_is_not_forgotten(browser: Client, here: Organisation) -> None:
    page = added(browser)
    permitted(browser, page, -9, None)
    with scope(here):
        permit = Authorisation.objects.get()
    browser.post(f"{LIST}permits/{permit.pk}/end/")
    assert "vergunning vervalt vandaag" in text_of(browser, page)


def test_a_permit_that_ends_before_it_begins_is_told_so(browser: Client) -> None:
    page = added(browser)
    sent = {"kind": "school", "valid_from": "2026-11-24", "valid_to": "2026-11-23"}
    answer = browser.post(f"{page}permits/", sent)
    assert answer.status_code == 400
    assert "vóór de dag waarop het begint" in answer.content.decode()


def test_partners_are_found_by_what_they_do(browser: Client) -> None:
    added(browser)
    added(browser, "Herstelpunt", "repairer")
    assert "De Boom" not in text_of(browser, f"{LIST}?role=repairer")
    assert "De Boom" in text_of(browser, f"{LIST}?q=boom")


def test_a_name_is_taken_once(browser: Client) -> None:
    added(browser)
    sent = {"name": "Basisschool De Boom", "country": "BE"}
    assert browser.post(f"{LIST}add/", sent).status_code == 403


def test_the_list_leaves_as_a_file_with_a_row_for_each_permit(browser: Client) -> None:
    page = added(browser)
    permitted(browser, page, -9, 9)
    permitted(browser, page, 10, None)
    answer: Any = browser.get(f"{LIST}?export=csv")
    assert b"".join(answer.streaming_content).decode().count("De Boom") == 2


def test_who_may_only_look_changes_nothing(here: Organisation, browser: Client) -> None:
    page = added(browser)
    expert = signed_in(somebody(here, "expert"))
    assert expert.get(page).status_code == 200
    for address in (f"{LIST}add/", f"{page}edit/", f"{page}permits/"):
        assert expert.post(address, {}).status_code == 403


def test_the_list_asks_as_much_for_three_as_for_one(browser: Client) -> None:
    counts = []
    for names in (["A"], ["B", "C"]):
        for name in names:
            permitted(browser, added(browser, name), -9, 9)
        browser.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]
