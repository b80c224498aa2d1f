"""Words that fill a cell without saying anything: no serial, no tag, no date."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

_LISTED: dict[str, list[str]] = tomllib.loads(
    (files("kringspoor.formats") / "fillers.toml").read_text(encoding="utf-8")
)
FILLERS = frozenset(word for words in _LISTED.values() for word in words)

_NO_SIGN = re.compile(r"[\s\-_.,:;/\\*?#+=~'\"()\[\]<>|–—…]*")  # nothing but punctuation
_ONE_SIGN = re.compile(r"([0xX#*?.\-])\1*")  # 000000, xxxxxxxx, ????
_EDGE = " \t\r\n\x00\xa0\u202f\u200b\ufeff'\"`"
_MANGLED = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
is_plainly_an_id = re.compile(
    r"(?!0123|1234|ser|Ser|SER|type|Type|TYPE|asset|Asset|ASSET)"
    r"[A-Za-z]{0,4}-?[0-9A-Za-z]*[1-9][0-9A-Za-z]*"
).fullmatch
"""A quick look that vouches for most ids; only the others are compared with the fillers."""


def is_filler(text: str) -> bool:
    """Whether a text only fills the cell.

    >>> is_filler("To be filled by O.E.M."), is_filler("000000"), is_filler("PF2ABC34")
    (True, True, False)
    """
    word = text.strip(_EDGE).casefold()
    if _NO_SIGN.fullmatch(word) or _ONE_SIGN.fullmatch(word):
        return True
    return word in FILLERS or word.rstrip(".") in FILLERS


def is_mangled(text: str) -> bool:
    """Whether a spreadsheet turned a long number into ``3.5E+15`` and lost its digits.

    >>> is_mangled("3.5E+15"), is_mangled("5E12X")
    (True, False)
    """
    return _MANGLED.fullmatch(text.strip(_EDGE)) is not None and ("+" in text or "." in text)


def clean_id(text: str | None) -> str | None:
    """A serial, tag or part number without padding; ``None`` when the cell only fills.

    A number mangled to ``3.5E+15`` is unknown too: its digits are lost. So are words without one
    digit: they are a remark about the number.

    >>> clean_id("  PF2ABC34 "), clean_id("Default string"), clean_id("3.5E+15")
    ('PF2ABC34', None, None)
    >>> clean_id("not readable any more")
    """
    if text is None:
        return None
    if is_plainly_an_id(text):
        return text
    stripped = " ".join(text.strip(_EDGE).split())
    is_note = " " in stripped and not any(char.isdigit() for char in stripped)
    if is_note or is_filler(stripped) or is_mangled(stripped):
        return None
    return stripped
