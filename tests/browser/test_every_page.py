"""Every page in a real browser: for everybody, in both languages, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.inhabited import OUTSIDE, SAID_OTHERWISE, SLUG, addresses, here
from tests.site import PASSWORD

from kringspoor.people.models import Organisation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, ViewportSize

__all__ = ("here",)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
DARK_STEP = 8  # one in so many pages is looked at in the dark as well


class Walk:
    """A browser that notes what it meets, wherever it goes."""

    def __init__(self, browser: Browser, site: str, language: str) -> None:
        self.wrong: list[tuple[str, str]] = []
        still: Literal["reduce"] = "reduce"  # a colour that changes slowly is no colour to measure
        self.context = browser.new_context(base_url=site, viewport=DESK, reduced_motion=still)
        self.context.add_cookies([{"name": "language", "value": language, "url": site}])
        self.language, self.page = language, self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.axe = Axe()

    def _heard(self, message: ConsoleMessage) -> None:
        is_answer = "Failed to load resource" in message.text  # its status is looked at
        if message.type in ("error", "warning") and not is_answer:
            self._note(message.text)

    def _note(self, what: str) -> None:
        self.wrong.append((self.page.url.partition(f"/{SLUG}")[2] or self.page.url, what))

    def sign_in(self, role: str) -> None:
        """Sign in by hand."""
        self.page.goto("/accounts/login/")
        self.page.fill("input[name=login]", f"{role}@{SLUG}.example")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"**/{SLUG}/")

    def look(self, address: str, number: int = 0) -> None:
        """One page, on a desk and on a phone.

        Axe looks on a desk at every other page, and at the rest on a phone; in the other language
        it is the other way around.
        """
        answer = self.page.goto(address)
        assert answer is not None
        if answer.status != SAID_OTHERWISE.get(address, 200):
            self._note(f"answers {answer.status}")
        if self.page.get_attribute("html", "lang") != self.language:
            self._note("is in another language")
        is_desk = number % 2 == (self.language == "nl")
        for where, size in (("on a desk", DESK), ("on a phone", PHONE))[:: 1 if is_desk else -1]:
            self.page.set_viewport_size(size)
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                self._note(f"{where}: scrolls {wide} px sideways")
        self._examine("on a phone" if is_desk else "on a desk")
        if number % DARK_STEP == 0:
            self.page.emulate_media(color_scheme="dark")
            self._examine("in the dark")
            self.page.emulate_media(color_scheme="light")

    def _examine(self, where: str) -> None:
        for each in self.axe.run(self.page, options=RULES).response["violations"]:
            self._note(f"{where}: {each['id']} {each['nodes'][0]['html'][:120]}")


@pytest.fixture(params=["nl", "en"])
def walk(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, here: Organisation
) -> Iterator[Walk]:
    """A walk in one language, by the administrator, who may see everything."""
    begun = Walk(browser, live_server.url, request.param)
    yield begun
    begun.context.close()


def test_everybody_can_use_every_page(walk: Walk, here: Organisation) -> None:
    walk.look("/accounts/login/")
    walk.look("/accounts/password/reset/")
    walk.look("/accessibility/")
    walk.sign_in("admin")
    for number, address in enumerate([*addresses(here), *OUTSIDE]):
        walk.look(address, number)
    assert not walk.wrong, "\n".join(f"{where}: {what}" for where, what in walk.wrong)
