"""Estimates that know how sure they are, in two layers, and how sure their sum is.

Closed form: no draws. Moments say all there is to say of rows that agree; the one row that is
least sure of all is kept apart and summed with the rest on a fixed grid.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from kringspoor.core.quantity import Z_95, Range


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with two layers of error.

    ``source_var`` is the variance of the factor row: every device that uses the row shares it, it
    does not average out. ``model_var`` is the spread between models: independent per device, it
    does. ``source_skew`` is the third central moment of the shared errors, each lognormal.
    ``wide_*`` is the row that is least sure of all: where sources are far apart its long tail
    shows in the sum, and no three moments can say it.

    Units: x, x^2, x^2, x^3, x, x^2, x^2.
    Source: fenton-1960, with the third moment and the widest row added; checked against draws.
    """

    mid: float
    source_var: float = 0.0
    model_var: float = 0.0
    source_skew: float = 0.0
    wide_mid: float = 0.0
    wide_source_var: float = 0.0
    wide_model_var: float = 0.0

    @classmethod
    def of_ratios(cls, mid: float, source_ratio: float, model_ratio: float) -> Estimate:
        """From relative standard deviations. Units: x, 1, 1."""
        sd = mid * source_ratio
        return cls.of_row(mid, sd, (mid * model_ratio) ** 2)

    @classmethod
    def of_row(cls, mid: float, source_sd: float, model_var: float) -> Estimate:
        """One factor row, which is then the widest there is. Units: x, x, x^2."""
        var, third = source_sd**2, _third_moment(mid, source_sd)
        return cls(mid, var, model_var, third, mid, var, model_var)

    def times(self, count: int) -> Estimate:
        """``count`` devices on the same factor row.

        >>> one = Estimate.of_ratios(241.0, 0.2, 0.3)
        >>> two = one.times(2)
        >>> two.mid, round(two.source_var**0.5 / two.mid, 6), round(two.model_var**0.5 / two.mid, 6)
        (482.0, 0.2, 0.212132)
        """
        return replace(
            self.scaled(count),
            model_var=self.model_var * count,
            wide_model_var=self.wide_model_var * count,
        )

    def scaled(self, by: float) -> Estimate:
        """Every device's value multiplied by a constant."""
        return Estimate(
            self.mid * by,
            self.source_var * by**2,
            self.model_var * by**2,
            self.source_skew * by**3,
            self.wide_mid * by,
            self.wide_source_var * by**2,
            self.wide_model_var * by**2,
        )

    def same_source(self, other: Estimate) -> Estimate:
        """Add devices whose source error is the *same*: source errors add as they are."""
        sd = math.sqrt(self.source_var) + math.sqrt(other.source_var)
        return Estimate.of_row(self.mid + other.mid, sd, self.model_var + other.model_var)

    def __add__(self, other: Estimate) -> Estimate:
        """Add an estimate on *another* factor row: variances and third moments add."""
        wide = max(self, other, key=lambda each: each.wide_skew)
        return Estimate(
            self.mid + other.mid,
            self.source_var + other.source_var,
            self.model_var + other.model_var,
            self.source_skew + other.source_skew,
            wide.wide_mid,
            wide.wide_source_var,
            wide.wide_model_var,
        )

    @property
    def wide_skew(self) -> float:
        """The third moment of the source error of the widest row."""
        return _third_moment(self.wide_mid, math.sqrt(self.wide_source_var))

    @property
    def variance(self) -> float:
        """Both layers together."""
        return self.source_var + self.model_var

    @property
    def ratio(self) -> float:
        """Relative standard deviation; 0 for an empty total."""
        return math.sqrt(self.variance) / abs(self.mid) if self.mid else 0.0

    def interval(self) -> Range:
        """The 95 % interval around the mean.

        The widest row is a lognormal of its own, all others together a lognormal shifted to their
        mean, variance and skewness; the ends are where the sum of the two has 2.5 and 97.5 %.

        >>> one = Estimate.of_ratios(100.0, 0.2, 0.0).interval()
        >>> round(one.low, 1), round(one.high, 1)
        (66.5, 144.6)
        """
        wide_var = self.wide_source_var + self.wide_model_var
        wide_sd = math.sqrt(wide_var)
        wide = Lognormal.of_moments(self.wide_mid, wide_sd, _third_moment(self.wide_mid, wide_sd))
        rest_var = max(self.variance - wide_var, 0.0)
        rest_skew = max(self.source_skew - self.wide_skew, 0.0)
        rest = Lognormal.of_moments(self.mid - self.wide_mid, math.sqrt(rest_var), rest_skew)
        if rest_var <= NEGLIGIBLE * self.variance:
            low, high = (rest.mean + wide.quantile(z) for z in (-Z_95, Z_95))
        elif wide.shape < NARROW:
            all_of_it = Lognormal.of_moments(self.mid, math.sqrt(self.variance), self.source_skew)
            low, high = (all_of_it.quantile(z) for z in (-Z_95, Z_95))
        else:
            low, high = (sum_quantile(wide, rest, share) for share in (TAIL, 1 - TAIL))
        return Range(min(low, self.mid), self.mid, max(high, self.mid))


NEGLIGIBLE = 1e-9  # of the variance: the widest row is all there is
NARROW = 0.3  # up to this shape three moments say all there is to say
TAIL = 0.025
SYMMETRIC = 1e-6  # below it a lognormal cannot be told from a normal
NODES = tuple(-4 + 8 * (i + 0.5) / 48 for i in range(48))  # of a standard normal
HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A lognormal shifted to a mean; ``shape`` is its relative spread before the shift.

    A shape of nought is the normal it tends to. Units: x, x, 1.
    """

    mean: float
    sd: float
    shape: float

    @classmethod
    def of_moments(cls, mean: float, sd: float, third: float) -> Lognormal:
        """The one with this mean, standard deviation and third central moment."""
        return cls(mean, sd, _shape(third / sd**3) if sd else 0.0)

    def quantile(self, z: float) -> float:
        """The value that lies ``z`` standard deviations out on the normal scale."""
        if self.shape < SYMMETRIC:
            return self.mean + z * self.sd
        log_sd = math.sqrt(math.log1p(self.shape**2))
        return self.mean + self.sd / self.shape * (math.exp(z * log_sd - log_sd**2 / 2) - 1)

    def share_below(self, value: float) -> float:
        """The probability of a smaller value. Units: x -> share 0..1."""
        if self.shape < SYMMETRIC:
            return _normal_share((value - self.mean) / self.sd)
        rest = (value - self.mean) * self.shape / self.sd + 1
        if rest <= 0:
            return 0.0
        log_sd = math.sqrt(math.log1p(self.shape**2))
        return _normal_share((math.log(rest) + log_sd**2 / 2) / log_sd)


def sum_quantile(wide: Lognormal, rest: Lognormal, share: float) -> float:
    """The value below which the sum of the two lies with this probability.

    Halved between bounds that surely hold it, the wide one summed over evenly spaced nodes: no
    draws, so the same question has the same answer.

    >>> two = (Lognormal(10.0, 3.0, 0.0), Lognormal(0.0, 4.0, 0.0))
    >>> round(sum_quantile(*two, 0.975), 1)
    19.8
    """
    weights = [math.exp(-z * z / 2) for z in NODES]
    whole = sum(weights)
    shifts = [wide.quantile(z) for z in NODES]
    spread = math.hypot(wide.sd, rest.sd)
    low, high = wide.mean + rest.mean - 8 * spread, wide.mean + rest.mean + 16 * spread
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = sum(
            weight * rest.share_below(middle - shift)
            for weight, shift in zip(weights, shifts, strict=True)
        )
        if below < share * whole:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _normal_share(z: float) -> float:
    return math.erfc(-z / math.sqrt(2)) / 2


def _third_moment(mean: float, sd: float) -> float:
    """The third central moment of a lognormal. Units: x, x -> x^3."""
    ratio = sd / mean if mean else 0.0
    return (ratio**3 + 3 * ratio) * sd**3


def _shape(skewness: float) -> float:
    """The relative standard deviation of the lognormal with this skewness: c^3 + 3c = skewness.

    Units: 1 -> 1.
    """
    half = skewness / 2
    root = math.sqrt(half**2 + 1)
    return math.cbrt(half + root) + math.cbrt(half - root)
