"""Whole columns of dates: one order for day and month per file, decided by evidence or asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kringspoor.core.words import Text
from kringspoor.formats.dates import Day, Either, Ordered, Read, Wrong, read_date
from kringspoor.formats.grid import GridCell
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Problem, Question

ORDER_OPTIONS = ("--day-first", "--month-first")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the dates of a column say about their order."""

    has_day_first: bool
    has_month_first: bool
    has_either: bool

    @property
    def order(self) -> bool | None:
        """Day first, month first, or undecided."""
        if self.has_day_first == self.has_month_first:
            return None
        return self.has_day_first

    @property
    def is_torn(self) -> bool:
        """Both orders stand in one column, beyond doubt."""
        return self.has_day_first and self.has_month_first


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of dates as read cell by cell, before its order is known."""

    header: str
    cells: Sequence[GridCell]
    row_nos: Sequence[int]
    read: dict[GridCell, Read]

    @property
    def evidence(self) -> Evidence:
        """What the column itself says about the order of day and month."""
        found = list(self.read.values())
        orders = {each.day_first for each in found if isinstance(each, Ordered)}
        either = any(isinstance(each, Either) for each in found)
        return Evidence(True in orders, False in orders, either)


def day_column(header: str, cells: Sequence[GridCell], row_nos: Sequence[int]) -> DayColumn:
    """Read every distinct cell of a column once."""
    return DayColumn(header, cells, row_nos, {each: read_date(each) for each in set(cells)})


def order_of(columns: Iterable[DayColumn], day_first: bool | None) -> bool | None:
    """The order all columns of one file share, when the person or any column decides it."""
    if day_first is not None:
        return day_first
    orders = {each.evidence.order for each in columns if not each.evidence.is_torn} - {None}
    return orders.pop() if len(orders) == 1 else None


def settled(
    column: DayColumn, shared: bool | None, chosen: bool | None, keeps_year: bool
) -> tuple[dict[GridCell, Day | None], list[Problem], list[Question]]:
    """Each distinct cell of the column to its date; what is wrong; what must be asked.

    ``chosen`` is the person's own decision, ``shared`` what the file's evidence says. Where
    neither decides, ``keeps_year`` keeps the year, which is certain, with its precision.
    """
    evidence = column.evidence
    order = (
        chosen if chosen is not None else (evidence.order if evidence.order is not None else shared)
    )
    if evidence.is_torn and chosen is None:
        order = None
    days = {cell: _settled_cell(read, order, keeps_year) for cell, read in column.read.items()}
    problems = [
        problem(read.code, row_no, column.header, cell)
        for row_no, cell, read in _rows_with(column, Wrong)
        if isinstance(read, Wrong)
    ]
    if evidence.is_torn and chosen is None:
        problems += _torn(column)
    asked = [_question(column)] if evidence.has_either and order is None else []
    return days, problems, asked


def _settled_cell(read: Read, order: bool | None, keeps_year: bool) -> Day | None:
    if isinstance(read, Day):
        return read
    if isinstance(read, Ordered):
        return read.day
    if isinstance(read, Either):
        if order is not None:
            return read.read(order)
        return read.year_only() if keeps_year else None
    return None


def _rows_with(column: DayColumn, kind: type) -> list[tuple[int, GridCell, Read]]:
    wanted = {cell: read for cell, read in column.read.items() if isinstance(read, kind)}
    if not wanted:
        return []
    pairs = zip(column.row_nos, column.cells, strict=True)
    return [(row_no, cell, wanted[cell]) for row_no, cell in pairs if cell in wanted]


def _torn(column: DayColumn) -> list[Problem]:
    """One problem for the rarer order: those rows contradict the rest of the column."""
    sides: dict[bool, list[tuple[int, GridCell]]] = {True: [], False: []}
    for row_no, cell, read in _rows_with(column, Ordered):
        if isinstance(read, Ordered):
            sides[read.day_first].append((row_no, cell))
    rarer = min(sides[True], sides[False], key=len)
    return [problem("mixed-date-orders", row_no, column.header, cell) for row_no, cell in rarer]


def _question(column: DayColumn) -> Question:
    rows = tuple(row for row, _, _ in _rows_with(column, Either))
    what = Text(
        nl="staat de dag of de maand eerst in kolom '{column}'? {count} rijen hangen ervan af",
        en="does the day or the month come first in column '{column}'? {count} rows depend on it",
    ).filled(column=column.header, count=len(rows))
    return Question("day-or-month", column.header, rows, what, ORDER_OPTIONS)
