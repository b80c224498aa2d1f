"""Devices in columns, Parquet to Parquet, beside DuckDB copying the same file in the same run."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
from bench.fleet import make_fleet

from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.run import Assessment
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import load
from kringspoor.engine import open_engine
from kringspoor.engine.columns import Engine, picked, total

TODAY = date(2026, 11, 24)
OUTPUT = (
    "tag", "category", "factor_key", "rung", "embodied_kg", "use_to_date_kg", "yearly_kg",
    "yearly_low_kg", "yearly_high_kg", "age_months", "remaining_months", "support_until_days",
    "step", "reason", "saving_kg", "saving_low_kg", "saving_high_kg", "saving_eur",
    "quantity_count",
)  # fmt: skip
AGGREGATES = (
    (("category",), {"embodied_g": ("embodied_kg", 1000), "yearly_g": ("yearly_kg", 1000)}),
    (("step", "reason"), {"saving_g": ("saving_kg", 1000), "cents": ("saving_eur", 100)}),
    (("factor_key", "rung"), {"embodied_g": ("embodied_kg", 1000)}),
)


def copy(source: Path, target: Path) -> None:
    """The floor: read every column and write it again."""
    connection = duckdb.connect()
    connection.read_parquet(str(source)).to_parquet(str(target), compression="zstd")
    connection.close()


def assess(engine: Engine, source: Path, target: Path) -> None:
    """The work: match, weigh, decide, save; one row out for each row in."""
    catalogue = load()
    setting = setting_of(catalogue, Choice(), TODAY)
    work = Assessment(engine, catalogue, FactorLadder(catalogue), setting)
    engine.save(picked(work.of_frame(engine.scan(source)).frame, OUTPUT), target)


def aggregate(engine: Engine, target: Path) -> None:
    """Three questions asked of the result."""
    for by, sums in AGGREGATES:
        engine.rows(total(engine.scan(target), by, sums, "quantity_count"))


def timed(work: Callable[[], None]) -> float:
    """Seconds of one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


def measure(source: Path, folder: Path, runs_count: int) -> dict[str, float]:
    """Medians of the runs; floor and work take turns, so that drift hits both."""
    floors, works, sums = [], [], []
    for _ in range(runs_count):
        engine = open_engine("duckdb", folder=folder)
        floors.append(timed(lambda: copy(source, folder / "copy.parquet")))
        works.append(timed(lambda e=engine: assess(e, source, folder / "out.parquet")))  # type: ignore[misc]
        sums.append(timed(lambda e=engine: aggregate(e, folder / "out.parquet")))  # type: ignore[misc]
        engine.close()
    return {
        "floor_seconds": median(floors),
        "work_seconds": median(works),
        "work_ratio": median(w / f for w, f in zip(works, floors, strict=True)),
        "aggregate_ratio": median(s / f for s, f in zip(sums, floors, strict=True)),
    }


def main() -> None:
    """``columns.py ROWS RUNS [peak]``: with ``peak`` the work alone, for its peak memory."""
    rows_count, runs_count = int(float(sys.argv[1])), int(sys.argv[2])
    cache = Path(tempfile.gettempdir()) / f"kringspoor-bench-{rows_count}.parquet"
    make_fleet(cache, rows_count)
    with tempfile.TemporaryDirectory(prefix="kringspoor-bench-") as name:
        folder = Path(name)
        if sys.argv[3:] == ["peak"]:
            engine = open_engine("duckdb", folder=folder)
            assess(engine, cache, folder / "out.parquet")
            engine.close()
            found = {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
        else:
            found = measure(cache, folder, runs_count)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
