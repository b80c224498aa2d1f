"""One column of texts to one column of facts: each distinct cell is read once.

A register has many rows and few distinct dates, prices, makes or states, so a column is read
through a memo; serials and tags, which differ on every row, only pass a quick check.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from kringspoor.formats.fillers import clean_id, is_filler, is_mangled, is_plainly_an_id
from kringspoor.formats.grid import GridCell
from kringspoor.formats.measures import MEASURES, read_numbers
from kringspoor.formats.money import currency_of, plain_prices, read_prices
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Cell, Problem
from kringspoor.formats.states import Listed, meaning

ID_FIELDS = frozenset({"serial", "tag", "part_no"})
DAY_FIELDS = frozenset(
    {
        "purchased_days",
        "warranty_end_days",
        "support_end_days",
        "last_seen_days",
        "enrolled_days",
        "retired_days",
    }
)
MAX_TEXT = 500  # characters of a text that are kept; no model name is longer
_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
_GRADE = re.compile(r"(?:.*\s)?([A-D])[+\-]?")
Facts = dict[str, list[Cell]]


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one field, stripped, one for each row that may be a device."""

    field: str
    header: str
    unit: str
    cells: Sequence[GridCell]
    row_nos: Sequence[int]

    def first_rows(self) -> dict[GridCell, int]:
        """The row in which each distinct cell stands first."""
        pairs = zip(reversed(self.cells), reversed(self.row_nos), strict=True)
        return dict(pairs)


def facts_of(column: Column, problems: list[Problem]) -> Facts:
    """The facts in a column that is not a date; problems are added to the list."""
    if column.field in ID_FIELDS:
        return {column.field: _ids(column, problems)}
    if column.field == "price_cents":
        return _prices(column, problems)
    if column.field in MEASURES:
        return {column.field: _numbers(column, problems)}
    if column.field == "state_text":
        state = _meanings(column, "states", "unknown-state", problems)
        return {"state": state, "state_text": _texts(column, problems)}
    if column.field == "ownership":
        return {
            "ownership": _meanings(column, "ownerships", "unknown-ownership", problems),
        }
    if column.field == "grade":
        return {"grade": _grades(column)}
    return {column.field: _texts(column, problems)}


def plain_text(cell: GridCell) -> str:
    """A cell as text; a whole number of a workbook without its ``.0``.

    >>> plain_text(12345678.0), plain_text("  Dell ")
    ('12345678', 'Dell')
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


def _plain_texts(cells: Sequence[GridCell]) -> list[str]:
    """The cells as texts; those of a text file only lose their padding."""
    if set(map(type, cells)) <= {str}:
        return list(map(str.strip, cast(Sequence[str], cells)))
    return list(map(plain_text, cells))


def _ids(column: Column, problems: list[Problem]) -> list[Cell]:
    """Serials, tags and part numbers; fillers and mangled numbers are unknown."""
    texts = _plain_texts(column.cells)
    clean = cache(clean_id)
    looks = map(is_plainly_an_id, texts)
    cleaned: list[Cell] = [
        text if look else clean(text) for text, look in zip(texts, looks, strict=True)
    ]
    if None in cleaned:
        unknown = [at for at, kept in enumerate(cleaned) if kept is None]
        lost = [(column.row_nos[at], texts[at]) for at in unknown if texts[at]]
        problems += _mangled(column, [each for each in lost if is_mangled(each[1])])
        problems += _fillers(column, [each for each in lost if not is_mangled(each[1])])
    return cleaned


def _mangled(column: Column, lost: list[tuple[int, str]]) -> list[Problem]:
    """One problem a row where the number names the device; one for the column where it does not."""
    if column.field == "part_no" and lost:
        row_no, text = lost[0]
        return [problem("mangled-numbers", row_no, column.header, text, count=len(lost))]
    return [problem("mangled-number", row_no, column.header, text) for row_no, text in lost]


def _fillers(column: Column, lost: list[tuple[int, str]]) -> list[Problem]:
    counts = Counter(text for _, text in lost)
    first = dict(reversed([(text, row_no) for row_no, text in lost]))
    return [
        problem("filler", first[text], column.header, text, count=count)
        for text, count in counts.items()
    ]


def _texts(column: Column, problems: list[Problem]) -> list[Cell]:
    """Texts on one line; an e-mail address names a person and stays outside."""
    memo: dict[GridCell, Cell] = {}
    people = set()
    for cell in set(column.cells):
        text = " ".join(plain_text(cell).split())
        if "@" in text and _EMAIL.search(text):
            people.add(cell)
            text = ""
        memo[cell] = text[:MAX_TEXT] if text and not is_filler(text) else None
    if people:
        rows = [no for no, cell in zip(column.row_nos, column.cells, strict=True) if cell in people]
        problems.append(problem("person-left-out", rows[0], column.header, count=len(rows)))
    return list(map(memo.__getitem__, column.cells))


def _prices(column: Column, problems: list[Problem]) -> Facts:
    named = currency_of(column.unit) or currency_of(column.header)
    plain = plain_prices(column.cells, named)
    if plain is not None:
        return {"price_cents": [*plain[0]], "currency": [*plain[1]]}
    prices = read_prices(column.cells, named)
    problems += _wrong(column, prices.wrong)
    if prices.assumed:
        assumed = set(prices.assumed)
        count = sum(1 for each in column.cells if each in assumed)
        cell = prices.assumed[0]
        row_no = column.first_rows()[cell]
        problems.append(problem("thousands-assumed", row_no, column.header, cell, count=count))
    return {
        "price_cents": list(map(prices.cents.__getitem__, column.cells)),
        "currency": list(map(prices.currency.__getitem__, column.cells)),
    }


def _numbers(column: Column, problems: list[Problem]) -> list[Cell]:
    numbers = read_numbers(column.field, column.cells, column.unit)
    problems += _wrong(column, dict.fromkeys(numbers.wrong, "not-a-number"))
    return list(map(numbers.of.__getitem__, column.cells))


def _wrong(column: Column, codes: dict[GridCell, str]) -> list[Problem]:
    if not codes:
        return []
    pairs = zip(column.row_nos, column.cells, strict=True)
    return [
        problem(codes[cell], row_no, column.header, cell) for row_no, cell in pairs if cell in codes
    ]


def _meanings(column: Column, listed: Listed, code: str, problems: list[Problem]) -> list[Cell]:
    """Words to slugs; one problem for each word nobody knows, not one for each row."""
    counts = Counter(column.cells)
    texts = {cell: plain_text(cell) for cell in counts}
    memo: dict[GridCell, Cell] = {
        cell: None if is_filler(text) else meaning(listed, text) for cell, text in texts.items()
    }
    unknown = [c for c, known in memo.items() if known is None and not is_filler(texts[c])]
    first_rows = column.first_rows() if unknown else {}
    problems += [
        problem(code, first_rows[cell], column.header, texts[cell], count=counts[cell])
        for cell in unknown
    ]
    return list(map(memo.__getitem__, column.cells))


def _grades(column: Column) -> list[Cell]:
    memo: dict[GridCell, Cell] = {}
    for cell in set(column.cells):
        found = _GRADE.fullmatch(plain_text(cell).upper())
        memo[cell] = found[1] if found else None
    return list(map(memo.__getitem__, column.cells))
