"""Polars: the second engine, which keeps the first one honest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from kringspoor.engine.arrays import as_lists
from kringspoor.engine.columns import Frame, Kind, Lookup, On, joined, lazy

TYPE: dict[Kind, Any] = {
    "text": pl.String,
    "word": pl.String,
    "whole": pl.Int32,
    "number": pl.Float64,
    "yes_no": pl.Boolean,
}


class PolarsEngine:
    """Lazy Polars frames; tables stay in memory."""

    name = "polars"
    keeps_order = False

    def table(self, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Frame:
        clean = as_lists(columns, kinds)
        schema = {name: TYPE[kinds[name]] for name in columns}
        return lazy(pl.LazyFrame(clean, schema=schema, strict=False))

    def scan(self, path: Path) -> Frame:
        return lazy(pl.scan_parquet(path))

    def lookup(self, table: Frame, on: On) -> Lookup:
        return Lookup(table, on)

    def looked_up(self, frame: Frame, lookup: Lookup) -> Frame:
        return joined(frame, lookup)

    def save(self, frame: Frame, path: Path) -> None:
        frame.to_native().collect().write_parquet(path)

    def rows(self, frame: Frame) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = frame.to_native().collect().to_dict(as_series=False)
        return found

    def close(self) -> None:
        """Polars holds nothing open."""
