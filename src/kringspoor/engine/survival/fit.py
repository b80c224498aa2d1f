"""The Weibull lifetimes that make a fleet's list most likely, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from kringspoor.core.quantity import Z_95, Range
from kringspoor.core.weibull import Weibull
from kringspoor.core.words import Text
from kringspoor.engine.arrays import ArrayOps
from kringspoor.engine.survival.curves import Curve
from kringspoor.engine.survival.lives import DAYS_PER_MONTH, Lives

OPS = ArrayOps()
LEAST_EVENTS_COUNT = 20
FIRST_SHAPE = 2.0  # where the search starts; where it ends does not depend on it
MOST_ROUNDS = 200
LONGEST_STEP = 0.5  # on the log scale, so that no exponent runs away
LARGEST_EXPONENT = 600.0  # infinities could not be taken from each other
SETTLED = 1e-9  # slope per exit: the top is as near, on the log scale
POOR_GAP_SHARE = 0.10
LEAST_SHAPE = 0.1  # below it half of all devices would leave at once and some would never
WIDEST_SPREAD = 2.0  # on the log scale: fifty times more or fifty times less names no lifetime

Point: TypeAlias = tuple[float, float]  # log shape, log scale in months
Matrix: TypeAlias = tuple[float, float, float]  # shape-shape, shape-scale, scale-scale

WHY: dict[str, Text] = {
    "too_few": Text(
        nl="{count} van de minstens {least} vertrekken die een schatting nodig heeft; u ziet de "
        "curve zelf",
        en="{count} of the {least} exits that an estimate needs at least; you see the curve itself",
    ),
    "one_age": Text(
        nl="alle toestellen vertrokken op dezelfde leeftijd; u ziet de curve zelf",
        en="all devices left at the same age; you see the curve itself",
    ),
    "no_peak": Text(
        nl="de gegevens wijzen geen levensduur aan; u ziet de curve zelf",
        en="the data do not point at one lifetime; you see the curve itself",
    ),
}


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held likely beforehand, weakly: for small fleets that lean on a larger one.

    Shape and scale are lognormal around these, the spread in standard deviations of the logarithm.
    Units: 1, 1, months, 1.
    """

    shape_ratio: float
    shape_spread_ratio: float
    scale_months: float
    scale_spread_ratio: float

    @classmethod
    def of_policy(cls, target_months: float) -> Prior:
        """Around the lifetime that the policy asks, wide enough for half and for twice as long.

        Units: months -> prior.
        Source: kringspoor-achieved-lifetimes.

        >>> round(Prior.of_policy(60.0).scale_months, 1)
        67.7
        """
        shape = 2.2
        return cls(shape, 0.5, target_months / math.gamma(1.0 + 1.0 / shape), 0.5)


@dataclass(frozen=True, slots=True)
class NoFit:
    """No estimate, and why not."""

    code: str
    why: Text


@dataclass(frozen=True, slots=True)
class Fit:
    """The most likely Weibull with 95 % intervals, and how far the curve itself clearly departs.

    ``log_covariance`` is that of log shape and log scale (shape-shape, shape-scale, scale-scale).
    """

    weibull: Weibull
    log_covariance: Matrix
    shape_ratio: Range
    scale_months: Range
    mean_months: Range
    median_months: Range
    clear_gap_share: float
    is_pooled: bool

    @property
    def is_poor(self) -> bool:
        """The estimate leaves the curve's interval by more than chance: trust the curve.

        A replacement day in a policy makes devices leave together, which no Weibull follows.
        """
        return self.clear_gap_share > POOR_GAP_SHARE


def fitted(lives: Lives, curve: Curve, prior: Prior | None = None) -> Fit | NoFit:
    """The Weibull of maximum likelihood, censored and left-truncated; with a prior, its mode.

    Who left contributes the density at the age of leaving, who did not the chance to last so long,
    and both as seen from the age at which they were first watched:
    log L = sum of [left] (log(k / l) + (k - 1) log(d / l)) - (d / l)^k + (entry / l)^k.
    Under twenty exits there is no fit without a prior. A lot counts as one exit there, as its
    devices leave together.

    Units: days -> months.
    Source: kringspoor-achieved-lifetimes.
    """
    exits = int(lives.has_left.sum())
    if prior is None and exits < LEAST_EVENTS_COUNT:
        return NoFit("too_few", WHY["too_few"].filled(count=exits, least=LEAST_EVENTS_COUNT))
    if prior is None and len(np.unique(lives.age_days[lives.has_left])) == 1:
        return NoFit("one_age", WHY["one_age"])
    peak = _climbed(Likelihood(lives, prior))
    if peak is None or not _names_a_lifetime(*peak):
        return NoFit("no_peak", WHY["no_peak"])
    point, covariance = peak
    weibull = Weibull(math.exp(point[0]), math.exp(point[1]))

    def ranged(of: Callable[[Weibull], float]) -> Range:
        return _ranged(of, point, covariance)

    return Fit(
        weibull=weibull,
        log_covariance=covariance,
        shape_ratio=ranged(lambda each: each.shape_ratio),
        scale_months=ranged(lambda each: each.scale_months),
        mean_months=ranged(lambda each: each.mean_months),
        median_months=ranged(lambda each: each.median_months),
        clear_gap_share=_clear_gap(weibull, curve),
        is_pooled=prior is not None,
    )


class Likelihood:
    """The log likelihood with its slopes, from ages counted once: they are days, so they repeat.

    With x = k log(d / l) and y = k log(entry / l) all of it follows from three sums over the lives,
    T0 = sum(e^x - e^y), T1 = sum(x e^x - y e^y), T2 = sum(x^2 e^x - y^2 e^y), and from D, how many
    left. Source: kringspoor-achieved-lifetimes.
    """

    def __init__(self, lives: Lives, prior: Prior | None = None) -> None:
        moved = lives.age_days > lives.entry_days
        ages = np.concatenate([lives.age_days[moved], lives.entry_days[moved]])
        signed = np.concatenate([lives.device_count[moved], -lives.device_count[moved]])
        days, place = np.unique(ages, return_inverse=True)
        weight = np.bincount(place, weights=signed, minlength=len(days))
        seen = (days > 0.0) & (weight != 0.0)
        self._log_months = OPS.log(days[seen] / DAYS_PER_MONTH)
        self._weight = weight[seen]
        left, place = np.unique(lives.age_days[lives.has_left], return_inverse=True)
        many = np.bincount(place, lives.device_count[lives.has_left], len(left))
        self.left_count = math.fsum(many)
        self._left_log_months = math.fsum(many * OPS.log(left / DAYS_PER_MONTH))
        self._prior = prior

    def first_guess(self) -> Point:
        """The best scale for a usual shape; before any exit, what is held likely."""
        if self._prior is not None and self.left_count == 0.0:
            return math.log(self._prior.shape_ratio), math.log(self._prior.scale_months)
        peak = float(self._log_months.max())
        worn = math.fsum(self._weight * OPS.exp(FIRST_SHAPE * (self._log_months - peak)))
        return math.log(FIRST_SHAPE), peak + math.log(worn / self.left_count) / FIRST_SHAPE

    def at(self, point: Point) -> tuple[float, Point, Matrix]:
        """The log likelihood, its slope and its curvature there, by log shape and log scale."""
        shape = math.exp(point[0])
        x = shape * (self._log_months - point[1])
        each = self._weight * OPS.exp(np.minimum(x, LARGEST_EXPONENT))
        t0, t1, t2 = math.fsum(each), math.fsum(each * x), math.fsum(each * x * x)
        d = self.left_count
        dx = shape * (self._left_log_months - d * point[1])
        height = d * point[0] + dx - self._left_log_months - t0
        slope = [d + dx - t1, shape * (t0 - d)]
        curved = [dx - t1 - t2, shape * (t0 + t1 - d), -(shape**2) * t0]
        if self._prior is not None:
            centres = (self._prior.shape_ratio, self._prior.scale_months)
            spreads = (self._prior.shape_spread_ratio, self._prior.scale_spread_ratio)
            for i, (centre, spread) in enumerate(zip(centres, spreads, strict=True)):
                off = point[i] - math.log(centre)
                height -= off**2 / (2 * spread**2)
                slope[i] -= off / spread**2
                curved[2 * i] -= 1 / spread**2
        return height, (slope[0], slope[1]), (curved[0], curved[1], curved[2])


def _climbed(likelihood: Likelihood) -> tuple[Point, Matrix] | None:
    """Newton's way up, leaning towards the steepest way where the hill is not round.

    The covariance is the inverse of minus the curvature at the top (the observed information).
    """
    point, lean = likelihood.first_guess(), 0.0
    for _ in range(MOST_ROUNDS):
        _, slope, curved = likelihood.at(point)
        if max(abs(slope[0]), abs(slope[1])) < SETTLED * max(likelihood.left_count, 1.0):
            inverse = _inverse((-curved[0], -curved[1], -curved[2]))
            return None if inverse is None else (point, inverse)
        step = _step(slope, curved, lean)
        if step is None:
            lean = max(1.0, 10.0 * lean)
        else:
            point, lean = (point[0] + step[0], point[1] + step[1]), lean / 10.0
    return None


def _names_a_lifetime(point: Point, covariance: Matrix) -> bool:
    widest = math.sqrt(max(covariance[0], covariance[2]))
    return math.exp(point[0]) > LEAST_SHAPE and widest < WIDEST_SPREAD


def _step(slope: Point, curved: Matrix, lean: float) -> Point | None:
    inverse = _inverse((lean - curved[0], -curved[1], lean - curved[2]))
    if inverse is None:
        return None
    step = (
        inverse[0] * slope[0] + inverse[1] * slope[1],
        inverse[1] * slope[0] + inverse[2] * slope[1],
    )
    shorten = LONGEST_STEP / max(abs(step[0]), abs(step[1]), LONGEST_STEP)
    return step[0] * shorten, step[1] * shorten


def _inverse(matrix: Matrix) -> Matrix | None:
    """The inverse of a symmetric matrix of two by two; none unless it is positive definite."""
    a, b, c = matrix
    determinant = a * c - b * b
    if not (a > 0.0 and determinant > 1e-12 * a * c):
        return None
    return c / determinant, -b / determinant, a / determinant


def _ranged(of: Callable[[Weibull], float], point: Point, covariance: Matrix) -> Range:
    """A positive quantity with its 95 % interval, by its slopes on the log scale."""

    def log_of(shape: float, scale: float) -> float:
        return math.log(of(Weibull(math.exp(shape), math.exp(scale))))

    near = 1e-5
    a = (log_of(point[0] + near, point[1]) - log_of(point[0] - near, point[1])) / (2 * near)
    b = (log_of(point[0], point[1] + near) - log_of(point[0], point[1] - near)) / (2 * near)
    sd = math.sqrt(a * a * covariance[0] + 2 * a * b * covariance[1] + b * b * covariance[2])
    mid = of(Weibull(math.exp(point[0]), math.exp(point[1])))
    return Range(mid * math.exp(-Z_95 * sd), mid, mid * math.exp(Z_95 * sd))


def _clear_gap(weibull: Weibull, curve: Curve) -> float:
    """How far the estimate is from the curve where it is outside the interval of the curve too.

    Looked at on both sides of each age at which somebody left, except before the first: there the
    curve knows no interval. Units: -> share 0..1.
    """
    steps, start = curve.steps, curve.from_months
    ages = np.array(steps.months[1:])
    expected = weibull.lasting_share(OPS, start, ages - start)
    bounds = np.array([steps.share, steps.low, steps.high])[:, 1:]
    largest = 0.0
    for at_ages, (share, low, high) in ((expected, bounds), (expected[1:], bounds[:, :-1])):
        is_outside = (at_ages < low) | (at_ages > high)
        largest = max(largest, float(np.abs(at_ages - share)[is_outside].max(initial=0.0)))
    return largest
