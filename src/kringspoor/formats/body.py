"""The rows under a header: squared, sorted by what they are, and turned into columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from kringspoor.formats.fates import sort_rows
from kringspoor.formats.grid import Grid, GridCell, Rows
from kringspoor.formats.header_row import HeaderRow
from kringspoor.formats.headers import Header
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Fate, Problem

_PIECE_ROWS = 512
_OFTEN_SHARE = 0.5  # of the cells of a column at most may be new for a memo to pay
Kept = TypeVar("Kept")


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
    start, width = header.index + 1, len(header.headers)
    first, count = grid.row_no(start), max(0, len(grid.rows) - start)
    squared = _squared(grid.rows, start, header.headers)
    apart: dict[int, tuple[Fate, str]] = dict.fromkeys(
        squared.slips, (Fate.PROBLEM, "too-many-cells")
    )
    apart |= sort_rows(squared.columns, squared.filled, header.headers)
    fates = dict.fromkeys(range(first, first + count), Fate.DEVICE)
    problems = []
    for index, (fate, code) in apart.items():
        fates[first + index] = fate
        if code:
            cells_count = squared.slips.get(index, 0)
            problems.append(problem(code, first + index, count=cells_count, width=width))
    left_out = sorted(apart)
    columns = [_without(column, left_out) for column in squared.columns]
    row_nos = _without(list(fates), left_out)
    return Body(columns, row_nos, fates, problems)


def _without(cells: list[Kept], left_out: list[int]) -> list[Kept]:
    """The cells but those at a few places in rising order."""
    kept, start = [], 0
    for place in left_out:
        kept += cells[start:place]
        start = place + 1
    return kept + cells[start:] if left_out else cells


@dataclass(slots=True)
class _Squared:
    """The rows under the header, all as wide as it is, as columns.

    ``filled`` counts the filled cells of each row, ``slips`` all cells of a row with too many.
    """

    columns: list[list[GridCell]]
    filled: list[int]
    slips: dict[int, int]


def _squared(rows: Rows, start: int, headers: Sequence[Header]) -> _Squared:
    """Cut, square and turn the rows piece by piece: a piece fits in the memory that is quick."""
    width = len(headers)
    columns: list[list[GridCell]] = [[] for _ in headers]
    memos: list[dict[GridCell, GridCell] | None] = [{} for _ in headers]
    squared = _Squared(columns, [], {})
    for begin in range(start, len(rows), _PIECE_ROWS):
        piece = list(rows[begin : begin + _PIECE_ROWS])
        slips = _square(piece, width)
        squared.slips |= {begin - start + index: count for index, count in slips.items()}
        squared.filled += [width - row.count("") for row in piece]
        for place, cells in enumerate(zip(*piece, strict=True)):
            memo = memos[place]
            if memo is None:
                columns[place] += cells
                continue
            columns[place] += map(memo.setdefault, cells, cells)
            if len(memo) > _OFTEN_SHARE * len(columns[place]):
                memos[place] = None
    return squared


def _square(rows: list[list[GridCell]], width: int) -> dict[int, int]:
    """Make every row as wide as the header; the rows with filled cells too many, by index."""
    slips = {}
    for index in [i for i, count in enumerate(map(len, rows)) if count != width]:
        row = rows[index]
        if any(str(cell).strip() for cell in row[width:]):
            slips[index] = len(row)
        rows[index] = (row + [""] * (width - len(row)))[:width]
    return slips
