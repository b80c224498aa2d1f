"""The column engine: the same formulas over DuckDB (default), Polars or Spark."""

from __future__ import annotations

from pathlib import Path

from kringspoor.core.errors import BadInput, Unknown
from kringspoor.core.words import Text
from kringspoor.engine.columns import Engine, Frame

ENGINES = ("duckdb", "polars", "spark")

__all__ = ["ENGINES", "Engine", "Frame", "open_engine"]


def open_engine(name: str = "duckdb", *, folder: Path, threads: int | None = None) -> Engine:
    """An engine by name. ``folder`` is where it may put what does not fit in memory.

    Raises Unknown for a name that is none, BadInput when its package is not installed.
    """
    if name not in ENGINES:
        raise Unknown(
            Text(nl=f"rekenmotor '{name}' is niet gekend", en=f"engine '{name}' is not known"),
            hint=", ".join(ENGINES),
        )
    try:
        if name == "duckdb":
            from kringspoor.engine.duck import DuckEngine

            return DuckEngine(folder, threads)
        if name == "polars":
            from kringspoor.engine.polar import PolarsEngine

            return PolarsEngine()
        from kringspoor.engine.spark import SparkEngine

        return SparkEngine(folder, threads)
    except ModuleNotFoundError as missing:
        package = {"spark": "kringspoor[spark]"}.get(name, name)
        raise BadInput(
            Text(
                nl=f"rekenmotor '{name}' is niet geïnstalleerd",
                en=f"engine '{name}' is not installed",
            ),
            hint=f"pip install '{package}'",
        ) from missing
