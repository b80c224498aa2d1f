"""Ranges, and the small vocabulary lifted formulas are written in.

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
