"""The report in a real browser: switch, themes, widths, paper, and what axe says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.assess.synthetic_answer import CATALOGUE, synthetic_answer

from kringspoor.assess.report.page import html_report

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "verslag.html"
    page = html_report(synthetic_answer(2000), CATALOGUE.sources, "nl")
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The report, in a browser that fails the test on any request, message or error."""
    said: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: said.append(request.url))
    opened.goto(report.as_uri())
    yield opened
    opened.close()
    assert said == [report.as_uri()]


def headline(page: Page) -> str:
    return page.locator("h1:visible").inner_text()


def test_the_language_switches_without_a_script(page: Page) -> None:
    assert "toestellen" in headline(page)
    page.get_by_label("English").check()
    assert "devices" in headline(page)
    assert page.locator("article:visible").count() == 1
    page.get_by_label("Nederlands").check()
    assert "toestellen" in headline(page)


def test_the_switch_works_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert "devices" in headline(page)


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_sticks_out_sideways(page: Page, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.locator(f"#in-{language}").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(page: Page, scheme: Scheme, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.locator(f"#in-{language}").check()
    for closed in page.locator("article:visible details:not([open]) > summary").all()[:25]:
        closed.click()
    found = Axe().run(page).response["violations"]
    assert [(each["id"], len(each["nodes"])) for each in found] == []


def test_a_phone_gets_its_own_pictures(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.locator("svg.loop.wide:visible").count() == 0
    assert page.locator("svg.loop.narrow:visible").count() == 1
    assert page.locator("svg.chart.narrow:visible").count() == 3
    assert page.locator(".keys:visible").count() == 1


def test_the_mark_beside_a_number_opens_its_explanation(page: Page) -> None:
    target = page.locator("#nl-why-yearly")
    assert not target.is_visible()
    page.locator('article:visible a[href="#nl-why-yearly"]').click()
    target.wait_for(state="visible")
    assert "core.footprint.yearly_kg" in target.inner_text()


def test_charts_follow_the_theme(page: Page) -> None:
    def colour() -> str:
        text = page.locator("svg.chart.wide:visible text").first
        return str(text.evaluate("each => getComputedStyle(each).fill"))

    page.emulate_media(color_scheme="light")
    light = colour()
    page.emulate_media(color_scheme="dark")
    assert colour() != light


def test_paper_shows_what_is_folded_on_screen_in_one_language(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("fieldset").is_hidden()
    assert page.locator("article:visible").count() == 1
    reasons = page.locator("article:visible .reasons").first
    assert reasons.evaluate("each => each.getBoundingClientRect().height") > 0
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000
