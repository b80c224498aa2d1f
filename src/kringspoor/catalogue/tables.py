"""The CSV shelves: one file per source, comma separated, every row checked where it stands."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Text


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV shelf, which can say where it stands."""

    file: str
    row_no: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell as text, never blank."""
        value = self.cells[column]
        if not value:
            self.refuse(column, Text(nl="is leeg", en="is empty"))
        return value

    def number(self, column: str) -> float:
        """The cell as a number."""
        try:
            return float(self.text(column))
        except ValueError:
            self.refuse(column, Text(nl="is geen getal", en="is not a number"))

    def number_or_none(self, column: str) -> float | None:
        """The cell as a number; a blank cell is unknown."""
        return self.number(column) if self.cells[column] else None

    def refuse(self, column: str, what: Text) -> NoReturn:
        """Say no, with the row and the column."""
        raise BadInput(
            what,
            hint=Text(nl="verbeter de cel", en="mend the cell"),
            where=Where(self.file, self.row_no, column),
            code="catalogue-file",
        )


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of one CSV file; its header must be exactly these columns."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        if header != list(columns):
            raise BadInput(
                Text(
                    nl=f"kolommen zijn {', '.join(header)}", en=f"columns are {', '.join(header)}"
                ),
                hint=Text(
                    nl=f"verwacht: {', '.join(columns)}", en=f"expected: {', '.join(columns)}"
                ),
                where=Where(path.name, row_no=1),
                code="catalogue-file",
            )
        for row_no, cells in enumerate(lines, start=2):
            if len(cells) != len(header):
                raise BadInput(
                    Text(
                        nl=f"heeft {len(cells)} cellen in plaats van {len(header)}",
                        en=f"has {len(cells)} cells instead of {len(header)}",
                    ),
                    where=Where(path.name, row_no),
                    code="catalogue-file",
                )
            yield Row(path.name, row_no, dict(zip(header, cells, strict=True)))
