"""Every page of the site, of an organisation in which everything happened: valid, and in Dutch."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped, unused-ignore]
import pytest
from django.test import Client
from tests.inhabited import OUTSIDE, ROLES, SAID_OTHERWISE, SLUG, addresses, here
from tests.markup import faults

from kringspoor.people.models import Organisation, User

__all__ = ("here",)
pytestmark = pytest.mark.django_db
# what reads the same in both languages: numbers and signs, codes, sources, keys of a keyboard ...
SAME = re.compile(
    r"""(
        [\W\d_]* | [a-zA-Z?/] | v\d+                         # numbers, dates, signs, letters
      | [\W\d]*(kg|kg\ CO₂e|ton\ CO₂e|GB|bytes)[\W\d]*      # amounts
      | .*[@/;].* | boavizta-pcf.* | \w+(-\w+)+              # addresses, sources
      | [A-Z]{1,4}-?[\w./-]*\d[\w./-]* | L-\w+             # tags, serials, orders
      | \w+\.(csv|log|json)                                # files
    )""",
    re.X,
)
# ... and names and words, one a line
ALIKE = frozenset(Path(__file__).with_name("alike.txt").read_text(encoding="utf-8").splitlines())


def is_same(words: str) -> bool:
    """Whether words may read the same in Dutch and in English."""
    if words in ALIKE or words.startswith("Kringspoor checkpoint 1"):
        return True
    words = re.sub(r"^[a-z0-9-]+; .*", "", words)  # a source, and where in it
    parts = re.split(r" · |: | → |, | \(| \d+\b|^\d+\. ", words.strip("· "))
    return all(
        SAME.fullmatch(each) or each in ALIKE for each in (each.strip(" :()…-") for each in parts)
    )


@pytest.fixture
def browsers(here: Organisation) -> list[Client]:
    """A browser of each role, who may see more and more."""
    made = [Client() for _ in ROLES]
    for browser, role in zip(made, ROLES, strict=True):
        browser.force_login(User.objects.get(email=f"{role}@{SLUG}.example"))
    return made


def asked(browsers: list[Client], address: str, language: str) -> tuple[int, str]:
    """The page as the first who may see it sees it."""
    for browser in browsers:
        browser.cookies["language"] = language
        answer = browser.get(address, follow=True)
        if answer.status_code != 403:
            break
    return answer.status_code, answer.content.decode()


def words(page: str) -> set[str]:
    """The words of a page, piece by piece, as a person reads and hears them."""
    found: set[str] = set()

    def read(element: Element) -> None:
        if element.tag in ("script", "code", "kbd") or element.get("lang") in ("nl", "en"):
            return
        for name in ("aria-label", "placeholder", "title", "alt"):
            found.add(" ".join(element.get(name, "").split()))
        found.add(" ".join((element.text or "").split()))
        for each in element:
            if isinstance(each.tag, str):
                read(each)
            found.add(" ".join((each.tail or "").split()))

    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for each in tree.iter("body"):
        read(each)
    return {each for each in found if not is_same(each)}


def test_every_page_answers_and_its_html_is_valid(
    here: Organisation, browsers: list[Client]
) -> None:
    wrong = []
    for address in [*addresses(here), *OUTSIDE]:
        status, page = asked(browsers, address, "nl")
        if status != SAID_OTHERWISE.get(address, 200):
            wrong.append((address, f"answers {status}"))
        wrong += [(address, each) for each in faults(page)]
    assert not wrong, "\n".join(map(str, wrong))


def test_no_page_says_in_dutch_what_it_says_in_english(
    here: Organisation, browsers: list[Client]
) -> None:
    same: dict[str, str] = {}
    for address in [*addresses(here), *OUTSIDE]:
        dutch, english = (words(asked(browsers, address, each)[1]) for each in ("nl", "en"))
        for each in dutch & english:
            same.setdefault(each, address)
    assert not same, "\n".join(map(str, same.items()))
