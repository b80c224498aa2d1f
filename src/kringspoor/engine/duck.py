"""DuckDB, the embedded default: nothing to install, nothing to start, Parquet built in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import narwhals._namespace as narwhals_namespace
import numpy as np

from kringspoor.engine.columns import Frame, Kind, Lookup, On, joined, lazy, sides
from kringspoor.engine.positions import found_by_position, placed, quoted

SQL_TYPE: dict[Kind, str] = {
    "text": "VARCHAR",
    "word": "VARCHAR",
    "whole": "INTEGER",
    "number": "DOUBLE",
    "yes_no": "BOOLEAN",
}
MOST_WORDS = 60_000  # what two bytes can number
ONE_GROUP = (
    122_880  # rows that one thread takes at once: a join keeps their order, and plans faster
)
MEMORY_LIMIT = "500MB"  # beyond it DuckDB spills to the folder


class DuckEngine:
    """An in-memory DuckDB of its own: no database file, so no lock to meet."""

    name = "duckdb"
    keeps_order = True

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        settings: dict[str, Any] = {
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": True,  # same rows in the same order, every time
            # Every join here looks a small table up from a large one; swapped sides would shuffle.
            "disabled_optimizers": "join_order,build_side_probe_side",
        }
        if threads is not None:
            settings["threads"] = threads
        self._connection = duckdb.connect(":memory:", config=settings)
        self._table_no = 0
        self._rows_count = 0  # of the largest table, as far as it is known

    def table(self, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Frame:
        """Lists become arrays, and arrays a table with the types asked for."""
        self._rows_count = max(self._rows_count, len(next(iter(columns.values()))))
        name = self._new_name()
        known = {c: values for c, values in columns.items() if not _is_all_unknown(values)}
        # a column of nothing but unknowns is not carried over, yet the rows must be counted
        arrays = {c: _array(values, kinds[c]) for c, values in known.items()} or {
            "row_no": np.arange(len(next(iter(columns.values()))))
        }
        casts = ", ".join(
            f"{quoted(c) if c in known else 'NULL'}::{_sql_type(kinds[c], values)} AS {quoted(c)}"
            for c, values in columns.items()
        )
        self._connection.register("incoming", arrays)
        self._connection.execute(f"CREATE TABLE {name} AS SELECT {casts} FROM incoming")
        self._connection.unregister("incoming")
        return lazy(self._connection.table(name))

    def scan(self, path: Path) -> Frame:
        self._rows_count = sys.maxsize
        return lazy(self._connection.read_parquet(str(path)))

    def lookup(self, table: Frame, on: On) -> Lookup:
        if self._rows_count <= ONE_GROUP:
            return Lookup(table, on)
        return Lookup(
            table, on, placed(self._connection, table.to_native(), *sides(on), self._new_name())
        )

    def looked_up(self, frame: Frame, lookup: Lookup) -> Frame:
        if lookup.placed is None:
            return joined(frame, lookup)
        return lazy(found_by_position(self._connection, frame.to_native(), lookup.placed))

    def save(self, frame: Frame, path: Path) -> None:
        """Write the frame as Parquet, on every thread and yet in order."""
        query, target = frame.to_native().sql_query(), str(path).replace("'", "''")
        # The connection's setting does not hold for a query that joins.
        options = "FORMAT parquet, COMPRESSION zstd, PRESERVE_ORDER true"
        self._connection.execute(f"COPY ({query}) TO '{target}' ({options})")

    def rows(self, frame: Frame) -> dict[str, list[Any]]:
        relation = frame.to_native()
        names = relation.columns
        with self._in_order(relation.sql_query()):
            fetched = relation.fetchall()
        if not fetched:
            return {name: [] for name in names}
        return {n: list(v) for n, v in zip(names, zip(*fetched, strict=True), strict=True)}

    @contextmanager
    def _in_order(self, query: str) -> Iterator[None]:
        """One thread while rows are looked up: several would hand them over as they finish."""
        if " JOIN " not in query:
            yield
            return
        threads = self._connection.execute("SELECT current_setting('threads')").fetchall()[0][0]
        self._connection.execute("SET threads = 1")
        try:
            yield
        finally:
            self._connection.execute(f"SET threads = {threads}")

    def close(self) -> None:
        self._connection.close()
        _forget_types()

    def _new_name(self) -> str:
        self._table_no += 1
        return f"t{self._table_no}"


def _forget_types() -> None:
    """Let go of the DuckDB types that Narwhals caches.

    Kept to the end of the process they make DuckDB print about leaks on stderr.
    """
    cached = getattr(narwhals_namespace, "_builtin_namespace", None)
    if cached is not None:
        cached.cache_clear()


def _is_all_unknown(values: Any) -> bool:
    if not isinstance(values, list) or (values and values[0] is not None):
        return False
    return values.count(None) == len(values)


def _sql_type(kind: Kind, values: Sequence[Any]) -> str:
    """A column of few words is an enumeration: rows carry a number, and Parquet a dictionary."""
    words = sorted({each for each in values if isinstance(each, str)}) if kind == "word" else []
    if not words or len(words) > MOST_WORDS:
        return SQL_TYPE[kind]
    quoted = (word.replace("'", "''") for word in words)
    return "ENUM(" + ", ".join(f"'{word}'" for word in quoted) + ")"


def _array(values: Any, kind: Kind) -> Any:
    if kind in ("text", "word"):
        is_text = not isinstance(values, np.ndarray) or values.dtype == object
        return np.array(values if is_text else [None] * len(values), dtype=object)
    numbers = np.array(values, dtype=np.float64)  # None becomes NaN
    unknown = np.isnan(numbers)
    if kind == "number":
        return np.ma.masked_array(numbers, mask=unknown)
    whole = np.where(unknown, 0.0, numbers).astype(np.bool_ if kind == "yes_no" else np.int64)
    return np.ma.masked_array(whole, mask=unknown)
