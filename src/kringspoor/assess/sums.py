"""How sure the sum of a fleet is: source errors shared per factor row, model errors independent."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kringspoor.assess.totals import Group
from kringspoor.core.quantity import FLOATS, Z_95, Estimate, Range
from kringspoor.core.saving import saving_bound


def embodied(groups: Iterable[Group], kinds: Mapping[str, Sequence[Any]]) -> Estimate:
    """The making of all devices together.

    Units: kg CO2e. Devices on one factor row share its source error; the model error of each
    device is its own.
    """
    by_row: dict[str, Estimate] = defaultdict(lambda: Estimate(0.0))
    for group in groups:
        one = kinds["embodied_kg"][group.kind_no]
        if one is None or not group.device_count:
            continue
        row = Estimate.of_ratios(
            one,
            kinds["embodied_source_ratio"][group.kind_no],
            kinds["embodied_model_ratio"][group.kind_no],
        ).times(group.device_count)
        key = kinds["factor_key"][group.kind_no]
        by_row[key] = by_row[key].same_source(row)
    return total_of(by_row.values())


def electricity(groups: Iterable[Group], kinds: Mapping[str, Sequence[Any]]) -> Estimate:
    """The electricity of all devices in a year. Units: kWh a year."""
    by_row: dict[str, Estimate] = defaultdict(lambda: Estimate(0.0))
    for group in groups:
        if not group.wh_per_year or not group.device_count:
            continue
        one = group.wh_per_year / 1000 / group.device_count
        row = Estimate.of_ratios(
            one, kinds["kwh_source_ratio"][group.kind_no], kinds["kwh_model_ratio"][group.kind_no]
        ).times(group.device_count)
        key = kinds["kwh_key"][group.kind_no]
        by_row[key] = by_row[key].same_source(row)
    return total_of(by_row.values())


def yearly(
    groups: Sequence[Group],
    kinds: Mapping[str, Sequence[Any]],
    kg_per_kwh: float,
    grid_ratio: float,
) -> Estimate:
    """Making spread over the lifetimes plus a year of electricity. Units: kg CO2e a year.

    The grid's own error is shared by every device that draws from it.
    """
    by_row: dict[str, Estimate] = defaultdict(lambda: Estimate(0.0))
    for group in groups:
        one, months = kinds["embodied_kg"][group.kind_no], kinds["target_months"][group.kind_no]
        if one is None or not months or not group.device_count:
            continue
        row = Estimate.of_ratios(
            one * 12 / months,
            kinds["embodied_source_ratio"][group.kind_no],
            kinds["embodied_model_ratio"][group.kind_no],
        ).times(group.device_count)
        key = kinds["factor_key"][group.kind_no]
        by_row[key] = by_row[key].same_source(row)
    used = electricity(groups, kinds).scaled(kg_per_kwh)
    grid = Estimate(0.0, source_var=(used.mid * grid_ratio) ** 2)
    return total_of([*by_row.values(), used, grid])


def saving(groups: Iterable[Group], kinds: Mapping[str, Sequence[Any]]) -> Range:
    """What all steps together save, with its scenario spread and factor error.

    Units: kg CO2e.
    """
    mid = low = high = model_var = 0.0
    shared: dict[str, float] = defaultdict(float)
    for group in groups:
        if not group.saving_g:
            continue
        mid += group.saving_g / 1000
        low += group.scenario_low_g / 1000
        high += group.scenario_high_g / 1000
        source = kinds["embodied_source_ratio"][group.kind_no]
        model = kinds["embodied_model_ratio"][group.kind_no]
        both = math.hypot(source, model) or 1.0
        error = group.saving_error_g / 1000
        shared[kinds["factor_key"][group.kind_no]] += error * source / both
        model_var += (error * model / both) ** 2 / max(group.device_count, 1)
    factor_sd = math.sqrt(sum(each**2 for each in shared.values()) + model_var)
    return Range(
        saving_bound(FLOATS, mid, low, factor_sd, -Z_95),
        mid,
        saving_bound(FLOATS, mid, high, factor_sd, Z_95),
    )


def total_of(estimates: Iterable[Estimate]) -> Estimate:
    """The sum of estimates on different factor rows."""
    return sum(estimates, start=Estimate(0.0))
