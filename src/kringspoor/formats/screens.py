"""Screens a scan tells of: the panel that is part of the device, and monitors that are not.

A laptop's own panel gives the laptop its diagonal. A monitor on its port is another device,
often one that stands in no register: it becomes a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kringspoor.formats.edid import PANEL_MAKERS, Edid
from kringspoor.formats.fillers import clean_id
from kringspoor.formats.reading import Cell

_PORTABLE = frozenset(
    [
        "laptop",
        "notebook",
        "netbook",
        "subnotebook",
        "portable",
        "tablet",
        "convertible",
        "detachable",
        "handheld",
        "chromebook",
        "luggable",
        "ultrabook",
    ]
)
_ALL_IN_ONE = frozenset(["allinone", "aio"])
_LARGEST_PORTABLE_INCHES = 18.5
_LARGEST_PANEL_INCHES = 50.0
_LEAST_INCHES, _MOST_INCHES = 3.0, 120.0
_LEAST_YEAR, _MOST_YEAR = 1994, 2100


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen as a scan tells it; ``is_panel`` is True when the scan itself says built in."""

    make: str | None = None
    model: str | None = None
    serial: str | None = None
    made_year: int | None = None
    diagonal_inches: float | None = None
    is_panel: bool = False
    maker_code: str = ""

    @classmethod
    def of_edid(cls, edid: Edid, serial: str | None, make: str | None) -> Screen:
        """A screen from its EDID; the serial the agent worked out goes before the raw one."""
        return cls(
            make=edid.make if edid.make != edid.maker_code else make or edid.make,
            model=edid.model,
            serial=serial or edid.serial,
            made_year=edid.made_year,
            diagonal_inches=edid.diagonal_inches,
            # Agents copy numbers into the serial of panels that have none: the block decides.
            is_panel=edid.maker_code in PANEL_MAKERS and edid.serial is None,
            maker_code=edid.maker_code,
        )

    def row(self) -> dict[str, Cell]:
        """The screen as a device of its own."""
        year = self.made_year
        return {
            "kind": "Monitor",
            "make": self.make,
            "model": self.model,
            "serial": clean_id(self.serial),
            "made_year": year if year and _LEAST_YEAR <= year < _MOST_YEAR else None,
            "screen_inches": plausible_inches(self.diagonal_inches),
        }


def plausible_inches(diagonal: float | None) -> float | None:
    """A diagonal that a screen can have; else unknown.

    Units: inches -> inches.

    >>> plausible_inches(15.529), plausible_inches(0.0)
    (15.5, None)
    """
    if diagonal is None or not _LEAST_INCHES <= diagonal <= _MOST_INCHES:
        return None
    return round(diagonal, 1)


def split_screens(
    screens: Iterable[Screen], kind: str | None
) -> tuple[Screen | None, list[Screen]]:
    """The built-in panel of a device of this kind, if any, and the monitors beside it.

    >>> panel, monitors = split_screens([Screen(make="AUO"), Screen(serial="CN0")], "Notebook")
    >>> panel.make, [each.serial for each in monitors]
    ('AUO', ['CN0'])
    """
    panel: Screen | None = None
    monitors: dict[tuple[str | None, ...], Screen] = {}
    for index, each in enumerate(screens):
        if panel is None and _is_built_in(each, kind):
            panel = each
            continue
        serial = clean_id(each.serial)
        monitors.setdefault((serial, None) if serial else (None, str(index)), each)
    return panel, list(monitors.values())


def _is_built_in(screen: Screen, kind: str | None) -> bool:
    word = "".join(letter for letter in (kind or "").casefold() if letter.isalpha())
    if word in _ALL_IN_ONE:
        most_inches = _LARGEST_PANEL_INCHES
    elif word in _PORTABLE or word in ("", "computer", "other", "unknown"):
        most_inches = _LARGEST_PORTABLE_INCHES
    else:
        return False
    if (screen.diagonal_inches or 0.0) > most_inches:
        return False
    code = (screen.maker_code or (screen.make or "")[:3]).upper()
    bare = code in PANEL_MAKERS and clean_id(screen.serial) is None
    unnamed = word in _PORTABLE | _ALL_IN_ONE and clean_id(screen.serial) is None
    return screen.is_panel or bare or unnamed
