"""Any table with a header row: CSV, TSV, a sheet of a workbook, a JSON list of flat objects."""

from __future__ import annotations

from collections import Counter

from kringspoor.formats.opening import grid_of
from kringspoor.formats.reading import Reading
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source
from kringspoor.formats.table import read_table
from kringspoor.formats.tables import GENERIC, LIKELY, NEEDS_HELP, SUFFIXES, has_header

_SEEN_ROWS = 50


def _recognises(source: Source) -> float:
    if has_header(source):
        return LIKELY
    return NEEDS_HELP if _looks_like_a_table(source) else 0.0


def _looks_like_a_table(source: Source) -> bool:
    """Rows of one width, though no header we know stands above them."""
    if source.kind == "sheet":
        return True
    grid = grid_of(source) if source.kind in ("text", "json") else None
    if grid is None or not grid.separator:
        return grid is not None and source.kind == "json"
    widths = Counter(len(row) for row in grid.rows[:_SEEN_ROWS] if row)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width >= 2 and count * 2 > widths.total()


def _read(source: Source) -> Reading:
    return read_table(source, GENERIC)


FORMAT = Format("generic_table", "Tabel", "Table", SUFFIXES, _recognises, _read)
