"""A person fixes pairs in a small file; what it cannot mean is refused where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kringspoor.assess.fleet import Fleet
from kringspoor.assess.matches_file import (
    COLUMNS,
    read_matches,
    read_matches_file,
    write_matches,
)
from kringspoor.core.errors import BadInput

Row = dict[str, object]
MakeFleet = Callable[..., Fleet]
MODEL: Row = {"kind": "laptop", "make": "Dell", "model": "Latitude 5420"}
REGISTER: list[Row] = [
    MODEL | {"tag": "VB-12", "price_cents": 100000, "purchased_days": 18000},
    MODEL | {"tag": "VB-13", "price_cents": 90000, "purchased_days": 18500},
]
TOOL: list[Row] = [MODEL | {"serial": "4XK9G72", "os": "Windows 11"}]


def test_a_person_joins_what_nothing_else_would(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(REGISTER, TOOL, matches="action,tag_a,serial_b\nsame,vb 13,4xk9g72\n")
    assert [(each.left_no, each.right_no, each.how) for each in fleet.joins] == [(1, 2, "person")]


def test_a_person_parts_what_a_serial_number_joins(make_fleet: MakeFleet) -> None:
    twins = [MODEL | {"serial": "4XK9G72"}]
    text = "action;file_a;row_a;file_b;row_b\nverschillend;a.csv;2;b.csv;2\n"
    assert len(make_fleet(twins, twins)) == 1
    assert len(make_fleet(twins, twins, matches=text)) == 2


def test_a_person_parts_what_a_score_joins(make_fleet: MakeFleet) -> None:
    text = "action,tag_a,serial_b\n" + "".join(
        f"different,{tag},4XK9G72\n" for tag in ("VB-12", "VB-13")
    )
    assert make_fleet(REGISTER, TOOL, matches=text).joins == ()


def test_a_person_may_join_two_serial_numbers_and_sees_the_conflict(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [MODEL | {"serial": "PF2O15A"}],
        [MODEL | {"serial": "PF2015A"}],
        matches="action,serial_a,serial_b\nsame,PF2O15A,PF2015A\n",
    )
    assert len(fleet) == 1
    assert [each.field for each in fleet.conflicts] == ["serial"]


def test_the_doubtful_pairs_come_back_as_they_were_written(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(REGISTER, TOOL)
    text = write_matches(fleet, "nl")
    header, row = text.splitlines()
    assert header.split(",") == list(COLUMNS)
    assert "gekoppeld" in row and "0,50" in row
    assert read_matches(text, "pairs.csv") == []
    parted = make_fleet(REGISTER, TOOL, matches=text.replace("\n,", "\ndifferent,"))
    assert [(each.left_no, each.right_no) for each in fleet.joins] == [(0, 2)]
    assert [(each.left_no, each.right_no) for each in parted.joins] == [(1, 2)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tag_a,tag_b\nVB-12,VB-13\n", "pairs.csv, row 1: has no column 'action'"),
        ("", "pairs.csv, row 1: has no column 'action'"),
        ("action,tag_a\nmaybe,VB-12\n", "row 2, column 'action': 'maybe' is no action"),
        ("action,tag_a\nsame,VB-12\n", "row 2, column 'row_b': does not say which device b is"),
        (
            "action,file_a,row_a,tag_b\nsame,a.csv,two,VB-12\n",
            "row 2, column 'row_a': 'two' is no row number",
        ),
    ],
)
def test_a_row_nobody_can_read_is_refused_where_it_stands(text: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_matches(text, "pairs.csv")
    assert message in refused.value.spoken("en")
    assert refused.value.spoken("nl") != refused.value.spoken("en")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("same,,,VB-99,,,,VB-12,", "row 2: device a stands in none of the files"),
        ("same,b.csv,2,VB-12,,,,VB-13,", "row 2: device a stands in none of the files"),
        ("same,,,VB-12,,c.csv,2,,", "row 2: device b stands in none of the files"),
    ],
)
def test_a_pair_of_unknown_devices_is_refused(
    row: str, message: str, make_fleet: MakeFleet
) -> None:
    header = "action,file_a,row_a,tag_a,serial_a,file_b,row_b,tag_b,serial_b"
    with pytest.raises(BadInput) as refused:
        make_fleet(REGISTER, TOOL, matches=f"{header}\n{row}\n")
    assert message in refused.value.spoken("en")


def test_pairs_that_contradict_each_other_are_refused(make_fleet: MakeFleet) -> None:
    text = (
        "action,tag_a,serial_a,tag_b,serial_b\n"
        "same,VB-12,,,4XK9G72\nsame,VB-13,,,4XK9G72\ndifferent,VB-12,,VB-13,\n"
    )
    with pytest.raises(BadInput, match="row 4, column 'action'"):
        make_fleet(REGISTER, TOOL, matches=text)


def test_a_tag_on_two_devices_asks_for_the_serial_number(make_fleet: MakeFleet) -> None:
    twice = [MODEL | {"tag": "VB-12", "serial": each} for each in ("4XK9G72", "90VWH57")]
    other = [MODEL | {"tag": "77", "serial": "PF2ABCDE"}]
    with pytest.raises(BadInput, match="device a can be more than one device"):
        make_fleet(twice, other, matches="action,tag_a,tag_b\nsame,VB-12,77\n")
    fleet = make_fleet(twice, other, matches="action,tag_a,serial_a,tag_b\nsame,VB-12,90VWH57,77\n")
    assert fleet.members == [(0,), (1, 2)]


def test_a_file_saved_by_a_spreadsheet_is_read(make_fleet: MakeFleet) -> None:
    text = "\ufeffAction;Tag_A;Serial_B\r\nSAME;VB-13;4XK9G72\r\n;;\r\n"
    assert make_fleet(REGISTER, TOOL, matches=text).count_joins() == {"person": 1}


def test_a_pairs_file_on_disk_is_read_in_the_encoding_it_has(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes("action;tag_a;tag_b;why\nsame;VB-12;VB-13;zelfde scène\n".encode("cp1252"))
    (fix,) = read_matches_file(path)
    assert (fix.left.tag, fix.right.tag, fix.where.file) == ("VB-12", "VB-13", "pairs.csv")


def test_a_picture_is_no_pairs_file(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    with pytest.raises(BadInput, match=r"pairs.csv: is not text"):
        read_matches_file(path)
