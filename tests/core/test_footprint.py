"""The footprint of one device, and what is unknown when a part of it is."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kringspoor.core import footprint
from kringspoor.core.estimate import Estimate
from kringspoor.core.quantity import FLOATS


def test_a_year_weighs_a_part_of_the_making_and_a_year_of_electricity() -> None:
    yearly = footprint.yearly_kg(FLOATS, 240.0, 60, 20.0, 0.15)
    assert yearly == pytest.approx(240 / 5 + 20 * 0.15)


@pytest.mark.parametrize("known", [(None, 60, 20.0), (240.0, None, 20.0), (240.0, 60, None)])
def test_a_year_is_unknown_when_any_part_is(known: tuple[float | None, ...]) -> None:
    embodied, months, kwh = known
    assert footprint.yearly_kg(FLOATS, embodied, months, kwh, 0.15) is None


def test_the_share_of_production_depends_on_the_grid_and_the_lifetime() -> None:
    def share(years: float, kg_per_kwh: float) -> float:
        used = 18.8 * years * kg_per_kwh
        return float(footprint.production_share(FLOATS, 241.0, used))

    assert share(4, 0.52) == pytest.approx(0.86, abs=0.01)
    assert share(5, 0.1176) == pytest.approx(0.95, abs=0.01)


def test_electricity_before_the_purchase_is_nobodys() -> None:
    assert footprint.use_to_date_kg(FLOATS, 20.0, 3.0, 3.0) == 0
    assert footprint.use_to_date_kg(FLOATS, 20.0, 3.0, None) is None


@given(st.floats(1, 1e6), st.floats(0.01, 1.5))
def test_one_row_has_the_same_bounds_whichever_way_they_are_asked(kg: float, ratio: float) -> None:
    interval = Estimate.of_ratios(kg, ratio, 0.0).interval()
    variance = (kg * ratio) ** 2
    low = footprint.lognormal_bound(FLOATS, kg, variance, footprint.LOW)
    high = footprint.lognormal_bound(FLOATS, kg, variance, footprint.HIGH)
    assert interval.high == pytest.approx(max(high, kg), rel=1e-6)
    assert interval.low == pytest.approx(min(low, kg), rel=1e-6)


def test_the_variance_of_a_year_holds_making_electricity_and_grid() -> None:
    device = SimpleNamespace(
        embodied_kg=240.0,
        target_months=60,
        used_kwh_per_year=20.0,
        embodied_source_ratio=0.3,
        embodied_model_ratio=0.4,
        used_source_ratio=0.0,
        used_model_ratio=0.05,
    )
    variance = footprint.yearly_variance(FLOATS, device, 0.15, 0.12)
    assert math.sqrt(variance) == pytest.approx(math.hypot(48 * 0.5, 3 * 0.13))


def test_nothing_saved_is_never_earned_back() -> None:
    assert footprint.break_even_years(241.0, 0.0, 0.15) == math.inf
