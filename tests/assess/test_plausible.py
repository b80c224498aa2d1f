"""Sizes in the wrong unit are mended when there is one way to read them, else left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.normalise import normalise
from kringspoor.formats.reading import Cell, Reading

MakeReading = Callable[..., Reading]


@pytest.mark.parametrize(
    ("kind", "field", "written", "meant"),
    [
        ("laptop", "ram_gb", 16384, 16.0),
        ("laptop", "ram_gb", 16, 16),
        ("laptop", "ram_gb", 8_000_000, 7.63),
        ("laptop", "ram_gb", 17179869184, 16.0),
        ("server", "ram_gb", 768, 768),
        ("laptop", "storage_gb", 512000, 512.0),
        ("laptop", "storage_gb", 512110190592, 512.11),
        ("server", "storage_gb", 48000, 48000),
        ("monitor", "screen_inches", 610, 24.0),
        ("monitor", "screen_inches", 120, 47.2),
        ("laptop", "battery_share", 87, 0.87),
        ("laptop", "made_year", 2021, 2021),
    ],
)
def test_a_size_in_another_unit_is_mended(
    kind: str,
    field: str,
    written: float,
    meant: float,
    make_reading: MakeReading,
    lexicon: Lexicon,
) -> None:
    table = normalise(make_reading("a.csv", {"kind": kind, field: written}), lexicon)
    assert table.columns[field] == [meant]
    assert table.problems == ()
    said = [(each.code, each.devices_count) for each in table.assumptions]
    assert said == ([] if written == meant else [(f"mended-{field}", 1)])


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("ram_gb", 300),
        ("ram_gb", -8),
        ("storage_gb", 20000),
        ("storage_gb", 0),
        ("screen_inches", 1),
        ("battery_share", 180),
        ("made_year", 21),
    ],
)
def test_a_size_nobody_sells_is_a_located_problem(
    field: str, written: Cell, make_reading: MakeReading, lexicon: Lexicon
) -> None:
    table = normalise(make_reading("a.csv", {"kind": "laptop", field: written}), lexicon)
    assert table.columns[field] == [None]
    (found,) = table.problems
    assert (found.code, found.row_no, found.column) == ("implausible-size", 2, field)
    assert found.original == str(written)
    assert table.assumptions == ()
