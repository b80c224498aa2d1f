"""Which separator a text table uses, and its rows: quotes, blank lines and titles respected."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import cast

from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.headers import understood
from kringspoor.formats.problems import problem, refusal
from kringspoor.formats.reading import Options, Problem

SEPARATORS = (";", ",", "\t", "|")
SAMPLE_CHARACTERS = 100_000
SAMPLE_ROWS = 200
HEADER_WITHIN_ROWS = 60  # titles and blank lines above a header never take more
MAX_LINES_IN_CELL = 50  # a cell with more line ends is a quote that was never closed


def split(text: str, file: str, options: Options) -> Grid:
    """The rows of a text table.

    >>> split("tag;serial\\n1;PF2ABC34\\n", "gent.csv", Options()).rows
    [['tag', 'serial'], ['1', 'PF2ABC34']]
    """
    separator = vote(text[:SAMPLE_CHARACTERS])
    problems: tuple[Problem, ...] = ()
    try:
        rows = _rows(text, separator, options.max_rows)
        closed = not _has_open_quote(text, rows)
    except csv.Error:
        closed = False
    if not closed:
        rows, problems = _line_by_line(text, separator, options.max_rows)
    if len(rows) > options.max_rows:
        raise refusal("too-many-rows", file, limit=options.max_rows)
    if max(map(len, rows), default=0) > options.max_columns:
        raise refusal("too-many-columns", file, limit=options.max_columns)
    return Grid(cast(list[list[GridCell]], rows), separator=separator, problems=problems)


def vote(sample: str) -> str:
    """The separator under which the sample looks most like a table; "" for a single column.

    >>> vote("Merk;Model;Prijs\\nDell;Latitude 5400;1.234,50\\n")
    ';'
    """
    declared = sample[:6].lower()
    if declared.startswith("sep=") and declared[4:5] in SEPARATORS:
        return declared[4]
    scores = [(_score(sample, each), -place, each) for place, each in enumerate(SEPARATORS)]
    best, _, separator = max(scores)
    return separator if best > 0 else ""


def _score(sample: str, separator: str) -> float:
    rows = _sample_rows(sample, separator)
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda each: (each[1] * min(each[0], 8), each[0]))
    if width < 2:
        return 0.0
    known = max(
        sum(1 for cell in row if understood(cell.strip()).field)
        for row in rows[:HEADER_WITHIN_ROWS]
    )
    return 2.0 * known + (count / widths.total()) * min(width - 1, 5)


def _sample_rows(sample: str, separator: str) -> list[list[str]]:
    try:
        return _rows(sample, separator, SAMPLE_ROWS)
    except csv.Error:
        return _line_by_line(sample, separator, SAMPLE_ROWS)[0]


def _rows(text: str, separator: str, max_rows: int) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=separator or "\x1f")
    return list(islice(reader, max_rows + 1))


def _has_open_quote(text: str, rows: list[list[str]]) -> bool:
    lines = max(text.count("\n"), text.count("\r"))
    if lines - len(rows) <= MAX_LINES_IN_CELL:
        return False
    return any(
        cell.count("\n") > MAX_LINES_IN_CELL or cell.count("\r") > MAX_LINES_IN_CELL
        for row in rows
        for cell in row
        if len(cell) > MAX_LINES_IN_CELL
    )


def _line_by_line(
    text: str, separator: str, max_rows: int
) -> tuple[list[list[str]], tuple[Problem, ...]]:
    """Each line by itself, for a file in which a quote is never closed."""
    rows, problems = [], []
    lines = io.StringIO(text, newline=None)
    for number, line in enumerate(islice(lines, max_rows + 1), start=1):
        if line.count('"') % 2:
            problems.append(problem("open-quote", number))
            rows.append([cell.strip('"') for cell in line.rstrip("\n").split(separator or None)])
            continue
        try:
            rows.extend(csv.reader([line], delimiter=separator or "\x1f") if line.strip() else [[]])
        except csv.Error:  # a cell larger than any cell of a register
            problems.append(problem("long-cell", number))
            rows.append([])
    return rows, tuple(problems)
