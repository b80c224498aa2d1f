"""DuckDB, the embedded default: nothing to install, nothing to start, Parquet built in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import narwhals._namespace as narwhals_namespace
import numpy as np

from kringspoor.engine.columns import Frame, Kind, lazy

SQL_TYPE: dict[Kind, str] = {"text": "VARCHAR", "whole": "INTEGER", "number": "DOUBLE"}
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

    def table(self, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Frame:
        """Lists become arrays, and arrays a table with the types asked for."""
        name = self._new_name()
        arrays = {column: _array(values, kinds[column]) for column, values in columns.items()}
        casts = ", ".join(f'"{c}"::{SQL_TYPE[kinds[c]]} AS "{c}"' for c in columns)
        self._connection.register("incoming", arrays)
        self._connection.execute(f"CREATE TABLE {name} AS SELECT {casts} FROM incoming")
        self._connection.unregister("incoming")
        return lazy(self._connection.table(name))

    def scan(self, path: Path) -> Frame:
        return lazy(self._connection.read_parquet(str(path)))

    def keep(self, frame: Frame) -> Frame:
        name = self._new_name()
        frame.to_native().create(name)
        return lazy(self._connection.table(name))

    def save(self, frame: Frame, path: Path) -> None:
        frame.to_native().to_parquet(str(path), compression="zstd")

    def rows(self, frame: Frame) -> dict[str, list[Any]]:
        relation = frame.to_native()
        names = relation.columns
        fetched = relation.fetchall()
        if not fetched:
            return {name: [] for name in names}
        return {n: list(v) for n, v in zip(names, zip(*fetched, strict=True), strict=True)}

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


def _array(values: Sequence[Any], kind: Kind) -> Any:
    if kind == "text":
        return np.array(values, dtype=object)
    if kind == "whole":
        known = [each is not None for each in values]
        filled = np.array([0 if each is None else each for each in values], dtype=np.int64)
        return np.ma.masked_array(filled, mask=~np.array(known, dtype=bool))
    numbers = np.array(values, dtype=np.float64)  # None becomes NaN
    return np.ma.masked_invalid(numbers)
