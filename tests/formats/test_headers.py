"""Header words in seven languages."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from importlib.resources import files

import pytest

from kringspoor.core.device import NAMES
from kringspoor.formats.headers import DROP, fold, understood, vocabulary

LANGUAGES = {"nl", "en", "fr", "de", "es", "pt", "cs"}
LISTED = tomllib.loads((files("kringspoor.formats") / "headers.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Serienummer", "serial"), ("N° de série", "serial"), ("Seriennummer", "serial"),
        ("Número de serie", "serial"), ("Nº de série", "serial"), ("Výrobní číslo", "serial"),
        ("Service Tag", "serial"), ("SERIAL_NUMBER", "serial"), ("serialNumber", "serial"),
        ("Inv.nr.", "tag"), ("Inv. č.", "tag"), ("Patrimônio", "tag"), ("Inventar-Nr.", "tag"),
        ("Asset Tag", "tag"), ("Code-barres", "tag"), ("Código de inventario", "tag"),
        ("Merk", "make"), ("Marque", "make"), ("Hersteller", "make"), ("Výrobce", "make"),
        ("Modèle", "model"), ("Modell", "model"), ("Modelo", "model"), ("Type / model", "model"),
        ("Datum aankoop", "purchased_days"), ("Date d'achat", "purchased_days"),
        ("Anschaffungsdatum", "purchased_days"), ("Fecha de compra", "purchased_days"),
        ("Data de aquisição", "purchased_days"), ("Datum pořízení", "purchased_days"),
        ("Aankoopprijs (€)", "price_cents"), ("Poř. cena", "price_cents"),
        ("Prix unitaire HT", "price_cents"), ("Valor de aquisição (R$)", "price_cents"),
        ("RAM (MB)", "ram_gb"), ("Arbeitsspeicher [GB]", "ram_gb"),
        ("Umístění", "location"), ("Lokaal", "location"), ("Standort", "location"),
        ("Stav", "state_text"), ("Situação", "state_text"), ("État", "state_text"),
        ("Serienummer toestel", "serial"), ("Počet ks", "quantity_count"),
        ("Gebruiker", DROP), ("Utilisateur", DROP), ("Benutzer", DROP), ("Usuário", DROP),
        ("Uživatel", DROP), ("Correo electrónico", DROP), ("IP-Adresse", DROP), ("IMEI", DROP),
        ("Wi-Fi MAC", DROP), ("Primary user UPN", DROP), ("Odpovědná osoba", DROP),
        ("Notes", ""), ("shoe size", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_header_means_its_field(header: str, field: str) -> None:
    assert understood(header).field == field


def test_the_unit_in_a_header_is_kept() -> None:
    assert understood("RAM (MB)").unit == "mb"
    assert understood("Garantie (jaar)").unit == "jaar"
    assert understood("Aankoopprijs (€)").unit == "eur"
    assert understood("Prijs").unit == ""


def test_every_field_of_the_list_exists_and_speaks_seven_languages() -> None:
    fields = {name for name in LISTED if name != "drop"}
    assert fields <= set(NAMES)
    for languages in [LISTED[name] for name in fields] + list(LISTED["drop"].values()):
        assert set(languages) == LANGUAGES
        assert all(words for words in languages.values())


def test_no_word_of_a_person_fills_a_field() -> None:
    known = vocabulary()
    for languages in LISTED["drop"].values():
        for word in (each for words in languages.values() for each in words):
            assert known[fold(word)][0] == DROP, word


def test_within_one_language_a_word_means_one_thing() -> None:
    meanings: dict[tuple[str, str], set[str]] = defaultdict(set)
    groups = {name: LISTED[name] for name in LISTED if name != "drop"}
    groups |= {f"drop.{name}": each for name, each in LISTED["drop"].items()}
    for name, languages in groups.items():
        for language, words in languages.items():
            for word in words:
                meanings[language, fold(word)].add(name)
    assert {key: names for key, names in meanings.items() if len(names) > 1} == {}


def test_a_header_as_long_as_a_page_means_nothing() -> None:
    assert understood("serial " * 100).field == ""
