"""A table as it stood in the file: rows of cells, nothing read into them yet."""

from __future__ import annotations

from dataclasses import dataclass

from kringspoor.formats.reading import Problem

GridCell = str | int | float
"""A cell of a text file is text; a cell of a workbook may be a number."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells. The row at index ``i`` is row ``first_row_no + i`` of a spreadsheet."""

    rows: list[list[GridCell]]
    first_row_no: int = 1
    separator: str = ""
    problems: tuple[Problem, ...] = ()

    def row_no(self, index: int) -> int:
        """The number a spreadsheet shows in front of the row at an index."""
        return self.first_row_no + index


def is_blank(cell: GridCell) -> bool:
    """Whether a cell holds nothing, or nothing but spaces."""
    return cell == "" or (isinstance(cell, str) and cell.isspace())
