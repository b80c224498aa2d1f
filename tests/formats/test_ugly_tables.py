"""Three registers the readers were not written for, in four languages, each with its own quirks.

They are made up; the quirks are those of real registers. Czech: title lines, a newline in a
header, section rows, subtotals, dates and money as Czechs write them. Portuguese: tabs, lines that
end as on an old Mac, cp1252, thousands without decimals, a mangled serial. French and German:
headers in two languages, UTF-8 garbled into cp1252 and saved again, lots, a question to ask.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kringspoor.formats import read
from kringspoor.formats.reading import Fate, Options, Reading

DATA = Path(__file__).parent / "data"
FILES = ("ugly_czech_school.csv", "ugly_portuguese_hospital.csv", "ugly_french_german_town.csv")


def counts(reading: Reading) -> dict[Fate, int]:
    return {fate: reading.count(fate) for fate in Fate if reading.count(fate)}


def test_the_czech_school_is_read() -> None:
    reading = read(DATA / FILES[0])
    assert counts(reading) == {
        Fate.DEVICE: 6,
        Fate.LOT: 1,
        Fate.SECOND_SIGHTING: 1,
        Fate.NOT_A_DEVICE: 4,
    }
    assert next(iter(reading.rows())) == {
        "row_no": 6,
        "tag": "S 1024",
        "serial": "5CD1234ABC",
        "description": "Notebook HP ProBook 450 G8",
        "quantity_count": 1,
        "purchased_days": 18871,
        "purchased_precision": "day",
        "price_cents": 2355850,
        "location": "uč. 12",
        "state": "in_use",
        "state_text": "v užívání",
    }
    assert reading.columns["purchased_precision"] == [
        "day", "day", "year", "month", None, "day", None,
    ]  # fmt: skip
    assert [(each.code, each.row_no) for each in reading.problems] == [
        ("filler", 7),
        ("not-a-date", 10),
        ("not-a-date", 14),
        ("sightings-differ", 15),
    ]


def test_the_portuguese_hospital_is_read() -> None:
    reading = read(DATA / FILES[1])
    assert (reading.encoding, reading.separator) == ("cp1252", "\t")
    assert counts(reading) == {Fate.DEVICE: 6, Fate.NOT_A_DEVICE: 1}
    assert list(reading.rows())[1] == {
        "row_no": 5,
        "tag": "045.113",
        "serial": "8XKJ2Z2",
        "make": "Dell",
        "model": "OptiPlex 3070",
        "kind": "Microcomputador",
        "purchased_days": 18355,
        "purchased_precision": "day",
        "price_cents": 389900,
        "currency": "BRL",
        "unit": "Recepção",
        "state": "in_use",
        "state_text": "Em uso",
    }
    assert reading.columns["price_cents"] == [389900, 389900, 64990, 185000, 42000, 520000]
    assert reading.columns["serial"] == ["7XKJ2Z2", "8XKJ2Z2", None, None, None, None]
    assert ("mangled-number", 9) in [(each.code, each.row_no) for each in reading.problems]


def test_the_french_and_german_town_is_read_and_asked_one_question() -> None:
    reading = read(DATA / FILES[2])
    assert counts(reading) == {Fate.DEVICE: 3, Fate.LOT: 3, Fate.NOT_A_DEVICE: 1}
    assert reading.columns["make"] == ["Lenovo", "Lenovo", "Dell", "Logitech", "Dell", None]
    assert reading.columns["description"][2] == "Écran 24 pouces"
    assert [(each.code, each.rows) for each in reading.questions] == [
        ("day-or-month", (4, 5, 6, 7))
    ]
    answered = read(DATA / FILES[2], Options(day_first=True))
    assert answered.questions == []
    assert answered.columns["purchased_days"][:2] == [18783, 18846]


@pytest.mark.parametrize("name", FILES)
def test_nobody_is_named(name: str) -> None:
    reading = read(DATA / name)
    assert "Zorro" not in repr([reading.columns, reading.problems, reading.questions])
    assert len(reading.dropped) >= 1


@pytest.mark.parametrize("name", FILES)
def test_rows_in_are_fates(name: str) -> None:
    reading = read(DATA / name)
    numbers = list(reading.fates)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(reading) == reading.count(Fate.DEVICE) + reading.count(Fate.LOT)


@pytest.mark.parametrize("name", FILES)
def test_another_process_reads_the_very_same(name: str) -> None:
    script = f"from kringspoor.formats import read; print(read({str(DATA / name)!r}))"
    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] != b""
