"""Prices to whole cents and a currency, whatever the country of the spreadsheet."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
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
_PLAIN: dict[Sign, Callable[[str], list[str]]] = {
    ",": re.compile(r"\0((?:€ ?)?(?:\d{1,3}(?:\.\d{3}){1,2}|\d{1,9}),\d\d)(?=\0)", re.A).findall,
    ".": re.compile(r"\0((?:€ ?)?(?:\d{1,3}(?:,\d{3}){1,2}|\d{1,9})\.\d\d)(?=\0)", re.A).findall,
}


@dataclass(slots=True)
class Prices:
    """A column of prices: each distinct cell to its whole cents and its currency.

    ``wrong`` names the problem of a cell that is no price; ``assumed`` are the cells that were
    read with a thousands sign because nothing else decided.
    """

    cents: dict[GridCell, int | None] = field(default_factory=dict)
    currency: dict[GridCell, str | None] = field(default_factory=dict)
    wrong: dict[GridCell, str] = field(default_factory=dict)
    assumed: tuple[GridCell, ...] = ()

    def put(self, cell: GridCell, value: Decimal | float | None, currency: str | None) -> None:
        """Keep an amount, or why it cannot be a price."""
        self.cents[cell] = self.currency[cell] = None
        if value is None or not math.isfinite(value):
            self.wrong[cell] = "not-a-price"
            return
        cents = int((Decimal(str(value)) * 100).to_integral_value(ROUND_HALF_UP))
        if 0 <= cents <= MAX_CENTS:
            self.cents[cell], self.currency[cell] = cents, currency
        else:
            self.wrong[cell] = "price-range"


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

    >>> read_prices(["€ 1.234,50", "520,74"]).cents["€ 1.234,50"]
    123450
    """
    prices = Prices()
    distinct = set(cells)
    shown = _put_plain(prices, distinct, header_currency)
    texts: dict[GridCell, Numeral] = {}
    for cell in distinct - prices.cents.keys():
        if not isinstance(cell, str):
            prices.put(cell, cell, header_currency)
        elif is_filler(cell):
            prices.cents[cell] = prices.currency[cell] = None
        elif amount := _amount(cell):
            texts[cell] = amount
        else:
            prices.put(cell, None, None)
    sign = column_sign((each.digits for each in texts.values()), shown)
    for cell, amount in texts.items():
        value = value_of(amount.digits, sign, has_thousands=True)
        currency = currency_of(amount.before) or currency_of(amount.after) or header_currency
        prices.put(cell, value, currency)
    if sign is None:
        assumed = [str(cell) for cell, found in texts.items() if _is_ambiguous(found)]
        prices.assumed = tuple(sorted(assumed))
    return prices


def _put_plain(
    prices: Prices, distinct: Iterable[GridCell], header_currency: str | None
) -> list[Sign]:
    """The way most amounts are written, which needs no evidence: ``€ 1.234,50``, ``1,234.50``.

    Returns the decimal signs they show.
    """
    shown: list[Sign] = []
    texts = [cell for cell in distinct if isinstance(cell, str)]
    for sign in _PLAIN:
        found, cents = _plain(texts, sign)
        prices.cents.update(zip(found, cents, strict=True))
        prices.currency.update(zip(found, _currencies(found, header_currency), strict=True))
        shown += [sign] * len(found)
    return shown


def plain_prices(
    cells: Sequence[GridCell], header_currency: str | None
) -> tuple[list[int | None], list[str | None]] | None:
    """Cents and currencies of a column in which every price is written in one plain way.

    ``None`` when some cell needs a closer look. Units: text -> cents.

    >>> plain_prices(["€ 1.234,50", "", "20,00"], None)
    ([123450, None, 2000], ['EUR', None, None])
    """
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    blank_count = cells.count("")
    for sign in _PLAIN if len(texts) + blank_count == len(cells) else ():
        found, cents = _plain(texts, sign)
        if len(found) == len(texts):
            currencies = _currencies(found, header_currency)
            if not blank_count:
                return [*cents], currencies
            left = zip(cents, currencies, strict=True)
            both = [(None, None) if cell == "" else next(left) for cell in cells]
            return [each for each, _ in both], [each for _, each in both]
    return None


def _plain(texts: Sequence[str], sign: Sign) -> tuple[list[str], list[int]]:
    """The amounts that are plainly written with this decimal sign, and their cents."""
    found = _PLAIN[sign]("\0".join(["", *texts, ""]))
    digits = "\0".join(found).replace(".", "").replace(",", "")
    whole = digits.replace("€", "").replace(" ", "")
    return found, list(map(int, whole.split("\0"))) if found else []


def _currencies(amounts: list[str], header_currency: str | None) -> list[str | None]:
    return ["EUR" if each[0] == "€" else header_currency for each in amounts]


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
