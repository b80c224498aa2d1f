"""Files to readings: each by the format that knows it; Parquet through the column engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Text
from kringspoor.engine import Engine
from kringspoor.engine.columns import names_of
from kringspoor.formats import read_all, read_source
from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.reading import Options, Reading
from kringspoor.formats.source import Source

PARQUET = b"PAR1"
STRAIGHT = frozenset({"category", "purchased_days", "state"})  # our own names: no reading needed
MOST_PARQUET_ROWS = 2_000_000  # more than this is read straight, or not at all

Told = Callable[[Text], None]


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, from its first bytes."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET


def is_straight(engine: Engine, path: Path) -> bool:
    """Whether a Parquet file is in our own columns, so that it need not be read into Python."""
    return is_parquet(path) and names_of(engine.scan(path)) >= STRAIGHT


def readings_of(
    paths: Iterable[Path], options: Options, engine: Engine, tell: Told
) -> list[Reading]:
    """Every list in every file, in the order given."""
    found: list[Reading] = []
    for path in paths:
        tell(Text(nl=f"{path.name} lezen", en=f"reading {path.name}"))
        if is_parquet(path):
            found += read_source(_of_parquet(path, options, engine))
        else:
            found += read_all(path, options)
    return found


def _of_parquet(path: Path, options: Options, engine: Engine) -> Source:
    """A Parquet table as a sheet: its header words are read like those of any other file."""
    columns = engine.rows(engine.scan(path).head(MOST_PARQUET_ROWS + 1))
    rows = list(zip(*columns.values(), strict=True))
    if len(rows) > MOST_PARQUET_ROWS:
        raise BadInput(
            Text(
                nl=f"heeft meer dan {MOST_PARQUET_ROWS} rijen in eigen kolomnamen",
                en=f"has more than {MOST_PARQUET_ROWS} rows under column names of its own",
            ),
            hint=Text(
                nl=f"noem de kolommen zoals Kringspoor ({', '.join(sorted(STRAIGHT))} ...)",
                en=f"name the columns as Kringspoor does ({', '.join(sorted(STRAIGHT))} ...)",
            ),
            where=Where(path.name),
            code="parquet-too-long",
        )
    grid = Grid([list(columns), *([_cell(each) for each in row] for row in rows)])
    return Source.of_grid(path.name, grid, options)


def _cell(value: Any) -> GridCell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
