"""The setting of an assessment, chosen from the catalogue by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kringspoor.assess.setting import Setting
from kringspoor.catalogue.electricity import GridYear
from kringspoor.catalogue.facts import Catalogue
from kringspoor.catalogue.figures import spread_ratio
from kringspoor.core.calendar import FIRST_YEAR, build_calendar

LEAST_GRID_RATIO = 0.10  # one source for a year does not make it certain


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chooses by name; a name that ends in ``.toml`` is a file of their own."""

    ladder: str = "leuven"
    lifetime: str = ""  # the ladder's own when left out
    source_rule: str = "median"
    country: str = "BE"


def setting_of(catalogue: Catalogue, choice: Choice, today: date) -> Setting:
    """Ladder, lifetimes, steps and grid by name.

    Raises Unknown for a name no shelf has, BadInput for a file that is not right.
    """
    ladder = catalogue.ladder(choice.ladder)
    lifetime = catalogue.lifetime(choice.lifetime or ladder.lifetime)
    grid = catalogue.grid(choice.country, range(FIRST_YEAR, today.year + 1))
    now = grid[-1]
    by_year = {each.calendar_year: each.kg_per_kwh for each in grid}
    return Setting(
        today=today,
        country=choice.country,
        kg_per_kwh=now.kg_per_kwh,
        grid_ratio=_grid_ratio(grid),
        grid_year=max(each.calendar_year for each in grid if not each.is_carried),
        grid_source=now.source,
        calendar=build_calendar(by_year, today),
        ladder=ladder,
        lifetime=lifetime,
        steps=catalogue.steps_of(ladder),
        profiles=catalogue.profiles,
        source_rule=choice.source_rule,
    )


def _grid_ratio(grid: Sequence[GridYear]) -> float:
    """How far the sources are apart in the latest year that two of them have."""
    compared = [each for each in grid if len(each.sources) > 1 and not each.is_carried]
    if not compared:
        return LEAST_GRID_RATIO
    last = compared[-1]
    return max(spread_ratio([last.low_kg_per_kwh, last.high_kg_per_kwh]), LEAST_GRID_RATIO)
