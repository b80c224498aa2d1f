"""One text cell that hides make, model, serial number, kind and size."""

from __future__ import annotations

import pytest

from kringspoor.assess.description import Parts, Splitter, cut_serial
from kringspoor.assess.lexicon import Lexicon

HIDDEN = [
    (
        "Laptop Dell Latitude 5420 S/N 4XK9G72 i5 16GB",
        "4XK9G72",
        {"category": "laptop", "make": "Dell", "model": "Latitude 5420", "cpu": "i5", "ram_gb": 16},
    ),
    (
        "HP EliteBook 840 G8 (5CG1234ABC)",
        "5CG1234ABC",
        {"category": "laptop", "make": "HP", "model": "EliteBook 840 G8"},
    ),
    (
        "Notebook Lenovo ThinkPad T14 Gen 2, sériové číslo PF2ABCDE",
        "PF2ABCDE",
        {"category": "laptop", "make": "Lenovo", "model": "ThinkPad T14 Gen 2"},
    ),
    (
        "NB Dell Latitude E6430 i5-3320M/4GB/320GB SN: 90VWH57",
        "90VWH57",
        {"model": "Latitude E6430", "cpu": "i5-3320M", "ram_gb": 4, "storage_gb": 320},
    ),
    (
        "Ordinateur portable HP ProBook 450 G5 n° de série 5CD8123ABC",
        "5CD8123ABC",
        {"category": "laptop", "make": "HP", "model": "ProBook 450 G5"},
    ),
    (
        "Portátil Lenovo ThinkPad L14, número de série PF3XYZ12, 16 GB RAM 512 GB SSD",
        "PF3XYZ12",
        {"model": "ThinkPad L14", "ram_gb": 16, "storage_gb": 512},
    ),
    (
        "Lenovo ThinkPad T14 Serien-Nr. PF12345A",
        "PF12345A",
        {"make": "Lenovo", "model": "ThinkPad T14"},
    ),
    ("Notebook Lenovo v. č. PF2ABCDE", "PF2ABCDE", {"make": "Lenovo", "model": None}),
    (
        'Scherm Dell P2422H 24" S/N CN57093TXYM4M',
        "CN57093TXYM4M",
        {"category": "monitor", "model": "P2422H", "screen_inches": 24},
    ),
    (
        "Smartphone Apple iPhone SE (3rd generation)",
        None,
        {"category": "smartphone", "model": "iPhone SE (3rd generation)"},
    ),
    ("iPhone 12 64GB", None, {"model": "iPhone 12", "storage_gb": 64, "ram_gb": None}),
    ("Laptop Dell, model Latitude 5420", None, {"make": "Dell", "model": "Latitude 5420"}),
    ("Dell Latitude 5420 Windows 11 Pro", None, {"category": "laptop", "os": "Windows 11"}),
]


@pytest.mark.parametrize(("text", "serial", "parts"), HIDDEN)
def test_a_description_gives_up_what_it_hides(
    text: str, serial: str | None, parts: dict[str, object], lexicon: Lexicon
) -> None:
    rest, found, _ = cut_serial(text)
    said = Splitter(lexicon).split(rest)
    assert found == serial
    assert {name: getattr(said, name) for name in parts} == parts


@pytest.mark.parametrize(
    "text",
    ["HP LaserJet série 4000", "Dell Latitude 5000 series", "Laptop s/n onbekend", "Sin serie"],
)
def test_a_series_is_no_serial_number(text: str) -> None:
    assert cut_serial(text)[1:] == (None, None)


def test_a_bare_word_is_only_perhaps_a_serial_number() -> None:
    rest, serial, maybe = cut_serial("draagbare pc Dell Latitude E6430 MX5V6R7")
    assert (serial, maybe) == (None, "MX5V6R7")
    assert "MX5V6R7" not in rest


def test_what_is_no_device_says_so_and_nothing_else(lexicon: Lexicon) -> None:
    said = Splitter(lexicon).split("Antivirus licentie voor laptops Dell")
    assert said.apart == "software"
    assert {getattr(said, name) for name in Parts.__slots__ if name != "apart"} == {None}


def test_a_size_nobody_can_place_is_left_out(lexicon: Lexicon) -> None:
    said = Splitter(lexicon).split("Monitor Dell P2419H 64GB")
    assert (said.ram_gb, said.storage_gb) == (None, None)
