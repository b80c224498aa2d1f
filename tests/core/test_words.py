"""Sentences in two languages, and numbers as a Fleming reads them."""

from __future__ import annotations

import pytest

from kringspoor.core.words import Language, Text, euros, number


@pytest.mark.parametrize(
    ("value", "language", "decimals", "said"),
    [
        (1234567.891, "nl", 2, "1.234.567,89"),
        (1234567.891, "en", 2, "1,234,567.89"),
        (-1500.0, "nl", 0, "\N{MINUS SIGN}1.500"),
        (0.0, "nl", 1, "0,0"),
        (None, "nl", 1, "?"),
    ],
)
def test_a_number_is_written_as_the_reader_writes_it(
    value: float | None, language: Language, decimals: int, said: str
) -> None:
    assert number(value, language, decimals) == said


def test_the_euro_sign_stands_in_front_in_both_languages() -> None:
    assert (euros(1000, "nl"), euros(1000, "en")) == ("€ 1.000", "€ 1,000")


def test_both_sentences_are_filled_with_the_same_values() -> None:
    said = Text(nl="{count} rijen", en="{count} rows").filled(count=3)
    assert (said.spoken("nl"), said.spoken("en")) == ("3 rijen", "3 rows")
