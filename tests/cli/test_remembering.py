"""``explain TAG`` knows what was assessed last, and says so when it cannot know."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stories.conftest import Kringspoor

TODAY = ("--today", "2026-11-24")


def test_the_options_of_last_time_hold(kringspoor: Kringspoor, devices: str) -> None:
    kringspoor("assess", devices, *TODAY, "--ladder", "ghent", "--map", "Label=tag")
    said = kringspoor("explain", "a-1")
    assert said.exit_code == 0
    assert "beleid Gent" in " ".join(said.out.split())


def test_every_device_with_the_tag_is_explained(kringspoor: Kringspoor, tmp_path: Path) -> None:
    path = tmp_path / "dubbel.csv"
    rows = "T-1;AB12CD34;Dell;P2419H\nT-1;AB12CD35;Dell;P2419H\n"
    path.write_text(f"Label;Serienummer;Merk;Model\n{rows}", encoding="utf-8")
    said = kringspoor("explain", "T-1", str(path), *TODAY)
    assert said.out.count("Dell P2419H T-1: ") == 2


def test_before_any_assessment_it_asks_for_files(kringspoor: Kringspoor) -> None:
    said = kringspoor("explain", "A-1", "--lang", "en")
    assert (said.exit_code, said.out) == (3, "")
    assert "nothing was assessed yet (give the files: kringspoor explain TAG FILE...)" in said.err


def test_files_that_moved_are_named(kringspoor: Kringspoor, devices: str) -> None:
    kringspoor("assess", devices, *TODAY)
    Path(devices).unlink()
    assert f"is er niet meer: {devices}" in kringspoor("explain", "A-1").err


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"files": 3}', '{"mapping": [], "files": []}'])
def test_what_is_damaged_is_as_good_as_nothing(
    kringspoor: Kringspoor, tmp_path: Path, damage: str
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "last.json").write_text(damage, encoding="utf-8")
    assert "er is nog niets beoordeeld" in kringspoor("explain", "A-1").err


def test_where_nothing_can_be_kept_the_answer_stands(
    kringspoor: Kringspoor, devices: str, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "last.json").mkdir()
    said = kringspoor("assess", devices, *TODAY)
    assert said.exit_code == 0
    assert "3 toestellen" in said.out
    assert "geef bij 'explain' de bestanden opnieuw" in said.err


def test_an_unknown_tag_is_said(kringspoor: Kringspoor, devices: str) -> None:
    said = kringspoor("explain", "NIETS", devices)
    assert (said.exit_code, said.out) == (3, "")
    assert "geen toestel met 'NIETS'" in said.err
