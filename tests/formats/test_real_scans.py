"""Every hardware scan under the real sample files: format, devices, problems and full rows.

The samples stay outside the repository; without ``KRINGSPOOR_REAL_FILES`` these tests skip.
"""

from __future__ import annotations

import os
import re
import runpy
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kringspoor.formats import read
from kringspoor.formats.reading import Cell, Fate

REAL_FILES = os.environ.get("KRINGSPOOR_REAL_FILES", "")
SAMPLES = Path(REAL_FILES) / "inventory-samples"
NOTES = {"SOURCES.md", "intune/DevicesWithInventory-columns.md"}  # about the samples themselves

PRIVATE_JSON = re.compile(
    r'"(login|lastloggeduser|fqdn|macs?|ipaddress6?|ipgateway|phone_number|contact)": *"([^"]{4,})"'
)
PRIVATE_XML = re.compile(
    r"<(LOGIN|USERID|LASTLOGGEDUSER|FQDN|MACADDR|IPADDRESS|IPADDR|WINPRODKEY)>([^<]{4,})<"
)

pytestmark = pytest.mark.skipif(not REAL_FILES, reason="KRINGSPOOR_REAL_FILES is not set")


@dataclass(frozen=True, slots=True)
class Expected:
    """What one file must give."""

    format: str
    fates: dict[Fate, int]
    found_inside_count: int = 0
    problems: list[tuple[str, str | None]] = field(default_factory=list)
    rows: list[dict[str, Cell]] = field(default_factory=list)
    is_inventory: bool = True
    about: str | None = None


EXPECTED: dict[str, Expected] = {
    "ereuse/hp_probook_g8.json": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        about="also holds proof of the erasure of 1 storage media (EraseSectors)",
        rows=[
            {
                "row_no": 1,
                "serial": "CND4286Z55",
                "make": "HP",
                "model": "HP ProBook 450 G8",
                "part_no": "F5R46AV",
                "kind": "Laptop",
                "cpu": "Intel Core i5-4210U CPU @ 1.70GHz",
                "ram_gb": 8.0,
                "storage_gb": 500.1,
                "storage_serials": "S3P9A81F",
                "screen_inches": 15.5,
                "power_on_hours": 8627.0,
                "last_seen_days": 19005,
            }
        ],
    ),
    "ereuse/snapshot-workbench11.json": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "CNU406CLGR",
                "make": "Hewlett-Packard",
                "model": "Hp Probook 650 G1",
                "part_no": "H5G75EA#ABE",
                "kind": "Laptop",
                "cpu": "Intel Core I5-4200m Cpu @ 2.50ghz",
                "ram_gb": 4.0,
                "storage_gb": 120.0,
                "storage_kind": "ssd",
                "storage_serials": "LDS645R002202",
                "screen_inches": 15.5,
                "last_seen_days": 19152,
            }
        ],
    ),
    "ereuse/snapshot01.json": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        about="also holds proof of the erasure of 1 storage media (EraseSectors)",
        rows=[
            {
                "row_no": 1,
                "serial": "AAAAAAAA",
                "make": "LENOVO",
                "model": "ThinkCentre M92P",
                "part_no": "3227A2G",
                "kind": "Desktop",
                "cpu": "Intel Core i5-3470 CPU @ 3.20GHz",
                "ram_gb": 4.0,
                "storage_gb": 500.0,
                "storage_serials": "AAAAAAAA",
                "power_on_hours": 18720.0,
                "last_seen_days": 17108,
            }
        ],
    ),
    "ereuse/snapshot_workbench-script.json": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=1,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "5CQ6VY1",
                "make": "Dell Inc.",
                "model": "Latitude E7240",
                "part_no": "05CA",
                "kind": "Laptop",
                "cpu": "Intel(R) Core(TM) i7-4600U CPU @ 2.10GHz",
                "ram_gb": 16.0,
                "storage_gb": 756.2,
                "storage_kind": "ssd",
                "storage_serials": "TW0XXM305508539G1361;S33HNX0J203755R",
                "screen_inches": 12.5,
                "power_on_hours": 17702.0,
                "last_seen_days": 20111,
            },
            {
                "row_no": 1,
                "serial": "CNC3382N95",
                "make": "HP",
                "model": "HP 27mq",
                "kind": "Monitor",
                "screen_inches": 27.0,
                "made_year": 2023,
                "last_seen_days": 20111,
            },
        ],
    ),
    "ereuse/teal-e5530.snapshot.json": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[("scan-moment", "endTime")],
        rows=[
            {
                "row_no": 1,
                "serial": "D8FTRY1",
                "make": "Dell Inc.",
                "model": "Latitude E5530 non-vPro",
                "kind": "Laptop",
                "cpu": "Intel Core i5-3340M CPU @ 2.70GHz",
                "ram_gb": 8.0,
                "storage_gb": 500.1,
                "storage_serials": "TF755AWHKL0LHM",
                "screen_inches": 16.0,
                "battery_share": 0.357,
            }
        ],
    ),
    "ereuse/teal-erase-sectors-2-hdd.snapshot.yaml": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        about="also holds proof of the erasure of 2 storage media (EraseBasic)",
        rows=[
            {
                "row_no": 1,
                "serial": "foo",
                "make": "bar",
                "model": "baz",
                "kind": "Desktop",
                "cpu": "Intel Core i3-2100 CPU @ 3.10GHz",
                "ram_gb": 4.0,
                "storage_gb": 610.4,
                "storage_serials": "WD-WCAV29008961;WD-WCAV27984668",
                "power_on_hours": 24658.0,
                "last_seen_days": 17725,
            }
        ],
    ),
    "ereuse/teal-example_wb11.json": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        about="also holds proof of the erasure of 1 storage media (EraseBasic)",
        rows=[
            {
                "row_no": 1,
                "serial": "LUSEA0D010038879A01601",
                "make": "Acer",
                "model": "AOHAPPY",
                "kind": "Laptop",
                "cpu": "Intel Atom CPU N450 @ 1.66GHz",
                "ram_gb": 1.0,
                "storage_gb": 160.0,
                "storage_serials": "WD-WX11A80W7430",
                "screen_inches": 10.0,
                "battery_share": 0.301,
                "power_on_hours": 4675.0,
                "last_seen_days": 18149,
            }
        ],
    ),
    "ereuse/teal-optiplex-745.snapshot.json": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[("scan-moment", "endTime")],
        rows=[
            {
                "row_no": 1,
                "serial": "HQ5583J",
                "make": "Dell Inc.",
                "model": "OptiPlex 745",
                "kind": "Desktop",
                "cpu": "Intel Core2 CPU 6400 @ 2.13GHz",
                "ram_gb": 2.0,
                "storage_gb": 320.1,
                "storage_serials": "WD-WMAV2W580992",
            }
        ],
    ),
    "glpi/computer_1.json": Expected(
        format="glpi_inventory",
        fates={Fate.DEVICE: 1},
        found_inside_count=1,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "640HP72",
                "make": "Dell Inc.",
                "model": "XPS 13 9350",
                "part_no": "0704",
                "kind": "Laptop",
                "cpu": "Intel(R) Core(TM) i5-6200U CPU @ 2.30GHz",
                "ram_gb": 8.0,
                "storage_gb": 256.1,
                "storage_kind": "ssd",
                "storage_serials": "S29NNXAH146409",
                "screen_inches": 13.2,
                "os": "Fedora 31 (Workstation Edition)",
                "battery_share": 0.878,
                "last_seen_days": 18425,
            },
            {
                "row_no": 1,
                "serial": "MY47L1W1JHEB6",
                "model": "HP Officejet Pro 8600",
                "kind": "Printer",
                "last_seen_days": 18425,
            },
        ],
    ),
    "glpi/inventory.schema.json": Expected(
        format="glpi_schema",
        fates={Fate.NOT_A_DEVICE: 1},
        found_inside_count=0,
        problems=[],
        about="a JSON Schema: it describes what an inventory looks like and holds no devices",
        is_inventory=False,
        rows=[],
    ),
    "glpi/networkequipment_1.json": Expected(
        format="glpi_inventory",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "SSI1912014B",
                "make": "Cisco",
                "model": "UCS 6248UP 48-Port",
                "kind": "NetworkEquipment",
                "location": "paris.pa3",
            }
        ],
    ),
    "glpi/phone_1.json": Expected(
        format="glpi_inventory",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "af8d8fcfa6fa4794",
                "make": "Xiaomi",
                "model": "Mi 9T Pro",
                "kind": "Phone",
                "cpu": "AArch64 Processor rev 14 (aarch64)",
                "ram_gb": 5.4,
                "os": "Q Android 10.0 api 29",
                "last_seen_days": 18248,
            }
        ],
    ),
    "glpi/printer_1.json": Expected(
        format="glpi_inventory",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "PHCVN191TG",
                "make": "Hewlett-Packard",
                "model": "HP LaserJet M507",
                "kind": "Printer",
                "ram_gb": 0.5,
            }
        ],
    ),
    "lshw-dmidecode-inxi/david.lshw.snapshot.yaml": Expected(
        format="ereuse_snapshot",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "FJBQVZ1",
                "make": "Dell Inc.",
                "model": "Latitude E6440",
                "kind": "Laptop",
                "cpu": "Intel Core i7-4600M CPU @ 2.90GHz",
                "ram_gb": 8.0,
                "storage_gb": 500.8,
                "storage_serials": "164014297BCC",
                "last_seen_days": 17731,
            }
        ],
    ),
    "lshw-dmidecode-inxi/freegeek-lshw.xml": Expected(
        format="lshw",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[("scan-no-serial", "serial")],
        rows=[
            {
                "row_no": 1,
                "kind": "Computer",
                "description": "Intel Corporation DG965WH",
                "cpu": "Intel(R) Pentium(R) D CPU 3.00GHz",
                "ram_gb": 2.0,
                "storage_gb": 1700.4,
                "storage_serials": "S07GJ1LL500160;5QD5F7K1;5QD47ZMY",
            }
        ],
    ),
    "lshw-dmidecode-inxi/from-workbench-dmidecode.txt": Expected(
        format="dmidecode",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "5CQ6VY1",
                "make": "Dell Inc.",
                "model": "Latitude E7240",
                "part_no": "05CA",
                "kind": "Laptop",
                "cpu": "Intel(R) Core(TM) i7-4600U CPU @ 2.10GHz",
                "ram_gb": 16.0,
            }
        ],
    ),
    "lshw-dmidecode-inxi/from-workbench-inxi.json": Expected(
        format="inxi",
        fates={Fate.DEVICE: 1},
        found_inside_count=1,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "5CQ6VY1",
                "make": "Dell",
                "model": "Latitude E7240",
                "kind": "Laptop",
                "cpu": "Intel Core i7-4600U",
                "ram_gb": 16.0,
                "storage_gb": 756.2,
                "storage_kind": "ssd",
                "storage_serials": "TW0XXM305508539G1361;S33HNX0J203755R",
                "screen_inches": 12.5,
                "power_on_hours": 17702.0,
            },
            {
                "row_no": 1,
                "serial": "CNC3382N95",
                "make": "HP",
                "model": "HP 27mq",
                "kind": "Monitor",
                "screen_inches": 27.0,
                "made_year": 2023,
            },
        ],
    ),
    "lshw-dmidecode-inxi/from-workbench-lshw.json": Expected(
        format="lshw",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "5CQ6VY1",
                "make": "Dell Inc.",
                "model": "Latitude E7240",
                "part_no": "05CA",
                "kind": "laptop",
                "cpu": "Intel(R) Core(TM) i7-4600U CPU @ 2.10GHz",
                "ram_gb": 16.0,
                "storage_gb": 756.2,
                "storage_kind": "ssd",
                "storage_serials": "TW0XXM305508539G1361;S33HNX0J203755R",
            }
        ],
    ),
    "lshw-dmidecode-inxi/from-workbench-smartctl.json": Expected(
        format="smartctl",
        fates={Fate.NOT_A_DEVICE: 3},
        found_inside_count=0,
        problems=[],
        about="a health report (SMART) of 2 storage media, without the device itself",
        is_inventory=False,
        rows=[],
    ),
    "lshw-dmidecode-inxi/linuxhw-dmi-latitude5280.txt": Expected(
        format="dmidecode",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[("scan-filler", "System Information.Serial Number")],
        rows=[
            {
                "row_no": 1,
                "make": "Dell Inc.",
                "model": "Latitude 5280",
                "part_no": "07A6",
                "kind": "Notebook",
                "cpu": "Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz",
                "ram_gb": 8.0,
            }
        ],
    ),
    "nwipe/nwipe-log-excerpts.txt": Expected(
        format="nwipe_log",
        fates={Fate.NOT_A_DEVICE: 1},
        found_inside_count=0,
        problems=[],
        about="an erasure log of nwipe (1 storage media in its table 'Drive Status'): "
        "proof of erasure, not a list of devices",
        is_inventory=False,
        rows=[],
    ),
    "ocs-fusion/1.xml": Expected(
        format="ocs_inventory",
        fates={Fate.DEVICE: 1},
        found_inside_count=0,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "9E113232I",
                "make": "TOSHIBA",
                "model": "PORTEGE Z30-A",
                "part_no": "PT243E",
                "kind": "Notebook",
                "cpu": "Intel(R) Core(TM) i5-4210U CPU @ 1.70GHz",
                "ram_gb": 8.0,
                "storage_gb": 250.1,
                "screen_inches": 13.2,
                "os": "Fedora release 25 (Twenty Five)",
                "last_seen_days": 17326,
            }
        ],
    ),
    "ocs-fusion/2.xml": Expected(
        format="ocs_inventory",
        fates={Fate.DEVICE: 1},
        found_inside_count=1,
        problems=[],
        rows=[
            {
                "row_no": 1,
                "serial": "CZC0479792",
                "make": "Hewlett-Packard",
                "model": "HP EliteBook 2540p",
                "part_no": "J2696431",
                "kind": "Notebook",
                "cpu": "Intel(R) Core(TM) i5 CPU M 540 @ 2.53GHz",
                "ram_gb": 4.0,
                "storage_gb": 250.1,
                "storage_serials": "101024PCK204VJJVAMYJ",
                "os": "Microsoft Windows 8.1 Professionnel",
                "last_seen_days": 17301,
            },
            {
                "row_no": 1,
                "serial": "C975661HAB2R",
                "make": "Dell",
                "model": "DELL 1707FP",
                "kind": "Monitor",
                "screen_inches": 17.1,
                "made_year": 2006,
                "last_seen_days": 17301,
            },
        ],
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_scan_is_read_as_the_table_fixes(name: str) -> None:
    expected = EXPECTED[name]
    reading = read(SAMPLES / name)
    counts = {fate: reading.count(fate) for fate in Fate if reading.count(fate)}
    assert reading.format == expected.format
    assert counts == expected.fates
    assert reading.found_inside_count == expected.found_inside_count
    assert [(each.code, each.column) for each in reading.problems] == expected.problems
    assert list(reading.rows())[:3] == expected.rows
    assert reading.is_inventory is expected.is_inventory
    assert (reading.about.en if reading.about else None) == expected.about


@pytest.mark.parametrize("name", EXPECTED)
def test_every_source_row_has_one_fate_and_every_device_stands_in_the_columns(name: str) -> None:
    reading = read(SAMPLES / name)
    devices = reading.count(Fate.DEVICE)
    assert sorted(reading.fates) == list(range(1, len(reading.fates) + 1))
    assert len(reading) == devices + reading.found_inside_count
    assert {len(column) for column in reading.columns.values()} == {len(reading)}


@pytest.mark.parametrize("name", EXPECTED)
def test_nobody_is_named_in_what_is_read(name: str) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8", errors="replace")
    private = {value for _, value in PRIVATE_JSON.findall(text) + PRIVATE_XML.findall(text)}
    reading = read(SAMPLES / name)
    said = repr([list(reading.rows()), reading.problems, reading.about])
    assert [each for each in private if each in said] == []


def test_every_sample_stands_in_one_of_the_two_tables() -> None:
    other = Path(__file__).with_name("test_real_tables.py")
    if not other.exists():
        pytest.skip("the other table is not there")
    tables = set(runpy.run_path(str(other))["EXPECTED"])
    names = {each.relative_to(SAMPLES).as_posix() for each in SAMPLES.rglob("*") if each.is_file()}
    assert names - NOTES == set(EXPECTED) | tables
    assert not set(EXPECTED) & tables
