"""Hardware scans: synthetic twins of what the tools really write, and what mutations do to them."""

from __future__ import annotations

import copy
import json
import os
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kringspoor.core.device import FIELDS
from kringspoor.core.errors import BadInput, KringspoorError
from kringspoor.formats.edid import read_edid
from kringspoor.formats.reading import Cell, Fate, Options, Reading
from kringspoor.formats.shelves import surest
from kringspoor.formats.source import Source

TWINS = Path(__file__).with_name("data") / "scans"
UGLY = Path(__file__).with_name("data") / "ugly_scans"
JSON_TWINS = sorted(each.name for each in TWINS.glob("*.json"))
ALL_TWINS = sorted(each.name for each in TWINS.iterdir())
EXAMPLES = int(os.environ.get("KRINGSPOOR_FUZZ", "150"))
KINDS = {each.name: each.kind for each in FIELDS}
TYPES = {"text": (str,), "day": (int,), "whole": (int,), "number": (int, float)}


def read_bytes(data: bytes, name: str = "scan.json") -> Reading:
    source = Source.of_bytes(name, data, Options())
    return surest(source).read(source)


def read_json(value: object) -> Reading:
    return read_bytes(json.dumps(value).encode())


def twin(name: str) -> Any:
    return json.loads((TWINS / name).read_text(encoding="utf-8"))


def first(reading: Reading) -> dict[str, Cell]:
    return next(iter(reading.rows()))


def codes(reading: Reading) -> list[tuple[str, str | None]]:
    return [(each.code, each.column) for each in reading.problems]


def test_an_agent_file_gives_its_device_and_those_nobody_registered() -> None:
    reading = read_json(twin("glpi_laptop.json"))
    rows = list(reading.rows())
    assert reading.format == "glpi_inventory"
    assert reading.fates == {1: Fate.DEVICE}
    assert reading.found_inside_count == 5
    assert [(row.get("kind"), row.get("serial")) for row in rows] == [
        ("Notebook", "9ZZ0001"),
        ("Monitor", "7XK2P93"),
        ("Monitor", "00a1b2c3"),
        ("Monitor", "ZV0199"),
        ("Printer", "E7000A0001"),
        ("Dock", "1S40AY0001"),
    ]
    assert rows[1]["make"] == "Dell"
    assert rows[1]["made_year"] == 2019
    assert rows[0]["battery_share"] == 0.75
    assert rows[0]["storage_serials"] == "Z1A0B2C3"


def test_the_own_panel_of_a_laptop_gives_its_diagonal_and_is_no_device() -> None:
    content = twin("glpi_laptop.json")
    content["content"]["monitors"] = content["content"]["monitors"][:1]
    reading = read_json(content)
    assert first(reading)["screen_inches"] == 13.9
    assert "Monitor" not in [row.get("kind") for row in reading.rows()]


def test_the_same_panel_on_a_desktop_is_a_monitor() -> None:
    content = twin("glpi_laptop.json")
    content["content"]["hardware"]["chassis_type"] = "Desktop"
    kinds = [row.get("kind") for row in read_json(content).rows()]
    assert kinds.count("Monitor") == 4


def test_private_data_stays_at_the_door_and_only_its_name_is_kept() -> None:
    reading = read_json(twin("glpi_laptop.json"))
    said = repr(reading)
    for private in ("an.voorbeeld", "laptop-an", "10.1.2.3", "02:00:00", "LibreOffice", "van An"):
        assert private not in said
    assert "content.users" in reading.dropped
    assert "content.softwares" in reading.dropped
    assert "content.hardware.lastloggeduser" in reading.dropped


def test_each_switch_of_a_stack_is_a_device() -> None:
    rows = list(read_json(twin("glpi_stack.json")).rows())
    assert [row["serial"] for row in rows] == ["FCW0001A0B1", "FCW0001A0B2"]
    assert rows[0]["location"] == "Bibliotheek, kast 2"


def test_a_virtual_machine_is_no_device() -> None:
    content = twin("glpi_laptop.json")
    content["content"]["hardware"]["vmsystem"] = "VMware"
    reading = read_json(content)
    assert (reading.fates, len(reading)) == ({1: Fate.NOT_A_DEVICE}, 0)
    assert [each.code for each in reading.problems if each.code == "scan-virtual"]
    guest = twin("lshw_tower.json") | {"vendor": "QEMU", "product": "Standard PC (Q35)"}
    assert read_json(guest).fates == {1: Fate.NOT_A_DEVICE}


def test_compressed_xml_reads_like_the_plain_file() -> None:
    plain = (TWINS / "ocs_desktop.xml").read_bytes()
    packed, open_ = read_bytes(zlib.compress(plain), "a.ocs"), read_bytes(plain, "a.ocs")
    assert packed == open_
    assert first(open_)["os"] == "Microsoft Windows 11 Education 10.0.22631"
    assert ("scan-filler", "content.bios.ssn") in codes(open_)


def test_compressed_xml_that_is_cut_off_or_endless_is_refused() -> None:
    packed = zlib.compress((TWINS / "ocs_desktop.xml").read_bytes())
    bomb = zlib.compress(b"<REQUEST>" + b" " * (65 * 1024 * 1024))
    for data in (packed[:-20], bomb):
        with pytest.raises(BadInput) as refused:
            read_bytes(data, "a.ocs")
        assert refused.value.code == "scan-zlib"
        assert "a.ocs" in str(refused.value)


def test_xml_with_entities_is_refused_before_they_grow() -> None:
    entities = b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb = entities + b"<REQUEST><CONTENT>&b;</CONTENT></REQUEST>"
    with pytest.raises(KringspoorError):
        read_bytes(bomb, "a.ocs")


def test_old_snapshots_give_wear_hours_and_the_erasure_that_succeeded() -> None:
    reading = read_json(twin("ereuse_workbench.json"))
    row = first(reading)
    assert (row["model"], row["part_no"]) == ("ThinkPad T480", "20L5000XYZ")
    assert (row["battery_share"], row["power_on_hours"]) == (0.75, 12345.0)
    assert (row["ram_gb"], row["storage_gb"]) == (8.0, 756.2)
    assert reading.about is not None
    assert "1 storage media (EraseBasic)" in reading.about.en


def test_new_snapshots_join_what_their_tools_tell() -> None:
    reading = read_json(twin("ereuse_script.json"))
    row = first(reading)
    assert row["serial"] == "PC000009"
    assert row["storage_serials"] == "WL100001;S4GX000001;S4EV000001"
    assert row["power_on_hours"] == 9876.0
    assert reading.found_inside_count == 1


def test_a_broken_tool_in_a_snapshot_costs_only_that_tool() -> None:
    snapshot = twin("ereuse_script.json")
    snapshot["data"]["smartctl"] = "[{"
    reading = read_json(snapshot)
    assert first(reading)["serial"] == "PC000009"
    assert ("scan-part", "data.smartctl") in codes(reading)


def test_a_snapshot_in_yaml_says_in_one_sentence_what_it_needs() -> None:
    with pytest.raises(BadInput) as refused:
        read_bytes(b"type: Snapshot\nsoftware: Workbench\ndevice:\n  type: Laptop\n", "s.yaml")
    assert str(refused.value).startswith("s.yaml: is YAML")


def test_the_newest_drive_tells_its_serial_one_level_up_and_a_stick_is_left_out() -> None:
    row = first(read_json(twin("lshw_tower.json")))
    assert row["storage_serials"] == "S36NNX0000001;WD-WCC6Y0000001"
    assert row["storage_kind"] == "ssd"
    assert row["model"] == "HP EliteDesk 800 G3 SFF"


def test_lshw_reads_the_same_as_an_object_and_as_a_list() -> None:
    tree = twin("lshw_tower.json")
    assert list(read_json([tree]).rows()) == list(read_json(tree).rows())


def test_a_machine_put_together_by_hand_keeps_its_board_as_description() -> None:
    reading = read_bytes((TWINS / "lshw_white_box.xml").read_bytes(), "box.xml")
    row = first(reading)
    assert (row["description"], row.get("serial")) == ("ASRock B450M Pro4", None)
    assert [code for code, _ in codes(reading)] == ["scan-filler"] * 3


def test_keys_with_an_order_are_read_in_that_order() -> None:
    row = first(read_json(twin("inxi_desk.json")))
    assert (row["make"], row["model"], row["serial"]) == ("FUJITSU", "ESPRIMO D957", "YM0X000001")
    assert (row["ram_gb"], row["storage_gb"], row["power_on_hours"]) == (16.0, 256.1, 8811.0)


def test_a_masked_serial_is_unknown_and_said_so() -> None:
    value = twin("inxi_desk.json")
    machine = value[0]["000#1#0#Machine"][0]
    for key in ("004#0#3#serial", "007#0#2#serial"):
        machine[key] = "<superuser required>"
    reading = read_json(value)
    assert "serial" not in first(reading)
    assert codes(reading)[0][0] == "scan-filler"


def test_firmware_text_counts_memory_in_binary_units() -> None:
    row = first(read_bytes((TWINS / "dmidecode_thinkpad.txt").read_bytes(), "x390.txt"))
    assert (row["ram_gb"], row["model"]) == (8.0, "ThinkPad X390")
    assert "tag" not in row


@pytest.mark.parametrize("name", ["smartctl_two.json", "nwipe.log"])
def test_evidence_is_named_and_is_no_inventory(name: str) -> None:
    reading = read_bytes((TWINS / name).read_bytes(), name)
    assert not reading.is_inventory
    assert reading.about is not None
    assert set(reading.fates.values()) == {Fate.NOT_A_DEVICE}
    assert len(reading) == 0


def test_a_schema_is_named_as_a_schema() -> None:
    reading = read_json({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"})
    assert (reading.format, reading.is_inventory) == ("glpi_schema", False)


def test_a_scan_that_says_nothing_is_a_problem() -> None:
    reading = read_json({"deviceid": "x", "content": {"versionclient": "1"}})
    assert reading.fates == {1: Fate.PROBLEM}
    assert codes(reading) == [("scan-nothing", "serial")]


@pytest.mark.parametrize(
    ("section", "value", "where"),
    [
        ("bios", ["a", "b"], "content.bios"),
        ("bios", {"ssn": ["9ZZ0001"]}, "content.bios.ssn"),
        ("monitors", "none", "content.monitors"),
        ("memories", [8192], "content.memories[0]"),
        ("storages", [{"disksize": "big"}], "content.storages[0].disksize"),
    ],
)
def test_a_wrong_shape_is_a_located_problem(section: str, value: object, where: str) -> None:
    content = twin("glpi_laptop.json")
    content["content"][section] = value
    assert ("wrong-shape", where) in codes(read_json(content))


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("memories", 0, "capacity"), 10**15, "ram_gb"),
        (("storages", 0, "disksize"), 10**12, "storage_gb"),
        (("batteries", 0, "real_capacity"), 10**9, "battery_share"),
        (("accesslog", "logdate"), "0001-01-01 00:00:00", "last_seen_days"),
    ],
)
def test_what_cannot_be_is_unknown_and_a_problem(
    path: tuple[str | int, ...], value: object, field: str
) -> None:
    root = twin("glpi_laptop.json")
    place = root["content"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    reading = read_json(root)
    told = "scan-moment" if field == "last_seen_days" else "scan-implausible"
    assert told in [code for code, _ in codes(reading)]
    assert first(reading).get(field) in (None, 15.4)  # memory falls back on what is in use


def test_an_agent_without_firmware_rights_still_gives_a_device() -> None:
    reading = read_bytes((UGLY / "glpi_no_bios.json").read_bytes(), "glpi_no_bios.json")
    row = first(reading)
    assert (row["kind"], row["ram_gb"], row["storage_kind"]) == ("Computer", 4.0, "emmc")
    assert codes(reading) == [
        ("wrong-shape", "content.hardware.chassis_type"),
        ("wrong-shape", "content.monitors[0]"),
        ("scan-no-serial", "serial"),
    ]


def test_an_all_in_one_in_a_list_of_nodes_gives_both_its_disks() -> None:
    reading = read_bytes((UGLY / "lshw_list.json").read_bytes(), "lshw_list.json")
    row = first(reading)
    assert (row["ram_gb"], row["storage_gb"]) == (8.0, 531.4)
    assert (row["model"], row["part_no"]) == (
        "HP EliteOne 800 G2 23-in Non-Touch AiO",
        "T4K13EA#ABB",
    )


def test_an_old_agent_in_latin_1_is_read_and_its_odd_values_are_located() -> None:
    reading = read_bytes((UGLY / "ocs_latin1.xml").read_bytes(), "ocs_latin1.xml")
    rows = list(reading.rows())
    assert (rows[0]["tag"], rows[0]["serial"]) == ("Bibliothèque 12", "CZC2000AAA")
    assert rows[1]["model"] == "Écran réception"
    assert codes(reading) == [
        ("wrong-shape", "content.memories[1].capacity"),
        ("scan-moment", "content.hardware.lastdate"),
        ("scan-implausible", "storage"),
    ]


def test_firmware_text_in_utf_16_with_spaces_for_tabs_is_read() -> None:
    reading = read_bytes((UGLY / "dmi_utf16.txt").read_bytes(), "dmi_utf16.txt")
    row = first(reading)
    assert row["description"] == "ASUSTeK COMPUTER INC. PRIME B250M-A"
    assert [code for code, _ in codes(reading)] == ["scan-filler"] * 3


def test_a_damaged_screen_block_is_unknown() -> None:
    block = twin("glpi_laptop.json")["content"]["monitors"][1]["base64"]
    assert read_edid(block[:40]) is None
    assert read_edid("§" + block) is None
    whole = read_edid(block)
    assert whole is not None
    assert (whole.make, whole.serial, whole.model) == ("Dell", "7XK2P93", "DELL P2419H")


def test_a_page_of_assets_is_read_as_a_register() -> None:
    reading = read_json(twin("snipeit_page.json"))
    rows = list(reading.rows())
    assert reading.format == "snipeit_rest"
    assert list(reading.fates.values()) == [
        Fate.DEVICE,
        Fate.DEVICE,
        Fate.DEVICE,
        Fate.SECOND_SIGHTING,
        Fate.PROBLEM,
    ]
    assert [row.get("price_cents") for row in rows] == [123450, 89900, None]
    assert [row["state"] for row in rows[:2]] == ["in_use", "in_stock"]
    assert rows[0]["state_text"] == "Ready to Deploy"
    assert (rows[0]["warranty_months"], rows[0]["ram_gb"]) == (36, 16.0)
    assert rows[0]["model"] == 'HP ProBook 450 G8 15"'
    assert rows[0]["supplier"] == "Peeters & Zoon"
    assert rows[2]["ownership"] == "personal"


def test_a_page_says_how_many_assets_are_missing_and_names_nobody() -> None:
    reading = read_json(twin("snipeit_page.json"))
    assert reading.problems[0].code == "page-of-more"
    assert "5 of 640" in reading.problems[0].what.en
    assert "assigned_to" in reading.dropped
    for private in ("an.voorbeeld", "An Voorbeeld", "stad.example", "02:00:00"):
        assert private not in repr(reading)


def test_an_empty_page_is_read_and_holds_nothing() -> None:
    reading = read_json({"total": 0, "rows": []})
    assert (reading.format, len(reading), reading.fates) == ("snipeit_rest", 0, {})


def check(reading: Reading) -> None:
    """What must hold of any reading, however strange its file."""
    lengths = {len(column) for column in reading.columns.values()}
    assert len(lengths) <= 1
    devices = sum(1 for each in reading.fates.values() if each in (Fate.DEVICE, Fate.LOT))
    assert len(reading) == devices + reading.found_inside_count
    for name, column in reading.columns.items():
        for value in column:
            assert value is None or type(value) in TYPES[KINDS[name]], (name, value)
            assert value == value, "NaN is unknown, not a number"
    json.dumps([list(reading.rows()), [each.original for each in reading.problems]])


def read_or_refuse(data: bytes, name: str) -> None:
    try:
        check(read_bytes(data, name))
    except KringspoorError as refused:
        assert str(refused)


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**40, -1, 0, 2**63, 1e308, -1e-9, "", "To be filled by O.E.M.", "<x>"]),
    st.sampled_from([[], {}, [[]], [None], {"": {}}, "9" * 5000, "8 GiB", "1e5", "\0\0"]),
    st.text(max_size=20),
    st.lists(st.integers(), max_size=4),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a document with each of its keys."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        keys = each.keys() if isinstance(each, dict) else range(len(each))
        for key in keys:
            found.append((each, key))
            if isinstance(each[key], (dict, list)):
                waiting.append(each[key])
    return found


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_mutation_of_a_document_gets_past_the_reader(data: st.DataObject) -> None:
    value = copy.deepcopy(twin(data.draw(st.sampled_from(JSON_TWINS))))
    for _ in range(data.draw(st.integers(1, 4))):
        known = places(value)
        if not known:
            break
        box, key = data.draw(st.sampled_from(known))
        if data.draw(st.booleans()):
            box[key] = copy.deepcopy(data.draw(ODD))
        else:
            del box[key]
    read_or_refuse(json.dumps(value).encode(), "mutant.json")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_mutation_of_bytes_gets_past_the_reader(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(ALL_TWINS))
    raw = bytearray((TWINS / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        cut = data.draw(st.integers(0, 40))
        raw[at : at + cut] = data.draw(st.binary(max_size=8))
    read_or_refuse(bytes(raw), name)
