"""A table of devices as a whole: header, fates, lots, sightings, states, privacy, mapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kringspoor.core.device import NAMES
from kringspoor.core.errors import BadInput
from kringspoor.formats import read_source
from kringspoor.formats.reading import Cell, Fate, Options, Reading
from kringspoor.formats.source import Source


def reading_of(text: str, options: Options | None = None) -> Reading:
    [reading] = read_source(Source.of_bytes("gent.csv", text.encode(), options))
    return reading


def rows_of(text: str, options: Options | None = None) -> list[dict[str, Cell]]:
    return list(reading_of(text, options).rows())


REGISTER = """Gemeente Voorbeek;;;;;
Inventaris 2026;;;;;
;;;;;
Inv.nr.;"Serie-
nummer";Omschrijving;Datum aankoop;Aankoopprijs;Toestand
Gemeentehuis;;;;;
VB-1;PF2ABC34;Laptop Dell Latitude 5400;3.4.2021;€ 1.234,50;in gebruik
VB-2;N/A;Scherm HP E24;2019;189,00;In stock
;;;;;
Inv.nr.;"Serie-
nummer";Omschrijving;Datum aankoop;Aankoopprijs;Toestand
VB-3;5CG1234XYZ;Laptop HP;zie factuur;950,00;kast boven
Totaal;;;;2.373,50;
"""


def test_titles_blanks_sections_totals_and_repeated_headers_are_no_devices() -> None:
    reading = reading_of(REGISTER)
    assert reading.fates == {
        5: Fate.NOT_A_DEVICE,
        6: Fate.DEVICE,
        7: Fate.DEVICE,
        8: Fate.NOT_A_DEVICE,
        9: Fate.NOT_A_DEVICE,
        10: Fate.DEVICE,
        11: Fate.NOT_A_DEVICE,
    }
    assert reading.columns["tag"] == ["VB-1", "VB-2", "VB-3"]
    assert reading.separator == ";"


def test_a_row_becomes_facts_in_our_units() -> None:
    [first, second, _] = rows_of(REGISTER)
    assert first == {
        "row_no": 6,
        "tag": "VB-1",
        "serial": "PF2ABC34",
        "description": "Laptop Dell Latitude 5400",
        "purchased_days": 18720,
        "purchased_precision": "day",
        "price_cents": 123450,
        "currency": "EUR",
        "state": "in_use",
        "state_text": "in gebruik",
    }
    assert second["purchased_precision"] == "year"
    assert "serial" not in second


def test_each_problem_says_where_what_and_how_to_mend_it() -> None:
    told = [str(each.as_error("gent.csv")) for each in reading_of(REGISTER).problems]
    assert told == [
        "gent.csv, row 7, column 'Serie- nummer': 'N/A' stands 1 times instead of a number "
        "(fill in the real number, or leave the cell empty)",
        "gent.csv, row 10, column 'Toestand': the state 'kast boven' is not known; 1 rows have it "
        "(use a word such as in use, in stock, broken or disposed)",
        "gent.csv, row 10, column 'Datum aankoop': 'zie factuur' is not a date "
        "(write a date such as 2021-03-04, or the year alone)",
    ]


def test_every_field_has_a_column_and_all_are_equally_long() -> None:
    reading = reading_of(REGISTER)
    assert tuple(reading.columns) == NAMES
    assert {len(cells) for cells in reading.columns.values()} == {3}


def test_a_quantity_without_a_serial_is_a_lot() -> None:
    text = "description,qty,serial\nmouse,40,\ndock,1,\nlaptop,1,PF2ABC34\nscreen,0,\n"
    reading = reading_of(text)
    assert list(reading.fates.values()) == [
        Fate.LOT,
        Fate.DEVICE,
        Fate.DEVICE,
        Fate.NOT_A_DEVICE,
    ]
    assert reading.columns["quantity_count"] == [40, 1, 1]
    assert [(each.code, each.row_no) for each in reading.problems] == [("no-quantity", 5)]


def test_a_quantity_beside_one_serial_is_a_device_and_a_question() -> None:
    reading = reading_of("description,qty,serial\nlaptop,3,PF2ABC34\n")
    assert list(reading.fates.values()) == [Fate.DEVICE]
    assert [each.code for each in reading.problems] == ["quantity-with-serial"]


def test_the_same_serial_twice_is_one_device_and_fills_what_was_empty() -> None:
    text = (
        "serial,tag,location,last seen,price\n"
        "PF2ABC34,,room 1,2026-01-01,\npf2abc34,T1,room 2,2026-03-01,12.50\n"
    )
    reading = reading_of(text)
    assert list(reading.fates.values()) == [Fate.DEVICE, Fate.SECOND_SIGHTING]
    [row] = reading.rows()
    assert row["tag"] == "T1"
    assert row["location"] == "room 1"
    assert row["price_cents"] == 1250
    assert row["last_seen_days"] == 20513, "of two sightings the latest counts"
    [told] = reading.problems
    assert told.code == "sightings-differ"
    assert "location" in told.what.en
    assert told.row_no == 3


def test_fillers_and_short_numbers_never_merge() -> None:
    reading = reading_of("serial,model\nN/A,X1\nN/A,X1\n0000,X1\n0000,X1\n12,X1\n12,X1\n")
    assert reading.count(Fate.DEVICE) == 6


def test_one_serial_under_two_makes_and_models_stays_two_devices() -> None:
    text = "serial,make,model\nA1234567,Dell,P2419H\nA1234567,Brother,HL-L2350\n"
    reading = reading_of(text)
    assert reading.count(Fate.DEVICE) == 2
    assert [each.code for each in reading.problems] == ["same-serial-two-devices"]


def test_a_mangled_serial_is_unknown_and_told_for_its_row() -> None:
    reading = reading_of("serial,model\n3.5E+15,X1\nPF2ABC34,X2\n")
    assert reading.columns["serial"] == [None, "PF2ABC34"]
    [told] = reading.problems
    assert (told.code, told.row_no, told.original) == ("mangled-number", 2, "3.5E+15")


def test_people_networks_and_lines_stop_at_the_door() -> None:
    text = (
        "Serienummer;Model;Gebruiker;IP-adres;MAC-adres;E-mail;GSM-nummer;Geïnstalleerde software\n"
        "PF2ABC34;X1;Zorro Geheim;10.99.0.1;aa:bb:cc;zorro@voorbeek.example;0499;Photoshop\n"
    )
    reading = reading_of(text)
    assert reading.dropped == (
        "Gebruiker",
        "IP-adres",
        "MAC-adres",
        "E-mail",
        "GSM-nummer",
        "Geïnstalleerde software",
    )
    said = repr([reading.columns, reading.problems, reading.questions, reading.mapping])
    for secret in ("Zorro", "10.99", "aa:bb", "zorro@", "0499", "Photoshop"):
        assert secret not in said


def test_beside_a_first_name_a_name_is_a_person() -> None:
    reading = reading_of("Naam;Voornaam;Serienummer\nGeheim;Zorro;PF2ABC34\n")
    assert reading.dropped == ("Naam", "Voornaam")
    assert list(reading.rows()) == [{"row_no": 2, "serial": "PF2ABC34"}]


def test_a_bare_date_is_the_purchase_only_beside_a_price() -> None:
    register = reading_of("Serienummer;Datum;Prijs\nPF2ABC34;3.4.2021;12,50\n")
    count = reading_of("Serienummer;Datum;Lokaal\nPF2ABC34;3.4.2026;2.03\n")
    assert register.columns["purchased_days"] == [18720]
    assert count.columns["purchased_days"] == [None]
    assert count.unused == ("Datum",)


def test_an_email_address_in_any_text_stays_outside() -> None:
    reading = reading_of("serial;location;cpu\nPF2ABC34;zorro@gent.example;i5 @ 2.6 GHz\n")
    assert reading.columns["location"] == [None]
    assert reading.columns["cpu"] == ["i5 @ 2.6 GHz"]
    [told] = reading.problems
    assert (told.code, told.row_no, told.original) == ("person-left-out", 2, "")


def test_a_row_with_cells_too_many_is_a_problem_that_repeats_nothing() -> None:
    reading = reading_of("serial,model,user\nPF2ABC34,X1,Zorro,Geheim,\nPF2ABC35,X1,\n")
    assert list(reading.fates.values()) == [Fate.PROBLEM, Fate.DEVICE]
    [told] = reading.problems
    assert (told.code, told.row_no, told.original) == ("too-many-cells", 2, "")
    assert "4" not in told.original


def test_a_row_that_names_no_device_is_a_problem() -> None:
    reading = reading_of("serial,location,price\n,room 1,12.50\nPF2ABC34,room 1,12.50\n")
    assert [(each.code, each.row_no) for each in reading.problems] == [("nothing-to-identify", 2)]
    assert reading.fates[2] is Fate.PROBLEM


def test_of_a_column_that_stands_twice_the_fullest_counts() -> None:
    text = "Category,serial,Category\n,SN00001,laptop\nscreen,SN00002,screen\n"
    reading = reading_of(text)
    assert reading.columns["kind"] == ["laptop", "screen"]
    assert [(each.code, each.original) for each in reading.problems] == [
        ("same-column-twice", "Category")
    ]


def test_building_and_room_are_told_together() -> None:
    text = "serial;gebouw;lokaal\nSN00001;Stadhuis;2.03\nSN00002;Stadhuis;\n"
    assert reading_of(text).columns["location"] == ["Stadhuis, 2.03", "Stadhuis"]


def test_beside_a_kind_the_column_named_type_holds_models() -> None:
    both = "Soort;Merk;Type;Serienummer\nlaptop;Dell;Latitude 5400;SN00001\n"
    alone = "Merk;Type;Serienummer\nDell;Latitude 5400;SN00001\nHP;E24 G4;SN00002\n"
    kinds = "Merk;Type;Serienummer\nDell;laptop;SN00001\nHP;scherm;SN00002\n"
    assert reading_of(both).columns["model"] == ["Latitude 5400"]
    assert reading_of(alone).columns["model"] == ["Latitude 5400", "E24 G4"]
    assert reading_of(kinds).columns["kind"] == ["laptop", "scherm"]


def test_a_warranty_column_full_of_dates_tells_its_end() -> None:
    reading = reading_of("serial,warranty\nSN00001,2027-03-04\nSN00002,2028-01-01\n")
    assert reading.columns["warranty_end_days"] == [20881, 21184]
    assert reading.columns["warranty_months"] == [None, None]


def test_a_state_nobody_knows_is_told_once_for_all_its_rows() -> None:
    text = "serial,status\n" + "".join(f"SN0000{i},Zolder\n" for i in range(5))
    reading = reading_of(text)
    assert reading.columns["state"] == [None] * 5
    assert reading.columns["state_text"] == ["Zolder"] * 5
    [told] = reading.problems
    assert told.code == "unknown-state"
    assert "5" in told.what.nl


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("in gebruik", "in_use"), ("Deployed", "in_use"), ("en uso", "in_use"),
        ("v užívání", "in_use"), ("Ready to Deploy", "in_stock"), ("auf Lager", "in_stock"),
        ("archived", "returned"), ("hors service", "returned"), ("ausgemustert", "returned"),
        ("Undeployable", "broken"), ("nefunkční", "broken"), ("emprestado", "on_loan"),
        ("vyřazeno", "gone"), ("dado de baja", "gone"), ("Pending Diagnostics", "in_repair"),
        ("besteld", "ordered"), ("verloren", "lost"), ("extraviado", "lost"),
    ],
)  # fmt: skip
def test_states_are_understood_in_seven_languages(word: str, state: str) -> None:
    assert reading_of(f"serial,status\nSN00001,{word}\n").columns["state"] == [state]


def test_the_person_may_name_the_columns() -> None:
    text = "ref;wat;gebruiker\nSN00001;X1;Zorro\n"
    options = Options(mapping={"ref": "serial", "wat": "model", "Gebruiker": "-"})
    assert rows_of(text, options) == [{"row_no": 2, "serial": "SN00001", "model": "X1"}]


def test_the_person_may_leave_a_column_out() -> None:
    text = "serial;model\nSN00001;X1\n"
    assert rows_of(text, Options(mapping={"Model": ""})) == [{"row_no": 2, "serial": "SN00001"}]


def test_a_column_mapped_to_no_field_is_refused_with_the_fields_there_are() -> None:
    with pytest.raises(BadInput) as caught:
        reading_of("serial;model\nSN00001;X1\n", Options(mapping={"model": "modle"}))
    assert caught.value.code == "unknown-field"
    assert "model" in caught.value.what.en


def test_a_table_without_a_header_says_what_it_needs() -> None:
    with pytest.raises(BadInput) as caught:
        reading_of("PF2ABC34;Dell;1.234,50\nPF2ABC35;Dell;1.234,50\n")
    assert str(caught.value) == (
        "gent.csv, row 1: has no header row we recognise; this row has 3 filled cells (put a row "
        "with names such as serial number, make, model, purchase date above the data, or name the "
        "columns with --map)"
    )


def test_one_column_of_serials_is_a_list_of_devices() -> None:
    assert rows_of("Serial number\nPF2ABC34\nPF2ABC35\n") == [
        {"row_no": 2, "serial": "PF2ABC34"},
        {"row_no": 3, "serial": "PF2ABC35"},
    ]


def test_headers_nobody_knows_are_listed_as_unused() -> None:
    reading = reading_of("serial,shoe size\nSN00001,44\n")
    assert reading.unused == ("shoe size",)
    assert reading.mapping == {"serial": "serial"}


def test_a_json_list_of_flat_objects_is_a_table() -> None:
    text = '{"value": [{"serialNumber": "SN00001", "model": "X1", "user": "Zorro"}]}'
    assert rows_of(text) == [{"row_no": 1, "serial": "SN00001", "model": "X1"}]


def test_reading_twice_gives_the_same() -> None:
    assert reading_of(REGISTER) == reading_of(REGISTER)


CELLS = st.sampled_from(["", " ", "PF2ABC34", "VB-1", "Totaal", "laptop", "3", "N/A", "0", "x;y"])


@given(st.lists(st.lists(CELLS, min_size=4, max_size=5), max_size=20))
def test_every_row_after_the_header_has_exactly_one_fate(rows: list[list[str]]) -> None:
    lines = [";".join(f'"{cell}"' for cell in row) for row in rows]
    reading = reading_of("\n".join(["Serienummer;Label;Omschrijving;Aantal", *lines]))
    assert list(reading.fates) == list(range(2, len(rows) + 2))
    devices = reading.count(Fate.DEVICE) + reading.count(Fate.LOT)
    assert len(reading) == devices
    assert sum(reading.count(fate) for fate in Fate) == len(rows)
