"""A command that is wrong says what is wrong, in one's own language, and has done nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stories.conftest import Kringspoor

MISUSED, UNUSABLE = 2, 3


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("--today", "2026-13-01"), MISUSED, "--today '2026-13-01' is geen dag"),
        (("--bogus",), MISUSED, "optie --bogus is niet bekend"),
        (("--htm", "x"), MISUSED, "bedoelt u --html"),
        (("--csv",), MISUSED, "optie --csv"),
        (("--lang", "fr"), MISUSED, "--lang 'fr' is niet bekend (schrijf nl of en)"),
        (("--encoding", "klingon"), MISUSED, "codering 'klingon' is niet bekend"),
        (("--map", "Label"), MISUSED, "--map 'Label' is niet te lezen"),
        (("--map", "Label=etiket"), UNUSABLE, "veld 'etiket' bestaat niet; kies uit tag, serial"),
        (("--map", "Nummer=tag"), UNUSABLE, "geen enkel bestand heeft een kolom 'Nummer'"),
        (("--ladder", "nergens"), UNUSABLE, "bekend zijn ghent, ku-leuven"),
        (("--lifetime", "x.toml"), UNUSABLE, "x.toml: bestaat niet"),
        (("--source", "x"), UNUSABLE, "bekend zijn median, conservative"),
        (("--country", "XX"), UNUSABLE, "bekend zijn BE"),
        (("--engine", "x"), UNUSABLE, "duckdb, polars, spark"),
        (("--what-if", "laptop=inf"), UNUSABLE, "schrijf soort=jaren"),
        (("--what-if", "laptop=99"), UNUSABLE, "schrijf soort=jaren"),
        (("--what-if", "laptop"), UNUSABLE, "schrijf soort=jaren"),
        (("--what-if", "laptopje=4"), UNUSABLE, "soort 'laptopje' is niet bekend"),
        (("--matches", "weg.csv"), UNUSABLE, "weg.csv: bestand niet gevonden"),
    ],
)
def test_what_is_wrong_is_named(
    kringspoor: Kringspoor, devices: str, words: tuple[str, ...], exit_code: int, said: str
) -> None:
    done = kringspoor("assess", devices, *words)
    assert (done.exit_code, done.out) == (exit_code, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_the_language_holds_for_what_is_wrong_too(kringspoor: Kringspoor) -> None:
    done = kringspoor("assess", "--lang", "en", "--bogus")
    assert done.err == "option --bogus is not known (see kringspoor assess --help)\n"
    assert "TAG is missing" in kringspoor("explain", "--lang=en").err
    assert (
        "command 'asess' is not known (do you mean assess? see kringspoor --help)"
        in kringspoor("asess", "--lang", "en").err
    )


def test_a_field_may_be_named_and_a_column_left_out(kringspoor: Kringspoor, tmp_path: Path) -> None:
    path = tmp_path / "vreemd.csv"
    path.write_text("Ding;Serienummer;Merk;Model\nX-9;AB12CD34;Dell;P2419H\n", encoding="utf-8")
    mapped = kringspoor("assess", str(path), "--map", "Ding=tag", "--map", "Merk=", "--csv", "-")
    head, row = mapped.out.removeprefix("\ufeff").splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert cells["tag"] == "X-9"


def test_without_a_word_it_says_how_to_begin(kringspoor: Kringspoor) -> None:
    done = kringspoor()
    assert done.exit_code == 0
    assert "kringspoor assess FILE... --html report.html" in " ".join(done.out.split())


def test_the_help_of_each_command_shows_an_example(kringspoor: Kringspoor) -> None:
    for command in ("assess", "explain"):
        assert f"kringspoor {command} " in kringspoor(command, "--help").out


def test_a_purchase_after_today_is_told_with_its_place(
    kringspoor: Kringspoor, devices: str
) -> None:
    asked = ("assess", devices, "--today", "2026-11-24")
    said = " ".join(kringspoor(*asked).out.split())
    assert "lijst.csv, rij 3, kolom 'Datum aankoop': aankoopdatum 2031-03-14" in said
    assert "nakijken: aankoopdatum ontbreekt 1" in said
    rows = kringspoor(*asked, "--csv", "-").out.splitlines()
    assert len(rows) == 4


def test_a_group_without_its_verb_shows_its_help_alone(kringspoor: Kringspoor) -> None:
    done = kringspoor("catalogue")
    assert done.exit_code == MISUSED
    assert done.err == ""
    assert "add" in done.out and "check" in done.out
