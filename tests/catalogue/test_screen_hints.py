"""The size in a model's name agrees with the makers' own sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from kringspoor.catalogue.bands import screen_band
from kringspoor.catalogue.pcf import PcfFile
from kringspoor.catalogue.screen_hints import screen_hint


@pytest.mark.parametrize(
    ("make", "model", "category", "inches"),
    [
        ("Dell", "Latitude 7330", "laptop", 13),
        ("Dell", "Latitude E5570", "laptop", 15),
        ("Dell", "Precision 7760", "laptop", 17),
        ("Dell", "U2722DE", "monitor", 27),
        ("HP", "EliteBook 840 G8", "laptop", 14),
        ("HP", "ZBook 15 G6", "laptop", None),
        ("HP", "E24 G5", "monitor", 24),
        ("Lenovo", "ThinkPad T14s Gen 2", "laptop", 14),
        ("Lenovo", "ThinkPad X13", "laptop", 13),
        ("Lenovo", "ThinkPad L580", "laptop", 15),
        ("Lenovo", "T24i-20", "monitor", 24),
        ("Medion", "P2422H", "monitor", None),
        ("Dell", "Latitude 7330", "monitor", None),
        ("Dell", "", "laptop", None),
    ],
)
def test_a_name_tells_the_size_only_by_its_makers_pattern(
    make: str, model: str, category: str, inches: float | None
) -> None:
    assert screen_hint(make, model, category) == inches


def test_the_sizes_in_names_agree_with_the_real_sheets(real_sheets: Path) -> None:
    agree = count = 0
    for sheet in PcfFile.read(real_sheets).sheets:
        for category in ("laptop", "monitor"):
            if category in sheet.categories and sheet.screen_inches is not None:
                hint = screen_hint(sheet.make, sheet.model, category)
                if hint is not None:
                    count += 1
                    stated = screen_band(category, sheet.screen_inches)
                    agree += screen_band(category, hint) == stated
    assert count > 380
    assert agree / count > 0.97
