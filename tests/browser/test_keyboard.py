"""With the keyboard alone: each thing a person does every day, and focus that is never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.inhabited import NOW, REGISTER, SLUG, here
from tests.site import PASSWORD

from kringspoor.people.models import Organisation, Site
from kringspoor.people.tenancy import scope
from kringspoor.use import tasks
from kringspoor.use.models import Device, Pool, StockTake

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ("here",)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TABS = 120
# the words of what has focus, and whether a person sees that it has
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const look = getComputedStyle(at), label = at.labels?.[0]?.innerText ?? "";
  const box = at.getBoundingClientRect();
  return {
    words: [at.innerText, at.ariaLabel, at.value, label].filter(Boolean).join(" "), name: at.name,
    seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0 && box.width > 0,
    inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""


class Hands:
    """Somebody who has no mouse. Every press of Tab checks that one sees where one is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, address: str) -> None:
        """Type an address in the browser."""
        self.page.goto(f"/{SLUG}/{address}")

    def to(self, words: str = "", name: str = "") -> None:
        """Press Tab until something with these words, or a field of that name, has focus."""
        for _ in range(MOST_TABS):
            self.press("Tab")
            at = self.page.evaluate(FOCUS)
            if at is None:
                continue  # past the last: the browser itself
            assert at["seen"], f"{self.page.url}: no focus to be seen on {at}"
            assert at["inside"], f"{self.page.url}: focus out of sight on {at}"
            if (name and at["name"] == name) or (words and re.search(words, at["words"])):
                return
        raise AssertionError(f"{self.page.url}: Tab never comes to {words or name}")

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type into what has focus."""
        self.page.keyboard.type(text)

    def enter(self, arrives: str) -> None:
        """Press Enter, and come to another page."""
        with self.page.expect_navigation():
            self.press("Enter")
        assert re.search(arrives, self.page.url), self.page.locator("main").inner_text()

    @property
    def heading(self) -> str:
        """What the page is about."""
        return self.page.locator("h1").inner_text()


@pytest.fixture
def hands(browser: Browser, live_server: Any, here: Organisation) -> Iterator[Hands]:
    """Somebody who signed in with the keyboard."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    found = Hands(context.new_page())
    found.page.set_default_timeout(15_000)
    found.page.goto("/")
    found.to(name="login")
    found.type(f"admin@{SLUG}.example")
    found.to(name="password")
    found.type(PASSWORD)
    found.enter(f"/{SLUG}/$")
    yield found
    context.close()


def number_of(here: Organisation, tag: str) -> int:
    """The number of a device."""
    with scope(here):
        return int(Device.objects.get(tag=tag).pk)


def state_of(here: Organisation, tag: str) -> str:
    """The state of a device."""
    with scope(here):
        return Device.objects.get(tag=tag).state


def test_a_device_is_searched_and_the_first_tab_leads_to_the_content(hands: Hands) -> None:
    hands.press("Tab")
    assert hands.page.evaluate(FOCUS)["words"] == "Naar de inhoud"
    hands.press("Enter", "/")
    hands.type("VB-003")
    hands.enter(r"/devices/\d+/$")
    assert hands.heading == "VB-003"


def test_rows_of_a_list_are_walked_chosen_and_opened(hands: Hands) -> None:
    hands.go("devices/?q=VB-00")
    hands.press("j", "j", "x", "k", "x")
    assert hands.page.locator("[data-rows] .pick :checked").count() == 2
    assert hands.page.locator("[data-chosen]").first.inner_text() == "2"
    hands.press("j")
    hands.press("o")
    hands.page.wait_for_url(re.compile(r"/devices/\d+/$"))
    assert hands.heading.startswith("VB-00")


def test_a_device_comes_back_and_is_screened(hands: Hands, here: Organisation) -> None:
    hands.go(f"devices/{number_of(here, 'VB-008')}/")
    hands.to("^Terugnemen")
    hands.enter(r"/step/returned/")
    hands.to(name="reason")
    hands.type("nieuwe collega")
    hands.to("^Terugnemen")
    hands.enter(r"/devices/\d+/$")
    assert state_of(here, "VB-008") == "returned"
    hands.to("^Screenen")
    hands.enter(r"/screen/")
    hands.to(name="grade")
    hands.press("Space", "ArrowDown")
    hands.to("^Screening vastleggen")
    hands.enter(r"/devices/\d+/$")
    assert state_of(here, "VB-008") == "screened"


def test_a_device_is_lent_from_a_pool(hands: Hands, here: Organisation) -> None:
    with scope(here):
        pool = Pool.objects.get(kind="loan").pk
    hands.go(f"pools/{pool}/")
    hands.to("^Uitlenen")
    hands.enter(r"/lend/\d+/")
    hands.to(name="holder")
    hands.type("mw-7")
    hands.to(name="context")
    hands.type("intern")
    hands.to("uitlenen")
    hands.enter(r"/pools/\d+/$")
    assert state_of(here, "L-pool") == "on_loan"


def test_labels_are_counted(hands: Hands, here: Organisation) -> None:
    with scope(here):
        count, site = StockTake.objects.get().pk, Site.objects.get(name="Stadhuis").pk
    hands.go(f"counts/{count}/scan/?site={site}&place=lokaal+2")
    hands.to(name="scanned")
    hands.type("VB-004")
    hands.press("Enter")
    hands.page.get_by_text("2 toestellen geteld").first.wait_for()
    assert hands.page.evaluate(FOCUS)["name"] == "scanned"


def test_a_list_is_taken_in_and_undone(hands: Hands, here: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "nog-een.csv"
    file.write_text(REGISTER.replace("VB-1", "VB-901"), encoding="utf-8")
    hands.go("imports/")
    hands.to(name="file")
    with hands.page.expect_file_chooser() as chooser:
        hands.press("Space")
    chooser.value.set_files(file)  # the dialog is of the computer, not of the page
    hands.to("^Lees de lijst")
    hands.enter(r"/imports/\d+/")
    for words in ("^Neem op", "^Alles ongedaan|^Maak alles"):
        while tasks.work_once(NOW):
            pass
        hands.page.reload()
        hands.to(words)
        hands.enter(r"/imports/\d+/")
    hands.page.get_by_text("Dit is teruggedraaid").wait_for()
