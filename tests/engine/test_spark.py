"""Spark decides what DuckDB decides, says nothing of its own, and says what it lacks.

Where PySpark or Java is missing (`make test-spark` installs them) only the last of these run.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from tests.assess.random_fleet import columns, fleet

from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.run import RESULT, Assessment, Result
from kringspoor.assess.totals import cohorts_of, groups_of, states_of
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue, load
from kringspoor.core.errors import BadInput
from kringspoor.core.ladder import Ladder
from kringspoor.engine import Engine, open_engine
from kringspoor.engine.columns import Kind, at_the_door, distinct, in_order, picked, total

ROOT = Path(__file__).parents[2]
SAMPLES = [str(ROOT / "samples" / each) for each in ("register.csv", "mdm.csv", "count.xlsx")]
LADDERS = ("ghent", "leuven", "laakdal", "ugent", "ku-leuven")
TODAY = date(2026, 11, 24)
COUNT = 2000
MODULES = ("", ".errors", ".java_gateway", ".sql", ".sql.functions", ".sql.types")
OURS = "kringspoor.engine.spark"

with_spark = pytest.mark.spark  # `make test-spark` has Java and PySpark; the rest leaves it out


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One session for all: starting one takes ten seconds."""
    opened = open_engine("spark", folder=tmp_path_factory.mktemp("spark"), threads=2)
    yield opened
    opened.close()


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine("duckdb", folder=tmp_path)
    yield opened
    opened.close()


def work(engine: Engine, catalogue: Catalogue, ladder: str) -> Assessment:
    setting = setting_of(catalogue, Choice(ladder=ladder), TODAY)
    return Assessment(engine, catalogue, FactorLadder(catalogue), setting)


def differences(ours: dict[str, list[Any]], theirs: dict[str, list[Any]]) -> list[str]:
    """Where two results part: anything but a float is the same, or it differs."""
    assert list(ours) == list(theirs)
    found = [name for name in ours if len(ours[name]) != len(theirs[name])]
    for name in ours:
        for at, (one, other) in enumerate(zip(ours[name], theirs[name], strict=False)):
            if isinstance(one, float) and isinstance(other, float):
                is_same = math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
            else:
                is_same = one == other and type(one) is type(other)
            if not is_same:
                found.append(f"{name}[{at}]: {one!r} on DuckDB, {other!r} on Spark")
    return found


def totals(assessment: Assessment, result: Result) -> tuple[Any, ...]:
    return (
        groups_of(assessment, result),
        cohorts_of(assessment, result),
        states_of(assessment, result),
    )


def compared(
    devices: list[dict[str, Any]], ladder: str, engines: tuple[Engine, Engine], folder: Path
) -> dict[str, list[Any]]:
    """The devices assessed on both engines; rows and totals are alike."""
    known = load()
    found, sums = [], []
    for engine in engines:
        assessment = work(engine, known, ladder)
        answer = assessment.of_columns(columns(devices))
        saved = assessment.saved(answer, folder / f"{engine.name}.parquet")
        rows = engine.rows(saved.frame)
        found.append({name: rows[name] for name in RESULT})
        sums.append(totals(assessment, saved))
    assert differences(*found) == []
    assert sums[0] == sums[1]
    return found[1]


def ladder_of(catalogue: Catalogue, slug: str) -> Ladder:
    return setting_of(catalogue, Choice(ladder=slug), TODAY).ladder


@with_spark
@pytest.mark.parametrize("ladder", LADDERS)
def test_spark_decides_and_adds_up_as_duckdb_does(
    ladder: str, catalogue: Catalogue, duckdb: Engine, spark: Engine, tmp_path: Path
) -> None:
    devices = fleet(ladder_of(catalogue, ladder), COUNT, seed=len(ladder))
    rows = compared(devices, ladder, (duckdb, spark), tmp_path)
    assert len(rows["step"]) == COUNT
    assert len(set(rows["step"])) > 5


@with_spark
def test_spark_takes_the_road_per_device_where_electricity_is_measured(
    catalogue: Catalogue, duckdb: Engine, spark: Engine, tmp_path: Path
) -> None:
    devices = fleet(ladder_of(catalogue, "leuven"), 300, seed=5)
    for at, device in enumerate(devices):
        device["kwh_per_year"] = float(at) if at % 3 else None
    rows = compared(devices, "leuven", (duckdb, spark), tmp_path)
    assert rows["used_kwh_per_year"][1] == 1.0


@with_spark
def test_spark_reads_a_parquet_file_in_our_own_columns_as_duckdb_does(
    catalogue: Catalogue, duckdb: Engine, spark: Engine, tmp_path: Path
) -> None:
    devices = fleet(ladder_of(catalogue, "leuven"), 500, seed=8)
    kinds: dict[str, Kind] = {"ram_gb": "number", "battery_share": "number"}
    kinds |= dict.fromkeys(("tag", "category", "make", "model", "state", "ownership"), "text")
    kinds |= dict.fromkeys(("purchased_days", "quantity_count", "warranty_end_days"), "whole")
    table = duckdb.table({n: [each[n] for each in devices] for n in kinds}, kinds)
    duckdb.save(table, tmp_path / "fleet.parquet")
    found = []
    for engine in (duckdb, spark):
        assessment = work(engine, catalogue, "leuven")
        answer = assessment.of_frame(engine.scan(tmp_path / "fleet.parquet"))
        names = [name for name in RESULT if name != "kind_no"]
        frame = in_order(picked(answer.frame, names), ("tag",))
        found.append(engine.rows(frame))
    assert differences(*found) == []


@with_spark
def test_spark_knows_unknown_and_takes_nan_for_it(spark: Engine, tmp_path: Path) -> None:
    frame = spark.table(
        {"a": ["x", None], "b": [1, None], "c": [math.nan, 2.5]},
        {"a": "text", "b": "whole", "c": "number"},
    )
    assert spark.rows(frame) == {"a": ["x", None], "b": [1, None], "c": [None, 2.5]}
    assert spark.rows(distinct(frame, ["a"])) == {"a": ["x", None]}
    filled = at_the_door(frame, {"d": "number"}, {"b": "whole"}, prefix="key_")
    assert spark.rows(filled) == {"d": [None, None], "key_b": [1, -1]}
    spark.save(frame, tmp_path / "f.parquet")
    assert spark.rows(spark.scan(tmp_path / "f.parquet")) == spark.rows(frame)


@with_spark
def test_spark_gives_an_empty_table_its_columns(spark: Engine) -> None:
    assert spark.rows(spark.table({"a": []}, {"a": "text"})) == {"a": []}


@with_spark
def test_spark_writes_one_file_and_nothing_beside_it(spark: Engine, tmp_path: Path) -> None:
    target = tmp_path / "f.parquet"
    for rows in ([], ["x", "y"]):
        spark.save(spark.table({"a": rows}, {"a": "text"}), target)
        assert spark.rows(spark.scan(target)) == {"a": rows}
    assert target.is_file()
    assert list(tmp_path.iterdir()) == [target]
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        spark.save(spark.table({"a": ["x"]}, {"a": "text"}), tmp_path / "folder")
    assert (tmp_path / "folder").is_dir()


@with_spark
def test_spark_rounds_half_up_before_it_adds_whole_numbers(spark: Engine) -> None:
    frame = spark.table(
        {"g": ["a", "a", None], "kg": [0.0005, None, 1.0], "n": [2, 3, 1]},
        {"g": "text", "kg": "number", "n": "whole"},
    )
    rows = spark.rows(total(frame, ("g",), {"g_sum": ("kg", 1000)}, "n"))
    assert rows == {"g": ["a", None], "g_sum": [2, 1000], "device_count": [5, 1]}


@with_spark
def test_a_session_of_your_own_stays_open_in_spark(spark: Any, tmp_path: Path) -> None:
    from kringspoor.engine.spark import SparkEngine

    guest = SparkEngine(tmp_path, session=spark._session)
    guest.close()
    assert spark.rows(spark.table({"a": ["x"]}, {"a": "text"})) == {"a": ["x"]}


def assessed(engine: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command on the samples, in a process and a home of its own."""
    (folder / "temporary").mkdir(parents=True)
    outputs = ["--json", str(folder / "a.json"), "--csv", str(folder / "d.csv")]
    outputs += ["--parquet", str(folder / "d.parquet")]
    command = [sys.executable, "-m", "kringspoor", "assess", *SAMPLES, "--engine", engine]
    return subprocess.run(
        [*command, "--today", TODAY.isoformat(), "--lang", "en", *outputs],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "KRINGSPOOR_HOME": str(folder / "home"),
            "TMPDIR": str(folder / "temporary"),
        },
    )


def without_seconds(folder: Path) -> Any:
    answer = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    return {name: value for name, value in answer.items() if "seconds" not in name}


@with_spark
def test_the_command_with_spark_gives_the_same_answer_and_leaves_nothing(tmp_path: Path) -> None:
    folders = {engine: tmp_path / engine for engine in ("duckdb", "spark")}
    done = {engine: assessed(engine, folder) for engine, folder in folders.items()}
    assert [each.returncode for each in done.values()] == [0, 0]
    assert done["spark"].stderr == ""
    assert without_seconds(folders["spark"]) == without_seconds(folders["duckdb"])
    lists = [(each / "d.csv").read_bytes() for each in folders.values()]
    assert lists[0] == lists[1]
    left = {each.name for each in folders["spark"].iterdir()}
    assert left == {"a.json", "d.csv", "d.parquet", "home", "temporary"}
    assert list((folders["spark"] / "temporary").iterdir()) == []


@with_spark
def test_a_java_that_does_not_start_is_told_by_spark_in_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'this Java is too old' >&2\nexit 1\n", encoding="utf-8")
    java.chmod(0o755)
    code = (
        "from pathlib import Path\n"
        "from kringspoor.core.errors import BadInput\n"
        "from kringspoor.engine import open_engine\n"
        "try:\n"
        f"    open_engine('spark', folder=Path({str(tmp_path)!r}))\n"
        "except BadInput as error:\n"
        "    print(error)\n"
    )
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout == (
        "engine 'spark' cannot start: this Java is too old "
        "(install Java 17 or newer, or leave --engine out)\n"
    )


@pytest.fixture
def unloaded() -> Iterator[None]:
    """Our module as if nobody had asked for it yet, and once more when the test is done."""
    sys.modules.pop(OURS, None)
    yield
    sys.modules.pop(OURS, None)


@pytest.mark.usefixtures("unloaded")
def test_without_pyspark_the_engine_spark_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(BadInput) as refused:
        open_engine("spark", folder=tmp_path)
    assert refused.value.spoken("nl") == (
        "rekenmotor 'spark' is niet geïnstalleerd (pip install 'kringspoor[spark]')"
    )
    assert refused.value.spoken("en") == (
        "engine 'spark' is not installed (pip install 'kringspoor[spark]')"
    )


@pytest.mark.usefixtures("unloaded")
def test_without_java_the_engine_spark_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in MODULES:  # here PySpark is there, or makes believe
        monkeypatch.setitem(sys.modules, f"pyspark{each}", MagicMock())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(BadInput) as refused:
        open_engine("spark", folder=tmp_path)
    assert refused.value.spoken("nl") == (
        "rekenmotor 'spark' kan niet starten: Java is niet gevonden "
        "(installeer Java 17 of nieuwer, of laat --engine weg)"
    )
    assert "engine 'spark' cannot start: Java was not found" in refused.value.spoken("en")
