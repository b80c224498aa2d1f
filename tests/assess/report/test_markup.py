"""Nothing out of a file becomes markup."""

from __future__ import annotations

import pytest

from kringspoor.assess.report.markup import Markup, escaped, joined, quoted, table, tag


@pytest.mark.parametrize("text", ["<script>", "a & b", '"x"', "'x'"])
def test_text_is_escaped_between_tags_and_in_attributes(text: str) -> None:
    said = tag("p", text, title=text)
    assert text not in said
    assert said.count("&") >= 2


def test_markup_is_not_escaped_twice() -> None:
    assert tag("p", tag("b", "<")) == "<p><b>&lt;</b></p>"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u2066", "\ud800", "\x85"])
def test_signs_that_no_page_may_hold_are_shown_as_unknown(sign: str) -> None:
    assert escaped(f"a{sign}b") == "a\ufffdb"
    escaped(f"a{sign}b").encode("utf-8")


def test_the_direction_of_a_foreign_text_stays_inside_it() -> None:
    assert quoted("שלום") == "<bdi>שלום</bdi>"


def test_absent_attributes_are_not_written() -> None:
    assert tag("input", checked=False, id=None, disabled=True) == "<input disabled>"


def test_children_may_come_as_a_list() -> None:
    assert joined("<", [Markup("<br>"), tag("i", "x")]) == "&lt;<br><i>x</i>"


def test_a_table_names_its_columns_and_rows() -> None:
    said = table("Per soort", ["soort", "aantal"], [["laptop", "3"]], total=["samen", "3"])
    assert '<th scope="col">soort</th>' in said
    assert '<th scope="row">laptop</th><td class="n">3</td>' in said
    assert '<tfoot><tr><th scope="row">samen</th>' in said
    assert 'role="region" aria-label="Per soort"' in said
