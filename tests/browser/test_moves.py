"""A step of many devices with the keyboard alone, from the list to the record; axe on each page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.test_every_page import Walk
from tests.inhabited import SLUG, here

from kringspoor.people.models import Organisation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ("here",)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, label: str) -> None:
    """Press a button that has the focus, as somebody without a mouse does."""
    button = page.get_by_role("button", name=label).first
    button.focus()
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_many_devices_take_a_step_without_a_mouse(
    browser: Browser, live_server: Any, here: Organisation
) -> None:
    walk = Walk(browser, live_server.url, "nl")
    walk.sign_in("admin")
    page = walk.page
    page.goto(f"/{SLUG}/devices/?state=in_stock")
    page.locator("tbody input[type=checkbox]").first.focus()
    page.keyboard.press("Space")
    press(page, "Stap zetten")
    walk._examine("choose")
    press(page, "Als verloren of gestolen melden")
    walk._examine("say")
    press(page, "Kijk welke kunnen")
    walk._examine("refused")
    assert "Welke niet kunnen, en waarom" in page.inner_text("main")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.goto(f"/{SLUG}/people/organisation/")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert walk.wrong == []
