"""Sizes as scan tools write them: ``8 GiB``, ``160042.0 MB``, ``685mm (27")``, ``2y 7d 14h``."""

from __future__ import annotations

import math
import re

_BYTES = {
    "b": 1.0,
    "kb": 1e3,
    "mb": 1e6,
    "gb": 1e9,
    "tb": 1e12,
    "pb": 1e15,
    "kib": 2.0**10,
    "mib": 2.0**20,
    "gib": 2.0**30,
    "tib": 2.0**40,
    "pib": 2.0**50,
    "byte": 1.0,
    "kilobyte": 1e3,
    "megabyte": 1e6,
    "gigabyte": 1e9,
    "terabyte": 1e12,
    "kibibyte": 2.0**10,
    "mebibyte": 2.0**20,
    "gibibyte": 2.0**30,
    "tebibyte": 2.0**40,
}
_SIZE = re.compile(r"\s*(\d{1,18}(?:\.\d{1,9})?)\s*([A-Za-z]+)\b")
_INCHES = re.compile(r"(\d{1,4}(?:\.\d{1,9})?)\s*(?:\"|inch|in\b)", re.IGNORECASE)
_LEADING = re.compile(r"\s*(\d{1,18}(?:\.\d{1,9})?)")
_RUNNING = re.compile(r"(\d{1,9})\s*([ydhm])\b")
_DECIMAL_UNIT = re.compile(r"\b([kKMGT])B\b")
_HOURS = {"y": 365.0 * 24, "d": 24.0, "h": 1.0, "m": 1 / 60}

MEMORY_BYTES = 2.0**30
DISK_BYTES = 1e9
_SHORTEST_HUGE_DIGITS = 19


def plain_number(value: float) -> str:
    """A number as text without an exponent or a needless ``.0``; numbers beyond reason as ``?``.

    >>> plain_number(8192.0), plain_number(2.5), plain_number(10 ** 400)
    ('8192', '2.5', '?')
    """
    if isinstance(value, int):
        return str(value) if abs(value) < 10**_SHORTEST_HUGE_DIGITS else "?"
    if not math.isfinite(value) or abs(value) >= 10**_SHORTEST_HUGE_DIGITS:
        return "?"
    return str(int(value)) if value == int(value) else str(value)


def size_bytes(text: str) -> float | None:
    """The bytes in a size with a unit; unknown when there is no unit we know.

    Units: text -> bytes.

    >>> size_bytes("8 GiB"), size_bytes("1024.0 mebibyte"), size_bytes("No Module Installed")
    (8589934592.0, 1073741824.0, None)
    """
    found = _SIZE.match(text)
    if found is None:
        return None
    unit = _BYTES.get(found[2].lower().removesuffix("s")) or _BYTES.get(found[2].lower())
    return None if unit is None else float(found[1]) * unit


def memory_bytes(text: str) -> float | None:
    """The bytes in a size of working memory, where a MB or GB is always a binary one.

    Units: text -> bytes.

    >>> memory_bytes("8192 MB") == memory_bytes("8 GB") == memory_bytes("8 GiB") == 8 * 2.0**30
    True
    """
    return size_bytes(_DECIMAL_UNIT.sub(r"\1iB", text))


def memory_gb(size: float) -> float:
    """Working memory as it is sold: bytes in binary gigabytes, rounded to tenths.

    Units: bytes -> gb.

    >>> memory_gb(8589934592.0)
    8.0
    """
    return round(size / MEMORY_BYTES, 1)


def disk_gb(size: float) -> float:
    """Storage as it is sold: bytes in decimal gigabytes, rounded to tenths.

    Units: bytes -> gb.

    >>> disk_gb(500107862016.0)
    500.1
    """
    return round(size / DISK_BYTES, 1)


def inches(text: str) -> float | None:
    """The diagonal in a size that names inches.

    Units: text -> inches.

    >>> inches('685mm (27")'), inches("10.0 inch"), inches("685mm")
    (27.0, 10.0, None)
    """
    found = _INCHES.search(text)
    return None if found is None else float(found[1])


def leading_number(text: str) -> float | None:
    """The number a text begins with: ``2200 hour * milliampere`` is 2200.

    >>> leading_number("41990 mWh"), leading_number("unknown")
    (41990.0, None)
    """
    found = _LEADING.match(text)
    return None if found is None else float(found[1])


def running_hours(text: str) -> float | None:
    """Hours in a running time such as ``2y 7d 14h``.

    Units: text -> hours.

    >>> running_hours("2y 7d 14h"), running_hours("n/a")
    (17702.0, None)
    """
    found = _RUNNING.findall(text)
    return sum(float(count) * _HOURS[unit] for count, unit in found) if found else None
