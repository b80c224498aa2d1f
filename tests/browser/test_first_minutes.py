"""The first five minutes: from signing in to a plan, with nothing explained beforehand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from tests.inhabited import NOW, REGISTER, SLUG, here
from tests.site import PASSWORD

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use import tasks
from kringspoor.use.models import Device

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page

__all__ = ("here",)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIVE_MINUTES_SECONDS = 300
FILE: FilePayload = {"name": "lijst.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()}


@pytest.fixture
def page(browser: Browser, live_server: Any, here: Organisation) -> Iterator[Page]:
    """A browser that nobody signed in with yet."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    made = context.new_page()
    made.set_default_timeout(8000)
    yield made
    context.close()


def heading(page: Page) -> str:
    """What the page is about."""
    return page.locator("h1").inner_text()


def work() -> None:
    """What the worker does with all that waits."""
    while tasks.work_once(NOW):
        pass


def test_from_signing_in_to_a_plan_in_five_minutes_of_clicks(
    page: Page, here: Organisation
) -> None:
    began = time.monotonic()
    sign_in(page)
    first_device(page)
    filtered_list(page)
    a_list_taken_in_and_back(page, here)
    what_if(page)
    assert time.monotonic() - began < FIVE_MINUTES_SECONDS


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("E-mailadres").fill(f"asset_manager@{SLUG}.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Meld u aan").click()
    page.wait_for_url(f"**/{SLUG}/")
    assert heading(page) == "Vandaag"


def first_device(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Gebruiken").first.click()
    page.get_by_role("link", name="VB-001").click()
    assert heading(page) == "VB-001"
    card = page.locator(".card.next")
    assert card.get_by_role("heading").first.inner_text()
    assert card.get_by_role("link").count() > 0, "the card of the next step has its buttons"


def filtered_list(page: Page) -> None:
    page.locator(".crumb").click()
    filters = page.get_by_role("form", name="Filters")
    filters.get_by_label("Toestand").select_option("in_use")
    filters.get_by_label("Merk").select_option("Dell")
    filters.get_by_label("Soort").select_option("laptop")
    filters.get_by_role("button").click()
    page.wait_for_url("**make=Dell**")
    assert page.locator(".chip").count() == 3
    assert "8 toestellen" in page.locator(".chips").inner_text()
    assert page.locator("tbody tr").count() == 8


def a_list_taken_in_and_back(page: Page, here: Organisation) -> None:
    before = counted(here)
    page.get_by_role("link", name="Lees een lijst in").click()
    page.locator("input[type=file]").set_input_files(FILE)
    page.get_by_role("button", name="Lees de lijst").click()
    page.wait_for_url("**/imports/*/")
    work()
    page.reload()
    said = page.locator("main").inner_text()
    assert "Er is nog niets veranderd" in said
    assert "gisteren" in said, "the cell that could not be read stands on the page"
    assert counted(here) == before
    page.get_by_role("button", name="Neem op").click()
    work()
    page.reload()
    assert "De lijst staat in uw inventaris" in page.locator("main").inner_text()
    assert counted(here) > before
    page.locator("form[action$='/undo/'] button").click()
    page.get_by_text("Dit is teruggedraaid").wait_for()
    assert counted(here) == before


def counted(here: Organisation) -> int:
    """How many devices there are."""
    with scope(here):
        return Device.objects.count()


def what_if(page: Page) -> None:
    page.get_by_role("link", name="Vervangingsplan").first.click()
    page.locator("input[name=years_laptop]").fill("6")
    page.get_by_role("button", name="Reken uit").click()
    page.wait_for_url("**years_laptop=6**")
    told = page.locator(".answer").inner_text()
    assert "Laptop 72 in plaats van" in told
