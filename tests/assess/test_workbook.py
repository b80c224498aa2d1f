"""The workbook adds up, keeps its formulas, and lets nobody else's text become one."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.assess.synthetic_answer import CATALOGUE, HOSTILE, synthetic_answer

from kringspoor.assess.answer import Answer
from kringspoor.assess.live_formulas import neutral
from kringspoor.assess.workbook import plan_workbook
from kringspoor.assess.workbook_devices import DueDevice
from kringspoor.core.words import LANGUAGES, Language

ANSWER = synthetic_answer(2000)
DUE = (
    DueDevice(2028, "laptop", "VB-2", "HP", "EliteBook", "ICT", "Depot", 1, 90_000),
    DueDevice(2027, "laptop", "VB-1", "Dell", HOSTILE, "@ICT", "+1", 12, None),
)


def opened(language: Language = "nl", *, is_formula: bool = False, answer: Answer = ANSWER) -> Any:
    content = plan_workbook(answer, language, DUE, CATALOGUE.sources)
    return load_workbook(io.BytesIO(content), data_only=not is_formula)


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=5, values_only=True))


def test_the_lines_are_the_plan() -> None:
    lines = [row for row in rows_of(opened()["Plan"]) if isinstance(row[3], int | float)]
    cells = sorted(ANSWER.plans[""].cells, key=lambda cell: (cell.year, cell.category))
    assert [(row[0], row[2]) for row in lines] == [(cell.year, cell.device_count) for cell in cells]


def test_stored_values_equal_what_the_formulas_give() -> None:
    stored, formulas = opened()["Plan"], opened(is_formula=True)["Plan"]
    lines = [row for row in rows_of(stored) if isinstance(row[3], int | float)]
    for row in lines:
        assert row[4] == pytest.approx(row[2] * row[3])
    by_year = {row[0]: row for row in rows_of(stored) if row[1] == "alle soorten"}
    for year in ANSWER.plans[""].years:
        for column in (2, 4, 5):
            summed = sum(row[column] for row in lines if row[0] == year)
            assert by_year[year][column] == pytest.approx(summed)
    last = rows_of(stored)[-1]
    assert last[4] == pytest.approx(sum(row[4] for row in lines))
    assert str(rows_of(formulas)[-1][4]).startswith("=SUM(E")


def test_the_totals_formulas_span_every_line() -> None:
    formulas = opened(is_formula=True)["Plan"]
    lines = len(ANSWER.plans[""].cells)
    spans = {
        match.groups()
        for row in rows_of(formulas)
        for match in [re.match(r"=SUMIF\(\$A\$(\d+):\$A\$(\d+),", str(row[4]))]
        if match
    }
    assert spans == {("5", str(4 + lines))}


def test_what_ifs_stand_beside_the_policy_with_their_difference() -> None:
    rows = [row for row in rows_of(opened()["Wat als"]) if row[0]]
    assert [row[0] for row in rows[:3]] == [
        "volgens het beleid",
        "als: laptop 4 jaar",
        "als: laptop 6 jaar",
    ]
    policy, shorter, longer = (row[-1] for row in rows[3:])
    assert policy == 0
    assert shorter > 0 > longer


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_in_the_language(language: Language) -> None:
    names = {
        "nl": ["Plan", "Wat als", "Toestellen", "Toelichting"],
        "en": ["Plan", "What if", "Devices", "Notes"],
    }
    assert opened(language).sheetnames == names[language]


def test_devices_stand_by_year_and_their_text_is_no_formula() -> None:
    rows = rows_of(opened(is_formula=True)["Toestellen"])
    assert [row[2] for row in rows] == ["VB-1", "VB-2"]
    assert rows[0][4] == f"'{HOSTILE}"
    assert rows[0][5:7] == ("'@ICT", "'+1")
    assert rows[0][7:] == (12, None)


def test_only_our_own_formulas_are_formulas() -> None:
    with zipfile.ZipFile(io.BytesIO(plan_workbook(ANSWER, "nl", DUE))) as inside:
        text = "".join(inside.read(n).decode() for n in inside.namelist() if "sheet" in n)
    found = set(re.findall(r"<f>(\w*)", text))
    assert {each.rstrip("0123456789") for each in found} <= {"SUM", "SUMIF", "C", "H"}


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_is_neutralised(text: str) -> None:
    assert neutral(text) == f"'{text}"


def test_amounts_have_a_number_format() -> None:
    sheet = opened()["Plan"]
    assert "€" in sheet.cell(5, 5).number_format
    assert sheet.cell(5, 1).number_format == "0"


def test_notes_say_the_method_and_whose_data_it_is() -> None:
    said = " ".join(str(cell) for row in opened("en")["Notes"].values for cell in row if cell)
    assert "60 months" in said
    assert "Open Database License" in said


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert plan_workbook(ANSWER, "nl", DUE) == plan_workbook(ANSWER, "nl", DUE)


def test_an_empty_plan_is_still_a_workbook() -> None:
    plan = replace(ANSWER.plans[""], cells=())
    found = opened(answer=replace(ANSWER, plans={"": plan}))
    assert rows_of(found["Plan"])[-1][4] == 0
