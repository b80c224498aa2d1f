"""Sources side by side."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kringspoor.catalogue.facts import load
from kringspoor.catalogue.figures import figures_in, spread_ratio
from kringspoor.core.errors import BadInput


@pytest.mark.parametrize("category", ["laptop", "desktop", "monitor", "smartphone", "tablet"])
def test_the_common_kinds_have_at_least_four_sources(category: str) -> None:
    assert len(load().figures[category]) >= 4


def test_the_sources_of_a_monitor_are_a_factor_eight_apart() -> None:
    figures = {each.source: each.embodied_kg for each in load().figures["monitor"]}
    assert figures == {
        "impactco2": 65.9,
        "base-ademe": 222,
        "boavizta-pcf": 357.4,
        "ecodiag": 430,
        "ivl-inrego": 510,
    }
    known = [each for each in figures.values() if each is not None]
    assert 7.5 < max(known) / min(known) < 8
    assert spread_ratio(known) > 0.9


def test_a_source_without_open_licence_says_one_thing_of_a_category() -> None:
    catalogue = load()
    for category, figures in catalogue.figures.items():
        sources = [each.source for each in figures]
        assert len(sources) == len(set(sources)), category


def test_every_category_has_a_factor_and_its_figures_say_where_they_stand() -> None:
    catalogue = load()
    for slug in catalogue.categories:
        figures = catalogue.figures[slug]
        assert any(each.embodied_kg for each in figures), slug
        assert all(each.where for each in figures), slug


def test_an_illustrative_figure_stands_only_where_no_other_source_speaks() -> None:
    for category, figures in load().figures.items():
        making = {each.source for each in figures if each.embodied_kg is not None}
        assert making == {"illustrative"} or "illustrative" not in making, category


def test_the_spread_is_that_of_a_lognormal_through_the_sources() -> None:
    deviation = math.log(2) / math.sqrt(2)  # of ln 100 and ln 200
    assert spread_ratio([100, 200]) == pytest.approx(math.sqrt(math.expm1(deviation**2)))
    assert spread_ratio([]) == spread_ratio([100]) == spread_ratio([0, 100]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("category,kg\nlaptop,1\n", "row 1: columns are category, kg (expected: category,"),
        (
            "category,embodied_kg,error_ratio,kwh_per_year,where,note\nlaptop,x,,,p,\n",
            "row 2, column 'embodied_kg': is not a number",
        ),
        (
            "category,embodied_kg,error_ratio,kwh_per_year,where,note\nlaptop,1,,,,\n",
            "row 2, column 'where': is empty",
        ),
        (
            "category,embodied_kg,error_ratio,kwh_per_year,where,note\nlaptop,1\n",
            "row 2: has 2 cells instead of 6",
        ),
    ],
)
def test_a_table_that_does_not_hold_is_refused_where_it_stands(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        figures_in("mine", path)
    assert f"mine.csv, {said}" in str(refused.value)
