"""Quantities that know how sure they are, and the small vocabulary lifted formulas are written in.

A formula is written once, over :class:`Ops`. With :class:`FloatOps` it answers for one device on
plain floats (``None`` is unknown); the engine passes a column version and the same lines answer for
a million devices. In lifted code a condition is made with ``below``/``at_least``/``among`` and
combined with ``all_of``: three answers, yes, no and unknown, as in SQL. No ``if``, ``and``, ``~``,
``//``, ``abs`` or ``round``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

V = TypeVar("V")
Thunk = Callable[[], Any]


class Ops(Protocol):
    """What a lifted formula may do besides ``+ - * /`` on known values.

    Conditions are three-valued. ``choose`` takes rungs of thunks; a rung whose condition is not
    *yes* is passed over, so the first rung must deal with the unknown. ``given`` computes a formula
    when all its values are known and is unknown otherwise.
    """

    def choose(self, *rungs: tuple[Thunk, Thunk], otherwise: Thunk) -> Any: ...
    def given(self, values: Sequence[Any], formula: Thunk) -> Any: ...
    def unknown(self, value: Any) -> Any: ...
    def value(self, constant: float | str | bool | None) -> Any: ...
    def below(self, value: Any, limit: Any) -> Any: ...
    def at_least(self, value: Any, limit: Any) -> Any: ...
    def among(self, value: Any, choices: Sequence[str | int]) -> Any: ...
    def all_of(self, conditions: Sequence[Any]) -> Any: ...
    def negate(self, condition: Any) -> Any: ...
    def exp(self, value: Any) -> Any: ...
    def log(self, value: Any) -> Any: ...
    def sqrt(self, value: Any) -> Any: ...
    def divide(self, value: Any, by: Any) -> Any: ...
    def least(self, value: Any, other: Any) -> Any: ...


class FloatOps:
    """The scalar version: floats, strings and booleans; ``None`` is unknown; rungs are lazy.

    >>> ops = FloatOps()
    >>> ops.choose((lambda: ops.unknown(None), lambda: "inspect"), otherwise=lambda: "keep")
    'inspect'
    >>> ops.all_of([True, None]), ops.all_of([False, None])
    (None, False)
    """

    def choose(self, *rungs: tuple[Thunk, Thunk], otherwise: Thunk) -> Any:
        for condition, outcome in rungs:
            if condition() is True:
                return outcome()
        return otherwise()

    def given(self, values: Sequence[Any], formula: Thunk) -> Any:
        return None if any(each is None for each in values) else formula()

    def unknown(self, value: Any) -> bool:
        return value is None

    def value(self, constant: V) -> V:
        return constant

    def below(self, value: Any, limit: Any) -> bool | None:
        return None if value is None or limit is None else bool(value < limit)

    def at_least(self, value: Any, limit: Any) -> bool | None:
        return None if value is None or limit is None else bool(value >= limit)

    def among(self, value: Any, choices: Sequence[str | int]) -> bool | None:
        return None if value is None else value in choices

    def all_of(self, conditions: Sequence[Any]) -> bool | None:
        if any(each is False for each in conditions):
            return False
        return None if any(each is None for each in conditions) else True

    def negate(self, condition: bool | None) -> bool | None:
        return None if condition is None else not condition

    def exp(self, value: float) -> float:
        return math.exp(value)

    def log(self, value: float) -> float | None:
        return math.log(value) if value > 0 else None

    def sqrt(self, value: float) -> float | None:
        return math.sqrt(value) if value >= 0 else None

    def divide(self, value: float, by: float) -> float | None:
        return value / by if by != 0 else None

    def least(self, value: float, other: float) -> float:
        return min(value, other)


FLOATS = FloatOps()
Z_95 = 1.959963984540054  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Range:
    """A scenario parameter with a low, a middle and a high value (displacement, price, hours)."""

    low: float
    mid: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.mid <= self.high:
            raise ValueError(f"a range must rise: {self.low} <= {self.mid} <= {self.high}")

    @classmethod
    def exactly(cls, value: float) -> Range:
        """A parameter without spread."""
        return cls(value, value, value)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with two layers of error.

    ``source_var`` is the variance of the factor row: every device that uses the row shares it, it
    does not average out. ``model_var`` is the spread between models: independent per device, it
    does. ``source_skew`` is the third central moment of the shared error, which is lognormal.

    Units: x, x^2, x^2, x^3.
    Source: fenton-1960, with the third moment added; checked against seeded draws.
    """

    mid: float
    source_var: float = 0.0
    model_var: float = 0.0
    source_skew: float = 0.0

    @classmethod
    def of_ratios(cls, mid: float, source_ratio: float, model_ratio: float) -> Estimate:
        """From relative standard deviations. Units: x, 1, 1."""
        source_sd = mid * source_ratio
        skewness = source_ratio**3 + 3 * source_ratio
        return cls(mid, source_sd**2, (mid * model_ratio) ** 2, skewness * source_sd**3)

    def times(self, count: int) -> Estimate:
        """``count`` devices on the same factor row.

        >>> one = Estimate.of_ratios(241.0, 0.2, 0.3)
        >>> two = one.times(2)
        >>> two.mid, round(two.source_var**0.5 / two.mid, 6), round(two.model_var**0.5 / two.mid, 6)
        (482.0, 0.2, 0.212132)
        """
        return Estimate(
            self.mid * count,
            self.source_var * count**2,
            self.model_var * count,
            self.source_skew * count**3,
        )

    def scaled(self, by: float) -> Estimate:
        """Every device's value multiplied by a constant."""
        return Estimate(
            self.mid * by,
            self.source_var * by**2,
            self.model_var * by**2,
            self.source_skew * by**3,
        )

    def same_source(self, other: Estimate) -> Estimate:
        """Add devices on the *same* factor row: source errors add as they are."""
        sd = math.sqrt(self.source_var) + math.sqrt(other.source_var)
        third = math.cbrt(self.source_skew) + math.cbrt(other.source_skew)
        return Estimate(self.mid + other.mid, sd**2, self.model_var + other.model_var, third**3)

    def __add__(self, other: Estimate) -> Estimate:
        """Add an estimate on *another* factor row: variances and third moments add."""
        return Estimate(
            self.mid + other.mid,
            self.source_var + other.source_var,
            self.model_var + other.model_var,
            self.source_skew + other.source_skew,
        )

    @property
    def variance(self) -> float:
        """Both layers together."""
        return self.source_var + self.model_var

    @property
    def ratio(self) -> float:
        """Relative standard deviation; 0 for an empty total."""
        return math.sqrt(self.variance) / abs(self.mid) if self.mid else 0.0

    def interval(self, z: float = Z_95) -> Range:
        """The 95 % interval around the mean: a lognormal, shifted to have the right skewness.

        One factor row alone gives its own lognormal; many of them approach a normal.

        >>> one = Estimate.of_ratios(100.0, 0.2, 0.0).interval()
        >>> round(one.low, 1), round(one.high, 1)
        (66.5, 144.6)
        """
        sd = math.sqrt(self.variance)
        if not sd:
            return Range.exactly(self.mid)
        shape = _lognormal_ratio(self.source_skew / sd**3)
        if shape < SYMMETRIC:
            return Range(self.mid - z * sd, self.mid, self.mid + z * sd)
        log_sd = math.sqrt(math.log1p(shape**2))
        low, high = (
            self.mid + sd / shape * (math.exp(sign * z * log_sd - log_sd**2 / 2) - 1)
            for sign in (-1, 1)
        )
        return Range(min(low, self.mid), self.mid, max(high, self.mid))


SYMMETRIC = 1e-6  # below it a lognormal cannot be told from a normal


def _lognormal_ratio(skewness: float) -> float:
    """The relative standard deviation of the lognormal with this skewness: c^3 + 3c = skewness.

    Units: 1 -> 1.
    """
    half = skewness / 2
    root = math.sqrt(half**2 + 1)
    return math.cbrt(half + root) + math.cbrt(half - root)
