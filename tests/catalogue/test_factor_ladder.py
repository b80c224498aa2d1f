"""From exact model to category, with two layers of error."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.catalogue.conftest import sheet_file, sheet_row

from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import SHIPPED, Catalogue, load
from kringspoor.core.errors import Unknown
from kringspoor.core.factor import Factor

ROWS = [
    sheet_row("Latitude 5420", gwp_total="400", yearly_tec="25", weight="1.4"),
    sheet_row("Latitude 5430", gwp_total="300"),
    sheet_row("Latitude 5530", gwp_total="320", screen_size="15"),
    sheet_row("OptiPlex 7090 Tower", subcategory="Desktop", gwp_total="500"),
    sheet_row("OptiPlex 7090 Micro Form Factor", subcategory="Desktop", gwp_total="200"),
]


@pytest.fixture
def with_sheets(tmp_path: Path) -> Catalogue:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "boavizta-pcf.csv").write_bytes(sheet_file(ROWS).content)
    return Catalogue((SHIPPED, tmp_path))


def test_with_the_sheets_the_exact_model_speaks(with_sheets: Catalogue) -> None:
    factor = FactorLadder(with_sheets).find("Dell Inc.", "Latitude 5420", "laptop", 14)
    assert (factor.rung, factor.kwh_rung, factor.matched_model) == (
        "exact",
        "exact",
        "Latitude 5420",
    )
    assert factor.embodied_kg == factor.claim_embodied_kg == pytest.approx(320)
    assert (factor.kwh_per_year, factor.mass_kg) == (25, 1.4)
    assert factor.where == "https://example.org/Latitude-5420 (May 2021)"
    assert factor.match_score_share == 1


def test_the_variants_of_one_model_are_taken_together(with_sheets: Catalogue) -> None:
    ladder = FactorLadder(with_sheets)
    both = ladder.find("Dell", "OptiPlex 7090", "desktop")
    one = ladder.find("Dell", "OptiPlex 7090 Tower", "desktop")
    assert both.rung == "exact"
    assert both.embodied_kg == pytest.approx(280)
    assert both.matched_model == "OptiPlex 7090 Tower (+1)"
    assert both.model_ratio > one.model_ratio > 0
    assert both.key != one.key


def test_an_unlisted_model_of_a_listed_family_takes_its_median(with_sheets: Catalogue) -> None:
    factor = FactorLadder(with_sheets).find("Dell", "Latitude 5999", "laptop")
    assert (factor.rung, factor.matched_model) == ("family", "latitude 5xxx")
    assert factor.embodied_kg == pytest.approx(256)


@pytest.mark.parametrize(
    ("asked", "rung", "embodied_kg"),
    [
        (("Dell", "Latitude 5420", "laptop", 14.0), "maker_screen", 270.8),
        (("Dell", "Latitude 5420", "laptop", None), "maker_screen", 270.8),
        (("", "Latitude 5420", "laptop", None), "maker_screen", 270.8),
        (("Dell", "Vostro", "laptop", None), "maker", 269.0),
        (("Medion", "Akoya", "laptop", 15.6), "category", 241.2),
        ((None, None, "laptop", None), "category", 241.2),
        (("Eaton", "5P 1550", "ups", None), "category", 80),
        (("Dell", "x", "no such kind", None), "none", None),
        ((None, None, None, None), "none", None),
    ],
)
def test_without_the_sheets_the_shipped_statistics_speak(
    asked: tuple[str | None, str | None, str | None, float | None],
    rung: str,
    embodied_kg: float | None,
) -> None:
    factor = FactorLadder(load()).find(*asked)
    assert (factor.rung, factor.embodied_kg) == (rung, embodied_kg)


def test_the_error_between_models_shrinks_towards_the_exact_model(with_sheets: Catalogue) -> None:
    ladder = FactorLadder(with_sheets)
    asked = [("Dell", "Latitude 5420"), ("Dell", "Latitude 5999"), ("Medion", "Akoya")]
    ratios = [ladder.find(make, model, "laptop").model_ratio for make, model in asked]
    assert ratios == sorted(ratios)


def test_what_sources_disagree_on_is_shared_and_larger_for_a_monitor() -> None:
    ladder = FactorLadder(load())
    assert ladder.find("", "", "monitor").source_ratio > 0.9
    assert 0.2 < ladder.find("", "", "laptop").source_ratio < 0.4


def test_the_careful_rule_takes_the_highest_and_lets_a_saving_count_the_lowest() -> None:
    factor = FactorLadder(load(), "conservative").find("Dell", "P2422H", "monitor", 23.8)
    assert (factor.embodied_kg, factor.claim_embodied_kg) == (510, 65.9)
    assert factor.kwh_per_year == 70
    assert set(factor.sources) > {"ivl-inrego", "impactco2"}


def test_a_named_source_speaks_alone_where_it_can() -> None:
    ladder = FactorLadder(load(), "impactco2")
    monitor, server = ladder.find("Dell", "P2422H", "monitor"), ladder.find("", "", "server")
    assert (monitor.embodied_kg, monitor.sources, monitor.rung) == (
        65.9,
        ("impactco2",),
        "category",
    )
    assert len(server.sources) > 1  # silent on servers: the others speak


def test_an_unknown_rule_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unknown, match=r"known are median, conservative, base-ademe, boavizta-pcf"):
        FactorLadder(load(), "average")


def test_electricity_comes_from_the_sheets_before_cited_figures() -> None:
    ladder = FactorLadder(load())
    assert ladder.find("", "", "laptop").kwh_per_year == 18.78
    phone = ladder.find("", "", "ip_phone")
    assert (phone.kwh_per_year, phone.kwh_sources) == (40, ("ecodiag",))


def test_a_screen_without_its_own_mass_takes_that_of_its_size() -> None:
    ladder = FactorLadder(load())
    assert ladder.find("", "", "monitor", 21.5).mass_kg == 4.46
    assert ladder.find("", "", "monitor").mass_kg == 5.7


def test_one_key_is_one_row(with_sheets: Catalogue) -> None:
    ladder = FactorLadder(with_sheets)
    asked = [
        (make, model, category, inches)
        for make in ("Dell", "HP", "")
        for model in ("Latitude 5420", "Latitude 5999", "OptiPlex 7090", "")
        for category in ("laptop", "desktop", "monitor", "ups", "?")
        for inches in (None, 13.3, 24.0)
    ]
    rows: dict[str, Factor] = {}
    for each in asked:
        factor = ladder.find(*each)
        assert rows.setdefault(factor.key, factor) == factor


def test_a_thousand_models_take_well_under_a_second(with_sheets: Catalogue) -> None:
    ladder = FactorLadder(with_sheets)
    ladder.find("Dell", "Latitude 1", "laptop")
    start = time.process_time()
    for number in range(1000):
        ladder.find("Dell", f"Latitude {number} Rugged", "laptop", 14)
    assert time.process_time() - start < 0.6


def test_the_real_sheets_find_the_models_they_hold(real_sheets: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "boavizta-pcf.csv").write_bytes(real_sheets.read_bytes())
    ladder = FactorLadder(Catalogue((SHIPPED, tmp_path)))
    exact = [
        ("Dell", "Latitude 5420", "laptop"),
        ("Dell", "Latitude 7430", "laptop"),
        ("Dell", "OptiPlex 7090", "desktop"),
        ("Dell", "P2422H", "monitor"),
        ("Apple", "MacBook Air M1", "laptop"),
        ("Dell", "PowerEdge R740", "server"),
    ]
    absent = [
        ("HP", "EliteBook 840 G9", "laptop"),
        ("HP", "EliteBook 840 G10", "laptop"),
        ("Dell", "Latitude 5440", "laptop"),
        ("Apple", "iPhone 15", "smartphone"),
        ("Samsung", "Galaxy S21", "smartphone"),
    ]
    assert {ladder.find(*each).rung for each in exact} == {"exact"}
    assert "exact" not in {ladder.find(*each).rung for each in absent}
