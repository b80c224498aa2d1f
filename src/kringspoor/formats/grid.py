"""A table as it stood in the file: rows of cells, nothing read into them yet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast, overload

from kringspoor.formats.reading import Problem

GridCell = str | int | float
"""A cell of a text file is text; a cell of a workbook may be a number."""


Rows = Sequence[list[GridCell]]


class CutRows(Sequence[list[GridCell]]):
    """Rows that are cut out of their lines each time they are asked for.

    A large table is read piece by piece; all its cells at once would fill the memory.

    >>> rows = CutRows(["tag;serial", "", "1;PF2ABC34"], ";")
    >>> rows[0], rows[1:], rows.is_wider(2)
    (['tag', 'serial'], [[], ['1', 'PF2ABC34']], False)
    """

    def __init__(self, lines: list[str], separator: str, has_quotes: bool = False) -> None:
        self._lines = lines
        self._separator = separator
        self._has_quotes = has_quotes

    @overload
    def __getitem__(self, at: int) -> list[GridCell]: ...

    @overload
    def __getitem__(self, at: slice) -> list[list[GridCell]]: ...

    def __getitem__(self, at: int | slice) -> list[GridCell] | list[list[GridCell]]:
        """One row, or the rows of a slice."""
        if isinstance(at, int):
            return self._cut(self._lines[at : at + 1 or None])[0]
        return self._cut(self._lines[at])

    def __len__(self) -> int:
        return len(self._lines)

    def is_wider(self, limit: int) -> bool:
        """Whether a row may have more cells than this."""
        if max(map(len, self._lines), default=0) < limit:
            return False
        return any(line.count(self._separator) >= limit for line in self._lines)

    def _cut(self, lines: list[str]) -> list[list[GridCell]]:
        sign = self._separator
        if self._has_quotes:
            rows = list(csv.reader(lines, delimiter=sign))
        else:
            rows = [line.split(sign) if line else [] for line in lines]
        return cast(list[list[GridCell]], rows)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells. The row at index ``i`` is row ``first_row_no + i`` of a spreadsheet."""

    rows: Rows
    first_row_no: int = 1
    separator: str = ""
    problems: tuple[Problem, ...] = ()

    def row_no(self, index: int) -> int:
        """The number a spreadsheet shows in front of the row at an index."""
        return self.first_row_no + index


def is_blank(cell: GridCell) -> bool:
    """Whether a cell holds nothing, or nothing but spaces."""
    return cell == "" or (isinstance(cell, str) and cell.isspace())
