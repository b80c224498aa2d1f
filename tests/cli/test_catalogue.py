"""``kringspoor catalogue`` as a person sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.catalogue.conftest import sheet_file, sheet_row
from typer.testing import CliRunner

from kringspoor.cli.catalogue import app
from kringspoor.core.errors import Unknown


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KRINGSPOOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def _said(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_show_puts_the_sources_side_by_side_with_their_spread() -> None:
    said = _said("show", "monitor", "--lang", "en")
    for source in ("impactco2", "base-ademe", "boavizta-pcf", "ecodiag", "ivl-inrego"):
        assert source in said
    assert "Highest is 7.7 times the lowest" in said
    assert "maker_screen" in said
    assert "ku-leuven" in said


def test_show_takes_any_word_for_a_category_and_answers_in_dutch() -> None:
    assert "laptop (laptop): 1,65 kg" in _said("show", "draagbare computer")


def test_show_of_an_unknown_category_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unknown, match="known are access_point"):
        CliRunner().invoke(app, ["show", "sofa"], catch_exceptions=False)


def test_list_names_every_source_with_its_licence() -> None:
    said = _said("list", "--lang", "en")
    assert "ODbL-1.0" in said
    assert "illustrative" in said
    assert len(said.splitlines()) == 16


def test_check_of_the_shipped_catalogue_is_sound_and_of_a_broken_one_is_not(home: Path) -> None:
    assert _said("check", "--lang", "en").startswith("Sound: 39 categories")
    broken = home / "catalogue" / "grid"
    broken.mkdir(parents=True)
    (broken / "mine.csv").write_text(
        "country,calendar_year,kg_per_kwh\nBE,2020,1\n", encoding="utf-8"
    )
    done = CliRunner().invoke(app, ["check", "--lang", "en"])
    assert done.exit_code == 1
    assert "grid/mine.csv: source 'mine' does not exist" in done.output


def test_add_prints_what_it_found_and_keeps_the_file(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "sheets.csv"
    path.write_bytes(
        sheet_file([sheet_row("Latitude 5420"), sheet_row("B", screen_size="0")]).content
    )
    said = _said("add", str(path), "--lang", "en")
    assert said.startswith("Added: 2 rows, 2 models of known kinds, 2 with what making them emits.")
    assert "1  screen size 0 (read as unknown)" in said
    assert (home / "catalogue" / "sheets" / "boavizta-pcf.csv").is_file()
    assert _said("add", str(path), "--lang", "en").startswith("Was there already: 2 rows")


def test_another_language_than_two_is_refused() -> None:
    done = CliRunner().invoke(app, ["list", "--lang", "fr"])
    assert done.exit_code == 2
