"""On which dates a device comes of age, is due, and should be gone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kringspoor.core.calendar import month_after
from kringspoor.core.due import Standing, life_dates
from kringspoor.core.lifetime import LifetimeRule

SINCE = date(2022, 3, 1)
FOUR_TO_FIVE = life_dates(LifetimeRule(48, window_months=60), SINCE)


def test_a_device_of_march_2022_has_its_window_from_march_2026_to_march_2027() -> None:
    assert (FOUR_TO_FIVE.target_on, FOUR_TO_FIVE.window_on) == (date(2026, 3, 1), date(2027, 3, 1))


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 2, 28), Standing.TOO_YOUNG),
        (date(2026, 3, 1), Standing.IN_WINDOW),
        (date(2027, 3, 1), Standing.IN_WINDOW),
        (date(2027, 3, 2), Standing.OVERDUE),
    ],
)
def test_the_window_is_open_on_its_first_and_its_last_day(today: date, standing: Standing) -> None:
    assert FOUR_TO_FIVE.standing(today) is standing


@pytest.mark.parametrize(
    ("months", "standing"),
    [(35, Standing.TOO_YOUNG), (36, Standing.SERVING), (37, Standing.SERVING)],
)
def test_the_minimum_of_36_months_is_met_in_month_36(months: int, standing: Standing) -> None:
    dates = life_dates(LifetimeRule(60, min_months=36), SINCE)
    assert dates.standing(month_after(SINCE, months)) is standing
    assert dates.standing(dates.minimum_on - timedelta(1)) is Standing.TOO_YOUNG


def test_from_48_to_60_months_the_due_date_moves_a_year() -> None:
    longer = life_dates(LifetimeRule(60), SINCE)
    assert longer.target_on == month_after(FOUR_TO_FIVE.target_on, 12)
