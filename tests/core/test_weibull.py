"""The Weibull formulas: on floats and on arrays, the unknown included."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kringspoor.core.quantity import FLOATS
from kringspoor.core.weibull import Weibull
from kringspoor.engine.arrays import ArrayOps

CURVES = [Weibull(0.7, 50.0), Weibull(1.0, 60.0), Weibull(2.5, 72.0), Weibull(8.0, 60.0)]
AGES = [0.0, 0.02, 1.0, 24.0, 60.0, 119.5]


@pytest.mark.parametrize("curve", CURVES)
def test_the_mean_is_the_area_under_the_curve(curve: Weibull) -> None:
    step = 0.05
    ages = np.arange(step / 2, 1500, step)
    area = float(np.exp(-((ages / curve.scale_months) ** curve.shape_ratio)).sum() * step)
    assert curve.mean_months == pytest.approx(area, rel=1e-3)


@pytest.mark.parametrize("curve", CURVES)
def test_half_is_gone_at_the_median(curve: Weibull) -> None:
    assert curve.lasting_share(FLOATS, 0.0, curve.median_months) == pytest.approx(0.5)
    assert curve.remaining_months(FLOATS, 0.0) == pytest.approx(curve.median_months)


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("age", AGES)
def test_half_of_those_of_an_age_are_gone_after_their_remaining_life(
    curve: Weibull, age: float
) -> None:
    more = curve.remaining_months(FLOATS, age)
    assert curve.lasting_share(FLOATS, age, more) == pytest.approx(0.5)


def test_a_shape_of_one_does_not_age() -> None:
    curve = Weibull(1.0, 60.0)
    remaining = [curve.remaining_months(FLOATS, age) for age in AGES]
    assert remaining == pytest.approx([60 * math.log(2)] * len(AGES))


def test_to_last_two_years_is_to_last_one_and_then_another() -> None:
    curve = Weibull(2.5, 72.0)
    one, then = (curve.lasting_share(FLOATS, age, 12.0) for age in (40.0, 52.0))
    assert curve.lasting_share(FLOATS, 40.0, 24.0) == pytest.approx(one * then)


def test_a_device_that_is_not_there_yet_does_not_wear() -> None:
    assert Weibull(2.5, 72.0).wear(FLOATS, -3.0) == 0.0


@pytest.mark.parametrize("formula", ["wear", "remaining_months", "lasting_share"])
@pytest.mark.parametrize("curve", CURVES)
def test_an_array_answers_as_each_float_does(curve: Weibull, formula: str) -> None:
    ages = [*AGES, -1.0, None]
    on_array = getattr(curve, formula)(ArrayOps(), np.array(ages, dtype=np.float64)).tolist()
    on_floats = [getattr(curve, formula)(FLOATS, age) for age in ages]
    assert on_array[-1] != on_array[-1]
    assert on_floats[-1] is None
    assert on_array[:-1] == on_floats[:-1]
