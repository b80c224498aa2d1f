"""On which dates a device under a lifetime rule comes of age, is due, and should be gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kringspoor.core.calendar import month_after
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.states import Named


class Standing(Named):
    """Where a device stands in its period of use."""

    TOO_YOUNG = "too_young", "voor het minimum", "before the minimum"
    SERVING = "serving", "mag blijven tot het doel", "serves until the target"
    IN_WINDOW = "in_window", "in het vervangvenster", "in the replacement window"
    OVERDUE = "overdue", "voorbij het venster", "past the window"


@dataclass(frozen=True, slots=True)
class LifeDates:
    """The dates a rule gives one device: a window to replace it in, not one day."""

    minimum_on: date
    target_on: date
    window_on: date

    def standing(self, today: date) -> Standing:
        """The minimum is met on its day; the window is open on its first and its last day."""
        if today < self.minimum_on:
            return Standing.TOO_YOUNG
        if today < self.target_on:
            return Standing.SERVING
        return Standing.IN_WINDOW if today <= self.window_on else Standing.OVERDUE


def life_dates(rule: LifetimeRule, since: date) -> LifeDates:
    """The minimum, target and window of a rule counted from the day a device began to serve.

    Units: months, date -> dates.
    Source: fair-ict-flanders (KU Leuven: four years, replaced in the course of the fifth).

    >>> dates = life_dates(LifetimeRule(48, window_months=60), date(2022, 3, 1))
    >>> dates.target_on.isoformat(), dates.window_on.isoformat()
    ('2026-03-01', '2027-03-01')
    """
    return LifeDates(
        month_after(since, rule.minimum),
        month_after(since, rule.target_months),
        month_after(since, rule.window),
    )
