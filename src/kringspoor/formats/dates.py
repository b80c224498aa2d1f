"""Dates as registers hold them: many orders, years alone, months in words, Excel serials.

Whether ``4/5/2021`` is the 4th of May or the 5th of April is decided per column from evidence
(another date of the column that can only be read one way), else asked. Nothing is guessed.
Two-digit years: 80..99 are 19xx, 00..79 are 20xx. A year alone stands for 1 July of that year, a
month alone for its 15th, and the precision says so.
"""

from __future__ import annotations

import datetime
import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from kringspoor.formats.fillers import is_filler
from kringspoor.formats.grid import GridCell
from kringspoor.formats.headers import fold

EPOCH_ORDINAL = datetime.date(1970, 1, 1).toordinal()
EXCEL_EPOCH_DAYS = -25569  # serial 0 of a spreadsheet, in days since 1970-01-01
FIRST_YEAR, LAST_YEAR = 1980, 2099
PIVOT_YEAR = 80  # two-digit years from here on are 19xx

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Day:
    """One date: days since 1970-01-01 and how precise the text was."""

    days: int
    precision: Precision = "day"


@dataclass(frozen=True, slots=True)
class Either:
    """A date whose day and month cannot be told apart by itself, in the order as written."""

    first_no: int
    second_no: int
    year: int

    def read(self, day_first: bool) -> Day:
        """The date under one of the two orders."""
        day, month = (
            (self.first_no, self.second_no)
            if day_first
            else (
                self.second_no,
                self.first_no,
            )
        )
        return _day(self.year, month, day)

    def year_only(self) -> Day:
        """What is certain: the year."""
        return _year(self.year)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A text in a date column that is no date; ``code`` names the problem."""

    code: Literal["not-a-date", "date-range"]


@dataclass(frozen=True, slots=True)
class Ordered:
    """A date with slashes of which one number is above 12: evidence for the whole column."""

    day: Day
    day_first: bool


Read = Day | Either | Ordered | Wrong | None
_WRONG = Wrong("not-a-date")
_RANGE = Wrong("date-range")

_TIME = re.compile(
    r"[T ,]+\d{1,2}[:.hH]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*"
    r"(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_FOUR_DIGITS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2((?:19[89]|20\d)\d)", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\.?")
_ISO = re.compile(r"(\d{4})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{1,2})\.?")
_COMPACT = re.compile(r"(19[89]\d|20\d\d)(\d{2})(\d{2})")
_YEAR = re.compile(r"(\d{4})(?:\.0+)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_NEVER = re.compile(
    r"0{1,4}[/.\-]0{1,2}[/.\-]0{1,4}|0?0?01[/.\-]0?1[/.\-]0?0?01|1900[/.\-]0?1[/.\-]0?[01]"
    r"|0001-01-01"
)
_PARTS = re.compile(r"[^\W\d_]+|\d+")


def read_date(cell: GridCell) -> Read:
    """One cell of a date column, by itself.

    >>> read_date("24.10.2018"), read_date("4/5/21"), read_date("maart 2021")
    (Day(days=17828, precision='day'), Either(first_no=4, second_no=5, year=2021), \
Day(days=18701, precision='month'))
    """
    if not isinstance(cell, str):
        return _of_number(float(cell))
    text = cell.strip()
    if plain := _FOUR_DIGITS.fullmatch(text):  # most dates there are: nothing to take off
        return _of_numeric(plain)
    if not text or len(text) > 80:
        return None if not text else _WRONG
    text = _TIME.sub("", text)
    if _NEVER.fullmatch(text) or is_filler(text):
        return None
    for pattern, read in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return read(found)
    return _in_words(text)


def as_days(year: int, month: int, day: int) -> int | None:
    """Days since 1970-01-01; ``None`` when no such day exists or it is out of range.

    Units: year, month, day -> days.

    >>> as_days(2018, 10, 24), as_days(2021, 2, 30)
    (17828, None)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).toordinal() - EPOCH_ORDINAL
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> Day:
    days = as_days(year, month, day)
    if days is None:
        raise ValueError(f"{year}-{month}-{day}")  # the patterns let only real dates through
    return Day(days)


def _exact(year: int, month: int, day: int) -> Day | Wrong:
    days = as_days(year, month, day)
    if days is not None:
        return Day(days)
    return _WRONG if FIRST_YEAR <= year <= LAST_YEAR else _RANGE


def _year(year: int) -> Day:
    return Day(datetime.date(year, 7, 1).toordinal() - EPOCH_ORDINAL, "year")


def _month(year: int, month: int) -> Day | Wrong:
    days = as_days(year, month, 15)
    if days is None:
        return _RANGE if 1 <= month <= 12 else _WRONG
    return Day(days, "month")


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= PIVOT_YEAR else 2000)


def _of_number(value: float) -> Read:
    if not math.isfinite(value):
        return _WRONG
    if value == int(value) and FIRST_YEAR <= value <= LAST_YEAR:
        return _year(int(value))
    if compact := _COMPACT.fullmatch(str(int(value))):
        return _exact(int(compact[1]), int(compact[2]), int(compact[3]))
    days = int(value) + EXCEL_EPOCH_DAYS
    low, high = as_days(FIRST_YEAR, 1, 1), as_days(LAST_YEAR, 12, 31)
    if low is not None and high is not None and low <= days <= high:
        return Day(days)
    return None if value == 0 else _WRONG


def _of_numeric(found: re.Match[str]) -> Read:
    first, sign, second = int(found[1]), found[2], int(found[3])
    year = _full_year(found[4])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _RANGE
    as_day_first = as_days(year, second, first)
    as_month_first = as_days(year, first, second)
    if sign == ".":  # nobody writes the month first with full stops
        return _WRONG if as_day_first is None else Day(as_day_first)
    if as_day_first is None and as_month_first is None:
        return _WRONG
    if as_day_first == as_month_first and as_day_first is not None:
        return Day(as_day_first)
    if as_month_first is None and as_day_first is not None:
        return Ordered(Day(as_day_first), day_first=True)
    if as_day_first is None and as_month_first is not None:
        return Ordered(Day(as_month_first), day_first=False)
    return Either(first, second, year)


def _of_serial(found: re.Match[str]) -> Read:
    return _of_number(float(found[0].replace(",", ".")))


def _of_year(found: re.Match[str]) -> Read:
    year = int(found[1])
    return _year(year) if FIRST_YEAR <= year <= LAST_YEAR else _RANGE


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Read]], ...] = (
    (_ISO, lambda m: _exact(int(m[1]), int(m[3]), int(m[4]))),
    (_NUMERIC, _of_numeric),
    (_COMPACT, lambda m: _exact(int(m[1]), int(m[2]), int(m[3]))),
    (_YEAR, _of_year),
    (_MONTH_YEAR, lambda m: _month(int(m[2]), int(m[1]))),
    (_YEAR_MONTH, lambda m: _month(int(m[1]), int(m[2]))),
    (_SERIAL, _of_serial),
)


@cache
def _words() -> tuple[dict[str, int], frozenset[str], frozenset[str]]:
    listed: dict[str, list[str]] = tomllib.loads(
        (files("kringspoor.formats") / "months.toml").read_text(encoding="utf-8")
    )
    around, roughly = frozenset(listed.pop("around")), frozenset(listed.pop("roughly"))
    months = {word: no for no, words in enumerate(listed.values(), 1) for word in words}
    return months, around, roughly


def _in_words(text: str) -> Read:
    """``3 maart 2021``, ``Mar-21``, ``Wed Oct 24 20:57:18 2018``, ``ca. 2015``."""
    months, around, roughly = _words()
    clean = re.sub(r"\b\d{1,2}:\d{2}(?::\d{2})?\b", " ", text)
    parts = _PARTS.findall(clean)
    letters = [fold(each) for each in parts if not each[0].isdigit()]
    numbers = [each for each in parts if each[0].isdigit()]
    named = [months[each] for each in letters if each in months]
    others = [each for each in letters if each not in months and each not in around]
    if any(each not in roughly for each in others):
        return _WRONG
    if not named:
        rough = (others or text[:1] in "±~≈" or text[-1:] == "?") and len(numbers) == 1
        found = _YEAR.fullmatch(numbers[0]) if rough else None
        return _of_year(found) if found else _WRONG
    return _with_month(named, numbers)


def _with_month(named: list[int], numbers: list[str]) -> Read:
    if len(named) != 1 or not all(each.isascii() and len(each) <= 4 for each in numbers):
        return _WRONG
    long = [each for each in numbers if len(each) == 4]
    short = [each for each in numbers if len(each) <= 2]
    if len(long) == 1 and len(short) <= 1 and len(numbers) == len(long) + len(short):
        year = int(long[0])
        return _exact(year, named[0], int(short[0])) if short else _month(year, named[0])
    if not long and len(short) == 2:
        return _exact(_full_year(short[1]), named[0], int(short[0]))
    if not long and len(short) == 1:
        return _month(_full_year(short[0]), named[0])
    return _WRONG
