"""Counting in a real browser: a scanner that types, a connection that fails, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.site import AT, PASSWORD, an_organisation, columns, somebody

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Sighting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = [
    {"tag": f"VB-{no}", "serial": f"SN{no}", "make": "Dell", "model": "Latitude 5420",
     "category": "laptop", "location": "Stadhuis", "order_no": "BB-1", "state": "in_use"}
    for no in range(1, 5)
]  # fmt: skip


@pytest.fixture
def here() -> Organisation:
    """Four devices in the town hall."""
    found = an_organisation("hier")
    import_devices(columns(*ROWS), organisation=found, actor=None, at=AT, name="a.csv", key="1")
    somebody(found)
    return found


@pytest.fixture
def page(browser: Browser, live_server: Any, here: Organisation) -> Iterator[Page]:
    """A phone on which the asset manager signed in."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, has_touch=True
    )
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto("/")
    opened.fill("input[name=login]", "asset_manager@hier.example")
    opened.fill("input[name=password]", PASSWORD)
    opened.click("main button")
    opened.wait_for_url("**/hier/")
    yield opened
    context.close()
    expected = ("ERR_INTERNET", "404", "400")  # what a browser says of an answer we ask for
    assert [each for each in said if not any(mark in each for mark in expected)] == []


def begun(page: Page) -> None:
    """Begin a count and choose the place, with the keyboard alone."""
    page.goto("/hier/counts/")
    page.focus("input[name=name]")
    page.keyboard.type("Herfst")
    page.keyboard.press("Enter")
    page.wait_for_url("**/place/")
    page.focus("select[name=site]")
    page.keyboard.type("Stadhuis")
    page.focus("input[name=place]")
    page.keyboard.type("lokaal 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scan/**")


def scan(page: Page, tag: str) -> None:
    """What a scanner does: type, and press Enter. It does not look where the focus is."""
    page.keyboard.type(tag)
    page.keyboard.press("Enter")


def test_a_scanner_counts_on_without_a_hand_on_the_screen(page: Page, here: Organisation) -> None:
    begun(page)
    for tag in ("VB-1", "vb-2", "VB-1", "WEG-9"):
        scan(page, tag)
    page.wait_for_selector("text=2 toestellen geteld, 1 onbekend etiket")
    told = page.locator("[data-seen] .badge").all_inner_texts()
    assert [each.strip() for each in told] == [
        "niet in de inventaris; bewaard als onbekend", "was al geteld", "geteld", "geteld",
    ]  # fmt: skip
    assert page.evaluate("document.activeElement.name") == "scanned"
    with scope(here):
        assert set(Sighting.objects.values_list("source", flat=True)) <= {"usb", "typed"}


def test_what_is_scanned_without_a_connection_is_sent_later_and_once(
    page: Page, here: Organisation
) -> None:
    begun(page)
    page.context.set_offline(True)
    scan(page, "VB-1")
    scan(page, "VB-2")
    page.wait_for_selector("[data-queue]:has-text('Geen verbinding')")
    with scope(here):
        assert Sighting.objects.count() == 0
    page.context.set_offline(False)
    page.wait_for_selector("text=2 toestellen geteld")
    page.reload()
    page.wait_for_selector("text=2 toestellen geteld")
    with scope(here):
        assert Sighting.objects.count() == 2
    assert page.is_hidden("[data-queue]")


def test_what_waits_is_kept_when_the_page_is_closed(page: Page, here: Organisation) -> None:
    begun(page)
    address = page.url
    page.route("**/seen/", lambda route: route.abort("internetdisconnected"))
    scan(page, "VB-3")
    page.wait_for_selector("[data-queue]:has-text('1')")
    page.goto("/hier/")
    page.unroute("**/seen/")
    page.goto(address)
    page.wait_for_selector("text=1 toestel geteld")
    with scope(here):
        assert Sighting.objects.get().tag == "VB-3"


def test_a_label_that_is_not_taken_does_not_hold_up_the_others(
    page: Page, here: Organisation
) -> None:
    begun(page)
    page.context.set_offline(True)
    scan(page, "VB-1")
    scan(page, "X" * 201)
    scan(page, "VB-2")
    page.context.set_offline(False)
    page.wait_for_selector("text=2 toestellen geteld")
    page.wait_for_selector(".badge.bad:has-text('dit is geen leesbaar etiket')")


def test_everybody_can_use_every_page_of_a_count_in_both_languages(page: Page) -> None:
    begun(page)
    scan(page, "VB-1")
    scan(page, "WEG-9")
    page.wait_for_selector("text=1 onbekend etiket")
    scanning = page.url
    count = scanning.partition("scan/")[0]
    page.goto("/hier/orders/")
    page.click("text=Typ een regel met de hand")
    page.fill("input[name=order_no]", "BB-1")
    page.fill("input[name=quantity_count]", "6")
    page.click("text=Voeg de regel toe")
    page.wait_for_url("**/one/**")
    addresses = [
        scanning, page.url, count, f"{count}place/", f"{count}?show=found", f"{count}?show=drafts",
        "/hier/counts/", "/hier/drafts/", "/hier/labels/", "/hier/orders/", "/hier/t/NIETS",
        "/hier/missing/dormant/?days=1", "/hier/missing/leavers/", "/hier/letters/",
        "/hier/drafts/2/",
    ]  # fmt: skip
    for language in ("nl", "en"):
        page.goto("/hier/")
        page.click(f".languages button[value={language}]")
        for address in addresses:
            page.goto(address)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address} {found.generate_report()}"
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{address} scrolls sideways"
