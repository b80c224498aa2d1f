"""The whole answer: fast enough to ask for while a page waits, and the same every time."""

from __future__ import annotations

import time

import numpy as np
from tests.engine.survival.fleets import INVENTORY_START, TODAY, drawn

from kringspoor.engine.survival import Fit, achieved, lives_of, remaining_months, years_ahead


def test_a_hundred_thousand_devices_take_less_than_a_second() -> None:
    """Of the processor, and the quickest of three: what else the machine does is no matter."""
    start, end = drawn(116_000, seed=1)
    ends = [None if day != day else day for day in end.tolist()]
    causes: list[str | None] = np.random.default_rng(2).choice(["a", "b", "c"], len(start)).tolist()

    def taken() -> float:
        began = time.process_time()
        lives = lives_of(
            start.tolist(),
            ends,
            today_days=TODAY,
            inventory_start_days=INVENTORY_START,
            causes=causes,
        )
        answer = achieved(lives)
        assert isinstance(answer.fit, Fit)
        assert len(years_ahead(lives, answer.fit, 5)) == 5
        assert len(remaining_months(lives, answer.fit)) == lives.is_in_use.sum()
        return time.process_time() - began

    assert len(start) > 99_000
    assert min(taken() for _ in range(3)) < 1.0


def test_the_same_list_gives_the_same_digits() -> None:
    start, end = drawn(2000, seed=1)
    one, other = (achieved(lives_of(start, end, today_days=TODAY)) for _ in range(2))
    assert (repr(one.curve), repr(one.fit)) == (repr(other.curve), repr(other.fit))
