"""How long a device should serve: the lifetime policy and what an age means under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kringspoor.core.quantity import Ops


@dataclass(frozen=True, slots=True)
class LifetimeRule:
    """How long devices of one category serve.

    Before ``min_months`` an early exit needs a reason; at ``target_months`` replacement is due;
    until ``window_months`` it may wait. ``cover_months`` is what warranty or maintenance covers.
    Units: months.
    """

    target_months: int
    min_months: int | None = None  # None: the target
    window_months: int | None = None  # None: the target
    cover_months: int | None = None
    is_hard: bool = False
    source: str = ""

    @property
    def minimum(self) -> int:
        """Months a device serves at least."""
        return self.target_months if self.min_months is None else self.min_months

    @property
    def window(self) -> int:
        """Months after which a device should have been replaced."""
        return self.target_months if self.window_months is None else self.window_months


@dataclass(frozen=True, slots=True)
class LifetimePolicy:
    """A named set of lifetime rules: one for each category, and one for the rest."""

    slug: str
    name_nl: str
    name_en: str
    source: str
    every_category: LifetimeRule
    category: Mapping[str, LifetimeRule]
    note_nl: str = ""
    note_en: str = ""

    def rule(self, category: str) -> LifetimeRule:
        """The rule of a category; a category without its own inherits the general one."""
        return self.category.get(category, self.every_category)


def warranty_gap_months(lifetime_months: int, cover_months: int) -> int:
    """Months of use that no warranty or maintenance covers.

    Units: months, months -> months.
    Source: fair-ict-flanders (Ghent 5 y use, 3 y warranty; Leuven 5 y, 4 y on site).

    >>> warranty_gap_months(60, 36), warranty_gap_months(60, 48), warranty_gap_months(36, 60)
    (24, 12, 0)
    """
    return max(lifetime_months - cover_months, 0)


def steady_purchases_per_year(device_count: int, lifetime_months: float) -> float:
    """Devices to buy each year to keep a fleet, once ages are spread evenly.

    Units: count, months -> count per year.

    >>> [round(steady_purchases_per_year(6000, months)) for months in (48, 54, 60)]
    [1500, 1333, 1200]
    """
    return device_count * 12 / lifetime_months


def age_months(ops: Ops, d: Any, today_month_no: int, today_dom_no: int) -> Any:
    """Whole calendar months since purchase, as a contract counts them (lifted).

    Months are counted since year 0; a month is complete on the same day of the month.
    Units: month number, day of the month -> months.
    """
    return ops.choose(
        (lambda: ops.unknown(d.purchased_month_no), lambda: ops.value(None)),
        (
            lambda: ops.below(ops.value(today_dom_no), d.purchased_dom_no),
            lambda: today_month_no - d.purchased_month_no - 1,
        ),
        otherwise=lambda: today_month_no - d.purchased_month_no,
    )
