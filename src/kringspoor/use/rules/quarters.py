"""The parts of the list of due devices: past the window, in it, and the quarters to come."""

from __future__ import annotations

from datetime import date, timedelta

from kringspoor.core.calendar import month_after

OVERDUE, IN_WINDOW, ALL = "overdue", "in_window", "all"
QUARTERS_AHEAD_COUNT = 8


def last_purchase(on: date, months: int) -> date:
    """The last day on which a device was bought that is that many months old on a day.

    A month that is too short ends early, so on its last day those of later days count too.
    Units: date, months -> date.

    >>> last_purchase(date(2026, 2, 28), 36), last_purchase(date(2026, 2, 27), 36)
    (datetime.date(2023, 2, 28), datetime.date(2023, 2, 27))
    >>> last_purchase(date(2026, 4, 30), 1)
    datetime.date(2026, 3, 31)
    """
    if (on + timedelta(days=1)).day == 1:
        return month_after(on + timedelta(days=1), -months) - timedelta(days=1)
    return month_after(on, -months)


def quarter(slug: str) -> tuple[date, date]:
    """The first day of a quarter and that of the next.

    >>> quarter("2026-4")
    (datetime.date(2026, 10, 1), datetime.date(2027, 1, 1))
    """
    year, _, number = slug.partition("-")
    first = date(int(year), 3 * int(number) - 2, 1)
    return first, month_after(first, 3)


def quarters(today: date) -> list[str]:
    """The quarter of today and those after it.

    >>> quarters(date(2026, 11, 24))[:2]
    ['2026-4', '2027-1']
    """
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return [quarter_of(month_after(first, 3 * each)) for each in range(QUARTERS_AHEAD_COUNT)]


def quarter_of(day: date) -> str:
    """The quarter a day is in.

    >>> quarter_of(date(2026, 11, 24))
    '2026-4'
    """
    return f"{day.year}-{(day.month + 2) // 3}"


def known_part(when: str, today: date) -> str:
    """A part of the list as an address names it; '' for one that is not there (any more).

    >>> known_part("overdue", date(2026, 11, 24)), known_part("1999-9", date(2026, 11, 24))
    ('overdue', '')
    """
    return when if when in (OVERDUE, IN_WINDOW, ALL, *quarters(today)) else ""
