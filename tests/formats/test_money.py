"""Amounts of money: every way they were seen written, decided per column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kringspoor.formats.grid import GridCell
from kringspoor.formats.money import read_prices


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [
        ("23 558.50", 2355850, None),
        ("23\u00a0558.50", 2355850, None),
        ("23\u202f558,50 €", 2355850, "EUR"),
        ("76217 Kč", 7621700, "CZK"),
        ("1.234,50", 123450, None),
        ("1,234.50", 123450, None),
        ("€ 1.234,50", 123450, "EUR"),
        ("EUR 1234.5", 123450, "EUR"),
        ("520,74", 52074, None),
        ("R$ 3.500,00", 350000, "BRL"),
        ("1'234.50 CHF", 123450, "CHF"),
        ("1.234,-", 123400, None),
        ("€ 950", 95000, "EUR"),
        ("0,995", 100, None),
        ("1.234.567", 123456700, None),
        (1234.5, 123450, None),
        (950, 95000, None),
    ],
)
def test_an_amount_reads_as_whole_cents(text: GridCell, cents: int, currency: str | None) -> None:
    prices = read_prices([text])
    assert (prices.cents[text], prices.currency[text]) == (cents, currency)


@pytest.mark.parametrize("text", ["schenking", "12 of 15", "1.2.3", "(120,50)", "12 stuks"])
def test_words_are_no_amount(text: str) -> None:
    prices = read_prices([text])
    assert prices.cents[text] is None
    assert prices.wrong == {text: "not-a-price"}


def test_a_negative_amount_is_no_purchase_price() -> None:
    assert read_prices(["€ -12,00"]).wrong == {"€ -12,00": "price-range"}


@pytest.mark.parametrize("text", ["", "-", "n.v.t.", "onbekend"])
def test_a_filler_is_an_unknown_price_and_no_problem(text: str) -> None:
    prices = read_prices([text])
    assert (prices.cents[text], prices.wrong) == (None, {})


def test_a_lone_sign_before_three_digits_follows_the_rest_of_the_column() -> None:
    with_commas = read_prices(["1.234", "99,50"])
    with_points = read_prices(["1.234", "99.50"])
    assert with_commas.cents["1.234"] == 123400
    assert with_points.cents["1.234"] == 123
    assert with_commas.assumed == with_points.assumed == ()


def test_where_the_column_does_not_tell_it_is_thousands_and_the_reader_says_so() -> None:
    prices = read_prices(["1.234", "950"])
    assert prices.cents["1.234"] == 123400
    assert prices.assumed == ("1.234",)


def test_the_header_names_the_currency_where_the_cell_does_not() -> None:
    prices = read_prices(["12,50", "$ 12.50"], "EUR")
    assert (prices.cents["12,50"], prices.currency["12,50"]) == (1250, "EUR")
    assert (prices.cents["$ 12.50"], prices.currency["$ 12.50"]) == (1250, "USD")


@given(st.integers(0, 10**9))
def test_belgian_and_english_amounts_come_back_as_the_same_cents(cents: int) -> None:
    english = f"{cents / 100:,.2f}"
    belgian = english.translate(str.maketrans(",.", ".,"))
    french = belgian.replace(".", "\u202f")
    for text in (english, belgian, french, f"€ {belgian}"):
        assert read_prices([text]).cents[text] == cents
