"""The same devices give the same bytes, whatever the threads do."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from tests.assess.random_fleet import columns, fleet

from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.run import Assessment, Result
from kringspoor.assess.totals import cohorts_of, groups_of, states_of
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import load
from kringspoor.engine import Engine, open_engine

TODAY = date(2026, 11, 24)
SEED_ROWS = 600
REPEATS = 500  # 300,000 rows: several groups of rows, so that threads share the work


@pytest.fixture(scope="module")
def fleet_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fleet as Parquet, large enough for two threads to race."""
    catalogue = load()
    ladder = setting_of(catalogue, Choice(), TODAY).ladder
    few = columns(fleet(ladder, SEED_ROWS, seed=9))
    many = {name: values * REPEATS for name, values in few.items()}
    many["tag"] = [f"T{number}" for number in range(SEED_ROWS * REPEATS)]
    del many["kwh_per_year"]  # never measured here
    folder = tmp_path_factory.mktemp("fleet")
    engine = open_engine("duckdb", folder=folder)
    kinds = {
        name: "text" if any(isinstance(each, str) for each in few.get(name, ["tag"])) else "number"
        for name in many
    }
    engine.save(engine.table(many, kinds), folder / "fleet.parquet")  # type: ignore[arg-type]
    engine.close()
    return folder / "fleet.parquet"


def assessed(engine: Engine, source: Path, target: Path) -> tuple[Assessment, Result]:
    catalogue = load()
    work = Assessment(
        engine, catalogue, FactorLadder(catalogue), setting_of(catalogue, Choice(), TODAY)
    )
    return work, work.saved(work.of_frame(engine.scan(source)), target)


def test_two_runs_give_the_same_file_byte_for_byte(fleet_file: Path, tmp_path: Path) -> None:
    found = set()
    for run in range(2):
        engine = open_engine("duckdb", folder=tmp_path, threads=2)
        target = tmp_path / f"result-{run}.parquet"
        assessed(engine, fleet_file, target)
        engine.close()
        found.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(found) == 1


def test_totals_and_order_are_the_same_on_one_thread_and_on_two(
    fleet_file: Path, tmp_path: Path
) -> None:
    answers = []
    for threads in (1, 2):
        engine = open_engine("duckdb", folder=tmp_path, threads=threads)
        work, result = assessed(engine, fleet_file, tmp_path / f"{threads}.parquet")
        tags = engine.rows(result.frame.select("tag"))["tag"]
        answers.append((groups_of(work, result), cohorts_of(work, result), states_of(work, result)))
        engine.close()
        assert tags == [f"T{number}" for number in range(SEED_ROWS * REPEATS)]
    assert answers[0] == answers[1]
    assert sum(answers[0][2].values()) > SEED_ROWS * REPEATS
