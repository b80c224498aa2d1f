"""Separators by vote, and rows with quotes, blank lines and titles."""

from __future__ import annotations

import pytest

from kringspoor.core.errors import BadInput
from kringspoor.formats.dialect import split, vote
from kringspoor.formats.reading import Options


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_of_the_header_wins(separator: str) -> None:
    rows = [["Serienummer", "Model", "Prijs"], ["PF2ABC34", "X1; of X2", "1,5"]]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    assert vote(text) == separator
    assert list(split(text, "gent.csv", Options()).rows) == rows


def test_decimal_commas_do_not_outvote_semicolons() -> None:
    text = "Serienummer;Prijs\n" + "".join(f"SN{i};1.234,50\n" for i in range(50))
    assert vote(text) == ";"


def test_titles_full_of_commas_do_not_outvote_the_header() -> None:
    text = "Lijst, van, alle, toestellen, 2026\n\nSerienummer;Model\nSN1;X1\n"
    assert vote(text) == ";"


def test_one_column_has_no_separator() -> None:
    assert vote("Serienummer\nPF2ABC34\n") == ""


def test_a_declared_separator_is_believed() -> None:
    assert vote("sep=|\nSerienummer|a;b;c\nSN1|1;2;3\n") == "|"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_makes_rows(end: str) -> None:
    text = end.join(["serial;model", "SN1;X1", "", "SN2;X2"])
    assert list(split(text, "gent.csv", Options()).rows) == [
        ["serial", "model"],
        ["SN1", "X1"],
        [],
        ["SN2", "X2"],
    ]


def test_a_newline_inside_a_quoted_header_stays_inside() -> None:
    grid = split('"Serie-\nnummer";Model\nSN1;X1\n', "gent.csv", Options())
    assert grid.rows[0] == ["Serie-\nnummer", "Model"]
    assert grid.row_no(1) == 2


def test_too_many_rows_or_columns_are_refused() -> None:
    with pytest.raises(BadInput) as caught:
        split("a;b\n" * 11, "gent.csv", Options(max_rows=10))
    assert caught.value.code == "too-many-rows"
    with pytest.raises(BadInput) as caught:
        split("a;" * 11, "gent.csv", Options(max_columns=10))
    assert caught.value.code == "too-many-columns"


def test_a_cell_larger_than_a_register_holds_costs_its_row_only() -> None:
    text = "serial;model\nSN1;" + "x" * 200_000 + "\nSN2;X2\n"
    grid = split(text, "gent.csv", Options())
    assert grid.rows[-1] == ["SN2", "X2"]
    assert [(each.code, each.row_no) for each in grid.problems] == [("long-cell", 2)]
