"""How sure the sum of a fleet is: source errors shared by a category, model errors independent.

Where sources disagree on a category they disagree on all its rows alike, whatever the make.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kringspoor.assess.stages import MEASURED_RATIO
from kringspoor.assess.totals import Group
from kringspoor.core.estimate import Estimate
from kringspoor.core.quantity import FLOATS, Z_95, Range
from kringspoor.core.saving import saving_bound

Kinds = Mapping[str, Sequence[Any]]
Row = tuple[str, Estimate]  # what shares its source error with what else has that key


def embodied(groups: Iterable[Group], kinds: Kinds) -> Estimate:
    """The making of all devices together.

    Units: kg CO2e. Devices of one category share the error of its sources; the model error of
    each device is its own.
    """
    return _per_row(_making(groups, kinds, lambda kind_no: 1.0))


def electricity(groups: Iterable[Group], kinds: Kinds) -> Estimate:
    """The electricity of all devices in a year. Units: kWh a year.

    What was metered has the error of a meter, which all meters are taken to share.
    """
    return _per_row(row for group in groups for row in _used(group, kinds))


def yearly(groups: Sequence[Group], kinds: Kinds, kg_per_kwh: float, grid_ratio: float) -> Estimate:
    """Making spread over the lifetimes plus a year of electricity. Units: kg CO2e a year.

    The grid's own error is shared by every device that draws from it. A device without a lifetime
    or a factor adds its electricity alone.
    """

    def a_year(kind_no: int) -> float:
        months = kinds["target_months"][kind_no]
        return 12 / months if months else 0.0

    used = electricity(groups, kinds).scaled(kg_per_kwh)
    grid = replace(Estimate.of_ratios(used.mid, grid_ratio, 0.0), mid=0.0)
    return total_of([_per_row(_making(groups, kinds, a_year)), used, grid])


def _per_row(rows: Iterable[Row]) -> Estimate:
    by_row: dict[str, Estimate] = defaultdict(lambda: Estimate(0.0))
    for key, estimate in rows:
        by_row[key] = by_row[key].same_source(estimate)
    return total_of(by_row.values())


def _making(groups: Iterable[Group], kinds: Kinds, part: Callable[[int], float]) -> Iterator[Row]:
    for group in groups:
        one = kinds["embodied_kg"][group.kind_no]
        if one is None or not group.device_count:
            continue
        estimate = Estimate.of_ratios(
            one * part(group.kind_no),
            kinds["embodied_source_ratio"][group.kind_no],
            kinds["embodied_model_ratio"][group.kind_no],
        )
        yield kinds["category"][group.kind_no] or "", estimate.times(group.device_count)


def _used(group: Group, kinds: Kinds) -> Iterator[Row]:
    """What was metered, and what is known of the kind alone."""
    if group.measured_wh_per_year:
        measured = group.measured_wh_per_year / 1000
        yield "measured", Estimate.of_ratios(measured, MEASURED_RATIO, 0.0)
    rest = (group.wh_per_year - group.measured_wh_per_year) / 1000
    one = kinds["model_kwh_per_year"][group.kind_no]
    if rest > 0 and one:
        estimate = Estimate.of_ratios(
            one, kinds["kwh_source_ratio"][group.kind_no], kinds["kwh_model_ratio"][group.kind_no]
        )
        yield kinds["kwh_key"][group.kind_no], estimate.times(max(round(rest / one), 1))


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
        shared[kinds["category"][group.kind_no] or ""] += error * source / both
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
