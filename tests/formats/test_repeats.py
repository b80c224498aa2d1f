"""A word that says nothing is told once per file."""

from __future__ import annotations

from kringspoor.formats import read_source
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Fate, Reading
from kringspoor.formats.repeats import tell_once
from kringspoor.formats.source import Source


def test_a_filler_in_two_columns_is_one_problem_that_counts_both() -> None:
    text = "Label;Serienummer;Merk\ngeen;AB12CD;Dell\nV-2;geen;Dell\nV-3;geen;HP\n"
    [reading] = read_source(Source.of_bytes("telling.csv", text.encode()))
    [told] = [each for each in reading.problems if each.code == "filler"]
    assert (told.row_no, told.column, told.rows_count) == (2, "Label", 3)
    assert "3" in told.what.en


def test_a_word_on_two_sheets_is_told_on_the_first() -> None:
    first, second = Reading("a.xlsx[A]", "x"), Reading("a.xlsx[B]", "x")
    first.problems = [problem("unknown-state", 4, "Staat", "Raar", count=2)]
    second.problems = [
        problem("unknown-state", 9, "Staat", "raar", count=5),
        problem("not-a-date", 3, "Datum", "Raar"),
    ]
    tell_once([first, second])
    assert [each.rows_count for each in first.problems] == [7]
    assert [each.code for each in second.problems] == ["not-a-date"]


def test_the_same_slip_on_two_rows_stays_two_problems() -> None:
    reading = Reading("a.csv", "x")
    reading.problems = [problem("not-a-price", row, "Prijs", "schenking") for row in (3, 8)]
    tell_once([reading])
    assert [each.row_no for each in reading.problems] == [3, 8]


def test_ok_in_a_count_means_in_use_and_a_class_or_shelf_is_a_place() -> None:
    text = "Label;Serienummer;Klas;Rek;Staat\nV-1;AB12CD;2B;R4;ok\n"
    [reading] = read_source(Source.of_bytes("telling.csv", text.encode()))
    [device] = reading.rows()
    assert (device["state"], device["location"]) == ("in_use", "2B, R4")
    assert list(reading.fates.values()) == [Fate.DEVICE]
