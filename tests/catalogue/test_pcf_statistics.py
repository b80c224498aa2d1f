"""Statistics that may ship, remade byte for byte, and how well each rung predicts."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest
from tests.catalogue.conftest import sheet_file, sheet_row

from kringspoor.catalogue.facts import SHIPPED
from kringspoor.catalogue.pcf import PcfFile
from kringspoor.catalogue.pcf_statistics import (
    VALUES,
    attribution_text,
    gsd_ratio,
    left_out_errors,
    quantile,
    statistics_csv,
    statistics_rows,
    write_statistics,
)

FOUR = [
    sheet_row(f"Latitude 5{n}20", gwp_total=str(total))
    for n, total in enumerate((200, 300, 400, 500))
]


def test_each_sheet_is_predicted_from_the_others_not_from_itself() -> None:
    sheets = sheet_file(FOUR).sheets
    # Embodied 160, 240, 320, 400: the median of the other three is 320, 320, 240, 240.
    errors = left_out_errors(sheets, "laptop", "category", VALUES["embodied"])
    assert errors == pytest.approx([0.5, 0.25, 1 / 3, 2 / 3])


def test_a_rung_with_too_few_others_leaves_the_prediction_to_a_wider_one() -> None:
    apple = sheet_row("MacBook 1", manufacturer="Apple", gwp_total="100")
    sheets = sheet_file([*FOUR, apple]).sheets
    by_maker = left_out_errors(sheets, "laptop", "maker", VALUES["embodied"])
    assert by_maker[-1] == pytest.approx(1 - 80 / 280)  # no other Apple: the category's 280


def test_a_group_of_fewer_than_three_sheets_gets_no_row() -> None:
    apple = sheet_row("MacBook 1", manufacturer="Apple")
    rows = statistics_rows(sheet_file([*FOUR, apple]).sheets)
    assert [row[2] for row in rows if row[0] == "maker" and row[2] != "*"] == ["Dell"]
    (category,) = (row for row in rows if row[0] == "category" and row[2] == "")
    assert category[4:6] == ["5", "240"]


def test_quantiles_and_geometric_spread() -> None:
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.9) == pytest.approx(3.7)
    assert gsd_ratio([100.0, 100.0, 100.0]) == pytest.approx(1.0)
    assert gsd_ratio([50.0, 200.0]) == pytest.approx(2.6651, abs=1e-3)


def test_the_table_is_written_with_its_licence_beside_it(tmp_path: Path) -> None:
    source = tmp_path / "boavizta-data-us.csv"
    source.write_bytes(sheet_file(FOUR).content)
    write_statistics(source, tmp_path)
    assert (tmp_path / "pcf.csv").read_text(encoding="utf-8").startswith("rung,category,make,")
    licence = (tmp_path / "pcf.LICENSE.txt").read_text(encoding="utf-8")
    assert "boavizta-data-us.csv, sha256 " in licence
    assert (SHIPPED / "licences" / "ODbL-1.0.txt").is_file()


def test_the_shipped_table_is_remade_byte_for_byte(real_sheets: Path) -> None:
    file = PcfFile.read(real_sheets)
    folder = SHIPPED / "statistics"
    assert (folder / "pcf.csv").read_text(encoding="utf-8") == statistics_csv(file)
    assert (folder / "pcf.LICENSE.txt").read_text(encoding="utf-8") == attribution_text(file)
    assert file.sha256.startswith("eaeb19cc")


@pytest.mark.parametrize(
    ("category", "rung", "median_share", "p90_share"),
    [
        ("laptop", "category", 0.19, 0.51),
        ("laptop", "maker_screen", 0.135, 0.47),
        ("laptop", "family", 0.14, 0.39),
        ("monitor", "category", 0.21, 0.62),
        ("monitor", "maker_screen", 0.08, 0.45),
        ("desktop", "category", 0.22, 0.66),
        ("desktop", "family", 0.16, 0.47),
    ],
)
def test_a_closer_rung_predicts_the_real_sheets_better(
    real_sheets: Path, category: str, rung: str, median_share: float, p90_share: float
) -> None:
    sheets = PcfFile.read(real_sheets).sheets
    errors = left_out_errors(sheets, category, rung, VALUES["embodied"])
    assert median(errors) == pytest.approx(median_share, abs=0.01)
    assert quantile(errors, 0.9) == pytest.approx(p90_share, abs=0.01)
