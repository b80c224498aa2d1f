"""Sizes, shares and periods with their units, named by the cell, the header or the column."""

from __future__ import annotations

import pytest

from kringspoor.formats.grid import GridCell
from kringspoor.formats.measures import read_numbers


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("ram_gb", "8 GB", 8.0),
        ("ram_gb", "8192 MB", 8.0),
        ("ram_gb", "16GB DDR4", 16.0),
        ("storage_gb", "256GB SSD", 256.0),
        ("storage_gb", "1 TB", 1000.0),
        ("storage_gb", "238,47 GB", 238.47),
        ("screen_inches", '23,8"', 23.8),
        ("screen_inches", "61 cm", 24.015748),
        ("screen_inches", "15.6", 15.6),
        ("battery_share", "85 %", 0.85),
        ("battery_share", "0.85", 0.85),
        ("mass_kg", "2300 g", 2.3),
        ("warranty_months", "36 maanden", 36),
        ("warranty_months", "3 jaar", 36),
        ("warranty_months", "24 mois", 24),
        ("warranty_months", "2 roky", 24),
        ("quantity_count", "10 st", 10),
        ("quantity_count", "1.000", 1000),
        ("quantity_count", 12.0, 12),
        ("made_year", "2019", 2019),
    ],
)
def test_a_number_reads_in_the_unit_of_its_field(field: str, cell: GridCell, value: float) -> None:
    assert read_numbers(field, [cell]).of[cell] == value


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("ram_gb", "veel"),
        ("storage_gb", "2x512"),
        ("screen_inches", "full hd"),
        ("quantity_count", "-1"),
        ("quantity_count", "2,5"),
        ("made_year", "1066"),
        ("warranty_months", "levenslang"),
        ("battery_share", float("nan")),
    ],
)
def test_what_is_no_usable_number_is_told(field: str, cell: GridCell) -> None:
    numbers = read_numbers(field, [cell])
    assert numbers.of[cell] is None
    assert numbers.wrong == (cell,)


def test_the_unit_of_the_header_holds_for_bare_numbers_only() -> None:
    numbers = read_numbers("ram_gb", ["8192", "8 GB"], "mb")
    assert numbers.of == {"8192": 8.0, "8 GB": 8.0}


def test_a_column_of_bare_megabytes_is_known_by_its_size() -> None:
    assert read_numbers("ram_gb", ["4096", "512", "16"]).of == {"4096": 4.0, "512": 0.5, "16": 16.0}
    assert read_numbers("ram_gb", ["512", "256"]).of == {"512": 512.0, "256": 256.0}


def test_a_column_of_small_bare_warranties_is_in_years() -> None:
    assert read_numbers("warranty_months", ["3", "5"]).of == {"3": 36, "5": 60}
    assert read_numbers("warranty_months", ["3", "36"]).of == {"3": 3, "36": 36}
    assert read_numbers("warranty_months", ["3", "5"], "months").of == {"3": 3, "5": 5}


def test_a_column_of_bare_percentages_becomes_shares() -> None:
    assert read_numbers("battery_share", ["85", "92.5"]).of == {"85": 0.85, "92.5": 0.925}
