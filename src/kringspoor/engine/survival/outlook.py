"""What the lifetimes achieved so far say about the devices in use: how much longer, how many go."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kringspoor.core.quantity import Z_95, Range
from kringspoor.engine.arrays import ArrayOps, Values
from kringspoor.engine.survival.fit import Fit
from kringspoor.engine.survival.lives import DAYS_PER_MONTH, Lives

OPS = ArrayOps()


@dataclass(frozen=True, slots=True)
class YearAhead:
    """How many of today's devices leave in one of the next years (1 is the coming one)."""

    year_no: int
    leaving_count: Range


def remaining_months(lives: Lives, fit: Fit) -> dict[int, float]:
    """For each device in use, by its row: how much longer half of the devices of its age last.

    Units: -> months.
    Source: kringspoor-achieved-lifetimes.
    """
    ages, place, rows = _ages_in_use(lives)
    more = fit.weibull.remaining_months(OPS, ages)[place]
    return dict(zip(rows.tolist(), more.tolist(), strict=True))


def years_ahead(lives: Lives, fit: Fit, years_count: int) -> tuple[YearAhead, ...]:
    """How many of the devices in use leave in each of the next years.

    The sum over devices of R(n - 1 | age) - R(n | age), with R(t | a) the share of devices of age a
    that lasts t more. The 95 % interval knows two causes: the estimate may be off, and chance
    decides per device. What replaces them may leave in those years too; it is not counted.

    Units: years -> devices.
    Source: kringspoor-achieved-lifetimes.
    """
    ages, place, _ = _ages_in_use(lives)
    many = np.bincount(place, lives.device_count[lives.is_in_use], len(ages))
    return tuple(_year(no, ages, many, fit) for no in range(1, years_count + 1))


def _ages_in_use(lives: Lives) -> tuple[Values, Values, Values]:
    days, place = np.unique(lives.age_days[lives.is_in_use], return_inverse=True)
    return days / DAYS_PER_MONTH, place, lives.row[lives.is_in_use]


def _year(year_no: int, ages: Values, many: Values, fit: Fit) -> YearAhead:
    before, after = (_lasting(ages, 12.0 * years, fit) for years in (year_no - 1, year_no))
    chance = before[0] - after[0]
    a, b = (math.fsum(many * (before[i] - after[i])) for i in (1, 2))
    v = fit.log_covariance
    estimate = a * a * v[0] + 2 * a * b * v[1] + b * b * v[2]
    variance = estimate + math.fsum(many * chance * (1.0 - chance))
    mid, most = math.fsum(many * chance), math.fsum(many)
    swing = Z_95 * math.sqrt(max(variance, 0.0))
    return YearAhead(year_no, Range(max(mid - swing, 0.0), mid, min(mid + swing, most)))


def _lasting(ages: Values, more_months: float, fit: Fit) -> tuple[Values, Values, Values]:
    """The share that lasts so much more, and its slopes by log shape and log scale."""
    weibull = fit.weibull
    now, then = (weibull.wear(OPS, ages + more) for more in (0.0, more_months))
    share = weibull.lasting_share(OPS, ages, more_months)
    by_shape = share * (_wear_log(now) - _wear_log(then))
    return share, by_shape, share * weibull.shape_ratio * (then - now)


def _wear_log(wear: Values) -> Values:
    """The slope of wear by log shape: wear x log wear, nought for the new."""
    positive = wear > 0.0
    return np.where(positive, wear * OPS.log(np.where(positive, wear, 1.0)), 0.0)
