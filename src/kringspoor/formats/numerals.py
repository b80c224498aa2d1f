"""Numbers as people write them: 1.234,50 and 1,234.50 and 23 558.50, decided per column.

One sign alone (``1.234``) says nothing by itself. The other cells of the column decide; where they
do not, three digits after the sign make it a thousands sign in a column of money and a decimal
sign elsewhere, and the reader says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Sign = Literal[",", "."]

_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?:\D|$))")
_NUMERAL = re.compile(r"-?[0-9][0-9.,]*|-?[.,][0-9]+")
_GROUPS = {sign: re.compile(rf"-?[0-9]{{1,3}}(?:\{sign}[0-9]{{3}})+") for sign in ",."}
MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number cut out of its text, with what stands around it; its signs not yet read."""

    digits: str
    before: str
    after: str


def numeral(text: str) -> Numeral | None:
    """The only number in a text, thousands spaces closed up; unknown when there is none or more.

    >>> numeral("23 558.50 Kč")
    Numeral(digits='23558.50', before='', after='Kč')
    """
    closed = _SPACES.sub("", text.strip()).replace("−", "-")
    found = _NUMERAL.search(closed)
    if found is None or len(found[0]) > MAX_DIGITS + 4:
        return None
    before, after = closed[: found.start()].strip(), closed[found.end() :].strip()
    if any(char.isdigit() for char in before + after):
        return None
    digits = found[0]
    if after.startswith(("-", "–", "—")):  # 1.234,- is how whole amounts are written
        after = after.lstrip("-–—").strip()
    return Numeral(digits.rstrip(".,"), before, after)


def decimal_sign(digits: str) -> Sign | None:
    """Which sign this number itself shows to be the decimal one; ``None`` when it does not say.

    >>> decimal_sign("1.234,50"), decimal_sign("520,74"), decimal_sign("1.234")
    (',', ',', None)
    >>> decimal_sign("1.234.567")
    ','
    """
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma < 0 and point < 0:
        return None
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    sign: Sign = "," if comma >= 0 else "."
    other: Sign = "." if sign == "," else ","
    if digits.count(sign) > 1:
        return other
    whole, _, fraction = digits.lstrip("-").partition(sign)
    is_grouped = len(fraction) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    return None if is_grouped else sign


def column_sign(all_digits: Iterable[str], shown: Iterable[Sign] = ()) -> Sign | None:
    """The decimal sign of a column: what most of the telling numbers show.

    ``shown`` are signs that were already recognised.
    """
    votes = [*shown, *(decimal_sign(each) for each in all_digits)]
    commas, points = votes.count(","), votes.count(".")
    if commas == points:
        return None
    return "," if commas > points else "."


def value_of(digits: str, sign: Sign | None, has_thousands: bool) -> Decimal | None:
    """The number under the decimal sign of its column; ``None`` when it cannot be a number.

    ``has_thousands`` says what a lone ambiguous sign is when the column does not tell.

    >>> value_of("1.234", ",", True), value_of("1.234", None, True), value_of("1.234", None, False)
    (Decimal('1234'), Decimal('1234'), Decimal('1.234'))
    """
    own = decimal_sign(digits)
    if own is not None:
        sign = own
    elif sign is None:
        shown: Sign = "," if "," in digits else "."
        other: Sign = "." if shown == "," else ","
        sign = other if has_thousands else shown
    whole, _, fraction = digits.partition(sign)
    grouping = "." if sign == "," else ","
    if grouping in fraction or (grouping in whole and not _GROUPS[grouping].fullmatch(whole)):
        return None
    plain = whole.replace(grouping, "") or "0"
    if not re.fullmatch(r"-?[0-9]*", plain) or not re.fullmatch(r"[0-9]*", fraction):
        return None
    plain = "-0" if plain == "-" else plain
    return Decimal(f"{plain}.{fraction}" if fraction else plain)
