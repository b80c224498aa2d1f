"""Arrays: every operation answers as it does on floats, the unknown included."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from kringspoor.core.quantity import FLOATS, Ops
from kringspoor.engine.arrays import ArrayOps, as_array, as_lists, each_with_each, worked_out

VALUES = (None, -2.5, -1.0, 0.0, 0.5, math.nextafter(0.5, 1.0), 1.0, 3.0, 800.0)
PAIRS = tuple(itertools.product(VALUES, repeat=2))

Formula = Callable[[Ops, Any, Any], Any]
FORMULAS: dict[str, Formula] = {
    "below": lambda ops, a, b: ops.below(a, b),
    "at least": lambda ops, a, b: ops.at_least(a, b),
    "among": lambda ops, a, b: ops.among(a, (1, 3)),
    "unknown": lambda ops, a, b: ops.unknown(a),
    "all of": lambda ops, a, b: ops.all_of([ops.below(a, 1), ops.at_least(b, 1)]),
    "negate": lambda ops, a, b: ops.negate(ops.below(a, b)),
    "given": lambda ops, a, b: ops.given((a, b), lambda: a * b - a),
    "divide": lambda ops, a, b: ops.given((a, b), lambda: ops.divide(a, b)),
    "exp": lambda ops, a, b: ops.given((a,), lambda: ops.exp(a / 2.0)),
    "log": lambda ops, a, b: ops.given((a,), lambda: ops.log(a)),
    "sqrt": lambda ops, a, b: ops.given((a,), lambda: ops.sqrt(a)),
    "least": lambda ops, a, b: ops.given((a, b), lambda: ops.least(a, b)),
    "choose": lambda ops, a, b: ops.choose(
        (lambda: ops.unknown(a), lambda: ops.value(-9.0)),
        (lambda: ops.below(a, b), lambda: b),
        (lambda: ops.at_least(b, 3), lambda: ops.value(None)),
        otherwise=lambda: a,
    ),
}


def on_arrays(formula: Formula) -> list[Any]:
    columns = {"a": [a for a, _ in PAIRS], "b": [b for _, b in PAIRS]}
    found = worked_out(columns, [lambda ops, d: {"c": formula(ops, d.a, d.b)}])
    return as_lists({"c": found["c"]}, {"c": "number"})["c"]


@pytest.mark.parametrize("name", FORMULAS)
def test_an_operation_gives_the_same_bits_on_arrays_as_on_floats(name: str) -> None:
    formula = FORMULAS[name]
    expected = [formula(FLOATS, a, b) for a, b in PAIRS]
    assert len(set(expected)) > 1
    assert on_arrays(formula) == expected


def test_an_overflow_is_infinite_and_raises_nothing() -> None:
    found = worked_out({"a": [800.0]}, [lambda ops, d: {"c": ops.exp(d.a)}])
    assert found["c"].tolist() == [math.inf]


def test_text_is_asked_and_unknown_text_is_unknown() -> None:
    ops = ArrayOps()
    text = as_array(["laptop", None, "server"])
    assert as_lists({"c": ops.among(text, ("laptop",))}, {"c": "yes_no"})["c"] == [
        True,
        None,
        False,
    ]
    assert ops.unknown(text).tolist() == [0.0, 1.0, 0.0]


def test_a_fact_that_is_no_column_is_unknown_in_every_row() -> None:
    found = worked_out({"a": [1, 2]}, [lambda ops, d: {"c": ops.unknown(d.missing)}])
    assert found["c"].tolist() == [1.0, 1.0]


def test_a_later_stage_uses_what_an_earlier_one_added() -> None:
    stages = [lambda ops, d: {"b": d.a + 1.0}, lambda ops, d: {"c": d.b * 2.0}]
    assert worked_out({"a": [1, 2]}, stages)["c"].tolist() == [4.0, 6.0]


def test_each_row_meets_each_row_the_first_ones_together() -> None:
    crossed = each_with_each({"kind": ["x", "y"]}, {"step_no": [0, 1, 2]})
    assert crossed["kind"].tolist() == ["x", "x", "x", "y", "y", "y"]
    assert crossed["step_no"].tolist() == [0, 1, 2, 0, 1, 2]


def test_lists_have_the_types_of_their_kinds_and_none_for_unknown() -> None:
    kinds = {"n": "whole", "kg": "number", "yes": "yes_no", "t": "text"}
    columns: dict[str, Any] = {
        "n": np.array([1.0, math.nan]),
        "kg": [2, math.nan],
        "yes": np.array([0.0, math.nan]),
        "t": ["x", None],
    }
    found = as_lists(columns, kinds)  # type: ignore[arg-type]
    assert found == {"n": [1, None], "kg": [2.0, None], "yes": [False, None], "t": ["x", None]}
    assert [type(each[0]) for each in found.values()] == [int, float, bool, str]
