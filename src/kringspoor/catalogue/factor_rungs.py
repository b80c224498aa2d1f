"""The rungs of the factor ladder: one value, looked for from the exact model to the category."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from kringspoor.catalogue.bands import screen_band
from kringspoor.catalogue.model_names import ModelName
from kringspoor.catalogue.pcf import SOURCE, Sheet
from kringspoor.catalogue.pcf_statistics import LEAST_COUNT, VALUES, gsd_ratio
from kringspoor.catalogue.sheet_index import SheetIndex, SheetMatch
from kringspoor.catalogue.shipped_statistics import (
    GroupStatistics,
    LeftOut,
    ShippedStatistics,
    Spread,
    ratio_of_gsd,
)
from kringspoor.core.factor import FactorRung

EXACT_MODEL_RATIO = 0.10  # our choice: configurations of one model differ at least this much
UNKNOWN_MODEL_RATIO = 0.30  # where no sheet lets us measure the spread between models


@dataclass(frozen=True, slots=True)
class Asked:
    """A device as the ladder looks for it: maker by its one name, model in comparable words."""

    make: str
    name: ModelName
    category: str
    screen_inches: float | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A value found on a rung. Units: of the value, 1, 1, share 0..1."""

    rung: FactorRung
    key: str
    found_value: float
    sources: tuple[str, ...]
    where: str
    model_ratio: float
    stated_error_ratio: float | None = None
    matched_model: str = ""
    match_score_share: float = 0.0


class SheetRungs:
    """The rungs that come from makers' sheets: exact and family need the file itself."""

    def __init__(self, index: SheetIndex | None, statistics: ShippedStatistics) -> None:
        self._index = index
        self._statistics = statistics

    def hits(self, value: str, asked: Asked) -> Iterator[Hit]:
        """What the sheets say of this value, the closest rung first."""
        if self._index is not None:
            match = self._index.match(asked.make, asked.name, asked.category)
            if match is not None:
                yield from _exact(value, asked, match)
            yield from self._family(value, asked, self._index)
        band = screen_band(asked.category, asked.screen_inches)
        if asked.make and band:
            yield from self._group(value, asked, "maker_screen", asked.make, band)
        if asked.make:
            yield from self._group(value, asked, "maker", asked.make, "")

    def model_ratio(self, value: str, rung: str, category: str) -> float:
        """How far models are apart on a rung: its leave-one-out error, else the group's spread."""
        errors = self._errors(value).get((rung, category))
        if errors is not None:
            return errors.deviation_ratio
        group = self._statistics.group("category", category)
        spread = _spread(group, value) if group else None
        return ratio_of_gsd(spread.gsd_ratio) if spread else UNKNOWN_MODEL_RATIO

    def screen_mass(self, asked: Asked) -> Hit | None:
        """The mass of any screen of this size."""
        band = screen_band(asked.category, asked.screen_inches)
        found = self._group("mass", asked, "screen", "", band) if band else iter(())
        return next(found, None)

    def _errors(self, value: str) -> dict[tuple[str, str], LeftOut]:
        errors = self._statistics.kwh_errors if value == "kwh" else self._statistics.embodied_errors
        return dict(errors)

    def _family(self, value: str, asked: Asked, index: SheetIndex) -> Iterator[Hit]:
        sheets = index.family(asked.make, asked.name, asked.category)
        numbers = _numbers(value, sheets)
        if len(numbers) >= LEAST_COUNT["family"]:
            yield Hit(
                rung="family",
                key=f"family:{asked.category}:{asked.make}:{asked.name.family}",
                found_value=median(numbers),
                sources=(SOURCE,),
                where=f"{len(numbers)} sheets of {asked.make} {asked.name.family}",
                model_ratio=self.model_ratio(value, "family", asked.category),
                stated_error_ratio=_stated(sheets),
                matched_model=asked.name.family,
            )

    def _group(self, value: str, asked: Asked, rung: str, make: str, band: str) -> Iterator[Hit]:
        group = self._statistics.group(rung, asked.category, make, band)
        spread = _spread(group, value) if group else None
        if group is not None and spread is not None:
            place = ":".join(each for each in (rung, asked.category, make, band) if each)
            yield Hit(
                rung="maker_screen" if rung == "maker_screen" else "maker",
                key=place,
                found_value=spread.median_value,
                sources=(SOURCE,),
                where=f"statistics/pcf.csv {place} (n={spread.n_count})",
                model_ratio=self.model_ratio(value, rung, asked.category),
                stated_error_ratio=group.stated_error_ratio,
            )


def _exact(value: str, asked: Asked, match: SheetMatch) -> Iterator[Hit]:
    numbers = _numbers(value, match.sheets)
    if not numbers:
        return
    first = match.sheets[0]
    more = len(match.sheets) - 1
    names = "|".join(f"{each.make}:{each.name.plain}" for each in match.sheets)
    suffix = f"+{more}~{zlib.crc32(names.encode()):08x}" if more else ""
    yield Hit(
        rung="exact",
        key=f"exact:{asked.category}:{first.make}:{first.name.plain}{suffix}",
        found_value=median(numbers),
        sources=(SOURCE,),
        where=first.where,
        model_ratio=max(ratio_of_gsd(gsd_ratio(numbers)), EXACT_MODEL_RATIO),
        stated_error_ratio=_stated(match.sheets),
        matched_model=f"{first.model} (+{more})" if more else first.model,
        match_score_share=match.score_share,
    )


def _numbers(value: str, sheets: Sequence[Sheet]) -> list[float]:
    return [n for n in map(VALUES[value], sheets) if n is not None]


def _stated(sheets: Sequence[Sheet]) -> float | None:
    stated = [each.error_ratio for each in sheets if each.error_ratio is not None]
    return median(stated) if stated else None


def _spread(group: GroupStatistics, value: str) -> Spread | None:
    return {"embodied": group.embodied, "kwh": group.kwh, "mass": group.mass}[value]
