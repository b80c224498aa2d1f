"""Readers against noise: whatever the bytes, nothing but a KringspoorError may come out.

A small run belongs to the suite; ``KRINGSPOOR_FUZZ=100000`` mutates that many texts in process and
a hundredth of it as workbooks through the child.
"""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kringspoor.core.device import NAMES
from kringspoor.core.errors import KringspoorError
from kringspoor.formats import read_source
from kringspoor.formats.reading import Fate, Options, Reading
from kringspoor.formats.source import Source

MUTANTS = int(os.environ.get("KRINGSPOOR_FUZZ", "600"))
WORKBOOKS = max(4, MUTANTS // 100)
OPTIONS = Options(child_seconds=20, child_memory_bytes=512 * 1024 * 1024)

TABLE = (
    "Gemeente Voorbeek;;;;;;\r\n;;;;;;\r\n"
    "Inv.nr.;Serienummer;Soort;Merk;Model;Aankoopdatum;Aankoopprijs;Aantal;Toestand;Gebruiker\r\n"
    'VB-1;PF2ABC34;laptop;Dell;"Latitude ""5400""";3/04/2021;€ 1.234,50;1;in gebruik;Jan\r\n'
    "VB-2;N/A;scherm;HP;E24;2019;520,74;;In stock;\r\n"
    "Lokaal 12;;;;;;;;;\r\n"
    "VB-3;3.5E+15;muis;;;maart 2020;12;40;???;\r\n"
    "VB-4;PF2ABC34;laptop;Dell;Latitude 5400;04/13/2021;23 558.50;1;Deployed;\r\n"
    "Totaal;;;;;;26.000,00;41;;\r\n"
)
SEEDS: tuple[bytes, ...] = (
    TABLE.encode("cp1252", "replace"),
    TABLE.encode("utf-8-sig"),
    TABLE.encode("utf-16"),
    TABLE.replace("\r\n", "\r").encode("utf-8"),
    TABLE.replace(";", "\t").encode("utf-8"),
    b"Device Serial Number,Windows Product ID,Hardware Hash\r\nA1B2C3D4,,T0FD\r\n",
    b"HB.name,HB.quantity,HB.serial_number,HB.archived\nDock,3,,false\nLaptop,1,5CG1,true\n",
    json.dumps([{"serial": "A1", "model": "X1", "price": 12.5}, {"serial": "A2"}]).encode(),
    json.dumps({"total": 1, "rows": [{"id": 1, "asset_tag": "T1", "serial": "S"}]}).encode(),
    json.dumps(
        {"content": {"bios": {"ssn": "A1"}, "hardware": {"name": "x"}}, "deviceid": "a"}
    ).encode(),
    b"<?xml version='1.0'?><REQUEST><CONTENT><BIOS><SSN>A1</SSN></BIOS></CONTENT>"
    b"<DEVICEID>a</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>",
    b"<list><node id='a' class='system'><serial>A1</serial></node></list>",
    b"# dmidecode 3.3\nHandle 0x0001, DMI type 1, 27 bytes\nSystem Information\n"
    b"\tManufacturer: Dell Inc.\n\tSerial Number: A1\n",
)
PIECES = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b";", b",", b"\t", b"\r", b"\n", b"\r\n",
    b"\xc3\x83\xc2\xa9", b"\x81", b"99999999999999999999", b"1e999", b"-1", b"31/02/2021", b"4/5/6",
    b"[" * 300, b"{" * 300, b'{"a":' * 300, b"<a>" * 300, b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;",
    b"\\ud800", b"NaN", b"Infinity", b"=1+1", b"Serienummer", b"Model", b"Totaal", b"\xe2\x80\x8b",
    "٣".encode(), "²".encode(), "１".encode(), b"0x1p3", b"PK\x03\x04", b"\x1a", b"sep=;\r\n",
)  # fmt: skip


def _spliced(rng: random.Random, data: bytearray) -> None:
    at = rng.randrange(len(data) + 1)
    data[at:at] = rng.choice(PIECES)


def _overwritten(rng: random.Random, data: bytearray) -> None:
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)


def _cut(rng: random.Random, data: bytearray) -> None:
    start = rng.randrange(len(data) + 1)
    del data[start : start + rng.randrange(1, 40)]


def _repeated(rng: random.Random, data: bytearray) -> None:
    start = rng.randrange(len(data) + 1)
    piece = data[start : start + rng.randrange(1, 60)]
    data[start:start] = piece * rng.randrange(1, 5)


def _crossed(rng: random.Random, data: bytearray) -> None:
    other = rng.choice(SEEDS)
    start = rng.randrange(len(other))
    data += other[start : start + 200]


MUTATIONS: tuple[Callable[[random.Random, bytearray], None], ...] = (
    _spliced,
    _overwritten,
    _cut,
    _repeated,
    _crossed,
)


def mutant(number: int, seeds: tuple[bytes, ...] = SEEDS) -> bytes:
    """The mutant with this number, always the same."""
    rng = random.Random(number)
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.randrange(1, 6)):
        rng.choice(MUTATIONS)(rng, data)
    return bytes(data)


def read_or_refusal(data: bytes, name: str = "noise.csv") -> list[Reading]:
    """The readings of some bytes; a refusal gives none. Anything else that is raised fails."""
    try:
        readings = read_source(Source.of_bytes(name, data, OPTIONS))
    except KringspoorError as error:
        assert error.what.nl and error.what.en
        return []
    for each in readings:
        check(each)
    return readings


def check(reading: Reading) -> None:
    """What holds for every reading, whatever was read."""
    lengths = {len(cells) for cells in reading.columns.values()}
    assert len(lengths) <= 1
    assert not reading.columns or set(reading.columns) <= set(NAMES)
    devices = reading.count(Fate.DEVICE) + reading.count(Fate.LOT)
    assert len(reading) == devices + reading.found_inside_count
    for cells in reading.columns.values():
        for cell in cells:
            assert cell is None or isinstance(cell, str | int | float)
            if isinstance(cell, float):
                assert cell - cell == 0, "neither infinite nor nan"
            if isinstance(cell, str):
                cell.encode("utf-8")
    for each in reading.problems:
        each.as_error(reading.file).spoken("nl").encode("utf-8")


@pytest.mark.parametrize("part", range(6))
def test_mutated_files_are_read_or_refused(part: int) -> None:
    read = sum(bool(read_or_refusal(mutant(number))) for number in range(part, MUTANTS, 6))
    assert read > 0, "some mutants must survive, else the fuzzing tells nothing"


@settings(max_examples=max(60, MUTANTS // 20), deadline=None, suppress_health_check=[*HealthCheck])
@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refusal(data)


WORDS = st.sampled_from(
    ["Serienummer", "Model", "Aankoopdatum", "Prijs", "Aantal", "Soort", "Gebruiker", "RAM (MB)",
     "Garantie", "Toestand", "", "Totaal", "N/A", "3.5E+15", "1.234", "4/5/2021", "13/5/2021",
     "5/13/2021", "€ 1.234,50", "in gebruik", "Dell", "PF2ABC34", "36", "²", "٣", "=1", " ", '"']
)  # fmt: skip
CELLS = st.one_of(WORDS, st.text(max_size=12))


@settings(max_examples=max(60, MUTANTS // 10), deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(st.lists(CELLS, max_size=7), max_size=12), st.sampled_from([";", ",", "\t", "|"]))
def test_any_table_gives_each_row_one_fate(rows: list[list[str]], separator: str) -> None:
    header = separator.join(["Serienummer", "Model", "Aankoopdatum", "Prijs", "Aantal", "Toestand"])
    text = "\n".join([header, *(separator.join(map(_quoted, row)) for row in rows)])
    for reading in read_or_refusal(text.encode("utf-8", "replace")):
        numbers = list(reading.fates)
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
        told = {each.row_no for each in reading.problems}
        slips = {no for no, fate in reading.fates.items() if fate is Fate.PROBLEM}
        assert slips <= told, "a row that could not be read says why"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8) | WORDS, inner, max_size=5)
    ),
    max_leaves=20,
)


@settings(max_examples=max(60, MUTANTS // 10), deadline=None, suppress_health_check=[*HealthCheck])
@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    read_or_refusal(json.dumps(value).encode())


def workbook(rows: list[list[object]]) -> bytes:
    """A small workbook, written without any library of ours."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Lijst")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def _repacked(rng: random.Random, data: bytes) -> bytes:
    """A workbook of which one part was mutated before it was zipped again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        hit = rng.choice([*(name for name in names if "sheet1" in name), *names])
        for name in names:
            part = bytearray(old.read(name))
            if name == hit:
                for _ in range(rng.randrange(1, 4)):
                    rng.choice(MUTATIONS[:4])(rng, part)
            new.writestr(name, bytes(part))
    return packed.getvalue()


def test_mutated_workbooks_are_read_or_refused() -> None:
    whole = workbook([["Serienummer", "Model", "Prijs"], ["PF2ABC34", "X1", 12.5], ["A", 400, ""]])
    read = 0
    for number in range(WORKBOOKS):
        rng = random.Random(number)
        data = _repacked(rng, whole) if number % 2 else bytes(_bitten(rng, whole))
        read += bool(read_or_refusal(data, "noise.xlsx"))
    assert read > 0


def _bitten(rng: random.Random, data: bytes) -> bytearray:
    bitten = bytearray(data)
    for _ in range(rng.randrange(0, 4)):
        bitten[rng.randrange(len(bitten))] = rng.randrange(256)
    return bitten
