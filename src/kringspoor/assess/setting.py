"""What an assessment is made under: the day, the grid, the ladder, the lifetimes, the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kringspoor.core.calendar import Calendar, days_of, month_no_of
from kringspoor.core.ladder import INSPECT_STRIDE, Ladder, Step, UseProfile, asked_fields
from kringspoor.core.lifetime import LifetimePolicy

NO_CATEGORY = -1  # the code of a device whose kind nobody knows: no rung is asked


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one code of the ladder means: the step, the reason and the field to inspect."""

    code_no: int
    step: Step
    reason: str  # the rung's reason code, "ask", or "unknown:<field>"
    rung_no: int | None


@dataclass(frozen=True)  # no slots: what is worked out once is kept
class Setting:
    """Everything but the devices. The same setting and the same files give the same bytes.

    Units: kg CO2e per kWh; the ratio is a relative standard deviation.
    """

    today: date
    country: str
    kg_per_kwh: float
    grid_ratio: float
    grid_year: int
    grid_source: str
    calendar: Calendar
    ladder: Ladder
    lifetime: LifetimePolicy
    steps: Mapping[str, Step]
    profiles: Mapping[str, UseProfile]
    source_rule: str = "median"

    @property
    def today_days(self) -> int:
        """Today as days since 1970-01-01."""
        return days_of(self.today)

    @property
    def today_month_no(self) -> int:
        """Today's month, counted since year 0."""
        return month_no_of(self.today)

    @cached_property
    def outcome(self) -> Mapping[int, Outcome]:
        """What each code of the ladder means."""
        return {each.code_no: each for each in outcomes(self)}


def outcomes(setting: Setting) -> list[Outcome]:
    """Every code :func:`kringspoor.core.ladder.taken` can give under this ladder, explained."""
    ladder, steps = setting.ladder, setting.steps
    known = [
        Outcome(NO_CATEGORY, steps["inspect"], "unknown:category", None),
        Outcome(0, steps["ask"], "ask", None),
    ]
    for i, (rung, fields) in enumerate(
        zip(ladder.rungs, asked_fields(ladder, setting.profiles), strict=True), start=1
    ):
        known.append(Outcome(i, steps[rung.step], rung.code or rung.step, i))
        if rung.on_unknown == "skip":
            continue
        known += [
            Outcome(-(i * INSPECT_STRIDE + j), steps["inspect"], f"unknown:{name}", i)
            for j, name in enumerate(fields)
        ]
    return known
