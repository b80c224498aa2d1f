"""How sure the sums are: what is shared, what averages out, what was metered."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

import pytest

from kringspoor.assess import sums
from kringspoor.assess.totals import Group

KINDS: dict[str, list[Any]] = {
    "embodied_kg": [300.0, 300.0, None],
    "embodied_source_ratio": [0.3, 0.3, 0.3],
    "embodied_model_ratio": [0.4, 0.4, 0.4],
    "target_months": [60, 60, 60],
    "category": ["laptop", "laptop", None],
    "model_kwh_per_year": [50.0, 50.0, 50.0],
    "kwh_source_ratio": [0.5, 0.5, 0.5],
    "kwh_model_ratio": [0.5, 0.5, 0.5],
    "kwh_key": ["kwh 1", "kwh 1", "kwh 1"],
}


def group(kind_no: int = 0, **known: Any) -> Group:
    nought = {each.name: 0 for each in fields(Group)}
    return Group(**{**nought, "step": "keep", "reason": "keep", "kind_no": kind_no, **known})


def test_metered_electricity_is_as_sure_as_a_meter() -> None:
    two = group(device_count=2, wh_per_year=40_000, measured_wh_per_year=40_000)
    found = sums.electricity([two], KINDS)
    assert found.mid == 40.0
    assert found.ratio == pytest.approx(0.05)


def test_what_nobody_metered_keeps_the_error_of_its_kind() -> None:
    mixed = group(device_count=3, wh_per_year=140_000, measured_wh_per_year=40_000)
    found = sums.electricity([mixed], KINDS)
    source, model = 100.0 * 0.5, 50.0 * 0.5 * math.sqrt(2)  # two devices of 50 kWh
    assert found.mid == 140.0
    assert found.variance == pytest.approx(source**2 + model**2 + (40.0 * 0.05) ** 2)


def test_groups_of_one_category_share_its_error_and_models_average_out() -> None:
    apart = [group(0, device_count=4), group(1, device_count=12)]
    together = sums.embodied([group(0, device_count=16)], KINDS)
    found = sums.embodied(apart, KINDS)
    assert found.mid == together.mid == 16 * 300.0
    assert math.sqrt(found.source_var) == pytest.approx(0.3 * found.mid)
    assert math.sqrt(found.model_var) == pytest.approx(0.4 * 300.0 * 4)


def test_a_year_is_the_making_over_the_lifetime_and_the_electricity() -> None:
    groups = [group(0, device_count=10, wh_per_year=500_000)]
    found = sums.yearly(groups, KINDS, kg_per_kwh=0.2, grid_ratio=0.0)
    assert found.mid == pytest.approx(10 * 300.0 / 5 + 500 * 0.2)
    unsure = sums.yearly(groups, KINDS, kg_per_kwh=0.2, grid_ratio=0.1)
    assert unsure.mid == found.mid
    assert unsure.variance - found.variance == pytest.approx((500 * 0.2 * 0.1) ** 2)
    assert unsure.source_skew > found.source_skew


def test_a_device_without_a_factor_adds_its_electricity_alone() -> None:
    found = sums.yearly([group(2, device_count=1, wh_per_year=50_000)], KINDS, 0.2, 0.0)
    assert found.mid == pytest.approx(10.0)
