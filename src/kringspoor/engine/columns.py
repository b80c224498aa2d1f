"""The one place that knows a column library: Narwhals expressions over DuckDB, Polars or Spark.

A frame here is a lazy table. Formulas from core become expressions through :class:`ColumnOps`;
nothing is computed until a frame is saved or its rows are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

import narwhals as nw

Frame: TypeAlias = "nw.LazyFrame[Any]"
Stage: TypeAlias = Callable[[Any, Any], dict[str, Any]]
Thunk: TypeAlias = Callable[[], Any]
On: TypeAlias = "Mapping[str, str] | Sequence[str]"  # keys of the frame, to keys of the table
# "word" is text of which a column holds few different ones
Kind: TypeAlias = Literal["text", "word", "whole", "number", "yes_no"]
TYPE: dict[Kind, Any] = {
    "text": nw.String,
    "word": nw.String,
    "whole": nw.Int32,
    "number": nw.Float64,
    "yes_no": nw.Boolean,
}


@dataclass(frozen=True, slots=True)
class Lookup:
    """A small table, and which of its columns meet which of a frame's."""

    table: Frame
    on: On
    placed: Any = None  # what an engine keeps beside it, to find rows faster than by a join


class Engine(Protocol):
    """Where frames live. Nothing else in Kringspoor knows which library that is."""

    name: str
    keeps_order: bool  # whether rows come out in the order they went in

    def table(self, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Frame:
        """A frame from plain lists or arrays; None and NaN are unknown."""
        ...

    def scan(self, path: Path) -> Frame:
        """A Parquet file as a frame, not read yet."""
        ...

    def lookup(self, table: Frame, on: On) -> Lookup:
        """A small table made ready to be looked up in.

        All of them before the first frame is built on: whatever is made anew in a database has the
        frames that stand on it planned anew.
        """
        ...

    def looked_up(self, frame: Frame, lookup: Lookup) -> Frame:
        """The frame with a small table's columns; rows the table lacks get nulls."""
        ...

    def save(self, frame: Frame, path: Path) -> None:
        """Write the frame as Parquet."""
        ...

    def rows(self, frame: Frame) -> dict[str, list[Any]]:
        """The frame's columns as plain lists, None for unknown."""
        ...

    def close(self) -> None:
        """Let go of memory, threads and temporary files."""
        ...


def lazy(native: Any) -> Frame:
    """A native lazy table as a frame."""
    frame: Frame = nw.from_native(native)
    return frame


class ColumnOps:
    """The column version of core.quantity.Ops: null is unknown, as SQL has it."""

    def choose(self, *rungs: tuple[Thunk, Thunk], otherwise: Thunk) -> Any:
        outcome = otherwise()
        for condition, value in reversed(rungs):
            outcome = nw.when(condition()).then(value()).otherwise(outcome)
        return outcome

    def given(self, values: Sequence[Any], formula: Thunk) -> Any:
        known = reduce(and_, [~each.is_null() for each in values])
        return nw.when(known).then(formula())

    def unknown(self, value: Any) -> Any:
        return value.is_null()

    def value(self, constant: Any) -> Any:
        return nw.lit(constant)

    def below(self, value: Any, limit: Any) -> Any:
        return value < limit

    def at_least(self, value: Any, limit: Any) -> Any:
        return value >= limit

    def among(self, value: Any, choices: Sequence[str | int]) -> Any:
        return value.is_in(list(choices))

    def all_of(self, conditions: Sequence[Any]) -> Any:
        return reduce(and_, conditions, nw.lit(True))

    def negate(self, condition: Any) -> Any:
        return ~condition

    def exp(self, value: Any) -> Any:
        return value.exp()

    def log(self, value: Any) -> Any:
        return nw.when(value > 0).then(value).log()

    def sqrt(self, value: Any) -> Any:
        return nw.when(value >= 0).then(value).sqrt()

    def divide(self, value: Any, by: Any) -> Any:
        return value / nw.when(by != 0).then(by)

    def least(self, value: Any, other: Any) -> Any:
        return nw.min_horizontal(value, other)


class Columns:
    """A device whose every fact is a column: ``d.age_months`` is the column of that name."""

    def __getattr__(self, name: str) -> nw.Expr:
        return nw.col(name)


def computed(frame: Frame, stages: Sequence[Stage]) -> Frame:
    """The frame with each stage's columns added, in order."""
    ops, device = ColumnOps(), Columns()
    for stage in stages:
        frame = frame.with_columns(**stage(ops, device))
    return frame


def sides(on: On) -> tuple[list[str], list[str]]:
    """The keys on the side of the frame, and on the side of the table."""
    return (list(on), list(on.values())) if isinstance(on, Mapping) else (list(on), list(on))


def joined(frame: Frame, lookup: Lookup) -> Frame:
    """The frame with a table's columns joined on; rows the table lacks get nulls."""
    left, right = sides(lookup.on)
    return frame.join(lookup.table, how="left", left_on=left, right_on=right)


def total(
    frame: Frame, by: Sequence[str], sums: Mapping[str, tuple[str, int]], count: str
) -> Frame:
    """Rows grouped, counted and summed as whole numbers, so that order and threads do not matter.

    ``sums`` maps a new column to (column, factor): each row's value times the factor is rounded
    half up to a whole number before it is summed (grams, cents). ``count`` weighs each row: the
    quantity of a lot. Unknown values add nothing.
    """
    weight = nw.col(count).cast(nw.Int64)
    added = {
        name: ((nw.col(column) * float(factor) + 0.5).floor().cast(nw.Int64) * weight)
        .sum()
        .cast(nw.Int64)
        for name, (column, factor) in sums.items()
    }
    added["device_count"] = weight.sum().cast(nw.Int64)
    return frame.group_by(*by).agg(**added).sort(*by, nulls_last=True)


def picked(frame: Frame, names: Sequence[str]) -> Frame:
    """Only these columns, in this order."""
    return frame.select(*names)


def names_of(frame: Frame) -> frozenset[str]:
    """The names of a frame's columns."""
    return frozenset(frame.collect_schema().names())


def in_order(frame: Frame, names: Sequence[str]) -> Frame:
    """The frame sorted, unknown last."""
    return frame.sort(*names, nulls_last=True)


def lacking_filled(frame: Frame, kinds: Mapping[str, Kind]) -> Frame:
    """The frame with a column of unknowns for each name it lacks."""
    present = names_of(frame)
    missing = {n: _unknowns(k) for n, k in kinds.items() if n not in present}
    return frame.with_columns(**missing) if missing else frame


def _unknowns(kind: Kind) -> nw.Expr:
    return nw.lit(None).cast(TYPE[kind])


def at_the_door(
    frame: Frame, wanted: Mapping[str, Kind], keys: Mapping[str, Kind], prefix: str
) -> Frame:
    """A scanned frame as the formulas want it: only these columns, lacking ones unknown, no NaN.

    Keys come under ``prefix`` with unknown written as '' or -1, since null joins with nothing.
    """
    present = names_of(frame)
    columns = {n: _without_nan(n, k) if n in present else _unknowns(k) for n, k in wanted.items()}
    return frame.select(
        **columns,
        **{f"{prefix}{n}": _without_nan(n, k).fill_null(_filler(k)) for n, k in keys.items()},
    )


def _without_nan(name: str, kind: Kind) -> nw.Expr:
    return nw.col(name).fill_nan(None) if kind == "number" else nw.col(name)


def _filler(kind: Kind) -> str | int:
    return "" if kind in ("text", "word") else -1


def renamed(frame: Frame, names: Mapping[str, str]) -> Frame:
    """The frame with some columns under another name."""
    return frame.rename(dict(names))


def rows_count(engine: Engine, frame: Frame) -> int:
    """How many rows a frame has."""
    return int(engine.rows(frame.select(rows_count=nw.len()))["rows_count"][0])


def distinct(frame: Frame, names: Sequence[str]) -> Frame:
    """The distinct combinations of some columns, sorted."""
    # grouped, because `unique` numbers the rows of every combination: ten times the work
    found = frame.group_by(*names).agg(rows_count=nw.len()).select(*names)
    return found.sort(*names, nulls_last=True)
