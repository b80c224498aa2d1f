"""Numbers out of their texts, and the decimal sign of a column."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kringspoor.formats.numerals import Sign, column_sign, decimal_sign, numeral, value_of


@pytest.mark.parametrize(
    ("digits", "sign"),
    [
        ("1.234,50", ","), ("1,234.50", "."), ("520,74", ","), ("520.7", "."), ("0.500", "."),
        ("1.234.567", ","), ("1,234,567", "."), ("1.234", None), ("12", None), ("1234.567", "."),
        ("1,2345", ","),
    ],
)  # fmt: skip
def test_a_number_shows_its_own_decimal_sign_or_not(digits: str, sign: Sign | None) -> None:
    assert decimal_sign(digits) == sign


def test_the_column_follows_what_most_numbers_show() -> None:
    assert column_sign(["1.234", "5,50", "6,50", "7.5"]) == ","
    assert column_sign(["1.234", "5,50", "7.5"]) is None
    assert column_sign([], [".", "."]) == "."


@pytest.mark.parametrize("digits", ["1.23.4", "1,2,3", "12.34,5.6", "1.2345.678"])
def test_signs_in_impossible_places_make_no_number(digits: str) -> None:
    assert value_of(digits, ",", has_thousands=True) is None


@pytest.mark.parametrize("text", ["", "abc", "12 of 15", "9" * 60, "3 x 4"])
def test_no_number_or_more_than_one_is_unknown(text: str) -> None:
    assert numeral(text) is None


@given(st.integers(0, 10**12))
def test_grouped_numbers_come_back_whatever_the_grouping(value: int) -> None:
    for sign in ("\u00a0", "\u202f", " ", "'"):
        found = numeral(f"{value:,}".replace(",", sign))
        assert found is not None
        assert value_of(found.digits, None, has_thousands=True) == Decimal(value)
