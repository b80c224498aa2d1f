"""The open file of makers' sheets in one shape."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest
from tests.catalogue.conftest import sheet_file, sheet_row

from kringspoor.catalogue.pcf import PcfFile
from kringspoor.core.errors import BadInput


def test_embodied_is_everything_but_use() -> None:
    (sheet,) = sheet_file([sheet_row("Latitude 1")]).sheets
    assert sheet.embodied_kg == pytest.approx(240)
    assert (sheet.kwh_per_year, sheet.mass_kg, sheet.screen_inches) == (20, 1.5, 14)
    assert (sheet.row_no, sheet.where) == (2, "https://example.org/Latitude-1 (May 2021)")


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"gwp_use_ratio": ""}, "embodied_kg"),
        ({"gwp_use_ratio": "1.2"}, "embodied_kg"),
        ({"gwp_total": "0"}, "embodied_kg"),
        ({"screen_size": "0"}, "screen_inches"),
        ({"yearly_tec": "n/a"}, "kwh_per_year"),
        ({"gwp_error_ratio": "0.0000"}, "error_ratio"),
        ({"gwp_error_ratio": "1.4"}, "error_ratio"),
        ({"weight": ""}, "mass_kg"),
    ],
)
def test_a_value_that_cannot_be_is_unknown(cells: dict[str, str], field: str) -> None:
    (sheet,) = sheet_file([sheet_row("Latitude 1", **cells)]).sheets
    assert getattr(sheet, field) is None


def test_kinds_the_catalogue_does_not_know_are_left_out() -> None:
    rows = [sheet_row("Xbox", subcategory="Gaming"), sheet_row("Wyse", subcategory="Thin Client")]
    assert [each.categories for each in sheet_file(rows).sheets] == [("thin_client",)]


def test_another_file_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "devices.csv"
    path.write_text("name,serial\nLatitude,1\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"devices\.csv, row 1: lacks the columns manufacturer"):
        PcfFile.read(path)
    path.write_bytes(b"")
    with pytest.raises(BadInput, match="lacks the columns"):
        PcfFile.read(path)
    path.write_bytes(b"name\xff\n")
    with pytest.raises(BadInput, match="is not UTF-8 text"):
        PcfFile.read(path)
    with pytest.raises(BadInput, match="cannot be read"):
        PcfFile.read(tmp_path)


def test_the_real_file_gives_the_known_medians(real_sheets: Path) -> None:
    file = PcfFile.read(real_sheets)
    embodied: dict[str, list[float]] = {}
    for sheet in file.sheets:
        for category in sheet.categories:
            if sheet.embodied_kg is not None:
                embodied.setdefault(category, []).append(sheet.embodied_kg)
    found = {slug: (len(each), round(median(each))) for slug, each in embodied.items()}
    assert len(file.rows) == 1226
    assert found["laptop"] == (422, 241)
    assert found["desktop"] == (254, 301)
    assert found["monitor"] == (257, 357)
    assert found["smartphone"] == (50, 56)
    assert found["tablet"] == (22, 74)
    assert found["thin_client"] == (16, 48)
    assert found["printer"] == (11, 130)
