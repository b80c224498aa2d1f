"""What every reader gives back: columns of device facts, a fate for each source row, problems.

A reader never stops at the first bad row and never guesses silently. Whatever it could not read
is a :class:`Problem` with file, row, column, the original text and a hint; what the evidence does
not decide is a :class:`Question` that the person answers with an option.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Text

Cell = str | int | float | None


class Fate(IntEnum):
    """What became of one source row. Every row after the header has exactly one."""

    DEVICE = 0
    LOT = 1  # a quantity of like things without serials: mice, docks, cables
    SECOND_SIGHTING = 2  # the same device again, merged into its first row
    NOT_A_DEVICE = 3  # blank, section title, total, software licence ...
    PROBLEM = 4  # could not become a device; says why in `problems`


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read: where, what stood there, what to do.

    ``code`` names a row of :mod:`kringspoor.formats.problems`, where its sentences stand.
    """

    code: str
    row_no: int | None
    column: str | None
    original: str
    what: Text
    hint: Text
    rows_count: int = 1  # rows it speaks of; the first of them is row_no

    def as_error(self, file: str) -> BadInput:
        """The same problem as an error that can be raised."""
        where = Where(file, self.row_no, self.column)
        return BadInput(self.what, hint=self.hint, where=where, code=self.code)


@dataclass(frozen=True, slots=True)
class Question:
    """Something the evidence does not decide, with the rows that depend on the answer."""

    code: str  # "day-or-month"
    column: str
    rows: tuple[int, ...]
    what: Text
    options: tuple[str, ...]  # ("--day-first", "--month-first")


@dataclass(frozen=True, slots=True)
class Options:
    """What the person has already decided, and the limits every reader keeps.

    Units: bytes, rows, seconds as the names say.
    """

    day_first: bool | None = None  # None: decide per column from evidence, else ask
    encoding: str | None = None  # None: BOM, then strict UTF-8, then cp1252
    mapping: Mapping[str, str] = field(default_factory=dict)  # header -> field; "" leaves it
    sheet: str | None = None  # None: every sheet of a workbook
    max_bytes: int = 512 * 1024 * 1024
    max_document_bytes: int = 128 * 1024 * 1024  # JSON and XML, which grow when they are parsed
    max_line_bytes: int = 8 * 1024 * 1024
    max_depth_count: int = 200
    max_unpacked_bytes: int = 512 * 1024 * 1024  # what a zip or workbook says it holds
    max_unpacked_ratio: int = 250  # unpacked to packed; real sheets stay under 100
    max_cells_count: int = 50_000_000
    max_rows: int = 5_000_000
    max_columns: int = 2_000
    child_memory_bytes: int = 1024 * 1024 * 1024
    child_seconds: int = 120


@dataclass(slots=True)
class Reading:
    """A file as read. ``columns`` holds one list per field of core.device.FIELDS, all equally long.

    One entry per device or lot. ``row_no`` in ``columns`` is the source row of its first sighting.
    ``fates`` maps every source row after the header to its fate (rows in = fates, always).
    """

    file: str
    format: str  # slug of the format that read it
    columns: dict[str, list[Cell]] = field(default_factory=dict)
    fates: dict[int, Fate] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)  # source header -> field
    dropped: tuple[str, ...] = ()  # personal or network data left at the door, by header
    unused: tuple[str, ...] = ()  # headers no field takes
    found_inside_count: int = 0  # devices found inside a row: monitors in an agent's file
    encoding: str = ""
    separator: str = ""
    is_inventory: bool = True  # False: a list of places, models, erasures ... named, not guessed
    about: Text | None = None  # what it is, when it is not an inventory

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def count(self, fate: Fate) -> int:
        """How many source rows had this fate."""
        return sum(1 for each in self.fates.values() if each is fate)

    def rows(self) -> Iterator[dict[str, Cell]]:
        """Each device or lot as a dict of its known fields (for tests and small files)."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield {n: v for n, v in zip(names, values, strict=True) if v is not None}
