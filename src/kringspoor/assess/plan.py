"""The replacement plan: which devices fall due in which year, what they cost and weigh.

Budgets are made for calendar years, so the plan starts next year: what falls due before is
replaced in its first year. A replacement that itself falls due within the horizon counts again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kringspoor.assess.totals import Cohort
from kringspoor.core.calendar import month_no_of

HORIZON_YEARS = 5
SERVING = ("in_use", "on_loan", "in_repair", "broken", None)  # what somebody works with


@dataclass(frozen=True, slots=True)
class PlanCell:
    """What falls due in one category in one year. Units: devices, euro cents, grams CO2e."""

    category: str
    year: int
    device_count: int
    price_cents: int
    embodied_g: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Replacements by category and year under one lifetime per category.

    Units: months.
    """

    years: tuple[int, ...]
    lifetime_months: Mapping[str, int]
    cells: tuple[PlanCell, ...]
    undated_count: int  # devices whose age nobody knows: in no year

    def of_year(self, year: int) -> PlanCell:
        """Everything that falls due in one year, category ``all``."""
        found = [cell for cell in self.cells if cell.year == year]
        return PlanCell(
            "all",
            year,
            sum(cell.device_count for cell in found),
            sum(cell.price_cents for cell in found),
            sum(cell.embodied_g for cell in found),
        )


def plan_of(
    cohorts: Iterable[Cohort],
    lifetime_months: Mapping[str, int],
    today: date,
    changed_months: Mapping[str, int] | None = None,
) -> Plan:
    """The plan under the policy, or under other lifetimes for some categories (``--what-if``).

    ``lifetime_months`` is what the cohorts' due months were computed with.
    """
    wanted = {**lifetime_months, **(changed_months or {})}
    first_year = today.year + 1
    start = month_no_of(date(first_year, 1, 1))
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    undated_count = 0
    for cohort in cohorts:
        if cohort.state not in SERVING or cohort.category is None or not cohort.device_count:
            continue
        if cohort.due_month_no is None:
            undated_count += cohort.device_count
            continue
        months = wanted[cohort.category]
        due = cohort.due_month_no - lifetime_months[cohort.category] + months
        for at in _replacements(due, months, start):
            cell = sums[cohort.category, (at - start) // 12]
            cell[0] += cohort.device_count
            cell[1] += cohort.price_cents
            cell[2] += cohort.embodied_g
    cells = tuple(
        PlanCell(category, first_year + index, *values)
        for (category, index), values in sorted(sums.items())
    )
    years = tuple(first_year + index for index in range(HORIZON_YEARS))
    return Plan(years, wanted, cells, undated_count)


def _replacements(due_month_no: int, lifetime_months: int, start_month_no: int) -> Sequence[int]:
    """The months of the first and each following replacement within the horizon."""
    first = max(due_month_no, start_month_no)
    return range(first, start_month_no + 12 * HORIZON_YEARS, lifetime_months)
