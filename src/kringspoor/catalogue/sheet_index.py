"""Finds the makers' sheets of a model: the same name, then a name alike with the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kringspoor.catalogue.model_names import FORMS, ModelName
from kringspoor.catalogue.pcf import Sheet

LEAST_SCORE = 85.0  # of 100; the words of a name beside its numbers
LEAST_SCORE_WITHOUT_NUMBERS = 92.0


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """The sheets of one model (its variants) and how alike the names are. Units: share 0..1."""

    sheets: tuple[Sheet, ...]
    score_share: float


class SheetIndex:
    """Sheets by name, by numbers and by family."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._by_name: dict[str, list[Sheet]] = {}
        self._by_numbers: dict[tuple[str, ...], list[Sheet]] = {}
        self._by_family: dict[tuple[str, str, str], list[Sheet]] = {}
        for sheet in sheets:
            if sheet.is_doubtful:
                continue
            self._by_name.setdefault(sheet.name.plain, []).append(sheet)
            self._by_numbers.setdefault(sheet.name.numbers, []).append(sheet)
            if sheet.name.family:
                for category in sheet.categories:
                    key = (sheet.make, sheet.name.family, category)
                    self._by_family.setdefault(key, []).append(sheet)

    def match(self, make: str, name: ModelName, category: str) -> SheetMatch | None:
        """The sheets of this model; None when no name is like it.

        Numbers must be equal: a G8 is not a G9, a 5420 is not a 5430.
        """
        if not name.plain:
            return None
        same = _fitting(self._by_name.get(name.plain, ()), make, category)
        if same:
            return SheetMatch(tuple(same), 1.0)
        near = _fitting(self._by_numbers.get(name.numbers, ()), make, category)
        if category != "all_in_one" and "aio" not in name.words:
            near = [each for each in near if "aio" not in each.name.words]  # nobody omits that
        least = LEAST_SCORE if name.numbers else LEAST_SCORE_WITHOUT_NUMBERS
        scored = [(_likeness(name, sheet.name), sheet) for sheet in near]
        best = max((score for score, _ in scored), default=0.0)
        if best < least:
            return None
        return SheetMatch(tuple(s for score, s in scored if score == best), best / 100)

    def family(self, make: str, name: ModelName, category: str) -> Sequence[Sheet]:
        """The sheets of the same maker, line and series."""
        return self._by_family.get((make, name.family, category), ()) if name.family else ()


def _fitting(sheets: Iterable[Sheet], make: str, category: str) -> list[Sheet]:
    return [
        each
        for each in sheets
        if (not make or each.make == make) and (not category or category in each.categories)
    ]


def _likeness(asked: ModelName, offered: ModelName) -> float:
    """How alike the words are, 0..100. A shape the asked name leaves out may be any; a shape it
    names must be there."""
    shapes = FORMS.intersection(asked.words)
    if not shapes.issubset(offered.words):
        return 0.0
    asked_line = " ".join(each for each in asked.words if each not in FORMS)
    offered_line = " ".join(each for each in offered.words if each not in FORMS)
    if not asked_line or not offered_line:
        return 100.0 if asked_line == offered_line else 0.0
    from rapidfuzz import fuzz  # only here: without added sheets nobody pays for loading it

    return float(fuzz.ratio(asked_line, offered_line))
