"""What the sources say about each category, side by side, and how far they are apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kringspoor.catalogue.pcf import SOURCE as SHEETS
from kringspoor.catalogue.shipped_statistics import ShippedStatistics
from kringspoor.catalogue.tables import Row, rows_of
from kringspoor.core.factor import SourceFigure

COLUMNS = ("category", "embodied_kg", "error_ratio", "kwh_per_year", "where", "note")


def figures_in(source: str, path: Path) -> Iterable[SourceFigure]:
    """The figures of one source's file."""
    return [_figure(source, row) for row in rows_of(path, COLUMNS)]


def _figure(source: str, row: Row) -> SourceFigure:
    return SourceFigure(
        category=row.text("category"),
        source=source,
        embodied_kg=row.number_or_none("embodied_kg"),
        embodied_error_ratio=row.number_or_none("error_ratio"),
        kwh_per_year=row.number_or_none("kwh_per_year"),
        where=row.text("where"),
        note=row.cells["note"],
    )


def figures_of_sheets(statistics: ShippedStatistics) -> Iterable[SourceFigure]:
    """The medians of makers' sheets as one source among the others, where enough sheets speak."""
    return [
        SourceFigure(
            category=category,
            source=SHEETS,
            embodied_kg=group.embodied.median_value if group.embodied else None,
            embodied_error_ratio=group.stated_error_ratio,
            kwh_per_year=group.kwh.median_value if group.kwh else None,
            where=f"statistics/pcf.csv category:{category}",
            note=f"median of {group.embodied.n_count} sheets" if group.embodied else "",
        )
        for (rung, category, _, _), group in statistics.groups.items()
        if rung == "category" and (group.embodied or group.kwh)
    ]


def by_category(figures: Iterable[SourceFigure]) -> Mapping[str, tuple[SourceFigure, ...]]:
    """The figures of each category, lowest embodied first."""
    gathered: dict[str, list[SourceFigure]] = {}
    for each in figures:
        gathered.setdefault(each.category, []).append(each)
    return {
        category: tuple(sorted(gathered[category], key=lambda f: (f.embodied_kg or 0, f.source)))
        for category in sorted(gathered)
    }


def spread_ratio(values: Sequence[float]) -> float:
    """How far sources are apart: the relative standard deviation of a lognormal through them.

    ``sqrt(exp(s^2) - 1)`` with ``s`` the sample standard deviation of the logarithms; 0 for one
    source, whose stated error is then all that is known.
    Units: kg, kg, ... -> 1.

    >>> round(spread_ratio([241.0, 183.0, 260.0, 280.0, 156.0]), 2), spread_ratio([56.0])
    (0.25, 0.0)
    """
    logs = [math.log(each) for each in values if each > 0]
    if len(logs) < 2:
        return 0.0
    mean = sum(logs) / len(logs)
    variance = sum((each - mean) ** 2 for each in logs) / (len(logs) - 1)
    return math.sqrt(math.expm1(variance))
