"""A country's grid by year."""

from __future__ import annotations

import pytest

from kringspoor.catalogue.facts import load
from kringspoor.core.errors import Unknown


def test_belgium_takes_the_consumption_mix_and_shows_the_production_mix_as_low() -> None:
    (year,) = load().grid("BE", [2024])
    assert (year.kg_per_kwh, year.low_kg_per_kwh, year.high_kg_per_kwh) == (0.153, 0.12696, 0.153)
    assert (year.source, year.sources) == ("electricity-maps", ("electricity-maps", "ember"))
    assert not year.is_carried


def test_before_the_consumption_mix_the_production_mix_speaks() -> None:
    (year,) = load().grid("BE", [2019])
    assert (year.source, year.kg_per_kwh) == ("ember", 0.15654)


def test_a_year_nobody_knows_carries_the_nearest_and_says_so() -> None:
    early, late = load().grid("BE", [1999, 2031])
    assert (early.calendar_year, early.kg_per_kwh, early.is_carried) == (1999, 0.21828, True)
    assert (late.calendar_year, late.kg_per_kwh, late.is_carried) == (2031, 0.18, True)


@pytest.mark.parametrize("country", ["BE", "NL", "DE", "FR", "LU"])
def test_belgium_and_its_neighbours_have_every_year_since_2008(country: str) -> None:
    years = load().grid(country, range(2008, 2026))
    assert not any(each.is_carried for each in years)
    assert all(e.low_kg_per_kwh <= e.kg_per_kwh <= e.high_kg_per_kwh for e in years)


def test_an_unknown_country_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unknown, match="known are BE, DE, FR, LU, NL"):
        load().grid("XX", [2024])
