"""The shelf of formats: one file each, found by itself, the surest reads."""

from __future__ import annotations

from pathlib import Path

import pytest

import kringspoor.formats.shelf
from kringspoor.core.errors import BadInput
from kringspoor.formats.shelves import formats, surest
from kringspoor.formats.source import Source

SHELF = Path(kringspoor.formats.shelf.__path__[0])


def test_every_file_on_the_shelf_is_one_format_named_after_it() -> None:
    files = {path.stem for path in SHELF.glob("*.py")} - {"__init__"}
    assert {each.slug for each in formats()} == files


def test_every_format_has_a_name_in_both_languages() -> None:
    for each in formats():
        assert each.name_nl and each.name_en


def test_the_surest_format_reads() -> None:
    known = b"Device Serial Number,Windows Product ID,Hardware Hash\r\nA1,,T0\r\n"
    plain = b"Serienummer;Model\nSN00001;X1\n"
    assert surest(Source.of_bytes("a.csv", known)).slug == "autopilot"
    assert surest(Source.of_bytes("a.csv", plain)).slug == "generic_table"


def test_a_file_that_nobody_recognises_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput) as caught:
        surest(Source.of_bytes("brief.txt", b"Beste collega\n"))
    assert caught.value.spoken("nl") == (
        "brief.txt: geen formaat herkent dit bestand (geef een tabel met een kopregel "
        "(bijvoorbeeld serienummer, merk, model) of een export van een beheertool)"
    )
