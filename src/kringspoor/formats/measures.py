"""Sizes, counts, shares and periods: the number columns of a register, with their units."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from kringspoor.formats.fillers import is_filler
from kringspoor.formats.grid import GridCell
from kringspoor.formats.headers import fold
from kringspoor.formats.numerals import column_sign, numeral, value_of

_BINARY = {"gb": 1.0, "go": 1.0, "gib": 1.0, "g": 1.0, "mb": 1 / 1024, "mo": 1 / 1024,
           "mib": 1 / 1024, "m": 1 / 1024, "tb": 1024.0, "kb": 1 / 1024**2}  # fmt: skip
_DECIMAL = {"gb": 1.0, "go": 1.0, "g": 1.0, "mb": 1 / 1000, "mo": 1 / 1000, "m": 1 / 1000,
            "tb": 1000.0, "to": 1000.0, "t": 1000.0, "gib": 1.073741824, "tib": 1099.511627776,
            "mib": 1.048576e-3, "kb": 1e-6}  # fmt: skip
_INCHES = {"": 1.0, "inch": 1.0, "inches": 1.0, "in": 1.0, "zoll": 1.0, "duim": 1.0, "pouces": 1.0,
           "pulgadas": 1.0, "polegadas": 1.0, "palce": 1.0, "palcu": 1.0, "cm": 1 / 2.54,
           "mm": 1 / 25.4}  # fmt: skip
_KG = {"": 1.0, "kg": 1.0, "kgs": 1.0, "kilo": 1.0, "g": 1e-3, "gr": 1e-3, "gram": 1e-3,
       "lb": 0.45359237, "lbs": 0.45359237}  # fmt: skip
_MONTHS = {
    "m": 1.0, "mnd": 1.0, "mnden": 1.0, "maand": 1.0, "maanden": 1.0, "mo": 1.0, "month": 1.0,
    "months": 1.0, "mois": 1.0, "monat": 1.0, "monate": 1.0, "mes": 1.0, "meses": 1.0,
    "mesic": 1.0, "mesice": 1.0, "mesicu": 1.0, "y": 12.0, "yr": 12.0, "yrs": 12.0, "year": 12.0,
    "years": 12.0, "j": 12.0, "jaar": 12.0, "jr": 12.0, "an": 12.0, "ans": 12.0, "annee": 12.0,
    "annees": 12.0, "jahr": 12.0, "jahre": 12.0, "ano": 12.0, "anos": 12.0, "rok": 12.0,
    "roky": 12.0, "let": 12.0, "r": 12.0, "a": 12.0,
}  # fmt: skip
_KINDS = frozenset(
    [
        "ssd",
        "hdd",
        "emmc",
        "nvme",
        "ram",
        "ddr",
        "ddr3",
        "ddr4",
        "ddr5",
        "lpddr4",
        "ssdnvme",
        "nvmessd",
        "disk",
    ]
)
_TYPES = re.compile(r"\b(?:LP)?DDR\d\w*|\bM\.2\b|\bSATA ?\d*\b", re.IGNORECASE)
MB_LOOKS_LIKE = {"ram_gb": 1024, "storage_gb": 20_000}  # a column that reaches this is in megabytes
YEARS_UP_TO = 10  # a column of bare warranties that never exceeds this is in years


@dataclass(frozen=True, slots=True)
class Measure:
    """How one number column is read: its units, its bounds, whether it is whole."""

    units: dict[str, float]
    low: float
    high: float
    is_whole: bool = False


MEASURES: dict[str, Measure] = {
    "ram_gb": Measure(_BINARY | {"": 1.0}, 0.01, 65_536),
    "storage_gb": Measure(_DECIMAL | {"": 1.0}, 0.1, 10_000_000),
    "screen_inches": Measure(_INCHES, 2, 200),
    "battery_share": Measure({"": 1.0, "percent": 0.01, "pct": 0.01}, 0, 1.5),
    "power_on_hours": Measure({"": 1.0, "h": 1.0, "hours": 1.0, "uur": 1.0}, 0, 500_000),
    "mass_kg": Measure(_KG, 0, 5_000),
    "kwh_per_year": Measure({"": 1.0, "kwh": 1.0, "kwhyear": 1.0, "wh": 1e-3}, 0, 1_000_000),
    "made_year": Measure({"": 1.0}, 1980, 2099, is_whole=True),
    "quantity_count": Measure(
        dict.fromkeys(("", "x", "st", "stk", "stuks", "ks", "pcs", "pc", "ud", "uds", "un"), 1.0),
        0,
        1_000_000,
        is_whole=True,
    ),
    "warranty_months": Measure(_MONTHS | {"": 1.0}, 0, 240, is_whole=True),
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number column: each distinct cell to its value, and the cells that are none."""

    of: dict[GridCell, float | int | None]
    wrong: tuple[GridCell, ...]


def read_numbers(field: str, cells: Iterable[GridCell], header_unit: str = "") -> Numbers:
    """Every distinct cell of a number column, in the unit of its field.

    >>> read_numbers("ram_gb", ["8 GB", "8192 MB", "16384"]).of["16384"]
    16.0
    >>> read_numbers("warranty_months", ["36 maanden", "3 jaar"]).of["3 jaar"]
    36
    """
    measure = MEASURES[field]
    bare = _Bare(measure, field, header_unit)
    read: dict[GridCell, tuple[Decimal, str] | None] = dict.fromkeys(set(cells))
    texts = {each: numeral(_expanded(each)) for each in read if isinstance(each, str)}
    sign = column_sign(found.digits for found in texts.values() if found)
    for cell in read:
        if not isinstance(cell, str):
            read[cell] = (Decimal(repr(cell)), "") if math.isfinite(cell) else None
        elif (found := texts[cell]) is not None:
            value = value_of(found.digits, sign, has_thousands=measure.is_whole)
            unit = _unit_of(found.after) if not found.before else None
            read[cell] = None if value is None or unit is None else (value, unit)
    scale = bare.scale([value for value, unit in filter(None, read.values()) if not unit])
    of = {cell: _measured(each, measure, scale) for cell, each in read.items()}
    wrong = tuple(c for c, v in of.items() if v is None and not _is_empty(c))
    return Numbers(of, tuple(sorted(wrong, key=str)))


@dataclass(frozen=True, slots=True)
class _Bare:
    """What a number without a unit means in this column."""

    measure: Measure
    field: str
    header_unit: str

    def scale(self, values: list[Decimal]) -> Callable[[float], float]:
        """The factor for bare numbers: the header's unit, else what the column makes likely."""
        units = self.measure.units
        if self.header_unit and self.header_unit in units:
            factor = units[self.header_unit]
            return lambda value: factor
        if self.field == "warranty_months" and values and max(values) <= YEARS_UP_TO:
            return lambda value: 12.0
        if self.field == "battery_share" and values and max(values) > Decimal("1.5"):
            return lambda value: 0.01
        from_mb = MB_LOOKS_LIKE.get(self.field)
        if from_mb is not None and values and max(values) >= from_mb:
            return lambda value: units["mb"] if value >= from_mb / 8 else 1.0
        return lambda value: 1.0


def _expanded(text: str) -> str:
    """Signs as words, and without the names of memory and disk types, which hold digits too."""
    for sign, word in (("%", " percent"), ('"', " inch"), ("″", " inch"), ("''", " inch")):
        text = text.replace(sign, word)
    return _TYPES.sub("", text)


def _unit_of(after: str) -> str | None:
    """The unit behind a number; words such as SSD behind it are no unit; unknown words: none."""
    words = [fold(each) for each in after.replace("/", " ").split()]
    words = [each for each in words if each and each not in _KINDS]
    if not words:
        return ""
    return words[0] if len(words) == 1 or words[0] in _BINARY or words[0] in _MONTHS else None


def _measured(
    read: tuple[Decimal, str] | None, measure: Measure, scale: Callable[[float], float]
) -> float | int | None:
    if read is None:
        return None
    value, unit = float(read[0]), read[1]
    if unit and unit not in measure.units:
        return None
    measured = value * (measure.units[unit] if unit else scale(value))
    if not measure.low <= measured <= measure.high:
        return None
    if measure.is_whole:
        return int(measured) if measured == int(measured) else None
    return round(measured, 6)


def _is_empty(cell: GridCell) -> bool:
    return isinstance(cell, str) and is_filler(cell)
