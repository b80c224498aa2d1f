"""Fleets whose lifetimes are known: drawn with a seed, worked by hand, or published."""

from __future__ import annotations

from datetime import date

import numpy as np

from kringspoor.core.calendar import days_of
from kringspoor.engine.arrays import Values
from kringspoor.engine.survival import Lives, lives_of
from kringspoor.engine.survival.lives import DAYS_PER_MONTH

TODAY = days_of(date(2026, 11, 24))
FIRST_BOUGHT = days_of(date(2012, 1, 1))
INVENTORY_START = days_of(date(2019, 1, 1))
TRUTH_SHAPE, TRUTH_SCALE_MONTHS = 2.5, 72.0
TRUTH_MEDIAN_MONTHS = TRUTH_SCALE_MONTHS * np.log(2) ** (1 / TRUTH_SHAPE)

# Weeks in remission under 6-mercaptopurine, + still in it: the example of every textbook.
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
# day bought : days until it left : cause, from an inventory begun on day 18600; drawn once.
OFFICE_INVENTORY_START = 18600
OFFICE = """
19200 20288 19802 17600:2828:loss 17900:2024:loss 20194 16721:2110:policy 19984
19888:557:failure 18571 17912:1515:failure 17813:2359:failure 17719:982:failure
18480:1537:failure 18718 18913:1074:loss 20682 19870:875:failure 19188 20655
17561:2676:failure 19150 16875:2717:policy 18759:1583:loss 18564:1741:policy 20368 19216 18756
18687 17690:975:policy 16747:1963:failure 17469:1789:loss 19468 17502:1328:policy 18178
16714:2181:loss 20020 17317:2946:loss 20221 18739 20088 19258:986:policy 19667 17065:1696:loss
18864:1488:policy 18731 20185 18145:1293:policy 19092:855:loss 16937:2827:loss 18250:751:policy
17992 17300:1324:failure 19965 18217 20614 19059:1160:failure
"""


def months(count: float) -> int:
    """So many months in whole days."""
    return round(count * DAYS_PER_MONTH)


def remission() -> Lives:
    """The published example, one week as one day."""
    weeks = [(int(each.rstrip("+")), each.endswith("+")) for each in REMISSION.split()]
    return watched_until([week for week, _ in weeks], [not going_on for _, going_on in weeks])


def watched_until(
    ages: list[int], left: list[bool], causes: list[str | None] | None = None
) -> Lives:
    """Lives that reached these ages, in days, all watched from their first day."""
    start = [-age for age in ages]
    ends: list[float | None] = [0 if gone else None for gone in left]
    return lives_of(start, ends, today_days=0, causes=causes)


def office() -> Lives:
    """A small fleet of which the list began later than the devices."""
    rows = [each.split(":") for each in OFFICE.split()]
    start = [int(row[0]) for row in rows]
    return lives_of(
        start,
        [int(row[0]) + int(row[1]) if row[1:] else None for row in rows],
        today_days=TODAY,
        inventory_start_days=OFFICE_INVENTORY_START,
        causes=[row[2] if row[1:] else None for row in rows],
    )


def drawn(count: int, seed: int) -> tuple[Values, Values]:
    """Start and end days of devices bought from 2012, as an inventory begun in 2019 knows them."""
    dice = np.random.default_rng(seed)
    start = dice.integers(FIRST_BOUGHT, TODAY, count).astype(np.float64)
    life = TRUTH_SCALE_MONTHS * DAYS_PER_MONTH * dice.weibull(TRUTH_SHAPE, count)
    end = np.floor(start + life)
    recorded = end >= INVENTORY_START
    return start[recorded], np.where(end <= TODAY, end, np.nan)[recorded]


def drawn_lives(count: int, seed: int) -> Lives:
    """The same as lives, with the age at which each came into the list."""
    start, end = drawn(count, seed)
    return lives_of(start, end, today_days=TODAY, inventory_start_days=INVENTORY_START)
