"""Totals of an assessment: whole grams and cents per kind and step, from which all else follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kringspoor.assess.run import Assessment, Result
from kringspoor.engine.columns import total

# new column: (column of the result, how many whole units one of it is)
SUMS: Mapping[str, tuple[str, int]] = {
    "embodied_g": ("embodied_kg", 1000),
    "yearly_g": ("yearly_kg", 1000),
    "use_to_date_g": ("use_to_date_kg", 1000),
    "wh_per_year": ("used_kwh_per_year", 1000),
    "measured_wh_per_year": ("kwh_per_year", 1000),
    "mass_g": ("mass_kg", 1000),
    "saving_g": ("saving_kg", 1000),
    "scenario_low_g": ("scenario_low_kg", 1000),
    "scenario_high_g": ("scenario_high_kg", 1000),
    "saving_error_g": ("saving_error_kg", 1000),
    "saving_cents": ("saving_eur", 100),
    "saving_low_cents": ("saving_low_eur", 100),
    "saving_high_cents": ("saving_high_eur", 100),
}


@dataclass(frozen=True, slots=True)
class Group:
    """All devices of one kind that take one step for one reason.

    Units: grams CO2e, grams CO2e a year, watt-hours a year, grams, euro cents.
    """

    kind_no: int
    step: str
    reason: str
    device_count: int
    embodied_g: int
    yearly_g: int
    use_to_date_g: int
    wh_per_year: int
    measured_wh_per_year: int
    mass_g: int
    saving_g: int
    scenario_low_g: int
    scenario_high_g: int
    saving_error_g: int
    saving_cents: int
    saving_low_cents: int
    saving_high_cents: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """All devices of one category bought in one month, by state. Units: months since year 0, cents.

    ``due_month_no`` None: nobody knows when they were bought.
    """

    category: str | None
    state: str | None
    due_month_no: int | None
    device_count: int
    embodied_g: int
    price_cents: int


def groups_of(assessment: Assessment, result: Result) -> tuple[Group, ...]:
    """The fleet by kind, step and reason; what has left the organisation counts nought."""
    frame = total(result.frame, ("kind_no", "step", "reason"), SUMS, "fleet_count")
    return tuple(Group(**row) for row in _rows(assessment.engine.rows(frame)))


def cohorts_of(assessment: Assessment, result: Result) -> tuple[Cohort, ...]:
    """The fleet by category, state and the month its lifetime ends."""
    sums = {"embodied_g": ("embodied_kg", 1000), "price_cents": ("price_eur", 100)}
    frame = total(result.frame, ("category", "state", "due_month_no"), sums, "fleet_count")
    return tuple(Cohort(**row) for row in _rows(assessment.engine.rows(frame)))


def states_of(assessment: Assessment, result: Result) -> dict[str | None, int]:
    """How many devices are in each state, those that have left included."""
    rows = assessment.engine.rows(total(result.frame, ("state",), {}, "quantity_count"))
    return dict(zip(rows["state"], rows["device_count"], strict=True))


def _rows(columns: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    names = list(columns)
    sums = set(SUMS) | {"price_cents"}
    return [
        {n: 0 if v is None and n in sums else v for n, v in zip(names, values, strict=True)}
        for values in zip(*columns.values(), strict=True)
    ]
