"""The sample inventory is what its generator makes, and it has the quirks its page promises."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    script = str(SAMPLES / "make_samples.py")
    subprocess.run([sys.executable, "-B", script, str(folder)], check=True)
    return folder


@pytest.mark.parametrize("name", ["register.csv", "mdm.csv", "truth.csv"])
def test_the_generator_makes_the_stored_bytes(made: Path, name: str) -> None:
    assert (made / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_the_generator_makes_the_stored_workbook(made: Path) -> None:
    """Compared inside the zip, where the builds of zlib do not differ."""
    with (
        zipfile.ZipFile(made / "count.xlsx") as new,
        zipfile.ZipFile(SAMPLES / "count.xlsx") as old,
    ):
        assert new.namelist() == old.namelist()
        assert [new.read(name) for name in new.namelist()] == [
            old.read(name) for name in old.namelist()
        ]


def _table(name: str, encoding: str, delimiter: str) -> list[list[str]]:
    with (SAMPLES / name).open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_the_files_hold_at_least_two_thousand_rows() -> None:
    truth = _table("truth.csv", "utf-8", ",")
    counted = sum(len(row[9].split(";")) for row in truth[1:] if row[9])
    register = len(_table("register.csv", "cp1252", ";"))
    managed = len(_table("mdm.csv", "utf-8-sig", ","))
    assert register + managed + counted >= 2_000


def test_the_three_files_disagree() -> None:
    truth = _table("truth.csv", "utf-8", ",")[1:]
    never_seen = [row for row in truth if row[7] and not row[8] and not row[9]]
    never_bought = [row for row in truth if not row[7] and (row[8] or row[9])]
    told_thrice = [row for row in truth if row[9].count(";") >= 2]
    assert len(never_seen) > 100
    assert len(never_bought) > 40
    assert len(told_thrice) >= 3


def test_no_person_of_the_export_could_exist() -> None:
    header, *rows = _table("mdm.csv", "utf-8-sig", ",")
    upn = header.index("Primary user UPN")
    assert all(row[upn].endswith("@voorbeek.example") for row in rows)
