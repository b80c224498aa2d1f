"""Bytes to text: byte order mark, then strict UTF-8, then what old software wrote.

Charset guessers are wrong more often than right on short files, so nothing is guessed: a mark
decides, then the strictness of UTF-8, then cp1252 (or Mac Roman when the lines end as on an old
Mac). UTF-8 that was read as cp1252 and saved again is mended, and the reader says so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kringspoor.formats.kinds import utf16_of
from kringspoor.formats.problems import problem, refusal
from kringspoor.formats.reading import Problem

REPLACEMENT = "\ufffd"
_MENDED_SHARE = 0.5  # of the odd runs must mend, else the odd letters are what they seem
_LOOK_BYTES = 256 * 1024
_ACCENT_INSIDE = re.compile("[a-z][à-öø-ÿœšž]")
_SIGN_INSIDE = re.compile("[a-z][^\x00-\x7fà-öø-ÿœšž]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of its encoding, and what had to be mended."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, file: str, encoding: str | None = None) -> Decoded:
    """The text of a file.

    >>> decode("tag;plaats\\n1;café".encode("cp1252"), "gent.csv").encoding
    'cp1252'
    """
    text, name = _chosen(data, file, encoding) if encoding else _found(data)
    problems: list[Problem] = []
    if "\x00" in text:
        problems.append(problem("nul-bytes", _row(text, "\x00"), count=text.count("\x00")))
        text = text.replace("\x00", "")
    if not text.isascii():
        text, mended = mend_mojibake(text)
        if mended:
            problems.append(problem("mojibake", count=mended))
        if REPLACEMENT in text:
            row_no, count = _row(text, REPLACEMENT), text.count(REPLACEMENT)
            problems.append(problem("odd-characters", row_no, count=count, encoding=name))
    return Decoded(text.removeprefix("\ufeff"), name, tuple(problems))


def _chosen(data: bytes, file: str, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:  # no such encoding, or bytes it does not have
        raise refusal("bad-encoding", file, encoding=encoding) from error


def _found(data: bytes) -> tuple[str, str]:
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace"), "utf-8-sig"
    wide = utf16_of(data[:65536])
    if wide is not None:
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        name = _old_encoding(data)
        return data.decode(name, "replace"), name


def _old_encoding(data: bytes) -> str:
    """cp1252, unless the lines end as on an old Mac and Mac Roman makes the better words."""
    if b"\n" in data or b"\r" not in data:
        return "cp1252"
    by_mac, by_windows = (
        _likeness_to_words(data[:_LOOK_BYTES].decode(name, "replace"))
        for name in ("mac_roman", "cp1252")
    )
    return "mac_roman" if by_mac > by_windows else "cp1252"


def _likeness_to_words(text: str) -> int:
    """After a small letter comes a small letter with an accent, hardly ever a sign or a capital."""
    return len(_ACCENT_INSIDE.findall(text)) - len(_SIGN_INSIDE.findall(text))


def _row(text: str, sign: str) -> int:
    """The line of a sign, as a spreadsheet counts rows; close enough to find it."""
    before = text[: text.index(sign)]
    return before.count("\n") + 1 if "\n" in before else before.count("\r") + 1


_CP1252_HIGH = "".join(
    char
    for char in (bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xC0))
    if char
)
_UNDEFINED = "\x81\x8d\x8f\x90\x9d"
_HIGH_CLASS = f"[{re.escape(_CP1252_HIGH)}{_UNDEFINED}]"
_QUOTED = "Ä[‘’“”–—…]|Å”"  # a capital between quotes is no garbled letter
_RUN = re.compile(f"(?!{_QUOTED})[ÂÃÄÅ]{_HIGH_CLASS}|â{_HIGH_CLASS}{{2}}|ï»¿")
_ODD_RUN = re.compile("[ÂÃÄÅâ][^\x00-\x7f]")


def mend_mojibake(text: str) -> tuple[str, int]:
    """Text of which UTF-8 was read as cp1252 and saved again, mended, and how often.

    >>> mend_mojibake("bÃ¼ro"), mend_mojibake("Ängström")
    (('büro', 1), ('Ängström', 0))
    """
    if not any(lead in text for lead in "ÂÃÄÅâï"):
        return text, 0
    odd = len(_ODD_RUN.findall(text))
    mended, count = _RUN.subn(_mended, text)
    if count == 0 or mended == text or count < _MENDED_SHARE * odd:
        return text, 0
    return mended, count


def _mended(found: re.Match[str]) -> str:
    raw = b"".join(
        char.encode("latin-1" if char in _UNDEFINED else "cp1252") for char in found.group()
    )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found.group()
