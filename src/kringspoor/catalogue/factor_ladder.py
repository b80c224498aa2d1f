"""The factor ladder: the closest footprint factor for a device, and how sure it is."""

from __future__ import annotations

from kringspoor.catalogue.facts import Catalogue
from kringspoor.catalogue.figures import middle, spread_ratio
from kringspoor.core.errors import Unknown
from kringspoor.core.factor import Factor, FactorRung, SourceFigure
from kringspoor.core.words import Text

RULES = ("median", "conservative")


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
        self._found: dict[tuple[str, str, str, float | None], Factor] = {}

    def find(
        self, make: str | None, model: str | None, category: str, screen_inches: float | None = None
    ) -> Factor:
        """The factor of one kind of device. Nothing known at all: the rung is ``none``."""
        asked = (make or "", model or "", category, screen_inches)
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = self._look(*asked)
        return found

    def _look(self, make: str, model: str, category: str, screen_inches: float | None) -> Factor:
        return self._of_category(category)

    def _of_category(self, category: str) -> Factor:
        figures = self._ruled(category)
        embodied = [f.embodied_kg for f in figures if f.embodied_kg is not None]
        kwh = [f.kwh_per_year for f in figures if f.kwh_per_year is not None]
        rung: FactorRung = "category" if embodied else "none"
        value = max(embodied, default=None) if self._is_careful else middle(embodied)
        claim = min(embodied, default=None) if self._is_careful else value
        kept = self.catalogue.categories.get(category)
        return Factor(
            key=f"{self.rule}:category:{category}",
            rung=rung,
            sources=tuple(f.source for f in figures if f.embodied_kg is not None),
            where=f"factors/{category}",
            embodied_kg=value,
            source_ratio=spread_ratio(embodied) or 0.3,
            model_ratio=0.3,
            claim_embodied_kg=claim,
            kwh_per_year=middle(kwh),
            kwh_rung="category" if kwh else "none",
            kwh_sources=tuple(f.source for f in figures if f.kwh_per_year is not None),
            kwh_source_ratio=0.3,
            kwh_model_ratio=0.4,
            mass_kg=kept.mass_kg if kept else None,
            mass_source=kept.mass_source if kept else "",
        )

    @property
    def _is_careful(self) -> bool:
        return self.rule == "conservative"

    def _ruled(self, category: str) -> tuple[SourceFigure, ...]:
        figures = self.catalogue.figures.get(category, ())
        if self.rule in RULES:
            return figures
        return tuple(f for f in figures if f.source == self.rule) or figures
