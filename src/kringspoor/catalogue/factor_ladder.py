"""The factor ladder: the closest footprint factor for a device, and how sure it is.

Exact model, then family, maker and screen size, maker, category. Two layers of error: what the
sources disagree on is shared by every device on a row and does not average out; what models
differ in is measured by leaving each sheet out, and does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from kringspoor.catalogue.factor_rungs import UNKNOWN_MODEL_RATIO, Asked, Hit, SheetRungs
from kringspoor.catalogue.facts import Catalogue
from kringspoor.catalogue.figures import spread_ratio
from kringspoor.catalogue.model_names import model_name
from kringspoor.catalogue.pcf import SOURCE as SHEETS
from kringspoor.catalogue.screen_hints import screen_hint
from kringspoor.core.errors import Unknown
from kringspoor.core.factor import Factor, SourceFigure
from kringspoor.core.words import Text

RULES = ("median", "conservative")
UNKNOWN_SOURCE_RATIO = 0.30  # one source that states no error: the default EcoDiag uses


@dataclass(frozen=True, slots=True)
class _Reach:
    """The lowest and the highest a value can be under the rule. Units: of the value."""

    low_value: float | None
    high_value: float | None
    sources: tuple[str, ...]
    where: str


class FactorLadder:
    """Finds the factor of a make, model and category; the same question is answered from memory.

    ``rule``: ``median`` of the sources, ``conservative`` (the footprint takes the highest source,
    a saving counts the lowest) or the id of one source.
    """

    def __init__(self, catalogue: Catalogue, rule: str = "median") -> None:
        known = [*RULES, *catalogue.figure_sources]
        if rule not in known:
            raise Unknown(
                Text(nl=f"bron '{rule}' is niet bekend", en=f"source '{rule}' is not known"),
                hint=Text(nl=f"bekend zijn {', '.join(known)}", en=f"known are {', '.join(known)}"),
                code="unknown-source",
            )
        self.catalogue = catalogue
        self.rule = rule
        self._rungs = SheetRungs(catalogue.sheet_index, catalogue.statistics)
        self._found: dict[tuple[str, str, str, float | None], Factor] = {}

    def find(
        self,
        make: str | None,
        model: str | None,
        category: str | None,
        screen_inches: float | None = None,
    ) -> Factor:
        """The factor of one kind of device. Nothing known at all: the rung is ``none``."""
        asked = (make or "", model or "", category or "", screen_inches)
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = self._look(*asked)
        return found

    def _look(self, make: str, model: str, category: str, screen_inches: float | None) -> Factor:
        makers = self.catalogue.maker_names
        maker = makers.named(make) or makers.in_text(model)[0]
        name = maker.name if maker else ""
        inches = screen_inches or screen_hint(name, model, category)
        asked = Asked(name, model_name(model), category, inches)
        embodied = self._closest("embodied", asked) or self._category_embodied(category)
        kwh = self._closest("kwh", asked) or self._category_kwh(category)
        mass = next(self._rungs.hits("mass", asked), None) if self._is_exact(embodied) else None
        return self._factor(category, embodied, kwh, mass or self._rungs.screen_mass(asked))

    @staticmethod
    def _is_exact(hit: Hit | None) -> bool:
        return hit is not None and hit.rung == "exact"

    def _closest(self, value: str, asked: Asked) -> Hit | None:
        if self.rule not in (*RULES, SHEETS):
            return None
        return next(self._rungs.hits(value, asked), None)

    def _category_embodied(self, category: str) -> Hit | None:
        figures = [f for f in self._ruled(category, "embodied") if f.embodied_kg is not None]
        numbers = [f.embodied_kg for f in figures if f.embodied_kg is not None]
        if not numbers:
            return None
        stated = [f.embodied_error_ratio for f in figures if f.embodied_error_ratio is not None]
        return Hit(
            rung="category",
            key=f"category:{category}",
            found_value=median(numbers),
            sources=tuple(f.source for f in figures),
            where="; ".join(_places(figures)),
            model_ratio=self._rungs.model_ratio("embodied", "category", category),
            stated_error_ratio=median(stated) if stated else None,
        )

    def _category_kwh(self, category: str) -> Hit | None:
        figures = [f for f in self._ruled(category, "kwh") if f.kwh_per_year is not None]
        sheets = [f for f in figures if f.source == SHEETS]
        numbers = [f.kwh_per_year for f in sheets or figures if f.kwh_per_year is not None]
        if not numbers:
            return None
        return Hit(
            rung="category",
            key=f"category:{category}",
            found_value=median(numbers),
            sources=tuple(f.source for f in sheets or figures),
            where="; ".join(_places(sheets or figures)),
            model_ratio=self._rungs.model_ratio("kwh", "category", category),
        )

    def _ruled(self, category: str, value: str) -> tuple[SourceFigure, ...]:
        """The figures the rule admits; a named source that is silent here lets the others speak."""
        figures = self.catalogue.figures.get(category, ())
        if self.rule in RULES:
            return figures
        named = [
            f for f in figures if f.source == self.rule and _figure_value(f, value) is not None
        ]
        return tuple(named) or figures

    def _reach(self, category: str, value: str, hit: Hit | None) -> _Reach:
        """The hit itself, or under the careful rule everything between it and every source."""
        if hit is None:
            return _Reach(None, None, (), "")
        if self.rule != "conservative":
            return _Reach(hit.found_value, hit.found_value, hit.sources, hit.where)
        figures = self.catalogue.figures.get(category, ())
        stated = {f.source: n for f in figures if (n := _figure_value(f, value)) is not None}
        numbers = [hit.found_value, *stated.values()]
        return _Reach(
            low_value=min(numbers),
            high_value=max(numbers),
            sources=tuple(dict.fromkeys([*hit.sources, *stated])),
            where="; ".join(dict.fromkeys([*hit.where.split("; "), *_places(figures)])),
        )

    def _shared_ratio(self, category: str, value: str, stated_ratio: float | None) -> float:
        """What every device on a row shares: the sources' disagreement and the stated error."""
        figures = self.catalogue.figures.get(category, ())
        numbers = [n for n in (_figure_value(f, value) for f in figures) if n is not None]
        apart = spread_ratio(numbers)
        if stated_ratio is None:
            return apart or UNKNOWN_SOURCE_RATIO
        return math.hypot(apart, stated_ratio)

    def _factor(
        self, category: str, embodied: Hit | None, kwh: Hit | None, mass: Hit | None
    ) -> Factor:
        kept = self.catalogue.categories.get(category)
        reach = self._reach(category, "embodied", embodied)
        kwh_reach = self._reach(category, "kwh", kwh)
        parts = [hit.key if hit else "none" for hit in (embodied, kwh)]
        parts += [mass.key] if mass else []
        return Factor(
            key="/".join([self.rule, *dict.fromkeys(parts)]),
            rung=embodied.rung if embodied else "none",
            sources=reach.sources,
            where=reach.where,
            embodied_kg=reach.high_value,
            source_ratio=self._shared_ratio(
                category, "embodied", embodied.stated_error_ratio if embodied else None
            ),
            model_ratio=embodied.model_ratio if embodied else UNKNOWN_MODEL_RATIO,
            claim_embodied_kg=reach.low_value,
            kwh_per_year=kwh_reach.high_value,
            kwh_rung=kwh.rung if kwh else "none",
            kwh_sources=kwh_reach.sources,
            kwh_source_ratio=self._shared_ratio(category, "kwh", None),
            kwh_model_ratio=kwh.model_ratio if kwh else UNKNOWN_MODEL_RATIO,
            mass_kg=mass.found_value if mass else (kept.mass_kg if kept else None),
            mass_source=mass.sources[0] if mass else (kept.mass_source if kept else ""),
            matched_model=embodied.matched_model if embodied else "",
            match_score_share=embodied.match_score_share if embodied else 0.0,
        )


def _figure_value(figure: SourceFigure, value: str) -> float | None:
    return figure.kwh_per_year if value == "kwh" else figure.embodied_kg


def _places(figures: Iterable[SourceFigure]) -> list[str]:
    return [f"{each.source}: {each.where}" for each in figures]
