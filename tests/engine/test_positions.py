"""Small tables looked up by position: what is unknown or not there, words, pairs of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kringspoor.engine import Engine, open_engine
from kringspoor.engine.columns import Frame, Kind


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine("duckdb", folder=tmp_path)
    yield opened
    opened.close()


def scanned(engine: Engine, path: Path, columns: dict[str, list[Any]], kind: Kind) -> Frame:
    """The columns as a file, so that DuckDB looks up by position."""
    engine.save(engine.table(columns, dict.fromkeys(columns, kind)), path)
    return engine.scan(path)


def test_a_number_that_is_unknown_or_not_there_gets_nothing(engine: Engine, tmp_path: Path) -> None:
    frame = scanned(engine, tmp_path / "f.parquet", {"k": [7, None, -3, 8, 5]}, "whole")
    table = engine.table({"k": [-3, 7], "w": ["low", "high"]}, {"k": "whole", "w": "word"})
    found = engine.looked_up(frame, engine.lookup(table, ("k",)))
    assert engine.rows(found)["w"] == ["high", None, "low", None, None]


def test_two_numbers_together_are_one_place(engine: Engine, tmp_path: Path) -> None:
    keys = {"a": [0, 1, 1, 2], "b": [5, 5, 6, 6]}
    frame = scanned(engine, tmp_path / "f.parquet", keys, "whole")
    table = engine.table(
        {"a": [0, 1, 1], "b": [5, 5, 6], "v": [0.5, 1.5, 1.6]},
        {"a": "whole", "b": "whole", "v": "number"},
    )
    found = engine.looked_up(frame, engine.lookup(table, ("a", "b")))
    assert engine.rows(found)["v"] == [0.5, 1.5, 1.6, None]


def test_words_under_another_name_meet_their_row(engine: Engine, tmp_path: Path) -> None:
    words: dict[str, list[Any]] = {
        "make": ["HP", "Dell", None, "Sun"],
        "model": ["G8", "O'5", "G8", "1"],
    }
    frame = scanned(engine, tmp_path / "f.parquet", words, "text")
    table = engine.table(
        {"of_make": ["Dell", "HP"], "of_model": ["O'5", "G8"], "n": [1, 2]},
        {"of_make": "text", "of_model": "text", "n": "whole"},
    )
    found = engine.looked_up(frame, engine.lookup(table, {"make": "of_make", "model": "of_model"}))
    assert engine.rows(found)["n"] == [2, 1, None, None]


def test_words_and_numbers_together_are_one_place(engine: Engine, tmp_path: Path) -> None:
    kinds: dict[str, Kind] = {"make": "text", "inches": "number", "n": "whole"}
    columns: dict[str, list[Any]] = {
        "make": ["HP", "Dell", None, "HP"],
        "inches": [14.0, None, 15.6, 14.5],
        "n": [1, 2, 3, 1],
    }
    engine.save(engine.table(columns, kinds), tmp_path / "f.parquet")
    frame = engine.scan(tmp_path / "f.parquet")
    table = engine.table(
        {"make": ["HP", "HP"], "inches": [14.0, 14.5], "n": [1, 1], "v": [7, 8]},
        {**kinds, "v": "whole"},
    )
    lookup = engine.lookup(table, ("make", "inches", "n"))
    assert lookup.placed is not None
    assert engine.rows(engine.looked_up(frame, lookup))["v"] == [7, None, None, 8]
