"""What a screen says of itself: the EDID block that agents copy into their reports.

A monitor that nobody registered still tells its maker, its serial, its size and the year it was
made. The built-in panel of a laptop tells the same, but is no device of its own.
Source: vesa-edid
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from dataclasses import dataclass

_HEADER = bytes.fromhex("00ffffffffffff00")
_SHORTEST_BYTES = 54
_DESCRIPTORS = (54, 72, 90, 108)
_DESCRIPTOR_BYTES = 18
_SERIAL_TAG, _TEXT_TAG, _NAME_TAG = 0xFF, 0xFE, 0xFC
_FIRST_YEAR = 1990
_EMPTY_SERIALS = frozenset({0, 1, 0x01010101, 0xFFFFFFFF})
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_CM_PER_INCH = 2.54

PANEL_MAKERS = frozenset(
    [
        "AUO",
        "BOE",
        "CMN",
        "CMO",
        "CPT",
        "CSO",
        "HSD",
        "INL",
        "INX",
        "IVO",
        "KDB",
        "LGD",
        "LPL",
        "NCP",
        "PNL",
        "QDS",
        "SDC",
        "SEC",
        "SHP",
        "TMX",
    ]
)
"""Makers of bare panels: their code in an EDID means a built-in screen, or hardly ever else."""

_MAKERS = {
    "ACI": "Asus",
    "ACR": "Acer",
    "AOC": "AOC",
    "APP": "Apple",
    "AUS": "Asus",
    "BNQ": "BenQ",
    "DEL": "Dell",
    "EIZ": "Eizo",
    "ENC": "Eizo",
    "FUS": "Fujitsu",
    "GSM": "LG",
    "HPN": "HP",
    "HWP": "HP",
    "HYO": "Hyundai",
    "IVM": "Iiyama",
    "LEN": "Lenovo",
    "MEI": "Panasonic",
    "MED": "Medion",
    "MSI": "MSI",
    "NEC": "NEC",
    "PHL": "Philips",
    "SAM": "Samsung",
    "SNY": "Sony",
    "TSB": "Toshiba",
    "VSC": "ViewSonic",
}


@dataclass(frozen=True, slots=True)
class Edid:
    """The facts in an EDID block; what the block does not tell is unknown."""

    maker_code: str
    make: str
    model: str | None
    serial: str | None
    made_year: int | None
    diagonal_inches: float | None


def read_edid(text: str) -> Edid | None:
    """The facts in a base64 EDID block; unknown when it is not one, or is cut off too early.

    >>> read_edid("bm90IGFuIEVESUQ=") is None
    True
    """
    block = _decoded(text)
    if len(block) < _SHORTEST_BYTES or not block.startswith(_HEADER):
        return None
    code = _maker_code(block)
    words = _words(block)
    return Edid(
        maker_code=code,
        make=_MAKERS.get(code, code),
        model=words.get(_NAME_TAG) or words.get(_TEXT_TAG),
        serial=words.get(_SERIAL_TAG) or _serial_number(block),
        made_year=_made_year(block),
        diagonal_inches=_diagonal_inches(block),
    )


def maker_name(code: str) -> str:
    """The maker behind a three-letter EDID code; another word is given back as it is.

    >>> maker_name("DEL"), maker_name("Dell Inc.")
    ('Dell', 'Dell Inc.')
    """
    return _MAKERS.get(code, code)


def _decoded(text: str) -> bytes:
    if not _BASE64.fullmatch(text):
        return b""
    packed = "".join(text.split()).rstrip("=")
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4))
    except binascii.Error:
        return b""


def _maker_code(block: bytes) -> str:
    packed = int.from_bytes(block[8:10], "big")
    return "".join(chr(ord("@") + (packed >> shift & 0x1F)) for shift in (10, 5, 0))


def _words(block: bytes) -> dict[int, str]:
    """The text descriptors by their tag; the first of a tag wins."""
    found: dict[int, str] = {}
    for start in _DESCRIPTORS:
        piece = block[start : start + _DESCRIPTOR_BYTES]
        if len(piece) == _DESCRIPTOR_BYTES and piece[:3] == b"\0\0\0" and piece[4] == 0:
            line = piece[5:].split(b"\n")[0].decode("cp437").strip("\0 ")
            if line.isprintable() and line.isascii() and line:
                found.setdefault(piece[3], line)
    return found


def _serial_number(block: bytes) -> str | None:
    number = int.from_bytes(block[12:16], "little")
    return None if number in _EMPTY_SERIALS else f"{number:08x}"


def _made_year(block: bytes) -> int | None:
    return _FIRST_YEAR + block[17] if block[17] else None


def _diagonal_inches(block: bytes) -> float | None:
    width_cm, height_cm = block[21], block[22]
    if not (width_cm and height_cm):
        return None
    return round(math.hypot(width_cm, height_cm) / _CM_PER_INCH, 1)
