"""Splits a register's one-cell description into make, model, serial number, kind and size.

"Laptop Dell Latitude 5420 S/N 4XK9G72 i5 16GB" hides five facts. What is not sure is not set: a
bare word that merely looks like a serial number is kept apart as ``serial_maybe`` and counts only
when another file knows it as a serial number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kringspoor.assess.lexicon import CATCH_ALLS, Hit, Lexicon, folded
from kringspoor.formats.fillers import clean_id

COMPUTERS: Final = frozenset(
    ("laptop", "desktop", "workstation", "mini_pc", "all_in_one", "chromebook", "thin_client")
)
HANDHELDS: Final = frozenset(("smartphone", "tablet"))
SCREENS: Final = frozenset(("monitor", "meeting_screen", "tv"))

_NUMBER = r"(?:no|nr|n[uú]m(?:ber|mer|ero)?|nummer|n°|nº|[cč][ií]slo|[cč])"
_LABELLED = re.compile(
    r"(?:\bs\s?[./-]?\s?/?\s?n\b[.:°#]*"
    rf"|\bserial(?:[\s.-]*{_NUMBER}\b)?[.:#]*"
    rf"|\bs[eé]r(?:ie|ien|i|iov[eé])?[\s.-]*{_NUMBER}[.:#]*"
    r"|\bs[eé]rie\s*:"
    rf"|\b(?:n|{_NUMBER})[.°ºo]*\s*(?:de\s+)?s[eé]rie\b[.:°]*"
    r"|\bv(?:[yý]r?)?\.?\s?[cč](?:\.|[ií]slo\b)[.:]*|\bs\.?\s?[cč]\.[.:]*"
    r"|\bservice\s?tag\b[.:#]*)"
    r"\s*(?P<serial>(?=[A-Z0-9/-]*\d)[A-Z0-9][A-Z0-9/-]{3,24}|(?-i:[A-Z]{7,12}))(?![\w/-])",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[]\s*(?P<serial>(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{7,20})\s*[)\]]")
_BARE = re.compile(r"(?:^|\s)(?P<serial>(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{7,20}|\d{10,14})[\s.,;]*$")
_SCREEN = re.compile(
    r"(?<![\d.,])(\d{1,2}(?:[.,]\d)?)\s?(?:\"|''|”|″|-?inch|-?duim|\s?pouces|-?zoll|\s?pulgadas|\s?polegadas|\s?palc)",
    re.IGNORECASE,
)
_GIGABYTES = re.compile(
    r"(?<![\w.,])(\d{1,4}(?:[.,]\d)?)\s?(GB|Go|TB|To)\b\s*(RAM|DDR\w*|memory|geheugen|mémoire|SSD|HDD|NVMe|eMMC)?",
    re.IGNORECASE,
)
_PROCESSOR = re.compile(
    r"\b(?:Intel\s+)?(?:Core\s+)?i[3579](?:[- ]\d{4,5}[A-Z]{0,2}\d?)?\b"
    r"|\b(?:Intel\s+)?Core\s+Ultra\s+\d(?:\s+\d{3}[A-Z]{0,2})?\b"
    r"|\b(?:AMD\s+)?Ryzen\s+\d(?:\s+PRO)?(?:\s+\d{4}[A-Z]{0,2})?\b"
    r"|\bAMD\s+\d{4}[A-Z]{1,2}\b"
    r"|\b(?:Celeron|Pentium|Xeon|Athlon)\b(?:\s+[A-Z]?-?\d{3,5}[A-Z]{0,2}\b)?",
    re.IGNORECASE,
)
_SYSTEM = re.compile(r"\b(?:Windows|Win)\s?(7|8(?:\.1)?|10|11)\b|\bW(7|8|10|11)P?\b", re.IGNORECASE)
_STOP = re.compile(
    r"\s(?:[-–—*|]\s|\+|(?:met|incl|inclusief|with|avec|mit|inkl|con|com|včetně|voor|for|pour|für"
    r"|para|verv|levering|type|model|modell|modèle|modelo)\b)|[,;\[|\n]|\((?!\d{1,2}\s?(?:st|nd|rd|th|e|\.)\b|\d{4}\))",
    re.IGNORECASE,
)
_GENERATION = re.compile(r"g\d{1,2}|gen(?:eration|eratie)?\d{0,2}")
_MARK = " | "  # what was understood is cut out and leaves a wall between the words
_LONGEST_MODEL_WORDS = 6
_LARGEST_RAM_GB = 128


@dataclass(frozen=True, slots=True, eq=False)  # one per distinct text: compared by identity, fast
class Parts:
    """What a description says for sure. Units: gb, inches."""

    category: str | None = None
    apart: str | None = None
    make: str | None = None
    model: str | None = None
    cpu: str | None = None
    os: str | None = None
    ram_gb: float | None = None
    storage_gb: float | None = None
    screen_inches: float | None = None


def cut_serial(text: str) -> tuple[str, str | None, str | None]:
    """The text without its serial number, the number, and a word that may be one.

    >>> cut_serial("HP EliteBook 840 G8 (5CG1234ABC)")
    ('HP EliteBook 840 G8  | ', '5CG1234ABC', None)
    >>> cut_serial("Notebook Lenovo ThinkPad T14, sériové číslo PF2ABCDE")[1]
    'PF2ABCDE'
    """
    for pattern in (_LABELLED, _BRACKETED):
        found = pattern.search(text)
        if found is not None and (serial := clean_id(found["serial"])) is not None:
            return _without(text, found), serial.upper(), None
    found = _BARE.search(text)
    if found is not None and any(each.isdigit() for each in text[: found.start()]):
        return _without(text, found), None, clean_id(found["serial"])
    return text, None, None


def _without(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + _MARK + text[found.end() :]


class Splitter:
    """Splits descriptions with the words of a lexicon, once per distinct text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, Parts] = {}

    def split(self, text: str) -> Parts:
        """Everything a text without its serial number says for sure."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._split(text)
        return known

    def _split(self, text: str) -> Parts:
        verdict = self._lexicon.verdict(text)
        if verdict.apart is not None:
            return Parts(apart=verdict.apart)
        rest, cpu = _cut(text, _PROCESSOR)
        rest, system = _cut(rest, _SYSTEM)
        inches = _SCREEN.search(rest)
        rest = _SCREEN.sub(_MARK, rest)
        make, model, category = self._product(_GIGABYTES.sub(_MARK, rest))
        if category is None or (
            verdict.category is not None and verdict.category not in CATCH_ALLS
        ):
            category = verdict.category
        ram_gb, storage_gb = _sizes(rest, category)
        return Parts(
            category=category,
            make=make,
            model=model,
            cpu=" ".join(cpu.split()) if cpu else None,
            os=_system(system),
            ram_gb=ram_gb,
            storage_gb=storage_gb,
            screen_inches=_inches(inches),
        )

    def _product(self, text: str) -> tuple[str | None, str | None, str | None]:
        """Make, model and the category of the product line, from the first words that name one."""
        make = None
        for piece in _STOP.split(text):
            tokens, hits = self._lexicon.hits(piece)
            line, maker = _first(hits, "product"), _first(hits, "maker")
            make = make or (maker.meaning.maker if maker else None)
            if line is not None and make in (None, line.meaning.maker):
                model = _model(piece, tokens, hits, line.start_no, is_line=True)
                return line.meaning.maker, model, line.meaning.slug or None
            if maker is not None:
                model = _model(piece, tokens, hits, maker.end_no, is_line=False)
                if model is not None:
                    return make, model, None
        return make, None, None


def _first(hits: list[Hit], kind: str) -> Hit | None:
    return next((each for each in hits if each.meaning.kind == kind), None)


def _model(
    piece: str, tokens: list[str], hits: list[Hit], start_no: int, *, is_line: bool
) -> str | None:
    """The words of a model as written, up to the next word that says something else."""
    end_no = min(len(tokens), start_no + _LONGEST_MODEL_WORDS + 2)
    for hit in hits:
        follows = tokens[hit.end_no] if hit.end_no < len(tokens) else ""
        is_inside = _GENERATION.fullmatch(follows) is not None  # 300e Chromebook Gen 3
        if hit.start_no > start_no and hit.meaning.kind != "product" and not is_inside:
            end_no = min(end_no, hit.start_no)
    words = _written(piece, tokens, start_no, end_no).split()[:_LONGEST_MODEL_WORDS]
    model = " ".join(words).strip(" .:-/")
    has_digit = any(each.isdigit() for each in model)
    return model if model and (has_digit or is_line) else None


def _written(piece: str, tokens: list[str], start_no: int, end_no: int) -> str:
    """The stretch of the text that tokens ``start_no`` up to ``end_no`` were read from."""
    spots, at = [], 0
    for word in re.finditer(r"\S+", piece):
        count = len(folded(word.group()))
        spots.append((at, word))
        at += count
    inside = [word.group() for no, word in spots if start_no <= no < end_no]
    return " ".join(inside)


def _cut(text: str, pattern: re.Pattern[str]) -> tuple[str, str | None]:
    found = pattern.search(text)
    return (text, None) if found is None else (_without(text, found), found.group())


def _system(text: str | None) -> str | None:
    if text is None:
        return None
    version = "".join(each for each in text if each.isdigit() or each == ".")
    return f"Windows {version}"


def _inches(found: re.Match[str] | None) -> float | None:
    return None if found is None else float(found[1].replace(",", "."))


def _sizes(text: str, category: str | None) -> tuple[float | None, float | None]:
    """Memory and storage; without a label, only where the kind of device decides."""
    ram_gb = storage_gb = None
    bare: list[float] = []
    for amount, unit, label in _GIGABYTES.findall(text):
        size = float(amount.replace(",", ".")) * (1000 if unit.upper().startswith("T") else 1)
        word = label.upper()
        if word in ("SSD", "HDD", "NVME", "EMMC"):
            storage_gb = storage_gb or size
        elif word:
            ram_gb = ram_gb or size
        else:
            bare.append(size)
    for size in bare:
        if category in COMPUTERS and ram_gb is None and size <= _LARGEST_RAM_GB // 2:
            ram_gb = size
        elif (category in COMPUTERS and size > _LARGEST_RAM_GB // 2) or category in HANDHELDS:
            storage_gb = storage_gb or size
    return ram_gb, storage_gb
