"""The Belgian working calendar, and when a service clause falls due.

Moments are wall-clock times at the place of service: a clause says "before 17:00", not "before
15:00 UTC". A moment that carries a zone is refused, for its hours may be those of elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text

DAY = timedelta(days=1)
SATURDAY_NO = 5
FIXED = (
    (1, 1, Text(nl="Nieuwjaar", en="New Year's Day")),
    (5, 1, Text(nl="Dag van de Arbeid", en="Labour Day")),
    (7, 21, Text(nl="Nationale feestdag", en="National Day")),
    (8, 15, Text(nl="O.L.V.-Hemelvaart", en="Assumption Day")),
    (11, 1, Text(nl="Allerheiligen", en="All Saints' Day")),
    (11, 11, Text(nl="Wapenstilstand", en="Armistice Day")),
    (12, 25, Text(nl="Kerstmis", en="Christmas Day")),
)
AFTER_EASTER = (
    (1, Text(nl="Paasmaandag", en="Easter Monday")),
    (39, Text(nl="O.L.H.-Hemelvaart", en="Ascension Day")),
    (50, Text(nl="Pinkstermaandag", en="Whit Monday")),
)
# Ascension fell on 1 May in 2008: the royal decree of 3 June 2007 gave another day in its place.
REPLACED = {date(2008, 5, 1): date(2008, 5, 2)}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    Units: year -> date.
    Source: gregorian-easter-1961.

    >>> easter(2026).isoformat(), easter(2038).isoformat()
    ('2026-04-05', '2038-04-25')
    """
    golden = year % 19  # place in the 19-year cycle of the moon
    century, in_century = divmod(year, 100)
    leaps, leap_rest = divmod(century, 4)
    moon_shift = (8 * century + 13) // 25
    full_moon = (19 * golden + century - leaps - moon_shift + 15) % 30
    correction = (golden + 11 * full_moon) // 319
    weekday = (2 * leap_rest + 2 * (in_century // 4) - in_century % 4 - full_moon) + correction
    to_sunday = (weekday + 32) % 7
    month = (full_moon - correction + to_sunday + 90) // 25
    return date(year, month, (full_moon - correction + to_sunday + month + 19) % 32)


@cache
def legal_holidays(year: int) -> Mapping[date, Text]:
    """The ten legal holidays of Belgium in a year, by date.

    A holiday on a weekend is not moved here: each employer chooses the day that replaces it.
    Units: year -> dates.
    Source: be-holidays-1974.

    >>> [f"{day:%d/%m}" for day in legal_holidays(2026)]
    ['01/01', '06/04', '01/05', '14/05', '25/05', '21/07', '15/08', '01/11', '11/11', '25/12']
    """
    days = {date(year, month, day): name for month, day, name in FIXED}
    for after, name in AFTER_EASTER:
        day = easter(year) + after * DAY
        days[REPLACED.get(day, day)] = name
    return MappingProxyType(dict(sorted(days.items())))


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Monday to Friday, no legal holiday, and none of the days the house is ``closed``.

    >>> is_working_day(date(2026, 11, 11)), is_working_day(date(2026, 11, 12))
    (False, True)
    """
    return day.weekday() < SATURDAY_NO and day not in legal_holidays(day.year) and day not in closed


def first_working_day(day: date, closed: Collection[date] = ()) -> date:
    """The day itself where it is worked, else the next day that is.

    >>> first_working_day(date(2026, 12, 25)).isoformat()  # Christmas on a Friday
    '2026-12-28'
    """
    while not is_working_day(day, closed):
        day += DAY
    return day


def working_day_after(day: date, count: int = 1, closed: Collection[date] = ()) -> date:
    """The working day that many working days later.

    Units: date, working days -> date.

    >>> working_day_after(date(2026, 4, 3)).isoformat()  # Good Friday is worked, Easter Monday not
    '2026-04-07'
    """
    for _ in range(count):
        day = first_working_day(day + DAY, closed)
    return day


def working_days_between(since: date, until: date, closed: Collection[date] = ()) -> int:
    """Working days after ``since`` up to and including ``until``; backwards there are none.

    Units: date, date -> working days.

    >>> working_days_between(date(2026, 11, 6), date(2026, 11, 12))  # Friday, and the 11th between
    3
    """
    span = (since + DAY * no for no in range(1, (until - since).days + 1))
    return sum(is_working_day(day, closed) for day in span)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The hours of a working day in which service is given."""

    opens: time = time(8)
    closes: time = time(17)

    def of(self, day: date) -> tuple[datetime, datetime]:
        return datetime.combine(day, self.opens), datetime.combine(day, self.closes)


OFFICE = OpeningHours()


def working_hours_between(
    since: datetime,
    until: datetime,
    hours: OpeningHours = OFFICE,
    closed: Collection[date] = (),
) -> float:
    """Hours between two moments, as far as they fall in opening hours of working days.

    Units: moment, moment -> hours.

    >>> working_hours_between(datetime(2026, 11, 20, 16), datetime(2026, 11, 23, 9, 30))
    2.5
    """
    _wall_clock(since, until)
    worked = timedelta()
    for no in range((until.date() - since.date()).days + 1):
        day = since.date() + no * DAY
        if is_working_day(day, closed):
            opens, closes = hours.of(day)
            worked += max(min(until, closes) - max(since, opens), timedelta())
    return worked / timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ResponseClause:
    """Within how many days the service must come, and until what hour a report counts today.

    "Next day" in a contract may mean business or calendar days: the contract's own text decides.
    Units: days.
    """

    within_days: int = 1
    is_business: bool = True
    cut_off: time = time(17)


NEXT_BUSINESS_DAY = ResponseClause()


def due_on(
    reported_at: datetime,
    clause: ResponseClause = NEXT_BUSINESS_DAY,
    closed: Collection[date] = (),
) -> date:
    """The last day on which the service still comes in time.

    A report after the cut-off hour, or on a day that is not worked, counts as made on the next
    (working) day; at the cut-off itself it still counts today.
    Units: moment, days -> date.
    Source: fair-ict-flanders (Leuven: four years next day on site).

    >>> due_on(datetime(2026, 11, 20, 16, 0)).strftime("%A %d %B")  # a Friday
    'Monday 23 November'
    >>> due_on(datetime(2026, 11, 20, 17, 1)).strftime("%A %d %B")
    'Tuesday 24 November'
    """
    _wall_clock(reported_at)
    is_late = reported_at.time() > clause.cut_off
    counts_on = reported_at.date()
    if not clause.is_business:
        return counts_on + (clause.within_days + is_late) * DAY
    if is_late and is_working_day(counts_on, closed):
        counts_on += DAY
    return working_day_after(first_working_day(counts_on, closed), clause.within_days, closed)


def _wall_clock(*moments: datetime) -> None:
    if any(each.tzinfo is not None for each in moments):
        raise BadInput(
            Text(nl="het tijdstip draagt een tijdzone", en="the moment carries a time zone"),
            hint=Text(
                nl="geef de tijd van de klok ter plaatse",
                en="give the time of the clock at the place",
            ),
            code="not_wall_clock",
        )
