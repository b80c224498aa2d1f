"""Sizes that cannot be what they say: megabytes under a heading of gigabytes, percent as a share.

A value is mended when only one reading of it is a size that is sold; otherwise it is left out and
becomes a problem. Nothing is mended in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from kringspoor.assess.fleet import Assumption, Columns
from kringspoor.assess.sayings import stated
from kringspoor.core.words import Text
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Problem

Mender = Callable[[float, str | None], float | None]

BIG: Final = frozenset(("server", "storage_array", "workstation"))
# fmt: off
SOLD_MEMORY_GB: Final = (
    0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 18, 20, 24, 32, 36, 40, 48, 64, 96, 128, 192,
    256, 384, 512, 768, 1024, 1536, 2048,
)
SOLD_STORAGE_GB: Final = (
    8, 16, 32, 40, 60, 64, 80, 100, 120, 128, 160, 180, 200, 240, 250, 256, 300, 320, 400, 480,
    500, 512, 600, 640, 750, 800, 960, 1000, 1200, 1500, 1800, 2000, 2048, 3000, 4000, 6000, 8000,
    10000, 12000, 16000,
)
# fmt: on
_NEAR_SHARE = 0.08  # what a system shows is a little less than what was sold
_LARGEST_MEMORY_GB = 256.0
_LARGEST_BIG_MEMORY_GB = 6144.0
_LARGEST_STORAGE_GB = 17_000.0
_LARGEST_BIG_STORAGE_GB = 2_000_000.0
_MEMORY_PARTS = (2.0**10, 2.0**20, 2.0**30)  # megabytes, kilobytes, bytes
_STORAGE_PARTS = (1e3, 1e6, 1e9)
_SMALLEST_SCREEN_INCHES, _LARGEST_SCREEN_INCHES = 3.0, 110.0
_LARGEST_SCREEN_CM = 280.0
_CM_PER_INCH = 2.54
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


def sensible_ram_gb(value: float, category: str | None) -> float | None:
    """Memory in gigabytes, also when megabytes or bytes were written; unknown when unsure.

    Units: gb (or mb, kb, bytes by mistake) -> gb.

    >>> sensible_ram_gb(16384, "laptop"), sensible_ram_gb(768, "server")
    (16.0, 768)
    >>> sensible_ram_gb(300, "laptop") is None
    True
    """
    largest = _LARGEST_BIG_MEMORY_GB if category in BIG else _LARGEST_MEMORY_GB
    return _sold(value, largest, _MEMORY_PARTS, SOLD_MEMORY_GB)


def sensible_storage_gb(value: float, category: str | None) -> float | None:
    """Storage in gigabytes, also when megabytes or bytes were written; unknown when unsure.

    Units: gb (or mb, kb, bytes by mistake) -> gb.

    >>> sensible_storage_gb(512000, "laptop"), sensible_storage_gb(20000, "desktop") is None
    (512.0, True)
    """
    largest = _LARGEST_BIG_STORAGE_GB if category in BIG else _LARGEST_STORAGE_GB
    return _sold(value, largest, _STORAGE_PARTS, SOLD_STORAGE_GB)


def _sold(
    value: float, largest: float, parts: tuple[float, ...], sold: tuple[float, ...]
) -> float | None:
    if 0 < value <= largest:
        return value
    for part in parts:
        size = value / part
        if any(abs(size - each) <= _NEAR_SHARE * each for each in sold):
            return round(size, 2)
    return None


def sensible_screen_inches(value: float, _: str | None) -> float | None:
    """A diagonal in inches, also when centimetres or millimetres were written.

    Units: inches (or cm, mm by mistake) -> inches.

    >>> sensible_screen_inches(610, None), sensible_screen_inches(24, None)
    (24.0, 24)
    """
    if value < _SMALLEST_SCREEN_INCHES:
        return None
    if value <= _LARGEST_SCREEN_INCHES:
        return value
    cm = value if value <= _LARGEST_SCREEN_CM else value / 10
    size = round(cm / _CM_PER_INCH, 1)
    return size if _SMALLEST_SCREEN_INCHES <= size <= _LARGEST_SCREEN_INCHES else None


def sensible_battery_share(value: float, _: str | None) -> float | None:
    """What is left of a battery, 0 to 1, also when percent were written.

    >>> sensible_battery_share(87, None), sensible_battery_share(0.9, None)
    (0.87, 0.9)
    """
    if 0 <= value <= 1:
        return value
    return round(value / 100, 4) if 1 < value <= 100 else None


def sensible_year(value: float, _: str | None) -> float | None:
    """A year in which a device can have been made."""
    return value if _FIRST_YEAR <= value <= _LAST_YEAR else None


SENSIBLE: Final[dict[str, Mender]] = {
    "ram_gb": sensible_ram_gb,
    "storage_gb": sensible_storage_gb,
    "screen_inches": sensible_screen_inches,
    "battery_share": sensible_battery_share,
    "made_year": sensible_year,
}
_WORDS: Final[dict[str, Text]] = {
    "ram_gb": Text(nl="Geheugen in een andere eenheid dan GB", en="Memory in a unit other than GB"),
    "storage_gb": Text(nl="Opslag in een andere eenheid dan GB", en="Storage not written in GB"),
    "screen_inches": Text(nl="Schermmaat in cm of mm", en="Screen size in cm or mm"),
    "battery_share": Text(nl="Batterij in procent", en="Battery in percent"),
    "made_year": Text(nl="Bouwjaar", en="Year of manufacture"),
}


def mend(columns: Columns) -> tuple[list[Assumption], list[Problem]]:
    """Replace the columns of which sizes are mended; say what was mended and what could not be."""
    mended: Counter[str] = Counter()
    problems: list[Problem] = []
    for field, sensible in SENSIBLE.items():
        column = columns[field]
        odd = {each for each in set(column) if _is_odd(each, sensible)}
        if not odd:
            continue
        column = columns[field] = list(column)
        for at, value in enumerate(column):
            if value not in odd or not isinstance(value, int | float):
                continue
            better = sensible(value, _text(columns["category"][at]))
            if better is None:
                row_no = columns["row_no"][at]
                problems.append(
                    problem("implausible-size", _row(row_no), field, value, field=field)
                )
            if better != value:
                column[at] = better
                mended[field] += better is not None
    return [_said(field, count) for field, count in mended.items() if count], problems


def _is_odd(value: object, sensible: Mender) -> bool:
    return isinstance(value, int | float) and sensible(value, None) != value


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _row(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _said(field: str, count: int) -> Assumption:
    words = _WORDS[field]
    text = Text(nl=f"{words.nl}: {{count}} omgerekend.", en=f"{words.en}: {{count}} converted.")
    return stated(f"mended-{field}", count, text)
