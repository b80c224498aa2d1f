"""How an answer speaks: one language, numbers a person can take in, units in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kringspoor.assess.answer import Answer
from kringspoor.core.figure import STATUS_WORDS, Figure, unit_words
from kringspoor.core.words import Language, Text, number

LARGER: Mapping[str, tuple[str, int]] = {  # from ten thousand on, a unit a thousand times larger
    "kg CO2e": ("t CO2e", 10_000),
    "kg CO2e/year": ("t CO2e/year", 10_000),
    "kWh/year": ("MWh/year", 100_000),
    "kg": ("t", 10_000),
}
UNTIL = " – "


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure ready to be shown: the value, its unit in words, its range (empty: none)."""

    value: str
    unit: str
    range: str

    def line(self) -> str:
        """All in one line."""
        shown = f"{self.value} {self.unit}".strip()
        return f"{shown} ({self.range})" if self.range else shown


@dataclass(frozen=True, slots=True)
class Column:
    """Figures under each other: one unit for all, which stands in the head of the column."""

    unit: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    r"""One language.

    >>> nl = Speaker("nl")
    >>> nl("vloot", "fleet"), nl.count(1234), nl.kilograms(1_204_000)
    ('vloot', '1.234', '1.204 ton\xa0CO₂e')
    """

    language: Language

    def __call__(self, nl: str, en: str) -> str:
        """The one of two sentences that is in this language."""
        return nl if self.language == "nl" else en

    def say(self, text: Text) -> str:
        """A text that already knows both languages."""
        return text.spoken(self.language)

    def count(self, value: float | None, decimals: int = 0) -> str:
        """A number without a unit."""
        return number(value, self.language, decimals)

    def percent(self, share: float) -> str:
        """A share of the whole. Units: share 0..1 -> text.

        >>> Speaker("en").percent(0.624), Speaker("en").percent(0.004)
        ('62 %', '< 1 %')
        """
        return "< 1 %" if 0 < share < 0.01 else f"{number(share * 100, self.language)} %"

    def day(self, day: date) -> str:
        """A date as Belgium writes it."""
        return f"{day:%d/%m/%Y}"

    def unit(self, unit: str) -> str:
        """A unit in words."""
        return unit_words(unit, self.language)

    def euros(self, cents: int) -> str:
        """An amount of money. Units: euro cents -> text."""
        return f"€ {number(cents / 100, self.language)}"

    def kilograms(self, value_kg: float) -> str:
        """A mass of CO2e in the unit that reads best. Units: kg CO2e -> text."""
        return self.amount(Figure(Text("", ""), value_kg, "kg CO2e", "calculated")).line()

    def amount(self, figure: Figure) -> Amount:
        """A figure with its unit and range, in tonnes where kilograms are many."""
        if figure.value is None:
            return Amount(self.say(STATUS_WORDS["unknown"]), "", "")
        if isinstance(figure.value, str):
            return Amount(figure.value, self.unit(figure.unit), "")
        return self._shown(figure, *_scaled(abs(figure.value), figure))

    def column(self, figures: Sequence[Figure]) -> Column:
        r"""Figures of one unit, all in the unit and decimals that suit the largest.

        >>> parts = [Figure(Text("", ""), kg, "kg CO2e", "calculated") for kg in (578_400, 720)]
        >>> column = Speaker("nl").column(parts)
        >>> column.unit, [each.value for each in column.amounts]
        ('ton\xa0CO₂e', ['578,4', '0,7'])
        """
        known = [each for each in figures if isinstance(each.value, int | float)]
        if not known:
            return Column("", tuple(self.amount(each) for each in figures))
        largest = max(known, key=lambda each: abs(float(each.value or 0)))
        size = abs(float(largest.value or 0))
        unit, decimals, by = _scaled(size, largest)
        decimals = 1 if by > 1 and size < 1000 * by else decimals
        return Column(
            self.unit(unit).removesuffix(self(" per jaar", " a year")),
            tuple(
                self._shown(each, unit, decimals, by) if each in known else self.amount(each)
                for each in figures
            ),
        )

    def _shown(self, figure: Figure, unit: str, decimals: int, by: int) -> Amount:
        def said(value: float) -> str:
            return number(value / by, self.language, _enough(value / by, decimals))

        spread = figure.interval
        between = "" if spread is None else UNTIL.join((said(spread.low), said(spread.high)))
        shown = said(float(figure.value or 0))
        if figure.unit == "EUR":
            return Amount(f"€ {shown}", "", between)
        return Amount(shown, self.unit(unit), between)


def _enough(value: float, decimals: int) -> int:
    """As many decimals as asked, or as it takes not to call something nought."""
    if value == 0 or abs(value) >= 0.5 * 10**-decimals:
        return decimals
    return -math.floor(math.log10(abs(value)))


def _scaled(size: float, figure: Figure) -> tuple[str, int, int]:
    """The unit to show, its decimals, and what to divide by."""
    larger, limit = LARGER.get(figure.unit, ("", 0))
    if larger and size >= limit:
        return larger, 0 if size >= limit * 10 else 1, 1000
    return figure.unit, figure.decimals if size < 1000 else 0, 1


def out_of_files(answer: Answer, speaker: Speaker) -> str:
    """From how many files, to put behind a number; the sheets of a workbook are one file."""
    if answer.fleet is None:
        return ""
    files = len({seen.table.file.partition("[")[0] for seen in answer.fleet.files})
    if files == 1:
        return speaker(" uit één bestand", " from one file")
    return speaker(f" uit {files} bestanden", f" from {files} files")


def cited_sources(answer: Answer) -> list[str]:
    """The ids of every source the answer rests on, alphabetically."""
    totals = answer.totals
    figures = [getattr(totals, name) for name in totals.__slots__]
    figures += [each.embodied for each in answer.sources]
    named = {
        source.strip()
        for root in figures
        for _, figure in root.walk()
        for source in figure.source.split(",")
    }
    named |= {source for spread in answer.spreads for source in spread.by_source_kg}
    named |= {line.step.source for line in answer.steps}
    named |= {answer.setting.ladder.source, answer.setting.lifetime.source}
    return sorted(each for each in named if each)


def plan_name(asked: str, answer: Answer, speaker: Speaker) -> str:
    """A plan in words: the policy, or a what-if as "als: laptop 5 jaar"."""
    if not asked:
        return speaker("volgens het beleid", "under the policy")
    months = answer.plans[asked].lifetime_months
    changes = []
    for category in (part.partition("=")[0] for part in asked.split(",")):
        years = months[category] / 12
        name = speaker.say(answer.category_names[category])
        said = speaker.count(years, 0 if years.is_integer() else 1)
        changes.append(speaker(f"{name} {said} jaar", f"{name} {said} years"))
    return speaker("als: ", "if: ") + ", ".join(changes)
