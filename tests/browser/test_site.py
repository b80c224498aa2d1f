"""The site in a real browser: by mouse and by keyboard, on a desk and on a phone, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.site import AT, PASSWORD, an_organisation, columns, somebody

from kringspoor.people.models import Organisation
from kringspoor.use.actions.imports import import_devices

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = [
    {"tag": f"VB-{number:03d}", "serial": f"SN{number:05d}", "make": make, "model": "Latitude 5420",
     "category": "laptop", "purchased_days": 19000 + number,
     "state": ("in_use", "returned", "in_repair")[number % 3]}
    for number, make in enumerate(["Dell", "HP", "Lenovo"] * 40)
]  # fmt: skip
PAGES = ("/hier/", "/hier/devices/", "/hier/devices/?state=returned&make=HP", "/hier/niets/")
SIZES = {"desk": (1440, 900), "phone": (390, 844)}


@pytest.fixture
def here() -> Organisation:
    """An organisation with 120 devices and somebody who manages them."""
    found = an_organisation("hier")
    import_devices(columns(*ROWS), organisation=found, actor=None, at=AT, name="a.csv", key="1")
    somebody(found)
    return found


@pytest.fixture(params=SIZES)
def page(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, here: Organisation
) -> Iterator[Page]:
    """A browser in which the asset manager signed in by hand."""
    width, height = SIZES[request.param]
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": height}
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
    assert [each for each in said if "404" not in each] == []


def test_everybody_can_use_every_page_in_both_languages(page: Page) -> None:
    addresses = [*PAGES, _first_device(page)]
    for language in ("nl", "en"):
        page.goto("/hier/")
        page.click(f".languages button[value={language}]")
        for address in addresses:
            page.goto(address)
            assert page.get_attribute("html", "lang") == language
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address} {found.generate_report()}"
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{address} scrolls sideways"


def _first_device(page: Page) -> str:
    page.goto("/hier/devices/")
    return str(page.get_attribute("tbody th a", "href"))


def test_the_keyboard_alone_finds_a_device(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("VB-007")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('VB-007')")  # a whole tag leads to its device


def test_filters_are_an_address_that_a_colleague_can_open(page: Page) -> None:
    page.goto("/hier/devices/")
    if not page.is_visible("select[name=state]"):
        page.click("details.filters summary")
    page.select_option("select[name=state]", "returned")
    page.select_option("select[name=make]", "HP")
    page.click("details.filters button")
    page.wait_for_url("**state=returned**")
    assert "make=HP" in page.url
    text = page.inner_text(".chips")
    page.goto(page.url)
    assert page.inner_text(".chips") == text
