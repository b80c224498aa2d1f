"""Ranges, and the float operations."""

from __future__ import annotations

import pytest

from kringspoor.core.quantity import FLOATS, Range


def test_a_range_must_rise() -> None:
    with pytest.raises(ValueError, match="must rise"):
        Range(2.0, 1.0, 3.0)


def test_unknown_times_no_is_no_and_unknown_times_yes_is_unknown() -> None:
    assert FLOATS.all_of([None, False]) is False
    assert FLOATS.all_of([None, True]) is None
    assert FLOATS.all_of([]) is True
    assert FLOATS.below(None, 3) is None
    assert FLOATS.among(None, ("a",)) is None
    assert FLOATS.negate(None) is None


def test_a_rung_that_is_unknown_is_passed_over() -> None:
    outcome = FLOATS.choose((lambda: None, lambda: "wrong"), otherwise=lambda: "right")
    assert outcome == "right"


def test_what_cannot_be_computed_is_unknown() -> None:
    assert FLOATS.divide(1.0, 0.0) is None
    assert FLOATS.log(0.0) is None
    assert FLOATS.sqrt(-1.0) is None
    assert FLOATS.given((1.0, None), lambda: 1.0 / 0.0) is None
