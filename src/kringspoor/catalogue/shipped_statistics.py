"""The statistics that ship (``statistics/pcf.csv``), ready to look up by rung.

Source: boavizta-pcf.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kringspoor.catalogue.pcf_statistics import COLUMNS, LEAST_COUNT
from kringspoor.catalogue.tables import Row, rows_of

Key = tuple[str, str, str, str]  # rung, category, make, screen band


@dataclass(frozen=True, slots=True)
class Spread:
    """A value over many sheets, in the unit of the value. Units: count, x, x, x, 1."""

    n_count: int
    median_value: float
    p10_value: float
    p90_value: float
    gsd_ratio: float


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """What the sheets of one group say; None where fewer than the rung asks say it."""

    embodied: Spread | None
    kwh: Spread | None
    mass: Spread | None
    stated_error_ratio: float | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The leave-one-out error of a rung. Units: count, 1, 1."""

    n_count: int
    median_ratio: float
    p90_ratio: float

    @property
    def deviation_ratio(self) -> float:
        """The relative standard deviation with these quantiles; the wider of the two.

        A normal error stays within 0.6745 standard deviations half the time, within 1.645 nine
        times in ten.
        """
        return max(self.median_ratio / 0.6745, self.p90_ratio / 1.645)


@dataclass(frozen=True, slots=True)
class ShippedStatistics:
    """Every group and every rung's error of the shipped table."""

    groups: Mapping[Key, GroupStatistics]
    embodied_errors: Mapping[tuple[str, str], LeftOut]  # by rung and category
    kwh_errors: Mapping[tuple[str, str], LeftOut]

    def group(
        self, rung: str, category: str, make: str = "", screen: str = ""
    ) -> GroupStatistics | None:
        """One group, or None when the table has none."""
        return self.groups.get((rung, category, make, screen))


def read_statistics(path: Path) -> ShippedStatistics:
    """The table as committed."""
    groups: dict[Key, GroupStatistics] = {}
    embodied: dict[tuple[str, str], LeftOut] = {}
    kwh: dict[tuple[str, str], LeftOut] = {}
    for row in rows_of(path, COLUMNS):
        rung, category = row.text("rung"), row.text("category")
        if row.cells["make"] == "*":
            _keep(embodied, (rung, category), _left_out(row, "embodied"))
            _keep(kwh, (rung, category), _left_out(row, "kwh"))
        else:
            groups[rung, category, row.cells["make"], row.cells["screen"]] = _group(row, rung)
    return ShippedStatistics(groups, embodied, kwh)


def _keep(
    errors: dict[tuple[str, str], LeftOut], key: tuple[str, str], found: LeftOut | None
) -> None:
    if found is not None:
        errors[key] = found


def _left_out(row: Row, value: str) -> LeftOut | None:
    count = int(row.number(f"{value}_left_out_count"))
    if not count:
        return None
    return LeftOut(
        count,
        row.number(f"{value}_left_out_median_ratio"),
        row.number(f"{value}_left_out_p90_ratio"),
    )


def _group(row: Row, rung: str) -> GroupStatistics:
    least = max(LEAST_COUNT[rung], 3)
    return GroupStatistics(
        _spread(row, "embodied", least),
        _spread(row, "kwh", least),
        _spread(row, "mass", least),
        row.number_or_none("error_ratio_median"),
    )


def _spread(row: Row, value: str, least: int) -> Spread | None:
    count = int(row.number(f"{value}_count"))
    if count < least:
        return None
    return Spread(
        count,
        row.number(f"{value}_median"),
        row.number(f"{value}_p10"),
        row.number(f"{value}_p90"),
        row.number(f"{value}_gsd_ratio"),
    )


def ratio_of_gsd(gsd: float) -> float:
    """The relative standard deviation of a lognormal with this geometric standard deviation.

    Units: 1 -> 1.

    >>> round(ratio_of_gsd(1.4), 3), ratio_of_gsd(1.0)
    (0.346, 0.0)
    """
    return math.sqrt(math.expm1(math.log(gsd) ** 2))
