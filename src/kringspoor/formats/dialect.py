"""Which separator a text table uses, and its rows: quotes, blank lines and titles respected."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import cast

from kringspoor.formats.grid import CutRows, Grid, GridCell, Rows
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

    >>> list(split("tag;serial\\n1;PF2ABC34\\n", "gent.csv", Options()).rows)
    [['tag', 'serial'], ['1', 'PF2ABC34']]
    """
    separator = vote(text[:SAMPLE_CHARACTERS])
    problems: tuple[Problem, ...] = ()
    try:
        rows = _rows(text, separator, options.max_rows)
        closed = isinstance(rows, CutRows) or not _has_open_quote(text, rows)
    except csv.Error:
        closed = False
    if not closed:
        rows, problems = _line_by_line(text, separator, options.max_rows)
    if len(rows) > options.max_rows:
        raise refusal("too-many-rows", file, limit=options.max_rows)
    if _is_wider(rows, options.max_columns):
        raise refusal("too-many-columns", file, limit=options.max_columns)
    return Grid(rows, separator=separator, problems=problems)


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
    widths = Counter(len(row) for row in rows if any(str(cell).strip() for cell in row))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda each: (each[1] * min(each[0], 8), each[0]))
    if width < 2:
        return 0.0
    known = max(
        sum(1 for cell in row if understood(str(cell).strip()).field)
        for row in rows[:HEADER_WITHIN_ROWS]
    )
    return 2.0 * known + (count / widths.total()) * min(width - 1, 5)


def _sample_rows(sample: str, separator: str) -> Rows:
    try:
        return _rows(sample, separator, SAMPLE_ROWS)
    except csv.Error:
        return _line_by_line(sample, separator, SAMPLE_ROWS)[0]


def _rows(text: str, separator: str, max_rows: int) -> Rows:
    sign = separator or "\x1f"
    lines = _lines(text)[: max_rows + 1]
    has_quotes = '"' in text
    if _is_row_a_line(lines, sign, has_quotes):
        return CutRows(lines, sign, has_quotes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    return cast(Rows, list(islice(reader, max_rows + 1)))


def _is_wider(rows: Rows, limit: int) -> bool:
    if isinstance(rows, CutRows):
        return rows.is_wider(limit)
    return max(map(len, rows), default=0) > limit


def _is_row_a_line(lines: list[str], sign: str, has_quotes: bool) -> bool:
    """Whether no cell goes on to the next line, so that each line can be cut by itself."""
    if max(map(len, lines), default=0) > csv.field_size_limit():
        return False
    quoted = [line for line in lines if '"' in line] if has_quotes else []
    try:
        return sum(1 for _ in csv.reader(quoted, delimiter=sign, strict=True)) == len(quoted)
    except csv.Error:  # a quote that is never closed, or one inside a cell
        return False


def _lines(text: str) -> list[str]:
    breaks = text.count("\r\n")
    if breaks and breaks == text.count("\n") == text.count("\r"):
        lines = text.split("\r\n")
    else:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]


def _has_open_quote(text: str, rows: Rows) -> bool:
    lines = max(text.count("\n"), text.count("\r"))
    if lines - len(rows) <= MAX_LINES_IN_CELL:
        return False
    cells = (str(cell) for row in rows for cell in row)
    return any(
        cell.count("\n") > MAX_LINES_IN_CELL or cell.count("\r") > MAX_LINES_IN_CELL
        for cell in cells
        if len(cell) > MAX_LINES_IN_CELL
    )


def _line_by_line(text: str, separator: str, max_rows: int) -> tuple[Rows, tuple[Problem, ...]]:
    """Each line by itself, for a file in which a quote is never closed."""
    rows: list[list[GridCell]] = []
    problems = []
    lines = io.StringIO(text, newline=None)
    for number, line in enumerate(islice(lines, max_rows + 1), start=1):
        if line.count('"') % 2:
            problems.append(problem("open-quote", number))
            rows.append([cell.strip('"') for cell in line.rstrip("\n").split(separator or None)])
            continue
        try:
            read = csv.reader([line] if line.strip() else [""], delimiter=separator or "\x1f")
            rows.extend(cast(Rows, list(read)))
        except csv.Error:  # a cell larger than any cell of a register
            problems.append(problem("long-cell", number))
            rows.append([])
    return rows, tuple(problems)
