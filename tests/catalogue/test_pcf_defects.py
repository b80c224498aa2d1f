"""The defects of the makers' sheets, counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.catalogue.conftest import sheet_file, sheet_row

from kringspoor.catalogue.pcf import PcfFile
from kringspoor.catalogue.pcf_defects import date_shape, defects, implied_kg_per_kwh


def _counted(*rows: dict[str, str]) -> dict[str, tuple[int, ...]]:
    return {each.code: each.rows for each in defects(sheet_file(rows))}


def test_a_sound_file_has_no_defects() -> None:
    assert _counted(sheet_row("A"), sheet_row("B")) == {}


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("no-use-share", {"gwp_use_ratio": ""}),
        ("screen-zero", {"screen_size": "0"}),
        ("impossible-share", {"gwp_manufacturing_ratio": "7.76"}),
        ("error-zero", {"gwp_error_ratio": "0.0000"}),
        ("error-above-one", {"gwp_error_ratio": "1.1"}),
        ("use-more-than-power", {"gwp_total": "6000", "gwp_use_ratio": "0.97"}),
        ("wrong-parser", {"add_method": "HPE Auto Parser"}),
        ("broken-name", {"name": "Legion 5 15\\xe2\\x80\\x9d"}),
    ],
)
def test_each_defect_is_found_where_it_stands(code: str, cells: dict[str, str]) -> None:
    assert _counted(sheet_row("A"), {**sheet_row("B"), **cells}) == {code: (3,)}


def test_four_shares_that_do_not_make_one_are_found() -> None:
    shares = {"gwp_manufacturing_ratio": "0.5", "gwp_transport_ratio": "0.1"}
    off = sheet_row("A", **shares, gwp_eol_ratio="0.1")
    whole = sheet_row("B", **shares, gwp_eol_ratio="0.2")
    assert _counted(off, whole) == {"shares-do-not-sum": (2,)}


def test_the_rarer_word_for_a_place_a_kind_or_a_date_is_found() -> None:
    places = [
        sheet_row(n, use_location=w) for n, w in zip("ABC", ("WW", "WW", "Worldwide"), strict=True)
    ]
    assert _counted(*places) == {"mixed-use-place": (4,)}
    kinds = [
        sheet_row(n, subcategory=w)
        for n, w in zip("AB", ("Thin Client", "Thin client"), strict=True)
    ]
    assert _counted(*kinds, sheet_row("C", subcategory="Thin Client")) == {"kind-spelling": (3,)}
    dates = [sheet_row("A"), sheet_row("B"), sheet_row("C", report_date="2021-05-01")]
    assert _counted(*dates) == {"date-shapes": (4,)}
    assert date_shape("May 2021") == "A 9999"


def test_the_second_of_two_equal_names_is_the_duplicate() -> None:
    assert _counted(sheet_row("A"), sheet_row("B"), sheet_row("A")) == {"duplicate": (4,)}


def test_a_kilowatt_hour_is_implied_only_where_all_is_known() -> None:
    assert implied_kg_per_kwh(sheet_row("A")) == pytest.approx(300 * 0.2 / 80)
    assert implied_kg_per_kwh(sheet_row("A", lifetime="")) is None


def test_the_real_file_has_exactly_the_known_defects(real_sheets: Path) -> None:
    file = PcfFile.read(real_sheets)
    found = {each.code: each for each in defects(file)}
    assert {code: each.row_count for code, each in found.items()} == {
        "no-use-share": 75,
        "screen-zero": 62,
        "impossible-share": 1,
        "shares-do-not-sum": 108,
        "error-zero": 57,
        "error-above-one": 21,
        "use-more-than-power": 14,
        "wrong-parser": 10,
        "broken-name": 3,
        "mixed-use-place": 114,
        "mixed-assembly-place": 362,
        "kind-spelling": 6,
        "date-shapes": 227,
        "duplicate": 4,
    }
    (ultra,) = found["impossible-share"].rows
    row = file.rows[ultra - 2]
    assert (row["name"], row["gwp_manufacturing_ratio"]) == ("OptiPlex 7070 Ultra", "7.76")
    paper = [file.rows[n - 2]["manufacturer"] for n in found["use-more-than-power"].rows]
    assert paper.count("Lexmark") == 11
    assert "10 vormen" in found["date-shapes"].what.nl
