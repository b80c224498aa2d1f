"""What a kilowatt-hour weighs: yearly factors of a country's grid, with the sources' low and high.

The default series is the consumption mix (imports counted) where it exists, else the production
mix. Years before the first or after the last known one carry the nearest value and say so.
Source: electricity-maps, ember.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kringspoor.catalogue.tables import rows_of
from kringspoor.core.errors import Unknown
from kringspoor.core.words import Text

COLUMNS = ("country", "calendar_year", "kg_per_kwh")
PREFERRED = ("electricity-maps", "ember")  # a series not named here comes after these


@dataclass(frozen=True, slots=True)
class GridYear:
    """One year of a country's grid.

    ``is_carried``: no source has this year; the nearest year's value stands in.
    Units: kg CO2e per kWh.
    """

    country: str
    calendar_year: int
    kg_per_kwh: float
    low_kg_per_kwh: float
    high_kg_per_kwh: float
    source: str
    sources: tuple[str, ...]
    is_carried: bool = False


def read_grid(tables: Mapping[str, Path]) -> dict[str, dict[int, GridYear]]:
    """Every country's known years, from one file per source."""
    stated: dict[tuple[str, int], dict[str, float]] = {}
    for source, path in tables.items():
        for row in rows_of(path, COLUMNS):
            place = (row.text("country"), int(row.number("calendar_year")))
            stated.setdefault(place, {})[source] = row.number("kg_per_kwh")
    years: dict[str, dict[int, GridYear]] = {}
    for (country, year), values in sorted(stated.items()):
        years.setdefault(country, {})[year] = _grid_year(country, year, values)
    return years


def _grid_year(country: str, year: int, values: Mapping[str, float]) -> GridYear:
    first = min(values, key=_preference)
    return GridYear(
        country=country,
        calendar_year=year,
        kg_per_kwh=values[first],
        low_kg_per_kwh=min(values.values()),
        high_kg_per_kwh=max(values.values()),
        source=first,
        sources=tuple(sorted(values)),
    )


def _preference(source: str) -> tuple[int, str]:
    place = PREFERRED.index(source) if source in PREFERRED else len(PREFERRED)
    return place, source


def grid_years(
    known: Mapping[str, Mapping[int, GridYear]], country: str, wanted: Iterable[int]
) -> Sequence[GridYear]:
    """The grid of a country for the wanted years; years nobody knows are carried and flagged."""
    if country not in known:
        names = ", ".join(sorted(known))
        raise Unknown(
            Text(nl=f"land '{country}' is niet bekend", en=f"country '{country}' is not known"),
            hint=Text(nl=f"bekend zijn {names}", en=f"known are {names}"),
            code="unknown-country",
        )
    years = known[country]
    return [_year_or_nearest(years, year) for year in wanted]


def _year_or_nearest(years: Mapping[int, GridYear], year: int) -> GridYear:
    if year in years:
        return years[year]
    near = years[min(years, key=lambda each: (abs(each - year), each))]
    return GridYear(
        country=near.country,
        calendar_year=year,
        kg_per_kwh=near.kg_per_kwh,
        low_kg_per_kwh=near.low_kg_per_kwh,
        high_kg_per_kwh=near.high_kg_per_kwh,
        source=near.source,
        sources=near.sources,
        is_carried=True,
    )
