"""What the user adds stays apart, with its licence and checksum."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.catalogue.conftest import sheet_file, sheet_row

from kringspoor.catalogue.additions import add_sheets, user_folder
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import load
from kringspoor.core.errors import BadInput


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    path = tmp_path / "boavizta-data-us.csv"
    path.write_bytes(
        sheet_file([sheet_row("Latitude 5420"), sheet_row("B", screen_size="0")]).content
    )
    return path


def test_a_file_is_kept_unmodified_with_licence_and_checksum(sheets: Path, tmp_path: Path) -> None:
    done = add_sheets(sheets, tmp_path / "home")
    kept = tmp_path / "home" / "sheets"
    assert (kept / "boavizta-pcf.csv").read_bytes() == sheets.read_bytes()
    licence = (kept / "boavizta-pcf.LICENSE.txt").read_text(encoding="utf-8")
    assert "contains information from Boavizta" in licence
    assert "10.4 Choice of law" in licence  # the last article of the licence itself
    assert (kept / "boavizta-pcf.sha256").read_text(encoding="utf-8").startswith(done.sha256)
    assert (done.is_new, done.row_count, done.model_count, done.embodied_count) == (True, 2, 2, 2)
    assert [(each.code, each.row_count) for each in done.defects] == [("screen-zero", 1)]


def test_adding_twice_changes_nothing_and_another_file_replaces(
    sheets: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "home"
    add_sheets(sheets, folder)
    again = add_sheets(sheets, folder)
    assert (again.is_new, again.is_replaced) == (False, False)
    sheets.write_bytes(sheet_file([sheet_row("Latitude 5430")]).content)
    other = add_sheets(sheets, folder)
    assert (other.is_new, other.is_replaced) == (True, True)
    assert sorted(each.name for each in (folder / "sheets").iterdir()) == [
        "boavizta-pcf.LICENSE.txt",
        "boavizta-pcf.csv",
        "boavizta-pcf.sha256",
    ]


def test_from_then_on_exact_models_match(sheets: Path, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    assert FactorLadder(load(tmp_path)).find("Dell", "Latitude 5420", "laptop").rung != "exact"
    add_sheets(sheets, folder)
    assert FactorLadder(load(folder)).find("Dell", "Latitude 5420", "laptop").rung == "exact"


def test_another_file_is_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text("serial,model\n1,Latitude\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"fleet\.csv, row 1: lacks the columns"):
        add_sheets(path, tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_folder_that_cannot_be_written_is_refused(sheets: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(BadInput, match="give a folder you may write to in KRINGSPOOR_HOME"):
        add_sheets(sheets, tmp_path / "home")


def test_the_users_folder_follows_the_environment() -> None:
    named = {"KRINGSPOOR_HOME": "/a", "XDG_DATA_HOME": "/b"}
    assert user_folder(named) == Path("/a/catalogue")
    assert user_folder({"XDG_DATA_HOME": "/b"}) == Path("/b/kringspoor/catalogue")
    assert user_folder({}) == Path.home() / ".local/share/kringspoor/catalogue"
