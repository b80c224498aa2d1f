"""Days, months, and what a steady kilowatt-hour a year has emitted between two days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kringspoor.core.calendar import (
    FIRST_YEAR,
    build_calendar,
    date_of,
    days_of,
    month_after,
    month_no_of,
)

GRID = {2022: 0.20, 2023: 0.18, 2024: 0.15}
TABLE = build_calendar(GRID, date(2026, 12, 31))


def _emitted(since: date, until: date) -> float:
    then, now = (TABLE.kg_per_yearly_kwh[TABLE.row(days_of(day))] for day in (since, until))
    return now - then


@given(st.dates(date(FIRST_YEAR, 1, 1), date(2099, 12, 31)))
def test_a_day_comes_back_from_its_number(day: date) -> None:
    assert date_of(days_of(day)) == day


@given(st.dates(date(FIRST_YEAR, 1, 1), date(2090, 12, 31)), st.integers(0, 100))
def test_a_month_later_is_that_many_months_later(day: date, months: int) -> None:
    assert month_no_of(month_after(day, months)) - month_no_of(day) == months


def test_a_year_of_use_weighs_the_factor_of_that_year() -> None:
    assert _emitted(date(2023, 1, 1), date(2024, 1, 1)) == pytest.approx(0.18)


def test_half_a_year_here_and_half_a_year_there_take_both_factors() -> None:
    half_and_half = _emitted(date(2022, 7, 2), date(2023, 7, 2))
    assert half_and_half == pytest.approx((0.20 + 0.18) / 2, abs=0.001)


def test_years_outside_the_table_take_the_nearest_one() -> None:
    assert _emitted(date(2010, 1, 1), date(2011, 1, 1)) == pytest.approx(0.20)
    assert _emitted(date(2026, 1, 1), date(2026, 12, 31)) == pytest.approx(0.15, rel=0.01)


def test_a_day_outside_the_table_takes_its_nearest_row() -> None:
    assert TABLE.row(days_of(date(1970, 1, 1))) == 0
    assert TABLE.row(days_of(date(2030, 1, 1))) == len(TABLE.dom_no) - 1
