"""Parquet in our own columns goes straight through; any other is read like a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kringspoor.assess.files import is_parquet, is_straight, readings_of
from kringspoor.core.errors import BadInput
from kringspoor.engine import Engine, open_engine
from kringspoor.formats.reading import Options, Reading

DAY = 18_700  # 2021-03-14
COLUMNS: dict[str, list[Any]] = {
    "tag": ["A-1", "A-2"],
    "category": ["laptop", "monitor"],
    "make": ["Dell", "Dell"],
    "model": ["Latitude 5520", "P2419H"],
    "state": ["in_use", "in_stock"],
    "purchased_days": [DAY, DAY + 1],
    "quantity_count": [1, 1],
    "price_cents": [120_050, 18_900],
    "currency": ["EUR", "EUR"],
}
WHOLE = {"purchased_days", "quantity_count", "price_cents"}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine("polars", folder=tmp_path)
    yield opened
    opened.close()


def parquet(engine: Engine, folder: Path, columns: Mapping[str, Sequence[Any]]) -> Path:
    kinds: dict[str, Any] = {
        name: "whole" if name in WHOLE and isinstance(values[0], int) else "text"
        for name, values in columns.items()
    }
    path = folder / "toestellen.parquet"
    engine.save(engine.table(columns, kinds), path)
    return path


def read(engine: Engine, path: Path) -> Reading:
    (found,) = readings_of([path], Options(), engine, lambda said: None)
    return found


def test_our_own_columns_and_words_go_straight(engine: Engine, tmp_path: Path) -> None:
    assert is_straight(engine, parquet(engine, tmp_path, COLUMNS), {"laptop", "monitor"})


@pytest.mark.parametrize(
    "change",
    [
        {"category": ["laptops", "monitor"]},
        {"purchased_days": ["2021-03-14", "2021-03-15"]},
    ],
)
def test_other_words_or_dates_are_read_instead(
    engine: Engine, tmp_path: Path, change: dict[str, list[Any]]
) -> None:
    path = parquet(engine, tmp_path, COLUMNS | change)
    assert not is_straight(engine, path, {"laptop", "monitor"})
    assert read(engine, path).columns["purchased_days"] == [DAY, DAY + 1]


def test_a_kind_in_words_is_read_with_our_own_names_beside_it(
    engine: Engine, tmp_path: Path
) -> None:
    columns = {name: cells for name, cells in COLUMNS.items() if name != "category"}
    path = parquet(engine, tmp_path, columns | {"kind": ["Draagbare computer", "scherm"]})
    reading = read(engine, path)
    assert reading.columns["kind"] == ["Draagbare computer", "scherm"]
    assert reading.columns["purchased_days"] == [DAY, DAY + 1]
    assert reading.columns["price_cents"] == [120_050, 18_900]
    assert reading.columns["state"] == ["in_use", "in_stock"]


def test_a_file_that_breaks_off_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "half.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(BadInput, match=r"half\.parquet: breaks off"):
        is_parquet(path)
    path.write_bytes(b"PAR1PAR1")
    with pytest.raises(BadInput, match=r"half\.parquet: breaks off"):
        is_parquet(path)


def test_what_only_looks_like_parquet_by_its_name_is_none(tmp_path: Path) -> None:
    path = tmp_path / "lijst.parquet"
    path.write_text("serial;make\n", encoding="utf-8")
    assert not is_parquet(path)
    assert not is_parquet(tmp_path)
