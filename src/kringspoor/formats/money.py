"""Prices to whole cents and a currency, whatever the country of the spreadsheet."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kringspoor.formats.fillers import is_filler
from kringspoor.formats.grid import GridCell
from kringspoor.formats.headers import fold
from kringspoor.formats.numerals import Numeral, Sign, column_sign, decimal_sign, numeral, value_of

MAX_CENTS = 10**12  # ten thousand million euro: no device costs that

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "R$": "BRL", "US$": "USD", "zł": "PLN", "¥": "JPY"}
_CODES = {
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "usd": "USD", "gbp": "GBP", "chf": "CHF",
    "czk": "CZK", "kc": "CZK", "brl": "BRL", "reais": "BRL", "pln": "PLN", "huf": "HUF",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "ron": "RON", "bob": "BOB", "kes": "KES",
    "ksh": "KES", "cad": "CAD", "aud": "AUD", "frs": "CHF", "fr": "CHF", "bs": "BOB",
}  # fmt: skip
_AROUND = frozenset({"", "excl", "incl", "exclbtw", "inclbtw", "ht", "ttc", "netto", "brutto"})
_PLAIN_COMMA = re.compile(r"(€ ?)?([0-9]{1,3}(?:\.[0-9]{3}){1,2}|[0-9]{1,9}),([0-9]{2})").fullmatch
_PLAIN_POINT = re.compile(r"(€ ?)?([0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})\.([0-9]{2})").fullmatch


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in whole cents and its currency, when the text or the header names one."""

    amount_cents: int
    currency: str | None


@dataclass(frozen=True, slots=True)
class Prices:
    """A column of prices: each distinct cell to its price, what cannot be one, what was assumed."""

    of: dict[GridCell, Price | None]
    wrong: dict[GridCell, str]  # cell -> code of the problem
    assumed: tuple[GridCell, ...]  # read with a thousands sign because nothing else decided


def currency_of(text: str) -> str | None:
    """The currency a sign or word names.

    >>> currency_of("Kč"), currency_of("€"), currency_of("excl. btw"), currency_of("EUR excl.")
    ('CZK', 'EUR', None, 'EUR')
    """
    sign = text.strip()
    if sign in _SIGNS:
        return _SIGNS[sign]
    for word in sign.split():
        known = _SIGNS.get(word) or _CODES.get(fold(word))
        if known:
            return known
    return None


def read_prices(cells: Iterable[GridCell], header_currency: str | None = None) -> Prices:
    """Every distinct cell of a price column.

    Units: text -> cents.

    >>> read_prices(["€ 1.234,50", "520,74"]).of["€ 1.234,50"]
    Price(amount_cents=123450, currency='EUR')
    """
    texts: dict[GridCell, Numeral] = {}
    of: dict[GridCell, Price | None] = {}
    wrong: dict[GridCell, str] = {}
    distinct = set(cells)
    plain = {cell: found for cell in distinct if (found := _plain(cell, header_currency))}
    of |= {cell: price for cell, (price, _) in plain.items()}
    for cell in distinct - plain.keys():
        if not isinstance(cell, str):
            of[cell] = _price(cell, header_currency, wrong)
        elif is_filler(cell):
            of[cell] = None
        elif amount := _amount(cell):
            texts[cell] = amount
        else:
            of[cell], wrong[cell] = None, "not-a-price"
    shown = (sign for _, sign in plain.values())
    sign = column_sign((each.digits for each in texts.values()), shown)
    for cell, amount in texts.items():
        value = value_of(amount.digits, sign, has_thousands=True)
        currency = currency_of(amount.before) or currency_of(amount.after) or header_currency
        of[cell] = _price(value, currency, wrong, cell)
    assumed = () if sign else tuple(sorted(str(c) for c, n in texts.items() if _is_ambiguous(n)))
    return Prices(of, wrong, assumed)


def _plain(cell: GridCell, header_currency: str | None) -> tuple[Price, Sign] | None:
    """The way most amounts are written, which needs no evidence: ``€ 1.234,50``, ``1,234.50``."""
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    found = _PLAIN_COMMA(text)
    if found:
        cents = int(found[2].replace(".", "") + found[3])
        return Price(cents, "EUR" if found[1] else header_currency), ","
    found = _PLAIN_POINT(text)
    if found:
        cents = int(found[2].replace(",", "") + found[3])
        return Price(cents, "EUR" if found[1] else header_currency), "."
    return None


def _is_ambiguous(found: Numeral) -> bool:
    has_sign = "," in found.digits or "." in found.digits
    return has_sign and decimal_sign(found.digits) is None


def _amount(text: str) -> Numeral | None:
    found = numeral(text)
    if found is None or "(" in found.before:  # (123) is how accountants write a credit
        return None
    for around in (found.before, found.after):
        is_known = currency_of(around) is not None or fold(around) in _AROUND
        if not is_known:
            return None
    return found


def _price(
    value: Decimal | float | None,
    currency: str | None,
    wrong: dict[GridCell, str],
    cell: GridCell | None = None,
) -> Price | None:
    named = cell if cell is not None or isinstance(value, Decimal) or value is None else value
    if value is None or not math.isfinite(value):
        wrong[named if named is not None else ""] = "not-a-price"
        return None
    cents = int((Decimal(str(value)) * 100).to_integral_value(ROUND_HALF_UP))
    if not 0 <= cents <= MAX_CENTS:
        wrong[named if named is not None else ""] = "price-range"
        return None
    return Price(cents, currency)
