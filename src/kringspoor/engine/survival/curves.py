"""How many are left at each age: Kaplan and Meier's curve, and by cause Aalen and Johansen's.

Nothing is assumed about the shape. A life counts among those at risk only while it was watched.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from kringspoor.core.quantity import Z_95, Range
from kringspoor.engine.arrays import ArrayOps, Values
from kringspoor.engine.survival.lives import DAYS_PER_MONTH, Lives

OPS = ArrayOps()
ROUNDING = 1e-12  # a half that was multiplied together is still a half


@dataclass(frozen=True, slots=True)
class Steps:
    """A share that changes at some ages, with its pointwise 95 % interval. Units: months, shares.

    The first step is where the curve starts; past ``until_months`` nobody was watched. It is None
    where all had left: what is so then stays so.
    """

    months: tuple[float, ...]
    share: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    until_months: float | None

    def at(self, age_months: float) -> Range | None:
        """The share at an age; unknown where nobody was watched."""
        until = math.inf if self.until_months is None else self.until_months
        if not self.months[0] <= age_months <= until:
            return None
        step = bisect_right(self.months, age_months) - 1
        return Range(self.low[step], self.share[step], self.high[step])

    def first_down_to(self, share: float, values: tuple[float, ...]) -> float | None:
        """The first age at which ``values`` is no more than ``share``; unknown when never."""
        return next(
            (age for age, v in zip(self.months, values, strict=True) if v <= share + ROUNDING), None
        )


@dataclass(frozen=True, slots=True)
class Curve:
    """The share still there at each age, and the age at which half has left, with its interval.

    With ``from_months`` above nought it is about devices that reached that age: of younger ones too
    little was seen. Units: months, devices.
    """

    steps: Steps
    at_risk: tuple[float, ...]
    left: tuple[float, ...]
    from_months: float
    median_months: float | None
    median_low_months: float | None
    median_high_months: float | None


@dataclass(frozen=True, slots=True)
class Watched:
    """Per age at which somebody left: how many were there, how many left, and for which cause."""

    days: Values
    at_risk: Values
    left: Values
    left_by: Values  # one row per cause
    from_days: float
    from_count: float
    until_days: float | None  # None: all had left


def watched(lives: Lives) -> Watched:
    """Count once, over all ages, who was there and who left.

    At risk at an age is who had entered before it and had not left before it. Of ages that were not
    watched one after the other, the stretch in which most devices left is kept.
    Units: days -> devices.
    Source: kaplan-meier-1958, klein-moeschberger-1997 (left truncation).
    """
    lives = _one_stretch(lives.only(lives.age_days > lives.entry_days))
    days, at_risk, left_by = _counted(lives)
    start = lives.entry_days.min(initial=np.inf) if len(lives.row) else 0.0
    first = lives.device_count[lives.entry_days == start].sum()
    all_left = bool(len(days)) and at_risk[-1] == left_by[:, -1].sum()
    until = None if all_left else float(lives.age_days.max(initial=0.0))
    return Watched(days, at_risk, left_by.sum(axis=0), left_by, float(start), float(first), until)


def _counted(lives: Lives) -> tuple[Values, Values, Values]:
    """The ages at which somebody left, how many were at risk, and how many left by cause."""
    days, place = np.unique(lives.age_days[lives.has_left], return_inverse=True)
    left_by = np.zeros((max(len(lives.causes), 1), len(days)))
    which = (np.maximum(lives.cause[lives.has_left], 0), place)
    np.add.at(left_by, which, lives.device_count[lives.has_left])
    entered, gone = (
        _before(days, ages, lives.device_count) for ages in (lives.entry_days, lives.age_days)
    )
    return days, entered - gone, left_by


def _before(days: Values, ages: Values, device_count: Values) -> Values:
    """How many devices have an age below each of the days."""
    order = np.argsort(ages, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(device_count[order])])
    return np.asarray(sums[np.searchsorted(ages[order], days, side="left")])


def _one_stretch(lives: Lives) -> Lives:
    """The lives of the stretch of ages, watched without a break, in which most devices left.

    A stretch ends where nobody is watched any more, and where all who are leave while others come
    later: from there on the product would stay nought, whoever comes.
    """
    if not len(lives.row):
        return lives
    order = np.argsort(lives.entry_days, kind="stable")
    entry = lives.entry_days[order]
    reached = np.maximum.accumulate(lives.age_days[order])
    begins = np.concatenate([[True], entry[1:] > reached[:-1]])
    days, at_risk, left_by = _counted(lives)
    emptied = days[left_by.sum(axis=0) >= at_risk]
    starts = np.unique(np.concatenate([entry[begins], emptied]))
    place = np.searchsorted(starts, lives.age_days, side="left") - 1
    left = np.bincount(place, lives.device_count * lives.has_left, len(starts))
    there = np.bincount(place, lives.device_count, len(starts))
    largest = np.lexsort((-np.arange(len(starts)), there, left))[-1]
    return lives.only(place == largest)


def kaplan_meier(table: Watched) -> Curve:
    """The share still there: the product over ages of 1 - left / at risk.

    The interval is Greenwood's, on the log-log scale so that it stays between 0 and 1; the median
    and its interval are the first ages at which the curve and its bounds are down to one half.
    Where the curve ends at nought, its upper bound stays what it was.

    Units: devices by age -> share 0..1, months.
    Source: kaplan-meier-1958, klein-moeschberger-1997, sas-lifetest.
    """
    left, at_risk = table.left, table.at_risk
    share = np.cumprod(1.0 - left / at_risk)
    known = share > 0.0
    greenwood = np.cumsum(left[known] / (at_risk[known] * (at_risk[known] - left[known])))
    log_share = OPS.log(share[known])
    swing = OPS.exp(Z_95 * np.sqrt(greenwood) / -log_share)
    low, high = np.zeros(len(share)), np.ones(len(share))
    low[known], high[known] = OPS.exp(log_share * swing), OPS.exp(log_share / swing)
    if not known.all() and known.any():
        high[~known] = high[known][-1]
    steps = _steps(table, 1.0, share, low, high)
    return Curve(
        steps=steps,
        at_risk=(table.from_count, *at_risk.tolist()),
        left=(0.0, *left.tolist()),
        from_months=table.from_days / DAYS_PER_MONTH,
        median_months=steps.first_down_to(0.5, steps.share),
        median_low_months=steps.first_down_to(0.5, steps.low),
        median_high_months=steps.first_down_to(0.5, steps.high),
    )


def aalen_johansen(table: Watched, causes: tuple[str, ...]) -> dict[str, Steps]:
    """The share that left for each cause by each age; with who is still there they make 1.

    The sum over ages of (share still there just before) x (left for this cause) / (at risk). One
    minus a Kaplan-Meier curve per cause would count as if the other causes did not exist.

    Units: devices by age -> share 0..1.
    Source: aalen-johansen-1978, collett (variance).
    """
    kept = np.cumprod(1.0 - table.left / table.at_risk)
    before = np.concatenate([[1.0], kept[:-1]])
    rows = zip(causes, table.left_by[: len(causes)], strict=True)
    return {cause: _of_cause(table, before, left) for cause, left in rows}


def _of_cause(table: Watched, before: Values, left: Values) -> Steps:
    """One cause: variance by sums of what does not depend on the age looked back from."""
    at_risk = table.at_risk
    share = np.cumsum(before * left / at_risk)
    stay = at_risk - table.left
    with np.errstate(divide="ignore", invalid="ignore"):
        # When all leave together the term is nought: nothing happens after it.
        spread = np.where(stay > 0, table.left / (at_risk * stay), 0.0)
    jump = before * left / at_risk**2
    variance = share**2 * np.cumsum(spread) - 2.0 * share * np.cumsum(spread * share)
    variance += np.cumsum(spread * share**2)
    variance += np.cumsum(before**2 * left * (at_risk - left) / at_risk**3)
    variance -= 2.0 * (share * np.cumsum(jump) - np.cumsum(jump * share))
    inside = (share > 0.0) & (share < 1.0)
    log_share = OPS.log(share[inside])
    sd = np.sqrt(np.maximum(variance[inside], 0.0))
    swing = OPS.exp(Z_95 * sd / (share[inside] * -log_share))
    low, high = share.copy(), share.copy()
    low[inside], high[inside] = OPS.exp(log_share * swing), OPS.exp(log_share / swing)
    return _steps(table, 0.0, share, low, high)


def _steps(table: Watched, start: float, share: Values, low: Values, high: Values) -> Steps:
    ages = np.concatenate([[table.from_days], table.days]) / DAYS_PER_MONTH
    bounds = (np.minimum(low, share), share, np.maximum(high, share))  # to the last digit
    low_, share_, high_ = ((start, *each.tolist()) for each in bounds)
    until = None if table.until_days is None else table.until_days / DAYS_PER_MONTH
    return Steps(tuple(ages.tolist()), share_, low_, high_, until)
