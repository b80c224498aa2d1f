"""The rows under a header: squared, sorted by what they are, and turned into columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kringspoor.formats.fates import sort_rows
from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.header_row import HeaderRow
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Fate, Problem


@dataclass(frozen=True, slots=True)
class Body:
    """The columns of the rows that may be devices, and the fate of every row.

    ``fates`` holds each row after the header in order; the rows in ``row_nos`` stand as devices.
    """

    columns: Sequence[Sequence[GridCell]]
    row_nos: list[int]
    fates: dict[int, Fate]
    problems: list[Problem]

    def filled(self, place: int) -> int:
        """How many cells of a column are filled."""
        column = self.columns[place]
        return len(column) - column.count("")


def body_of(grid: Grid, header: HeaderRow) -> Body:
    """Every row after the header with its fate, and the columns of those that stay."""
    rows = grid.rows[header.index + 1 :]
    first = grid.row_no(header.index + 1)
    width = len(header.headers)
    slips = _square(rows, width)
    sorted_rows = sort_rows(rows, header.headers)
    fates = dict.fromkeys(range(first, first + len(rows)), Fate.DEVICE)
    problems = []
    apart = dict.fromkeys(slips, (Fate.PROBLEM, "too-many-cells")) | sorted_rows
    for index, (fate, code) in apart.items():
        fates[first + index] = fate
        if code:
            count = slips.get(index, 0)
            problems.append(problem(code, first + index, count=count, width=width))
    if apart:
        rows = [row for index, row in enumerate(rows) if index not in apart]
    columns: Sequence[Sequence[GridCell]] = list(zip(*rows, strict=True)) or [()] * width
    row_nos = [no for no, fate in fates.items() if fate is Fate.DEVICE]
    return Body(columns, row_nos, fates, problems)


def _square(rows: list[list[GridCell]], width: int) -> dict[int, int]:
    """Make every row as wide as the header; the rows with filled cells too many, by index."""
    slips = {}
    for index in [i for i, count in enumerate(map(len, rows)) if count != width]:
        row = rows[index]
        if any(str(cell).strip() for cell in row[width:]):
            slips[index] = len(row)
        rows[index] = (row + [""] * (width - len(row)))[:width]
    return slips
