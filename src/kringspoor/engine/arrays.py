"""The same formulas on arrays: for tables of hundreds or thousands of rows.

What depends on the kind of device alone, or on a day alone, is a small table. An engine takes
longer to plan its formulas than to compute them; on arrays they take a millisecond. Unknown is NaN,
and None in text; a condition is 1 (yes), 0 (no) or NaN (unknown).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from kringspoor.engine.columns import Kind, Stage, Thunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

Values: TypeAlias = "NDArray[Any]"
MADE_BY: dict[Kind, Callable[[Any], Any]] = {"whole": int, "number": float, "yes_no": bool}
LARGEST_EXPONENT = 709.0  # math.exp overflows beyond it


class ArrayOps:
    """The array version of core.quantity.Ops. Every rung is computed; the first yes wins."""

    def choose(self, *rungs: tuple[Thunk, Thunk], otherwise: Thunk) -> Any:
        outcome = otherwise()
        for condition, value in reversed(rungs):
            outcome = np.where(np.equal(condition(), 1.0), value(), outcome)
        return outcome

    def given(self, values: Sequence[Any], formula: Thunk) -> Any:
        missing = np.zeros((), dtype=bool)
        for each in values:
            missing = missing | _missing(each)
        return np.where(missing, np.nan, formula())

    def unknown(self, value: Any) -> Any:
        return _missing(value).astype(np.float64)

    def value(self, constant: Any) -> Any:
        return np.nan if constant is None else constant

    def below(self, value: Any, limit: Any) -> Any:
        return _answered(np.less(value, limit), value, limit)

    def at_least(self, value: Any, limit: Any) -> Any:
        return _answered(np.greater_equal(value, limit), value, limit)

    def among(self, value: Any, choices: Sequence[str | int]) -> Any:
        array, wanted = np.asarray(value), frozenset(choices)
        found = np.array([each in wanted for each in array.ravel().tolist()], dtype=np.bool_)
        return _answered(found.reshape(array.shape), value)

    def all_of(self, conditions: Sequence[Any]) -> Any:
        answer: Any = 1.0
        for each in conditions:
            is_no = np.equal(each, 0.0) | np.equal(answer, 0.0)
            answer = np.where(is_no, 0.0, each * answer)
        return answer

    def negate(self, condition: Any) -> Any:
        return 1.0 - condition

    def exp(self, value: Any) -> Any:
        return _each(_exp, value)

    def log(self, value: Any) -> Any:
        return _each(_log, value)

    def sqrt(self, value: Any) -> Any:
        return np.sqrt(value)

    def divide(self, value: Any, by: Any) -> Any:
        return np.where(np.equal(by, 0.0), np.nan, np.divide(value, by))

    def least(self, value: Any, other: Any) -> Any:
        return np.minimum(value, other)


def worked_out(columns: Mapping[str, Any], stages: Sequence[Stage]) -> dict[str, Values]:
    """The columns as arrays, with what each stage adds; a fact that is no column is unknown."""
    rows_count = len(next(iter(columns.values())))
    facts = _Facts((name, as_array(values)) for name, values in columns.items())
    ops = ArrayOps()
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for stage in stages:
            added = stage(ops, facts).items()
            facts |= {name: np.broadcast_to(value, rows_count) for name, value in added}
    return dict(facts)


def each_with_each(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Values]:
    """Every row of one table with every row of the other, the rows of the first one together."""
    left_count, right_count = (len(next(iter(table.values()))) for table in (left, right))
    crossed = {name: np.repeat(as_array(values), right_count) for name, values in left.items()}
    return crossed | {name: np.tile(as_array(v), left_count) for name, v in right.items()}


def as_array(values: Any) -> Values:
    """A column as an array: text as it is, everything else as numbers with NaN for unknown."""
    if isinstance(values, np.ndarray):
        return values
    first = next((each for each in values if each is not None), None)
    return np.array(values, dtype=object if isinstance(first, str) else np.float64)


def as_lists(columns: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, list[Any]]:
    """The columns as plain lists of the kinds asked for, with None for unknown."""
    return {name: _listed(values, MADE_BY.get(kinds[name])) for name, values in columns.items()}


def _listed(values: Any, made_by: Callable[[Any], Any] | None) -> list[Any]:
    plain = values.tolist() if isinstance(values, np.ndarray) else values
    known = [None if each != each else each for each in plain]  # only NaN differs from itself
    return known if made_by is None else [None if v is None else made_by(v) for v in known]


class _Facts(dict[str, Any]):
    """Columns by name, asked for as the facts of a device."""

    def __getattr__(self, name: str) -> Any:
        return self.get(name, np.nan)


def _missing(value: Any) -> Any:
    """Where a value is unknown: NaN, and None in text, are the ones to differ from any number."""
    array = np.asarray(value)
    return array == np.array(None) if array.dtype == object else np.isnan(array)


def _answered(met: Any, *asked: Any) -> Any:
    """A condition as a number, unknown where a value it asks is."""
    answer = met.astype(np.float64)
    for each in asked:
        answer = np.where(_missing(each), np.nan, answer)
    return answer


def _each(formula: Callable[[float], float], values: Any) -> Any:
    """Every value by the standard library: NumPy's own functions differ between processors."""
    array = np.asarray(values, dtype=np.float64)
    return np.array([formula(each) for each in array.ravel().tolist()]).reshape(array.shape)


def _exp(value: float) -> float:
    return math.inf if value > LARGEST_EXPONENT else math.exp(value)


def _log(value: float) -> float:
    return math.log(value) if value > 0 else math.nan
