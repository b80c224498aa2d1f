"""What is surely the same device is joined; a number on two devices joins nothing."""

from __future__ import annotations

from collections.abc import Callable

from kringspoor.assess.fleet import Fleet

Row = dict[str, object]
MakeFleet = Callable[..., Fleet]
LAPTOP: Row = {"kind": "laptop", "make": "Dell", "model": "Latitude 5420"}


def test_the_same_serial_number_is_the_same_device_however_typed(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [LAPTOP | {"serial": "4XK9G72"}],
        [{"kind": "notebook", "serial": " 4xk-9g72 "}],
        [{"description": "Laptop Dell Latitude 5420 S/N 4XK9G72"}],
    )
    assert fleet.members == [(0, 1, 2)]
    assert fleet.count_joins() == {"serial": 2}


def test_a_different_model_under_one_serial_number_is_joined_and_listed(
    make_fleet: MakeFleet,
) -> None:
    fleet = make_fleet(
        [LAPTOP | {"serial": "4XK9G72"}], [LAPTOP | {"serial": "4XK9G72", "model": "Latitude 5430"}]
    )
    assert len(fleet) == 1
    (conflict,) = fleet.conflicts
    assert conflict.field == "model"
    assert [(each.sighting, each.value) for each in conflict.said] == [
        ((0, 2), "Latitude 5420"),
        ((1, 2), "Latitude 5430"),
    ]


def test_a_number_on_a_laptop_and_on_a_screen_of_another_make_joins_nothing(
    make_fleet: MakeFleet,
) -> None:
    fleet = make_fleet(
        [LAPTOP | {"serial": "100012"}], [{"kind": "scherm", "make": "HP", "serial": "100012"}]
    )
    assert len(fleet) == 2
    assert [each.code for each in fleet.clashes] == ["serial-other-kinds"]
    assert fleet.clashes[0].sightings == ((0, 2), (1, 2))


def test_a_barcode_reads_an_s_before_the_serial_number(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LAPTOP | {"serial": "4XK9G72"}], [LAPTOP | {"serial": "S4XK9G72"}])
    assert fleet.count_joins() == {"barcode": 1}


def test_a_lenovo_barcode_reads_the_machine_type_before_the_serial_number(
    make_fleet: MakeFleet,
) -> None:
    lenovo = {"kind": "laptop", "make": "Lenovo", "model": "ThinkPad T14 Gen 2"}
    fleet = make_fleet(
        [lenovo | {"serial": "PF2ABCDE"}], [lenovo | {"serial": "1S20W6S5GF00PF2ABCDE"}]
    )
    assert fleet.count_joins() == {"barcode": 1}


def test_an_s_is_part_of_the_number_when_the_models_differ(make_fleet: MakeFleet) -> None:
    other = LAPTOP | {"serial": "S4XK9G72", "model": "Latitude 7490"}
    assert len(make_fleet([LAPTOP | {"serial": "4XK9G72"}], [other])) == 2


def test_lookalike_serial_numbers_are_shown_and_not_joined(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LAPTOP | {"serial": "PF2O1A"}], [LAPTOP | {"serial": "PF201A"}])
    assert len(fleet) == 2
    (doubt,) = fleet.doubts
    assert (doubt.left_no, doubt.right_no, doubt.is_joined) == (0, 1, False)
    assert "PF2O1A" in doubt.text.nl and "PF201A" in doubt.text.en


def test_tags_join_what_has_no_serial_number(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [LAPTOP | {"tag": "INV-004512"}],
        [LAPTOP | {"tag": "4512", "serial": "4XK9G72"}],
        [LAPTOP | {"tag": "4512/0"}],
    )
    assert fleet.count_joins() == {"tag": 2}
    assert fleet.columns["serial"] == ["4XK9G72"]


def test_one_tag_with_two_serial_numbers_joins_nothing(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [LAPTOP | {"tag": "4512", "serial": "4XK9G72"}],
        [LAPTOP | {"tag": "4512", "serial": "90VWH57"}],
    )
    assert len(fleet) == 2
    assert [each.code for each in fleet.clashes] == ["tag-other-serials"]


def test_one_tag_twice_in_a_file_with_other_serial_numbers_is_listed(
    make_fleet: MakeFleet,
) -> None:
    twice = [LAPTOP | {"tag": "4512", "serial": each} for each in ("4XK9G72", "90VWH57")]
    fleet = make_fleet(twice)
    assert len(fleet) == 2
    assert [(each.code, each.key) for each in fleet.clashes] == [("tag-twice", "4512")]


def test_one_tag_on_two_kinds_joins_nothing(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LAPTOP | {"tag": "4512"}], [{"kind": "scherm", "tag": "4512"}])
    assert [each.code for each in fleet.clashes] == ["tag-other-kinds"]
    assert len(fleet) == 2


def test_a_device_noted_twice_under_one_tag_is_one_device(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LAPTOP | {"tag": "4512"}, LAPTOP | {"tag": "4512"}])
    assert fleet.members == [(0, 1)]


def test_two_models_under_one_tag_in_a_file_are_two_devices(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [LAPTOP | {"tag": "4512"}, LAPTOP | {"tag": "4512", "model": "OptiPlex 7090"}]
    )
    assert [each.code for each in fleet.clashes] == ["tag-twice"]


def test_a_bare_word_is_a_serial_number_when_another_file_says_so(make_fleet: MakeFleet) -> None:
    bare = {"description": "draagbare pc Dell Latitude 5420 MX5V6R7"}
    known = LAPTOP | {"serial": "MX5V6R7"}
    assert make_fleet([bare], [known]).count_joins() == {"serial": 1}
    assert make_fleet([bare], [LAPTOP | {"serial": "90VWH57"}]).columns["serial"][0] != "MX5V6R7"


def test_a_lot_is_never_joined_with_a_device(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LAPTOP | {"tag": "4512", "quantity_count": 10}], [LAPTOP | {"tag": "4512"}])
    assert fleet.joins == ()
