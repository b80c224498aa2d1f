"""Days, months and the electricity grid over time, as one small table.

Engines differ in date arithmetic, so no engine does any: a date is the number of days since
1970-01-01, and what a formula needs to know about it is looked up here.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)
FIRST_YEAR = 1980  # before it no device of today was bought


def days_of(day: date) -> int:
    """Days since 1970-01-01.

    >>> days_of(date(2026, 11, 24))
    20781
    """
    return (day - EPOCH).days


def date_of(days: int) -> date:
    """The date that many days after 1970-01-01."""
    return EPOCH + timedelta(days=days)


def month_no_of(day: date) -> int:
    """Months since year 0: what whole months of age are counted in.

    >>> month_no_of(date(2026, 11, 24)) - month_no_of(date(2021, 11, 30))
    60
    """
    return day.year * 12 + day.month - 1


def month_after(day: date, months: int) -> date:
    """The same day that many months later; the last day of the month where it is too short.

    >>> month_after(date(2019, 3, 1), 96), month_after(date(2024, 1, 31), 1)
    (datetime.date(2027, 3, 1), datetime.date(2024, 2, 29))
    """
    year, month = divmod(month_no_of(day) + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Calendar:
    """One row a day from 1980: day, month, day of the month, and the grid summed up to that day.

    ``kg_per_yearly_kwh[i]`` is what a steady use of 1 kWh a year has emitted since the first day:
    the use of a device between two days is its yearly kWh times the difference of two rows.
    """

    first_days: int
    month_no: tuple[int, ...]
    dom_no: tuple[int, ...]
    kg_per_yearly_kwh: tuple[float, ...]

    def row(self, days: int) -> int:
        """The row of a day; days outside the table take the nearest one."""
        return min(max(days - self.first_days, 0), len(self.dom_no) - 1)


def build_calendar(grid_kg_per_kwh: Mapping[int, float], last: date) -> Calendar:
    """The table from 1980 to ``last``; a year the grid lacks takes the year
    before it, and the first one where there is none.

    Units: kg CO2e per kWh by year -> rows.

    >>> table = build_calendar({2023: 0.1, 2024: 0.2}, date(2025, 1, 1))
    >>> row = table.row(days_of(date(2025, 1, 1)))
    >>> start = table.row(days_of(date(2024, 1, 1)))
    >>> round(table.kg_per_yearly_kwh[row] - table.kg_per_yearly_kwh[start], 12)
    0.2
    """
    years = sorted(grid_kg_per_kwh)
    month_no: list[int] = []
    dom_no: list[int] = []
    emitted: list[float] = []
    before_year = 0.0
    for year in range(FIRST_YEAR, last.year + 1):
        factor = grid_kg_per_kwh[max((y for y in years if y <= year), default=years[0])]
        length = 366 if calendar.isleap(year) else 365
        day_of_year = 0
        for month in range(12):
            in_month = calendar.monthrange(year, month + 1)[1]
            month_no += [year * 12 + month] * in_month
            dom_no += range(1, in_month + 1)
            emitted += [before_year + factor * (day_of_year + k) / length for k in range(in_month)]
            day_of_year += in_month
        before_year += factor
    first = days_of(date(FIRST_YEAR, 1, 1))
    return Calendar(first, tuple(month_no), tuple(dom_no), tuple(emitted))
