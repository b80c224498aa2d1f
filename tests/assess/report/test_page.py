"""The report is one strict file: escaped, without network or script, in two languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from time import process_time

import pytest
from tests.assess.synthetic_answer import CATALOGUE, HOSTILE, synthetic_answer

from kringspoor.assess.report.page import html_report
from kringspoor.assess.report.words import cited_sources
from kringspoor.core.words import LANGUAGES, Language

ANSWER = synthetic_answer(1000)
PAGE = html_report(ANSWER, CATALOGUE.sources, "nl")
VOID = {"meta", "input", "br"}


class Tree(HTMLParser):
    """Every element in order, and whether each was closed where it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


TREE = Tree(PAGE)


def edition(language: Language) -> str:
    found = re.search(rf'<article lang="{language}".*?</article>', PAGE, re.DOTALL)
    assert found is not None
    return found[0]


def test_every_element_is_closed() -> None:
    assert TREE.open == []


def test_no_element_loads_or_runs_anything() -> None:
    names = {name for name, _ in TREE.elements}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    for _, attributes in TREE.elements:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("src", "style")
        ]
        assert attributes.get("href", "#").startswith("#")
    assert "@import" not in PAGE
    assert not re.search(r"url\((?!#)", PAGE)


def test_the_policy_of_the_page_forbids_everything_but_its_own_style() -> None:
    (policy,) = (
        attributes["content"]
        for name, attributes in TREE.elements
        if name == "meta" and "http-equiv" in attributes
    )
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_what_a_file_says_is_shown_and_never_is_markup() -> None:
    assert "<script>alert" not in PAGE
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in PAGE
    assert HOSTILE not in PAGE


def test_ids_are_unique_and_every_link_leads_somewhere() -> None:
    ids = [attributes["id"] for _, attributes in TREE.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {attributes["href"][1:] for _, attributes in TREE.elements if "href" in attributes}
    assert links <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_edition_has_every_part(language: Language) -> None:
    said = edition(language)
    parts = ("do", "kinds", "plan", "ledger", "sources", "close", "files", "unread", "assumed")
    for part in (*parts, "method", "licences"):
        assert f'id="{language}-{part}"' in said


def test_numbers_are_written_in_the_language_of_the_edition() -> None:
    assert "€ 71.000" in edition("nl") and "€ 71,000" not in edition("nl")
    assert "€ 71,000" in edition("en") and "€ 71.000" not in edition("en")


def test_every_chart_has_a_table_twin() -> None:
    for language in LANGUAGES:
        figures = re.findall(r"<figure.*?</figure>", edition(language), re.DOTALL)
        assert len(figures) == 4
        twins = [each for each in figures if "<table" in each]
        assert len(twins) == 3  # the plan's tables stand in full beside its chart
    assert edition("nl").count('class="chart wide"') == 3


def test_every_figure_of_the_fleet_is_explained_with_formula_and_source() -> None:
    said = edition("en")
    for name in ANSWER.totals.__slots__:
        assert f'id="en-why-{name}"' in said
    assert "<code>core.footprint.yearly_kg</code>" in said
    assert "Makers&#x27; carbon sheets" in said


def test_every_cited_source_stands_with_its_licence() -> None:
    end = edition("en").split('id="en-licences"')[1]
    for slug in cited_sources(ANSWER):
        if slug in CATALOGUE.sources:
            assert CATALOGUE.sources[slug].licence in end.replace("&#x27;", "'")
    assert "Open Database License (ODbL) 1.0" in end


def test_long_lists_end_after_fifty_and_say_how_many_more() -> None:
    said = html_report(synthetic_answer(6000), CATALOGUE.sources)
    assert "En nog 450." in said
    assert said.count("<bdi>VB-") < 400


def test_the_page_opens_in_the_language_asked() -> None:
    assert PAGE.startswith('<!doctype html>\n<html lang="nl">')
    english = html_report(ANSWER, CATALOGUE.sources, "en")
    assert 'id="in-en" checked' in english
    assert '<article lang="nl" class="edition other">' in english


def test_without_files_there_is_nothing_about_files() -> None:
    said = html_report(synthetic_answer(100, has_fleet=False), CATALOGUE.sources)
    assert "nl-files" not in said
    assert 'id="nl-licences"' in said


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert html_report(ANSWER, CATALOGUE.sources, "nl") == PAGE


def test_six_thousand_devices_take_less_than_three_seconds() -> None:
    answer = synthetic_answer(6000)
    started = process_time()
    html_report(answer, CATALOGUE.sources)
    assert process_time() - started < 3
