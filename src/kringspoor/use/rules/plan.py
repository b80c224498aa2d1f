"""What a replacement plan is made of: the fleet in groups, a what-if, and the terms of buying."""

from __future__ import annotations

import math
import os
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.entries import Category
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import load
from kringspoor.core.calendar import month_no_of
from kringspoor.core.estimate import Estimate
from kringspoor.core.factor import Factor
from kringspoor.core.ladder import Step
from kringspoor.core.planning import Buying, Held, Horizon, Plan, Terms, schedule
from kringspoor.core.quantity import Z_95

SECOND_HAND_STEP = "repair"  # who sells second-hand did to a device what a repair does
SECOND_HAND_PRICE_SHARE = 0.6  # illustrative: nobody measured it; the page says so


@dataclass(frozen=True, slots=True)
class Paid:
    """The median price of the last purchases of a category, and how many they were."""

    price_eur: float
    device_count: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """What a plan is made of. ``fixed`` have a date of their own, which no what-if moves."""

    held: tuple[Held, ...]
    fixed: tuple[Held, ...] = ()
    paid: Mapping[str, Paid] = field(default_factory=dict)

    @property
    def targets(self) -> dict[str, tuple[int, ...]]:
        """The lifetimes in force by category, in months; the category with most devices first."""
        counts: Counter[str] = Counter()
        found: dict[str, set[int]] = defaultdict(set)
        for each in (*self.held, *self.fixed):
            counts[each.category] += each.device_count
        for each in self.held:
            found[each.category].add(each.target_months)
        return {name: tuple(sorted(found[name])) for name, _ in counts.most_common()}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A what-if: other lifetimes, prices and ways of buying. Empty, it is the policy of today.

    ``spread_months`` after its target a device may still wait for its turn: 0 spreads nothing,
    None spreads over the window of each rule.
    """

    target_months: Mapping[str, int] = field(default_factory=dict)
    price_eur: Mapping[str, float] = field(default_factory=dict)
    buying: Buying = Buying(second_hand_price_share=SECOND_HAND_PRICE_SHARE)  # noqa: RUF009
    spread_months: int | None = 0

    def as_policy(self) -> Scenario:
        """The policy of today at the same prices: what this what-if is compared with."""
        buying = replace(self.buying, second_hand_share=0.0)
        return replace(self, target_months={}, buying=buying, spread_months=0)

    def moved(self, held: Held) -> Held:
        """A group under this what-if. The room after its target stays as wide as it was."""
        target = self.target_months.get(held.category, held.target_months)
        room = held.window_months - held.target_months
        room = room if self.spread_months is None else self.spread_months
        return replace(held, target_months=target, window_months=target + max(room, 0))


def horizon_from(today: date, fiscal_month_no: int, years_later_count: int = 0) -> Horizon:
    """The years of a plan: from the first budget year that begins after today, or a later one.

    Units: month of the year 1..12, years -> month number.

    >>> [horizon_from(date(2026, 11, 24), month_no).names()[0] for month_no in (1, 9, 12)]
    ['2027', '2027-2028', '2026-2027']
    """
    this_year = today.year * 12 + fiscal_month_no - 1
    start = this_year if this_year > month_no_of(today) else this_year + 12
    return Horizon(start + 12 * years_later_count)


def plan_of(fleet: Fleet, scenario: Scenario, horizon: Horizon) -> Plan:
    """The plan of a fleet under a what-if."""
    held = (*(scenario.moved(each) for each in fleet.held), *fleet.fixed)
    found = schedule(held, horizon, is_spread=scenario.spread_months != 0)
    terms = {each: terms_of(each, _price(each, fleet, scenario)) for each in found.categories}
    return Plan(horizon, found, terms, scenario.buying)


def _price(category: str, fleet: Fleet, scenario: Scenario) -> float | None:
    """A price that was given, else the median paid, else the catalogue's; unknown without."""
    if category in scenario.price_eur:
        return scenario.price_eur[category]
    if category in fleet.paid:
        return fleet.paid[category].price_eur
    kind = kind_of(category)
    return kind.reference_price_eur.mid if kind else None


def kind_of(category: str) -> Category | None:
    """What the catalogue says of a category; nothing when it no longer knows it."""
    return load(user_folder(os.environ)).categories.get(category)


@lru_cache(maxsize=128)
def factor_of(category: str) -> Factor:
    """The footprint factor of a new device of a category, whatever its model will be."""
    return _ladder().find(None, None, category or None)


@lru_cache(maxsize=1)
def _ladder() -> FactorLadder:
    return FactorLadder(load(user_folder(os.environ)))


def second_hand_step() -> Step:
    """The step whose handling stands for what a device bought second-hand brings along."""
    return load(user_folder(os.environ)).steps[SECOND_HAND_STEP]


def terms_of(category: str, price_eur: float | None) -> Terms:
    """What one new device of a category costs, emits and weighs.

    One model is bought, so what models differ in is shared as much as what sources differ in.
    """
    factor, kind = factor_of(category), kind_of(category)
    if factor.embodied_kg is None:
        return Terms(price_eur, None, None, kind.mass_kg if kind else None)
    ratio = math.hypot(factor.source_ratio, factor.model_ratio)
    handling = second_hand_step().handling_kg
    sd_kg = (handling.high - handling.low) / (2 * Z_95)
    return Terms(
        price_eur,
        Estimate.of_ratios(factor.embodied_kg, ratio, 0.0),
        Estimate.of_row(handling.mid, sd_kg, 0.0),
        factor.mass_kg,
    )
