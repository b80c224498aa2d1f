"""From the shape of a table to a format on the shelf."""

from __future__ import annotations

from collections.abc import Sequence

from kringspoor.formats.grid import Grid
from kringspoor.formats.header_row import find_header, row_words
from kringspoor.formats.opening import grid_of
from kringspoor.formats.reading import Reading
from kringspoor.formats.shape import Shape
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source
from kringspoor.formats.table import read_table

SURE = 0.9  # all the headers of a signature
LIKELY = 0.4  # a header row we can read, of no shape we know
NEEDS_HELP = 0.05  # a table without such a row: read it to say what it needs
GENERIC = Shape("generic_table")
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json")


def table_format(name_nl: str, name_en: str, slug: str, shapes: Sequence[Shape]) -> Format:
    """A format for tables of one or more known shapes; the first that fits reads."""

    def fitting(source: Source) -> Shape | None:
        rows = _words(source)
        return next((each for each in shapes if any(map(each.fits, rows))), None)

    def recognises(source: Source) -> float:
        return SURE if fitting(source) else 0.0

    def read(source: Source) -> Reading:
        return read_table(source, fitting(source) or shapes[0])

    return Format(slug, name_nl, name_en, SUFFIXES, recognises, read)


def has_header(source: Source) -> bool:
    """Whether a row of everyday header words stands in the table."""
    grid = _grid(source)
    return grid is not None and find_header(grid, GENERIC, source.options) is not None


def _words(source: Source) -> tuple[frozenset[str], ...]:
    if source.words is None:
        grid = _grid(source)
        source.words = row_words(grid) if grid is not None else ()
    return source.words


def _grid(source: Source) -> Grid | None:
    return grid_of(source) if source.kind in ("text", "json", "sheet") else None
