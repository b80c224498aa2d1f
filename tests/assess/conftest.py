"""A small catalogue of our own, so that these tests do not change when the real one grows."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kringspoor.assess.lexicon import Lexicon
from kringspoor.catalogue.entries import Category, Maker, NotADevice
from kringspoor.core.quantity import Range


def category(slug: str, *words: str, has_system: bool = False, is_lot: bool = False) -> Category:
    return Category(
        slug=slug,
        name_nl=words[0],
        name_en=slug.replace("_", " "),
        name_fr=words[-1],
        synonyms={"nl": words},
        mass_kg=1.0,
        mass_source="illustrative",
        weee_category_no=6,
        unu_key="0301",
        reference_price_eur=Range(1, 2, 3),
        price_source="illustrative",
        has_system=has_system,
        is_lot=is_lot,
    )


CATEGORIES = (
    category("laptop", "laptop", "notebook", "portátil", "ordinateur portable", has_system=True),
    category("desktop", "vaste pc", "pc", "computer", "počítač", "ordinateur", has_system=True),
    category("mini_pc", "mini-pc", has_system=True),
    category("monitor", "beeldscherm", "scherm", "écran", "monitor"),
    category("printer", "printer", "imprimante", has_system=True),
    category("smartphone", "smartphone", "gsm", has_system=True),
    category("tablet", "tablet", has_system=True),
    category("server", "server", has_system=True),
    category("dock", "dockingstation", "dock", "station d'accueil", is_lot=True),
    category("mouse", "muis", "mouse", "souris", is_lot=True),
    category("keyboard", "toetsenbord", "keyboard", "clavier", is_lot=True),
)
NOT_DEVICES = (
    NotADevice("software", "software", "software", {"nl": ("licentie", "antivirus", "windows")}),
    NotADevice("bag", "tas", "bag", {"nl": ("laptoptas", "tas", "hoes"), "fr": ("housse",)}),
    NotADevice("supplies", "verbruiksgoed", "supplies", {"nl": ("toner", "inktpatroon")}),
)
MAKERS = (
    Maker(
        "dell",
        "Dell",
        ("Dell Inc.", "Dell Computer Corporation"),
        {"latitude": "laptop", "optiplex": "desktop", "precision": "", "poweredge": "server"},
    ),
    Maker("hp", "HP", ("Hewlett-Packard", "HP Inc."), {"elitebook": "laptop", "probook": "laptop"}),
    Maker("lenovo", "Lenovo", ("LENOVO", "IBM"), {"thinkpad": "laptop", "thinkcentre": "desktop"}),
    Maker("apple", "Apple", ("Apple Inc.",), {"iphone": "smartphone", "macbook": "laptop"}),
)


@dataclass(frozen=True, slots=True)
class SmallCatalogue:
    categories: dict[str, Category]
    not_devices: dict[str, NotADevice]
    makers: dict[str, Maker]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(CATEGORIES, NOT_DEVICES, MAKERS)
