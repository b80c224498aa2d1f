"""A small catalogue of our own, so that these tests do not change when the real one grows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kringspoor.assess.fleet import Fleet
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.matches_file import read_matches
from kringspoor.assess.reconcile import gather
from kringspoor.catalogue.entries import Category, Maker, NotADevice
from kringspoor.core.device import NAMES
from kringspoor.core.quantity import Range
from kringspoor.formats.reading import Cell, Fate, Reading


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
    category("desk_phone", "phone", "telefoon"),
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


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(CATEGORIES, NOT_DEVICES, MAKERS)


Row = dict[str, Cell]
MakeReading = Callable[..., Reading]
MakeFleet = Callable[..., Fleet]


def as_reading(file: str, *rows: Row, lots: tuple[int, ...] = ()) -> Reading:
    """A file as a reader gives it, rows counted from 2; rows at the places in ``lots`` are lots."""
    row_nos = [int(row.get("row_no") or no) for no, row in enumerate(rows, start=2)]
    columns: dict[str, list[Cell]] = {name: [row.get(name) for row in rows] for name in NAMES}
    columns["row_no"] = list(row_nos)
    fates = dict.fromkeys(row_nos, Fate.DEVICE) | {row_nos[each]: Fate.LOT for each in lots}
    return Reading(file, "generic_table", columns=columns, fates=fates)


@pytest.fixture(scope="session")
def make_reading() -> MakeReading:
    return as_reading


@pytest.fixture(scope="session")
def make_fleet(lexicon: Lexicon) -> MakeFleet:
    """Files as lists of rows (or readings) and, after them, the text of a pairs file."""

    def make(*files: list[Row] | Reading, matches: str = "") -> Fleet:
        readings = [
            each if isinstance(each, Reading) else as_reading(f"{'abcdef'[no]}.csv", *each)
            for no, each in enumerate(files)
        ]
        return gather(readings, lexicon, read_matches(matches, "pairs.csv") if matches else ())

    return make
