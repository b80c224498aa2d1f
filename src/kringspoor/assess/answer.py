"""The answer to one question: what does this fleet weigh, what should happen, what does it save.

Everything a screen, a report or a file shows stands here, as figures that explain themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kringspoor.assess.fleet import Fleet
from kringspoor.assess.plan import Plan
from kringspoor.assess.setting import Setting
from kringspoor.core.figure import Figure
from kringspoor.core.ladder import Step
from kringspoor.core.words import Text


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category of the fleet."""

    category: str
    name: Text
    device_count: int
    embodied: Figure
    yearly: Figure
    production: Figure
    mass: Figure


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why some devices take a step: the reason's code, its sentence, how many."""

    code: str
    sentence: Text
    device_count: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step and all devices that take it, most frequent reason first."""

    step: Step
    device_count: int
    saving: Figure
    saving_eur: Figure
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class RungLine:
    """How close the factors are: devices and kilograms by rung of the factor ladder.

    ``error_ratio`` is the relative standard deviation of the error the rung made when each known
    sheet was left out in turn, weighed by kilograms.
    """

    rung: str
    name: Text
    device_count: int
    kg_share: float
    error_ratio: float | None


@dataclass(frozen=True, slots=True)
class YearLine:
    """The purchase-year ledger: all of the making booked in the year of purchase."""

    year: int | None
    device_count: int
    embodied: Figure


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The whole fleet under another rule for choosing sources, and what that changes."""

    rule: str
    name: Text
    embodied: Figure
    saving: Figure
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """What the sources say about one category, side by side. Units: kg CO2e; ratio high/low."""

    category: str
    name: Text
    device_count: int
    by_source_kg: Mapping[str, float]
    spread_ratio: float


@dataclass(frozen=True, slots=True)
class Totals:
    """The fleet in eight figures."""

    embodied: Figure
    yearly: Figure
    use_to_date: Figure
    electricity: Figure
    mass: Figure
    production: Figure
    saving: Figure
    saving_eur: Figure


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer, and all it rests on.

    ``plans`` is keyed by what was asked: ``""`` is the policy, ``laptop=5`` a what-if in years.
    """

    setting: Setting
    fleet: Fleet | None  # None where columns were read straight from Parquet
    devices_count: int
    left_count: int
    uncategorised_count: int
    totals: Totals
    categories: tuple[CategoryLine, ...]
    steps: tuple[StepLine, ...]
    rungs: tuple[RungLine, ...]
    bought: tuple[YearLine, ...]
    sources: tuple[SourceLine, ...]
    spreads: tuple[Spread, ...]
    plans: Mapping[str, Plan]
    category_names: Mapping[str, Text]
