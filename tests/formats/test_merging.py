"""Two sightings of one serial."""

from __future__ import annotations

from kringspoor.core.device import NAMES
from kringspoor.formats.merging import merge_sightings
from kringspoor.formats.reading import Cell


def columns(**given: list[Cell]) -> dict[str, list[Cell]]:
    length = len(given["serial"])
    empty: dict[str, list[Cell]] = {name: [None] * length for name in NAMES}
    return empty | {"row_no": list(range(2, length + 2))} | given


def test_without_a_serial_twice_nothing_changes() -> None:
    table = columns(serial=["A0001", "A0002", None, None])
    assert merge_sightings(table, "serial") == ([], [])
    assert table["serial"] == ["A0001", "A0002", None, None]


def test_three_sightings_leave_one_row_with_all_that_was_known() -> None:
    table = columns(
        serial=["A0001", "a0001", "A0001"],
        tag=[None, "T1", None],
        purchased_days=[None, None, 18000],
        purchased_precision=[None, None, "year"],
        price_cents=[None, 500, None],
        currency=[None, "EUR", None],
    )
    merged, problems = merge_sightings(table, "serial")
    assert (merged, problems) == ([3, 4], [])
    assert {name: table[name] for name in ("tag", "purchased_days", "price_cents")} == {
        "tag": ["T1"],
        "purchased_days": [18000],
        "price_cents": [500],
    }
    assert table["purchased_precision"] == ["year"]
    assert table["currency"] == ["EUR"]


def test_what_differs_is_told_with_both_rows() -> None:
    table = columns(serial=["A0001", "A0001"], model=["X1", "X2"], make=["HP", "hp"])
    merged, [told] = merge_sightings(table, "Serie")
    assert merged == [3]
    assert table["model"] == ["X1"]
    assert (told.row_no, told.column) == (3, "Serie")
    assert "row 2" in told.what.en and "model" in told.what.en and "make" not in told.what.en


def test_another_tag_and_another_kind_are_another_device() -> None:
    table = columns(serial=["A0001", "A0001"], tag=["T1", "T2"], kind=["laptop", "scherm"])
    merged, [told] = merge_sightings(table, "serial")
    assert merged == []
    assert told.code == "same-serial-two-devices"
