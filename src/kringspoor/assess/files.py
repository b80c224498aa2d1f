"""Files to readings: each by the format that knows it; Parquet through the column engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from os import SEEK_END
from pathlib import Path
from typing import Any

from kringspoor.core.calendar import date_of
from kringspoor.core.device import FIELDS, NAMES
from kringspoor.core.words import Text
from kringspoor.engine import Engine
from kringspoor.engine.columns import distinct
from kringspoor.formats import read_all, read_source
from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.problems import refusal
from kringspoor.formats.reading import Options, Reading
from kringspoor.formats.source import Source

PARQUET = b"PAR1"
WHOLE = ("purchased_days", "quantity_count")
STRAIGHT = frozenset({"category", "state", *WHOLE})  # our own names: no reading needed
MOST_PARQUET_ROWS = 2_000_000  # more than this is read straight, or not at all
WRITTEN = {"category": "kind", "state": "state_text"}  # where a reader takes our own words
DAYS = frozenset(each.name for each in FIELDS if each.kind == "day")
A_DAY = range(-25_000, 75_000)  # from 1901 to 2175; other numbers are left as they are written
UNTOLD = ("row_no", "purchased_precision")

Told = Callable[[Text], None]


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, from its first and last bytes.

    Raises BadInput for one that may not be read, or that breaks off.
    """
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            if file.read(len(PARQUET)) != PARQUET:
                return False
            file.seek(-len(PARQUET), SEEK_END)
            end = file.read()
    except OSError as error:
        raise refusal("no-access", path.name) from error
    if end != PARQUET or path.stat().st_size < 3 * len(PARQUET):
        raise refusal("broken-parquet", path.name)
    return True


def is_straight(engine: Engine, path: Path, categories: Collection[str]) -> bool:
    """Whether a Parquet file is in our own columns and words, so that it need not be read.

    Its dates are whole days, its quantities whole numbers, its categories those of the catalogue.
    """
    if not is_parquet(path):
        return False
    frame = engine.scan(path)
    kinds = frame.collect_schema()
    if not set(kinds) >= STRAIGHT or not all(kinds[name].is_integer() for name in WHOLE):
        return False
    found = engine.rows(distinct(frame, ["category"]))["category"]
    return all(each is None or each in categories for each in found)


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
    if len(next(iter(columns.values()), ())) > MOST_PARQUET_ROWS:
        raise refusal(
            "parquet-too-long",
            path.name,
            limit=MOST_PARQUET_ROWS,
            known=", ".join(sorted(STRAIGHT)),
        )
    told = {name: _as_written(name, cells) for name, cells in columns.items() if name not in UNTOLD}
    ours = {name: WRITTEN.get(name, name) for name in told if name in WRITTEN or name in NAMES}
    grid = Grid([list(told), *map(list, zip(*told.values(), strict=True))])
    return Source.of_grid(path.name, grid, replace(options, mapping={**ours, **options.mapping}))


def _as_written(name: str, cells: Sequence[Any]) -> list[GridCell]:
    """A column as somebody would type it: our own days become dates, our cents an amount."""
    if name in DAYS:
        cells = [date_of(each) if type(each) is int and each in A_DAY else each for each in cells]
    elif name == "price_cents":
        cells = [each / 100 if type(each) is int else each for each in cells]
    elif name in WRITTEN:
        cells = [each.replace("_", " ") if isinstance(each, str) else each for each in cells]
    return [_cell(each) for each in cells]


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
