"""Header words in seven languages to the fields of a device, and which columns stay outside."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

DROP = "-"
"""The field of a column with personal or network data: its values stop at the door."""

_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_BETWEEN = re.compile(r"[/|·\n]| - ")
_NOT_WORD = re.compile(r"[\W_]+")
_NOISE = frozenset(
    [
        "toestel",
        "van",
        "het",
        "de",
        "een",
        "der",
        "device",
        "asset",
        "computer",
        "pc",
        "laptop",
        "appareil",
        "du",
        "le",
        "la",
        "les",
        "gerat",
        "gerate",
        "des",
        "equipo",
        "del",
        "el",
        "equipamento",
        "do",
        "da",
        "o",
        "zarizeni",
        "hardware",
        "it",
        "ict",
        "ks",
        "col",
        "kolom",
        "totaal",
    ]
)
_UNITS = frozenset(
    [
        "gb",
        "go",
        "gib",
        "mb",
        "mo",
        "mib",
        "tb",
        "to",
        "tib",
        "kb",
        "eur",
        "euro",
        "euros",
        "czk",
        "kc",
        "usd",
        "gbp",
        "chf",
        "brl",
        "pln",
        "inch",
        "inches",
        "duim",
        "zoll",
        "pouces",
        "cm",
        "kg",
        "g",
        "kwh",
        "month",
        "months",
        "maanden",
        "mois",
        "monate",
        "meses",
        "mesicu",
        "year",
        "years",
        "jaar",
        "ans",
        "jahre",
        "anos",
        "roky",
        "uur",
        "hours",
        "excl",
        "incl",
        "ht",
        "ttc",
        "netto",
        "brutto",
        "btw",
    ]
)
_SIGNS = {"R$": "brl", "€": "eur", "$": "usd", "£": "gbp", '"': "inch", "%": "percent", "″": "inch"}


@dataclass(frozen=True, slots=True)
class Header:
    """One header as understood: the field it fills ("" when none), its unit, how sure it is."""

    text: str
    field: str
    unit: str = ""
    rank_no: int = 0  # 0 is the surest word for its field


def fold(text: str) -> str:
    """A word without case, accents, punctuation and spaces.

    >>> fold("N° de série"), fold("Serial_Number"), fold("Výrobní číslo")
    ('ndeserie', 'serialnumber', 'vyrobnicislo')
    """
    if text.isascii():
        return _NOT_WORD.sub("", text).casefold()
    flat = unicodedata.normalize("NFKD", text.replace("°", "").replace("º", ""))
    return _NOT_WORD.sub("", "".join(c for c in flat if not unicodedata.combining(c))).casefold()


@cache
def vocabulary() -> Mapping[str, tuple[str, int]]:
    """Folded header word -> (field, rank). The first field that claims a word keeps it."""
    raw = (files("kringspoor.formats") / "headers.toml").read_text(encoding="utf-8")
    listed = tomllib.loads(raw)
    dropped = listed.pop("drop")
    known: dict[str, tuple[str, int]] = {}
    for field, languages in listed.items():
        _learn(known, field, languages)
    for languages in dropped.values():
        _learn(known, DROP, languages)
    return known


def _learn(known: dict[str, tuple[str, int]], field: str, languages: dict[str, list[str]]) -> None:
    for words in languages.values():
        for rank, word in enumerate(words):
            known.setdefault(fold(word), (field, rank))


@lru_cache(maxsize=4096)
def understood(text: str) -> Header:
    """What a header means, by the words everybody uses.

    >>> understood("Serienummer toestel").field, understood("RAM (MB)").unit
    ('serial', 'mb')
    >>> understood("Gebruiker").field == DROP
    True
    """
    if len(text) > 200:
        return Header(text, "")
    unit = _unit(text)
    found = _known(text) or _known_in_parts(text)
    return Header(text, found[0], unit, found[1]) if found else Header(text, "", unit)


def _known(text: str) -> tuple[str, int] | None:
    for candidate in _candidates(text):
        if candidate in vocabulary():
            return vocabulary()[candidate]
    return None


def _known_in_parts(text: str) -> tuple[str, int] | None:
    """A header in two languages, ``Marque / Hersteller``; a person in any part keeps it outside."""
    parts = [_known(part) for part in _BETWEEN.split(text)]
    known = [each for each in parts if each]
    dropped = [each for each in known if each[0] == DROP]
    return next(iter(dropped or known), None)


def _candidates(text: str) -> Iterable[str]:
    """The header as it is, then without brackets, without units, without noise words."""
    yield fold(text)
    bare = _BRACKETS.sub(" ", text)
    yield fold(bare)
    words = [fold(each) for each in _NOT_WORD.split(bare)]
    yield "".join(each for each in words if each not in _UNITS)
    yield "".join(each for each in words if each not in _UNITS and each not in _NOISE)


def _unit(text: str) -> str:
    """The unit a header names, in brackets or as its last word."""
    inside = " ".join(_BRACKETS.findall(text))
    for sign, name in _SIGNS.items():
        if sign in text:
            return name
    words = [fold(each) for each in _NOT_WORD.split(inside or text)]
    named = [each for each in words if each in _UNITS]
    return named[-1] if named else ""
