"""A file in three languages comes out in the words of one catalogue."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.normalise import clean_model, normalise
from kringspoor.formats.reading import Fate, Reading

MakeReading = Callable[..., Reading]
SAME_DEVICE = [
    {"kind": "Draagbare laptops", "make": "DELL Inc.", "model": "  Dell   Latitude 5420 "},
    {"kind": "Ordinateur portable", "make": "dell", "model": "Latitude 5420"},
    {"kind": "Notebook", "make": None, "model": "DELL Latitude 5420"},
    {"kind": "PC", "make": "Dell Computer Corporation", "model": "Latitude 5420"},
    {"description": "portátil Dell Latitude 5420, 16 GB RAM"},
    {"model": "Latitude 5420"},
]


@pytest.mark.parametrize("row", SAME_DEVICE)
def test_every_way_of_writing_gives_the_same_kind_make_and_model(
    row: dict[str, str], make_reading: MakeReading, lexicon: Lexicon
) -> None:
    columns = normalise(make_reading("a.csv", row), lexicon).columns
    found = (columns["category"], columns["make"], columns["model"])
    assert found == (["laptop"], ["Dell"], ["Latitude 5420"])


def test_rows_that_are_no_device_are_set_apart_with_their_reason(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    table = normalise(
        make_reading(
            "a.csv",
            {"kind": "laptop", "serial": "PF2ABC34"},
            {"kind": "Antivirus licentie"},
            {"description": "Laptoptas Dell"},
            {"kind": "muis", "quantity_count": 40},
            lots=(3,),
        ),
        lexicon,
    )
    assert [(each.row_no, each.slug) for each in table.set_apart] == [(3, "software"), (4, "bag")]
    assert table.set_apart[0].original == "Antivirus licentie"
    assert table.fates == {
        2: Fate.DEVICE,
        3: Fate.NOT_A_DEVICE,
        4: Fate.NOT_A_DEVICE,
        5: Fate.LOT,
    }
    assert table.columns["row_no"] == [2, 5]


def test_a_known_product_line_is_a_device_whatever_the_heading_says(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    table = normalise(
        make_reading("a.csv", {"kind": "Software", "model": "Latitude 5420"}), lexicon
    )
    assert table.columns["category"] == ["laptop"]


def test_a_phone_of_a_known_line_is_a_smartphone(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    rows = ({"kind": "phone", "model": "iPhone 12"}, {"kind": "phone", "model": "T46S"})
    table = normalise(make_reading("a.csv", *rows), lexicon)
    assert table.columns["category"] == ["smartphone", "desk_phone"]


def test_a_device_found_inside_a_row_keeps_the_row_when_the_other_is_set_apart(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    reading = make_reading("a.csv", {"kind": "software"}, {"kind": "monitor", "row_no": 2})
    assert normalise(reading, lexicon).fates == {2: Fate.DEVICE}


def test_the_sheet_says_what_its_rows_do_not(make_reading: MakeReading, lexicon: Lexicon) -> None:
    rows = ({"tag": "VB-1"}, {"tag": "VB-2", "kind": "printer"})
    table = normalise(make_reading("count.xlsx[Schermen]", *rows), lexicon)
    assert table.columns["category"] == ["monitor", "printer"]


def test_a_row_of_an_unknown_kind_stays_a_device_without_a_category(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    table = normalise(make_reading("a.csv", {"kind": "zwart toestel"}), lexicon)
    assert table.columns["category"] == [None]
    assert table.fates == {2: Fate.DEVICE}


def test_an_enrolment_never_becomes_a_purchase(make_reading: MakeReading, lexicon: Lexicon) -> None:
    columns = normalise(make_reading("a.csv", {"enrolled_days": 19000}), lexicon).columns
    assert (columns["enrolled_days"], columns["purchased_days"]) == ([19000], [None])


def test_a_machine_type_is_a_part_number_and_no_model(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    columns = normalise(make_reading("a.csv", {"make": "LENOVO", "model": "20W6S5GF00"}), lexicon)
    assert columns.columns["part_no"] == ["20W6S5GF00"]
    assert columns.columns["model"] == [None]


def test_the_state_is_not_assumed_here(make_reading: MakeReading, lexicon: Lexicon) -> None:
    columns = normalise(make_reading("a.csv", {"kind": "laptop"}), lexicon).columns
    assert [columns[name] for name in ("state", "ownership", "quantity_count")] == [[None]] * 3


def test_a_serial_number_in_its_own_cell_beats_the_description(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    row = {"serial": "PF2ABC34", "description": "Laptop Dell Latitude 5420 S/N 4XK9G72"}
    assert normalise(make_reading("a.csv", row), lexicon).columns["serial"] == ["PF2ABC34"]


def test_a_size_in_the_place_of_the_model_is_a_size(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    row = {"kind": "scherm", "make": "Dell", "model": "Dell 24 inch"}
    columns = normalise(make_reading("a.csv", row), lexicon).columns
    assert (columns["model"], columns["screen_inches"]) == ([None], [24.0])


@pytest.mark.parametrize(
    ("make", "model", "clean"),
    [
        ("HP", "HP EliteBook 840 G8", "EliteBook 840 G8"),
        ("HP", "hewlett-packard  EliteBook 840 G8 ;", "EliteBook 840 G8"),
        ("Dell", "scherm", None),
        ("Dell", "Dell 5", "Dell 5"),
        (None, "  OptiPlex\n7090 ", "OptiPlex 7090"),
    ],
)
def test_a_model_loses_its_padding_and_its_maker(
    make: str | None, model: str, clean: str | None, lexicon: Lexicon
) -> None:
    assert clean_model(make, model, lexicon) == clean


def test_a_file_that_is_no_inventory_is_an_empty_table(lexicon: Lexicon) -> None:
    reading = Reading("places.csv", "snipeit", is_inventory=False, fates={2: Fate.NOT_A_DEVICE})
    table = normalise(reading, lexicon)
    assert (len(table), table.fates) == (0, {2: Fate.NOT_A_DEVICE})
