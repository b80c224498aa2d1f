"""PySpark, for when one machine is outgrown: the same stages, the same decisions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql.types import DoubleType, IntegerType, StringType, StructField, StructType

from kringspoor.engine.columns import Frame, Kind, lazy

TYPE: dict[Kind, Any] = {"text": StringType, "whole": IntegerType, "number": DoubleType}


class SparkEngine:
    """A local Spark session, or the cluster that the environment's Spark settings name."""

    name = "spark"
    keeps_order = False

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self._session: Any = (
            SparkSession.builder.master(f"local[{threads or '*'}]")
            .appName("kringspoor")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.ansi.enabled", "false")  # a cast that fails is unknown, as elsewhere
            .getOrCreate()
        )

    def table(self, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Frame:
        fields = [StructField(name, TYPE[kinds[name]](), nullable=True) for name in columns]
        makers = [_maker(kinds[name]) for name in columns]
        rows = [
            tuple(make(each) for make, each in zip(makers, row, strict=True))
            for row in zip(*columns.values(), strict=True)
        ]
        return lazy(self._session.createDataFrame(rows, StructType(fields)))

    def scan(self, path: Path) -> Frame:
        return lazy(self._session.read.parquet(str(path)))

    def keep(self, frame: Frame) -> Frame:
        return lazy(frame.to_native().cache())

    def save(self, frame: Frame, path: Path) -> None:
        frame.to_native().write.mode("overwrite").parquet(str(path))

    def rows(self, frame: Frame) -> dict[str, list[Any]]:
        native = frame.to_native()
        fetched = native.collect()
        return {name: [row[i] for row in fetched] for i, name in enumerate(native.columns)}

    def close(self) -> None:
        self._session.stop()


def _maker(kind: Kind) -> Any:
    if kind == "number":
        return lambda v: None if v is None or math.isnan(v) else float(v)
    return lambda v: v
