"""A pool of spare or loan devices: bounded, so that a reserve does not become a dusty cupboard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kringspoor.core.states import Named

DAYS_OF_YEAR, MONTHS_OF_YEAR = 365, 12


class PoolKind(Named):
    """What a pool is for."""

    RESERVE = "reserve", "reserve", "reserve"
    LOAN = "loan", "uitleendienst", "loan pool"
    SHARED = "shared", "gedeelde toestellen", "shared devices"
    RENTAL = "rental", "interne verhuur", "internal rental"
    SOCIAL = "social", "sociale uitleen", "social lending"

    @property
    def lends(self) -> bool:
        """Whether somebody borrows from it; a reserve waits for a next use."""
        return self is not PoolKind.RESERVE


@dataclass(frozen=True, slots=True)
class Pool:
    """How many devices a pool may hold, how many it holds, and how long one may lie idle.

    >>> Pool(cap_count=10, held_count=9).room_count, Pool(cap_count=10, held_count=11).room_count
    (1, 0)
    """

    cap_count: int
    held_count: int
    max_idle_days: int | None = None  # None: as long as its review date allows

    @property
    def room_count(self) -> int:
        """Devices that may still come in."""
        return max(self.cap_count - self.held_count, 0)

    def is_idle_too_long(self, idle_days: int) -> bool:
        """Whether a device that lay that long goes back to triage; the last day is still allowed.

        Units: days -> yes or no.
        """
        return self.max_idle_days is not None and idle_days > self.max_idle_days


def pool_share(held_count: int, fleet_count: int) -> float | None:
    """Share of the fleet that lies in a pool; unknown for a fleet of none.

    Units: count, count -> share.
    Source: fair-ict-flanders (KU Leuven: a tenth of its 6,000 machines serves a second life).

    >>> f"{pool_share(600, 6000):.1%}"
    '10.0%'
    """
    return held_count / fleet_count if fleet_count else None


def days_within(spans: Iterable[tuple[date, date | None]], since: date, until: date) -> int:
    """Days that spans cover between two days; the first day of a span counts, its last does not.

    Units: dates -> days.

    >>> lent = [(date(2026, 11, 1), date(2026, 11, 4)), (date(2026, 11, 20), None)]
    >>> days_within(lent, date(2026, 11, 2), date(2026, 11, 24))
    6
    """
    return sum(max((min(end or until, until) - max(start, since)).days, 0) for start, end in spans)


def utilisation_share(lent_days: int, held_days: int) -> float | None:
    """The part of the days that the devices of a pool served somebody; unknown for an empty pool.

    Units: days, days -> share.
    Source: fair-ict-flanders (UGent: devices in a cupboard help nobody).

    >>> utilisation_share(45, 60), utilisation_share(0, 0)
    (0.75, None)
    """
    return lent_days / held_days if held_days else None


def charge_cents(month_cents: int, lent_days: int) -> int:
    """What a department pays for the days it had a device: a twelfth of a year is a month.

    charge = price of a month x 12 x days / 365, rounded half up.
    Units: cents, days -> cents.

    >>> charge_cents(1500, 365), charge_cents(1500, 10)
    (18000, 493)
    """
    yearly = month_cents * MONTHS_OF_YEAR * lent_days
    return (2 * yearly + DAYS_OF_YEAR) // (2 * DAYS_OF_YEAR)
