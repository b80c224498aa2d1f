"""Belgian working days, and when a service clause falls due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kringspoor.core.errors import BadInput
from kringspoor.core.workdays import (
    ResponseClause,
    due_on,
    easter,
    first_working_day,
    is_working_day,
    legal_holidays,
    working_day_after,
    working_days_between,
    working_hours_between,
)

DAYS = st.dates(date(1980, 1, 1), date(2099, 12, 31))
YEARS = st.integers(1583, 4099)


def _butcher(year: int) -> tuple[int, int]:
    """Easter by the longer, independent form of the computus (Butcher, Meeus): month and day."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return month, day + 1


@pytest.mark.parametrize(
    "day",
    [
        date(1818, 3, 22),  # the earliest it can be
        date(1943, 4, 25),  # the latest
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
    ],
)
def test_easter_falls_on_its_day(day: date) -> None:
    assert easter(day.year) == day


@given(YEARS)
def test_easter_agrees_with_another_form_of_the_reckoning_and_is_a_sunday(year: int) -> None:
    day = easter(year)
    assert (day.month, day.day) == _butcher(year)
    assert day.isoweekday() == 7


@given(YEARS)
def test_a_year_has_ten_legal_holidays(year: int) -> None:
    shared = easter(year) + timedelta(39) == date(year, 5, 1) and year != 2008
    assert len(legal_holidays(year)) == 10 - shared


def test_in_2008_another_day_stood_in_for_ascension() -> None:
    assert date(2008, 5, 1) in legal_holidays(2008)
    assert legal_holidays(2008)[date(2008, 5, 2)].en == "Ascension Day"


def test_good_friday_and_boxing_day_are_worked() -> None:
    assert is_working_day(date(2026, 4, 3))
    assert is_working_day(date(2025, 12, 26))


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        (datetime(2026, 11, 20, 16, 0), date(2026, 11, 23)),  # Friday afternoon: Monday
        (datetime(2026, 11, 20, 17, 0), date(2026, 11, 23)),  # at the cut-off still today
        (datetime(2026, 11, 20, 17, 1), date(2026, 11, 24)),  # after it: as on Monday
        (datetime(2026, 11, 21, 10, 0), date(2026, 11, 24)),  # Saturday: as on Monday
        (datetime(2026, 11, 22, 23, 0), date(2026, 11, 24)),  # late on Sunday: as on Monday
        (datetime(2026, 11, 23, 8, 0), date(2026, 11, 24)),
        (datetime(2026, 11, 10, 12, 0), date(2026, 11, 12)),  # Armistice Day between
        (datetime(2026, 11, 11, 18, 0), date(2026, 11, 13)),  # late on a holiday: as on Thursday
        (datetime(2026, 4, 3, 16, 0), date(2026, 4, 7)),  # Good Friday: over Easter Monday
        (datetime(2026, 5, 13, 16, 0), date(2026, 5, 15)),  # Ascension between
        (datetime(2026, 12, 24, 17, 30), date(2026, 12, 29)),  # Christmas on a Friday
    ],
)
def test_next_business_day_is_the_next_day_that_is_worked(reported: datetime, due: date) -> None:
    assert due_on(reported) == due


def test_friday_afternoon_is_due_on_saturday_where_the_contract_counts_calendar_days() -> None:
    clause = ResponseClause(is_business=False)
    assert due_on(datetime(2026, 11, 20, 16), clause) == date(2026, 11, 21)
    assert due_on(datetime(2026, 11, 20, 18), clause) == date(2026, 11, 22)


def test_a_contract_sets_its_own_days_and_hour() -> None:
    clause = ResponseClause(within_days=2, cut_off=time(12))
    assert due_on(datetime(2026, 11, 20, 12), clause) == date(2026, 11, 24)
    assert due_on(datetime(2026, 11, 20, 13), clause) == date(2026, 11, 25)


def test_a_day_the_house_is_closed_is_not_worked() -> None:
    bridge = {date(2026, 5, 15)}
    assert due_on(datetime(2026, 5, 13, 16), closed=bridge) == date(2026, 5, 18)
    assert first_working_day(date(2026, 5, 15), bridge) == date(2026, 5, 18)


def test_a_moment_with_a_zone_is_refused_for_its_hours_may_be_those_of_elsewhere() -> None:
    with pytest.raises(BadInput):
        due_on(datetime(2026, 11, 20, 16, tzinfo=UTC))
    with pytest.raises(BadInput):
        working_hours_between(datetime(2026, 11, 20, 16), datetime(2026, 11, 20, 17, tzinfo=UTC))


@given(DAYS, st.integers(0, 40))
def test_counting_days_on_and_counting_them_between_agree(day: date, count: int) -> None:
    later = working_day_after(day, count)
    assert working_days_between(day, later) == count
    assert count == 0 or is_working_day(later)


@given(DAYS, DAYS)
def test_there_are_no_working_days_backwards(one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert working_days_between(late, early) == 0
    assert 0 <= working_days_between(early, late) <= (late - early).days


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (datetime(2026, 11, 23, 9), datetime(2026, 11, 23, 11, 30), 2.5),
        (datetime(2026, 11, 20, 16), datetime(2026, 11, 23, 9), 2),  # over a weekend
        (datetime(2026, 11, 10, 16), datetime(2026, 11, 12, 9), 2),  # over Armistice Day
        (datetime(2026, 11, 23, 6), datetime(2026, 11, 23, 23), 9),  # a whole day
        (datetime(2026, 11, 23, 18), datetime(2026, 11, 24, 7), 0),  # a night
        (datetime(2026, 11, 21, 9), datetime(2026, 11, 22, 17), 0),  # a weekend
        (datetime(2026, 11, 24, 9), datetime(2026, 11, 23, 9), 0),  # backwards
    ],
)
def test_only_hours_that_are_worked_count(since: datetime, until: datetime, hours: float) -> None:
    assert working_hours_between(since, until) == hours
