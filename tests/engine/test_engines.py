"""Engines: unknown in and out, totals that no thread can change, names that are refused."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kringspoor.core.errors import Unknown
from kringspoor.engine import Engine, open_engine
from kringspoor.engine.columns import (
    ColumnOps,
    Columns,
    at_the_door,
    computed,
    distinct,
    in_order,
    lacking_filled,
    names_of,
    rows_count,
    total,
)


@pytest.fixture(params=["duckdb", "polars"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(request.param, folder=tmp_path)
    yield opened
    opened.close()


def test_unknown_and_nan_come_out_as_none(engine: Engine) -> None:
    columns: dict[str, list[object]] = {"a": ["x", None], "b": [1, None], "c": [math.nan, 2.5]}
    frame = engine.table(columns, {"a": "text", "b": "whole", "c": "number"})
    assert engine.rows(frame) == {"a": ["x", None], "b": [1, None], "c": [None, 2.5]}


def test_a_column_of_nothing_but_unknowns_keeps_its_type(engine: Engine, tmp_path: Path) -> None:
    frame = engine.table({"a": [None], "b": [None]}, {"a": "text", "b": "number"})
    engine.save(frame, tmp_path / "f.parquet")
    assert engine.rows(engine.scan(tmp_path / "f.parquet")) == {"a": [None], "b": [None]}


def test_an_empty_table_has_its_columns(engine: Engine) -> None:
    frame = engine.table({"a": []}, {"a": "text"})
    assert engine.rows(frame) == {"a": []}


def test_looking_up_what_is_not_there_gives_unknown_and_keeps_every_row(engine: Engine) -> None:
    left = engine.table({"k": [1, 2, None]}, {"k": "whole"})
    right = engine.table({"k": [1], "v": ["one"]}, {"k": "whole", "v": "text"})
    joined = in_order(engine.looked_up(left, engine.lookup(right, ("k",))), ("k",))
    assert engine.rows(joined) == {"k": [1, 2, None], "v": ["one", None, None]}


def test_duckdb_hands_over_and_writes_what_is_looked_up_in_order(tmp_path: Path) -> None:
    count = 400_000  # several groups of rows, so that two threads race
    engine = open_engine("duckdb", folder=tmp_path, threads=2)
    kinds: dict[str, Any] = {"n": "whole", "k": "whole"}
    numbers = [*range(count)]
    devices: dict[str, list[Any]] = {"n": numbers, "k": [n % 7 for n in numbers]}
    left = engine.table(devices, kinds)
    words: dict[str, list[Any]] = {"k": [*range(7)], "w": [*"abcdefg"]}
    right = engine.table(words, {"k": "whole", "w": "text"})
    joined = engine.looked_up(left, engine.lookup(right, ("k",)))
    for _ in range(3):
        assert engine.rows(joined)["n"] == list(range(count))
        engine.save(joined, tmp_path / "joined.parquet")
        assert engine.rows(engine.scan(tmp_path / "joined.parquet"))["n"] == list(range(count))
    del left, right, joined
    engine.close()


def test_lacking_columns_are_unknown_and_present_ones_stay(engine: Engine) -> None:
    frame = lacking_filled(
        engine.table({"a": ["x"]}, {"a": "text"}), {"a": "text", "b": "whole", "c": "number"}
    )
    assert engine.rows(frame) == {"a": ["x"], "b": [None], "c": [None]}
    assert names_of(frame) == {"a", "b", "c"}


def test_nan_in_a_scanned_file_becomes_unknown(engine: Engine, tmp_path: Path) -> None:
    import polars

    polars.DataFrame({"a": [1.0, math.nan, None]}).write_parquet(tmp_path / "n.parquet")
    scanned = engine.scan(tmp_path / "n.parquet")
    frame = at_the_door(scanned, {"a": "number", "b": "text"}, {"a": "number"}, prefix="key_")
    rows = engine.rows(frame)
    assert rows["a"] == [1.0, None, None]
    assert rows["b"] == [None, None, None]
    assert rows["key_a"] == [1.0, -1.0, -1.0]


def test_distinct_rows_are_sorted_with_unknown_last(engine: Engine) -> None:
    frame = engine.table({"a": ["b", None, "a", "b"]}, {"a": "text"})
    assert engine.rows(distinct(frame, ["a"])) == {"a": ["a", "b", None]}


def test_rows_are_counted(engine: Engine) -> None:
    kinds = {"a": "number", "b": "number"}
    frame = engine.table({"a": [None, 1.0], "b": [None, None]}, kinds)  # type: ignore[arg-type]
    assert rows_count(engine, frame) == 2


def test_totals_count_lots_and_round_half_up_before_they_add(engine: Engine) -> None:
    frame = engine.table(
        {"g": ["a", "a", None], "kg": [0.0005, None, 1.0], "n": [2, 3, 1]},
        {"g": "text", "kg": "number", "n": "whole"},
    )
    rows = engine.rows(total(frame, ("g",), {"g_sum": ("kg", 1000)}, "n"))
    assert rows["g"] == ["a", None]
    assert rows["g_sum"] == [2, 1000]
    assert rows["device_count"] == [5, 1]


def test_totals_are_the_same_on_one_thread_and_on_two(tmp_path: Path) -> None:
    dice = random.Random(1)
    columns: dict[str, list[Any]] = {
        "g": [dice.choice("abc") for _ in range(200_000)],
        "kg": [dice.lognormvariate(5, 1) for _ in range(200_000)],
        "n": [1] * 200_000,
    }
    found = []
    for threads in (1, 2):
        engine = open_engine("duckdb", folder=tmp_path, threads=threads)
        frame = engine.table(columns, {"g": "text", "kg": "number", "n": "whole"})
        found.append(engine.rows(total(frame, ("g",), {"grams": ("kg", 1000)}, "n")))
        engine.close()
    assert found[0] == found[1]


def test_column_operations_answer_as_the_float_ones_do(engine: Engine) -> None:
    frame = engine.table(
        {"x": [4.0, 0.0, -1.0, None], "y": [2.0, 0.0, 3.0, 1.0]}, {"x": "number", "y": "number"}
    )

    def stage(ops: ColumnOps, d: Columns) -> dict[str, object]:
        return {
            "log": ops.log(d.x),
            "root": ops.sqrt(d.x),
            "part": ops.divide(d.x, d.y),
            "least": ops.given((d.x, d.y), lambda: ops.least(d.x, d.y)),
        }

    rows = engine.rows(computed(frame, [stage]))
    assert rows["log"] == [math.log(4.0), None, None, None]
    assert rows["root"] == [2.0, 0.0, None, None]
    assert rows["part"] == [2.0, None, -1 / 3, None]
    assert rows["least"] == [2.0, 0.0, -1.0, None]


def test_an_engine_nobody_knows_is_refused_with_the_names_that_are(tmp_path: Path) -> None:
    with pytest.raises(Unknown, match="'abacus' is not known \\(duckdb, polars, spark\\)"):
        open_engine("abacus", folder=tmp_path)


def test_a_process_that_used_the_engine_ends_with_a_clean_stderr(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from kringspoor.engine import open_engine\n"
        "from kringspoor.engine.columns import total, in_order\n"
        "def main():\n"
        f"    engine = open_engine('duckdb', folder=Path({str(tmp_path)!r}))\n"
        "    frame = engine.table({'a': ['x'], 'n': [1]}, {'a': 'text', 'n': 'whole'})\n"
        "    print(engine.rows(in_order(total(frame, ('a',), {}, 'n'), ('a',))))\n"
        "    engine.close()\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "{'a': ['x'], 'device_count': [1]}\n"
    assert done.stderr == ""
