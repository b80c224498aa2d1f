"""Finding a model's sheets: equal numbers are asked, spelling slips are not."""

from __future__ import annotations

import pytest
from tests.catalogue.conftest import sheet_file, sheet_row

from kringspoor.catalogue.model_names import model_name
from kringspoor.catalogue.sheet_index import SheetIndex

INDEX = SheetIndex(
    sheet_file(
        [
            sheet_row("Latitude 5420"),
            sheet_row("Latitude 5430"),
            sheet_row("Precision 5520"),
            sheet_row("EliteBook 840 G8 Notebook PC", manufacturer="HP"),
            sheet_row("EliteBook 840 Aero G7", manufacturer="HP"),
            sheet_row("OptiPlex 7090 Tower", subcategory="Desktop"),
            sheet_row("OptiPlex 7090 Micro Form Factor", subcategory="Desktop"),
            sheet_row("OptiPlex 7090 All-in-One", subcategory="Desktop"),
            sheet_row(
                "ProLiant DL380",
                manufacturer="HP",
                subcategory="Server",
                add_method="HPE Auto Parser",
            ),
            sheet_row("Surface Laptop Go", manufacturer="Microsoft"),
        ]
    ).sheets
)


def _models(make: str, model: str, category: str) -> list[str]:
    match = INDEX.match(make, model_name(model), category)
    return [each.model for each in match.sheets] if match else []


@pytest.mark.parametrize(
    ("make", "model", "category", "found"),
    [
        ("Dell", "latitude 5420", "laptop", ["Latitude 5420"]),
        ("Dell", "Lattitude 5420", "laptop", ["Latitude 5420"]),
        ("", "Latitude 5420", "", ["Latitude 5420"]),
        ("HP", "EliteBook 840 G8", "laptop", ["EliteBook 840 G8 Notebook PC"]),
        (
            "Dell",
            "OptiPlex 7090",
            "desktop",
            ["OptiPlex 7090 Tower", "OptiPlex 7090 Micro Form Factor"],
        ),
        ("Dell", "OptiPlex 7090 AIO", "all_in_one", ["OptiPlex 7090 All-in-One"]),
        ("Dell", "OptiPlex 7090", "all_in_one", ["OptiPlex 7090 All-in-One"]),
        ("Dell", "OptiPlex 7090 MFF", "desktop", ["OptiPlex 7090 Micro Form Factor"]),
        ("Microsoft", "Surface Laptop Go", "laptop", ["Surface Laptop Go"]),
    ],
)
def test_a_model_is_found(make: str, model: str, category: str, found: list[str]) -> None:
    assert _models(make, model, category) == found


@pytest.mark.parametrize(
    ("make", "model", "category"),
    [
        ("HP", "EliteBook 840 G9", "laptop"),  # another generation
        ("HP", "EliteBook 840 G7", "laptop"),  # the Aero is another machine
        ("Dell", "Latitude 5440", "laptop"),
        ("Dell", "Latitude 5520", "laptop"),  # the number is a Precision's
        ("Lenovo", "Latitude 5420", "laptop"),  # another maker
        ("Dell", "Latitude 5420", "desktop"),  # another kind
        ("Dell", "OptiPlex 7090 SFF", "desktop"),  # a shape without a sheet
        ("HP", "ProLiant DL380", "server"),  # known to be copied wrongly
        ("Dell", "5420", "laptop"),
        ("Dell", "", "laptop"),
    ],
)
def test_what_is_another_model_is_not_found(make: str, model: str, category: str) -> None:
    assert _models(make, model, category) == []


def test_a_family_holds_the_sheets_of_one_line_and_series() -> None:
    family = INDEX.family("Dell", model_name("Latitude 5999"), "laptop")
    assert [each.model for each in family] == ["Latitude 5420", "Latitude 5430"]
    assert INDEX.family("Dell", model_name("Latitude 7420"), "laptop") == ()
