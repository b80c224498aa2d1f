"""Estimates with two layers of error, held to seeded draws."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from kringspoor.core.estimate import Estimate
from kringspoor.core.quantity import Range

Row = tuple[float, float, float, int]
# kg, relative error of the source, relative spread of models, devices
OFFICE: tuple[Row, ...] = (
    (241.0, 0.22, 0.28, 4000),
    (301.0, 0.25, 0.35, 1500),
    (357.0, 0.40, 0.35, 3500),
    (56.0, 0.30, 0.40, 2000),
    (1280.0, 0.50, 0.60, 60),
)
LAPTOPS: tuple[Row, ...] = ((241.0, 0.32, 0.28, 10_000),)
APART: tuple[Row, ...] = (  # sources a factor eight apart on monitors
    (330.0, 1.0, 0.35, 390),
    (241.0, 0.33, 0.28, 480),
    (301.0, 0.40, 0.35, 152),
    (56.0, 0.43, 0.40, 135),
    (17.0, 0.5, 0.5, 230),
)
MONITORS: tuple[Row, ...] = ((330.0, 1.0, 0.35, 390),)
SMALL: tuple[Row, ...] = ((241.0, 0.3, 0.35, 10), (330.0, 0.5, 0.35, 10))
MANY: tuple[Row, ...] = tuple(
    (100.0 + 20 * i, 0.3 + 0.02 * i, 0.3, 100 * (1 + i % 5)) for i in range(15)
)


def closed_form(rows: tuple[Row, ...]) -> Estimate:
    each = (Estimate.of_ratios(kg, s, m).times(n) for kg, s, m, n in rows)
    return sum(each, start=Estimate(0.0))


def drawn(rows: tuple[Row, ...], count: int, seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Fleet totals: one draw per factor row, one per device (summed as a normal)."""
    dice = np.random.default_rng(seed)
    totals = np.zeros(count)
    for kg, source, model, devices in rows:
        sigma = math.sqrt(math.log1p(source**2))
        shared = np.exp(dice.normal(-(sigma**2) / 2, sigma, count))
        own = dice.normal(devices, math.sqrt(devices) * model, count)
        totals += kg * shared * own
    return totals


@pytest.mark.parametrize("rows", [OFFICE, LAPTOPS, SMALL, MANY, APART, MONITORS])
def test_the_closed_form_is_within_one_and_a_half_percent_of_twenty_thousand_draws(
    rows: tuple[Row, ...],
) -> None:
    interval = closed_form(rows).interval()
    draws = drawn(rows, 20_000, seed=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    assert interval.low == pytest.approx(low, rel=0.015)
    assert interval.high == pytest.approx(high, rel=0.015)
    assert interval.mid == pytest.approx(draws.mean(), rel=0.015)


def test_draws_of_independent_devices_alone_would_be_far_too_sure() -> None:
    estimate = closed_form(OFFICE)
    assert math.sqrt(estimate.variance) > 30 * math.sqrt(estimate.model_var)


def test_doubling_a_fleet_keeps_the_source_error_and_divides_the_model_error_by_root_two() -> None:
    one, two = (Estimate.of_ratios(241.0, 0.2, 0.3).times(n) for n in (1000, 2000))
    assert math.sqrt(two.source_var) / two.mid == pytest.approx(math.sqrt(one.source_var) / one.mid)
    assert math.sqrt(two.model_var) / two.mid == pytest.approx(
        math.sqrt(one.model_var) / one.mid / math.sqrt(2)
    )


def test_two_lots_on_one_row_are_as_uncertain_as_one_lot_of_both() -> None:
    row = Estimate.of_ratios(241.0, 0.2, 0.3)
    both, one = row.times(30).same_source(row.times(70)), row.times(100)
    assert (both.mid, both.source_var, both.model_var) == pytest.approx(
        (one.mid, one.source_var, one.model_var)
    )


def test_two_rows_are_surer_together_than_one_row_twice() -> None:
    row = Estimate.of_ratios(241.0, 0.2, 0.0)
    assert (row + row).variance < row.same_source(row).variance


def test_scaling_keeps_the_relative_error() -> None:
    row = Estimate.of_ratios(241.0, 0.2, 0.3)
    assert row.scaled(0.5).ratio == pytest.approx(row.ratio)


def test_the_interval_of_nothing_is_nothing() -> None:
    assert Estimate(0.0).interval() == Range(0.0, 0.0, 0.0)


def test_an_interval_always_holds_its_middle() -> None:
    for ratio in (0.01, 0.3, 1.0, 3.0):
        interval = Estimate.of_ratios(10.0, ratio, 0.0).interval()
        assert 0 < interval.low <= interval.mid <= interval.high
