"""A number that can answer for itself: what formula, which inputs, which source, how sure.

No number reaches a page, a report, an export or another organisation except as a Figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kringspoor.core.quantity import Range
from kringspoor.core.words import NOTHING, Language, Text, number

Status = Literal["measured", "calculated", "estimated", "reported", "illustrative", "unknown"]
STATUS_WORDS: dict[Status, Text] = {
    "measured": Text(nl="gemeten", en="measured"),
    "calculated": Text(nl="berekend", en="calculated"),
    "estimated": Text(nl="geschat", en="estimated"),
    "reported": Text(nl="opgegeven", en="reported"),
    "illustrative": Text(nl="ter illustratie", en="illustrative"),
    "unknown": Text(nl="onbekend", en="unknown"),
}
UNIT_WORDS: Mapping[str, Text] = {  # a unit that is not here is the same in both languages
    "kg CO2e": Text(nl="kg CO₂e", en="kg CO₂e"),
    "t CO2e": Text(nl="ton\u00a0CO₂e", en="tonnes\u00a0CO₂e"),
    "kg CO2e/year": Text(nl="kg CO₂e per jaar", en="kg CO₂e a year"),
    "t CO2e/year": Text(nl="ton\u00a0CO₂e per jaar", en="tonnes\u00a0CO₂e a year"),
    "kg CO2e/kWh": Text(nl="kg CO₂e per kWh", en="kg CO₂e per kWh"),
    "kWh/year": Text(nl="kWh per jaar", en="kWh a year"),
    "MWh/year": Text(nl="MWh per jaar", en="MWh a year"),
    "t": Text(nl="ton", en="tonnes"),
    "EUR": Text(nl="euro", en="euros"),
    "devices": Text(nl="toestellen", en="devices"),
    "months": Text(nl="maanden", en="months"),
    "years": Text(nl="jaar", en="years"),
}


def unit_words(unit: str, language: Language) -> str:
    """A unit as a reader says it.

    >>> unit_words("months", "nl"), unit_words("kg CO2e/year", "en"), unit_words("%", "nl")
    ('maanden', 'kg CO₂e a year', '%')
    """
    return UNIT_WORDS[unit].spoken(language) if unit in UNIT_WORDS else unit


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit, scope, formula, inputs, sources and how sure it is.

    ``value`` None means unknown, which is an answer. ``inputs`` are figures themselves, so a
    figure is a tree: explaining it is walking down.
    """

    name: Text
    value: float | str | None
    unit: str
    status: Status
    formula: str = ""  # the dotted name of the function in core, or plain arithmetic
    source: str = ""  # id on the shelf of sources, or file and row
    interval: Range | None = None
    scope: Text = NOTHING
    period: str = ""
    inputs: tuple[Figure, ...] = ()
    note: Text = NOTHING
    decimals: int = 1

    def spoken(self, language: Language) -> str:
        """Value, unit and range in one line.

        >>> kg = Figure(Text("massa", "mass"), 241.0, "kg", "estimated",
        ...             interval=Range(156.0, 241.0, 339.0), decimals=0)
        >>> kg.spoken("nl")
        '241 kg (156 – 339)'
        """
        if self.value is None:
            return STATUS_WORDS["unknown"].spoken(language)
        unit = unit_words(self.unit, language)
        if isinstance(self.value, str):
            return f"{self.value} {unit}".strip()
        shown = number(self.value, language, self.decimals)
        shown = f"€ {shown}" if self.unit == "EUR" else f"{shown} {unit}".strip()
        if self.interval is None:
            return shown
        low = number(self.interval.low, language, self.decimals)
        high = number(self.interval.high, language, self.decimals)
        return f"{shown} ({low} – {high})"

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Figure]]:
        """This figure and everything it was made from, with the depth of each."""
        yield depth, self
        for each in self.inputs:
            yield from each.walk(depth + 1)
