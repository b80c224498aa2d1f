"""Workbooks through the child process: sheets, types of cells, hidden sheets, speed."""

from __future__ import annotations

import datetime
import io
import time
from pathlib import Path

import pytest
import xlsxwriter

from kringspoor.core.errors import BadInput
from kringspoor.formats import read, read_all, read_source
from kringspoor.formats.reading import Fate, Options
from kringspoor.formats.sandbox import read_workbook
from kringspoor.formats.source import Source


def workbook(sheets: dict[str, list[list[object]]], hidden: str = "") -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell, date if isinstance(cell, datetime.date) else None)
        if name == hidden:
            sheet.hide()
    book.close()
    return buffer.getvalue()


LIST: list[list[object]] = [
    ["Serienummer", "Aankoopdatum", "Prijs"],
    [12345678, datetime.date(2021, 3, 4), 1234.5],
]


def test_numbers_and_dates_of_a_sheet_read_only_one_way() -> None:
    [reading] = read_source(Source.of_bytes("telling.xlsx", workbook({"Lijst": LIST})))
    assert list(reading.rows()) == [
        {
            "row_no": 2,
            "serial": "12345678",
            "purchased_days": 18690,
            "purchased_precision": "day",
            "price_cents": 123450,
        }
    ]


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    rows: list[list[object]] = [[], [], ["", "Serienummer", "Model"], ["", "SN00001", "X1"]]
    [reading] = read_source(Source.of_bytes("telling.xlsx", workbook({"Lijst": rows})))
    assert reading.fates == {4: Fate.DEVICE}
    assert reading.columns["row_no"] == [4]


def test_each_sheet_is_read_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "telling.xlsx"
    path.write_bytes(workbook({"Uitleg": [["Lees mij"]], "Stadhuis": LIST, "School": LIST}))
    readings = read_all(path)
    assert [each.file for each in readings] == [
        "telling.xlsx[Uitleg]",
        "telling.xlsx[Stadhuis]",
        "telling.xlsx[School]",
    ]
    assert [each.is_inventory for each in readings] == [False, True, True]
    assert readings[0].fates == {1: Fate.NOT_A_DEVICE}
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.code == "several-sheets"
    assert read(path, Options(sheet="School")).columns["serial"] == ["12345678"]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "telling.xlsx"
    path.write_bytes(workbook({"Stadhuis": LIST}))
    with pytest.raises(BadInput) as caught:
        read(path, Options(sheet="School"))
    assert "Stadhuis" in caught.value.what.nl


def test_a_hidden_sheet_is_left_and_told() -> None:
    data = workbook({"Stadhuis": LIST, "Oud": LIST}, hidden="Oud")
    [reading] = read_source(Source.of_bytes("telling.xlsx", data))
    assert [(each.code, each.original) for each in reading.problems] == [("hidden-sheet", "Oud")]


def test_the_child_starts_fast() -> None:
    data = workbook({"Lijst": LIST})
    read_workbook(data, "telling.xlsx", Options())
    best = min(_timed(data) for _ in range(3))
    assert best < 1.0, "a third of a second on a quiet machine"


def _timed(data: bytes) -> float:
    started = time.perf_counter()
    read_workbook(data, "telling.xlsx", Options())
    return time.perf_counter() - started
