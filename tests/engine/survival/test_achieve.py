"""The whole answer: fast enough to ask for while a page waits, and the same every time."""

from __future__ import annotations

import time

import numpy as np
from tests.engine.survival.fleets import INVENTORY_START, TODAY, drawn

from kringspoor.engine.survival import Fit, achieved, lives_of, remaining_months, years_ahead


def test_a_hundred_thousand_devices_take_less_than_a_second() -> None:
    start, end = drawn(116_000, seed=1)
    causes: list[str | None] = np.random.default_rng(2).choice(["a", "b", "c"], len(start)).tolist()
    began = time.perf_counter()
    answer = achieved(
        lives_of(
            start.tolist(),
            [None if day != day else day for day in end.tolist()],
            today_days=TODAY,
            inventory_start_days=INVENTORY_START,
            causes=causes,
        )
    )
    assert isinstance(answer.fit, Fit)
    years_ahead(answer.lives, answer.fit, 5)
    remaining_months(answer.lives, answer.fit)
    taken = time.perf_counter() - began
    assert len(answer.lives.row) > 99_000
    assert taken < 1.0


def test_the_same_list_gives_the_same_digits() -> None:
    start, end = drawn(2000, seed=1)
    one, other = (achieved(lives_of(start, end, today_days=TODAY)) for _ in range(2))
    assert (repr(one.curve), repr(one.fit)) == (repr(other.curve), repr(other.fit))
