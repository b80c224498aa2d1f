"""Model names made comparable: the same model written two ways gives the same words.

Words with a digit carry the identity (5420 is not 5430, G8 is not G9); the other words only help.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ESCAPES = re.compile(r"\\x[0-9a-f]{2}")
_BRACKETS = re.compile(r"[()\[\]]")
_INCHES = re.compile(
    r'\b\d{1,2}([.,]\d{1,2})?[\s-]*(inch|inches|pouces|zoll|palc\w*|duim)\b|\b\d{2}([.,]\d{1,2})?["”″]'
)
_SPECS = re.compile(
    r"\b(\d+\s*(gb|tb|mb|ghz|mhz|hz|w|wh|cores?|m2)"
    r"|i[3579]([\s-]\d{4,5}\w{0,3})?|ryzen(\s\d(\s\w+)?(\s\d{4}\w*)?)?|r[3579]\s\d{4}\w*"
    r"|(?:1[01]|2[01]|30)[a-z][a-z0-9](?:[a-z0-9]{6})?"  # a Lenovo machine type
    r"|celeron\s?\w*|pentium\s?\w*|xeon\s?\w*|windows\s?\d*|win\d+|20[012]\d)\b"
)
_PHRASES = (
    (re.compile(r"\bsmall form factor\b"), "sff"),
    (re.compile(r"\bultra small form factor\b"), "usff"),
    (re.compile(r"\bmicro form factor\b|\bmff\b"), "micro"),
    (re.compile(r"\bmini[\s-]?tower\b"), "mt"),
    (re.compile(r"\bdesktop mini\b|\bmini desktop\b"), "dm"),
    (re.compile(r"\ball[\s-]in[\s-]one\b"), "aio"),
    (re.compile(r"\b2[\s-]?in[\s-]?1\b"), "convertible"),
    (re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\s?gen(?:eration)?\b"), r"gen\1"),
    (re.compile(r"\bgen(?:eration)?[\s.-]?(\d{1,2})\b"), r"gen\1"),
)
_WORD = re.compile(r"[a-z0-9+]+(?:\.[0-9]+)?")
NOISE = frozenset(
    """notebook notebooks laptop laptops pc computer monitor monitors display screen beeldscherm
    scherm business edition with the and cpu gpu core ssd hdd nvme emmc ram retina wi fi wifi
    cellular lte mobile inch personal system desktop ddr4 ddr5 uk be azerty qwerty black silver
    grey zwart touch de en la le hp dell lenovo apple microsoft google samsung asus acer fujitsu
    hewlett packard inc corporation""".split()  # noqa: SIM905 - a list of words reads better whole
)
FORMS = frozenset(
    """sff usff micro mt dm aio tower tiny mini convertible rack blade pro air ultra
    plus""".split()  # noqa: SIM905
)
_FAMILY_WORD = re.compile(r"^([a-z]*)(\d+)([a-z]*)$")


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model name as words: ``plain`` for equality, ``numbers`` must be equal to match at all."""

    plain: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    family: str


@lru_cache(maxsize=65536)
def model_name(text: str) -> ModelName:
    """The name a model goes by, in comparable words.

    >>> model_name("HP EliteBook 840 G8 Notebook PC").plain
    '840 elitebook g8'
    >>> model_name("OptiPlex 7090 Small Form Factor").family
    'optiplex 7xxx sff'
    >>> model_name('Dell 24" P2422H').numbers
    ('p2422h',)
    """
    lowered = _ESCAPES.sub(" ", text.casefold())
    lowered = _INCHES.sub(" ", _BRACKETS.sub(" ", lowered))
    for pattern, short in _PHRASES:
        lowered = pattern.sub(short, lowered)
    lowered = _SPECS.sub(" ", lowered)
    found = [each for each in _WORD.findall(lowered) if each not in NOISE]
    numbers = tuple(sorted({each for each in found if _has_digit(each)}))
    words = tuple(sorted({each for each in found if not _has_digit(each)}))
    return ModelName(" ".join(sorted(set(found))), numbers, words, _family(found))


def _has_digit(word: str) -> bool:
    return any(each.isdigit() for each in word)


def _family(found: list[str]) -> str:
    """The line and series of a model: ``latitude 5xxx``, ``thinkpad t``, ``p24xx``."""
    line: list[str] = []
    series = ""
    forms: list[str] = []
    for word in found:
        if word in FORMS:
            forms.append(word)
        elif not _has_digit(word):
            if not series:
                line.append(word)
        elif not series:
            series = _series(word)
    return " ".join([*line[:2], *([series] if series else []), *sorted(set(forms))])


def _series(word: str) -> str:
    parts = _FAMILY_WORD.match(word)
    if parts is None:
        return word
    letters, digits, _ = parts.groups()
    if len(digits) >= 4 and letters:
        return f"{letters}{digits[:2]}{'x' * (len(digits) - 2)}"
    if len(digits) >= 3:
        return f"{letters}{digits[0]}{'x' * (len(digits) - 1)}"
    return letters or digits
