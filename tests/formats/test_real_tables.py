"""Every table under the real sample files: format, fates, problems and three full rows.

The samples stay outside the repository; without ``KRINGSPOOR_REAL_FILES`` these tests skip.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kringspoor.formats import read
from kringspoor.formats.reading import Cell, Fate

REAL_FILES = os.environ.get("KRINGSPOOR_REAL_FILES", "")
SAMPLES = Path(REAL_FILES) / "inventory-samples"

pytestmark = pytest.mark.skipif(not REAL_FILES, reason="KRINGSPOOR_REAL_FILES is not set")


@dataclass(frozen=True, slots=True)
class Expected:
    """What one file must give."""

    format: str
    fates: dict[Fate, int]
    problems: list[tuple[str, int | None]] = field(default_factory=list)
    dropped: tuple[str, ...] = ()
    encoding: str | None = None
    about: str | None = None
    rows: list[dict[str, Cell]] = field(default_factory=list)


EXPECTED: dict[str, Expected] = {
    "ereuse/placeholders1.ods": Expected(
        format="generic_table",
        fates={Fate.DEVICE: 3},
        rows=[
            {"row_no": 2, "serial": "A1", "make": "Lenovo", "model": "X1", "kind": "Laptop"},
            {"row_no": 3, "serial": "A11", "make": "Lenovo", "model": "400", "kind": "Laptop"},
            {"row_no": 4, "serial": "B44", "make": "Acer", "model": "b4", "kind": "Laptop"},
        ],
    ),
    "ereuse/teal-computer-monitor.csv": Expected(
        format="ereuse_tables",
        fates={Fate.DEVICE: 1},
        rows=[
            {
                "row_no": 2,
                "serial": "cn0fp446728728541c8s",
                "make": "dell",
                "model": "1707fpf",
                "kind": "ComputerMonitor",
                "enrolled_days": 17828,
            }
        ],
    ),
    "ereuse/teal-devices_deliverynote.csv": Expected(
        format="ereuse_tables",
        fates={Fate.DEVICE: 9},
        rows=[
            {
                "row_no": 2,
                "tag": "N006536",
                "serial": "PSV75EZ0070170002C14j00",
                "make": "Acer",
                "model": "Veriton M480G",
                "kind": "PC",
            },
            {
                "row_no": 3,
                "tag": "N006549",
                "serial": "PSV75EZ0070170003714j00",
                "make": "Acer",
                "model": "Veriton M480G",
                "kind": "PC",
            },
            {"row_no": 4, "tag": "N006541", "make": "Acer", "model": "Veriton M480G", "kind": "PC"},
        ],
    ),
    "ereuse/teal-export_devices.csv": Expected(
        format="ereuse_tables",
        fates={Fate.DEVICE: 1},
        dropped=("IMEI",),
        rows=[
            {
                "row_no": 2,
                "tag": "E39W3",
                "serial": "b8oaas048285",
                "make": "asustek computer inc.",
                "model": "1001pxd",
                "kind": "Laptop",
                "cpu": "intel atom cpu n455 @ 2.66ghz",
                "ram_gb": 1.0,
                "storage_gb": 238.475,
                "storage_serials": "e2024242cv86mm",
                "power_on_hours": 0.0,
                "last_seen_days": 19443,
                "enrolled_days": 19443,
            }
        ],
    ),
    "ereuse/teal-export_obada_standard.csv": Expected(
        format="ereuse_tables",
        fates={Fate.DEVICE: 1},
        rows=[
            {
                "row_no": 2,
                "serial": "b8oaas048285",
                "make": "asustek computer inc.",
                "model": "1001pxd",
            }
        ],
    ),
    "ereuse/teal-lots.csv": Expected(
        format="ereuse_tables",
        fates={Fate.NOT_A_DEVICE: 1},
        about="list of lots from eReuse",
    ),
    "ereuse/teal-placeholder_test.csv": Expected(
        format="ereuse_tables",
        fates={Fate.DEVICE: 3},
        rows=[
            {
                "row_no": 2,
                "tag": "AA",
                "serial": "12345678",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
            {
                "row_no": 3,
                "tag": "BB",
                "serial": "12345679",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
            {
                "row_no": 4,
                "tag": "CC",
                "serial": "12345680",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
        ],
    ),
    "ereuse/teal-placeholder_test.xls": Expected(
        format="ereuse_tables",
        fates={Fate.DEVICE: 3},
        rows=[
            {
                "row_no": 2,
                "tag": "AA",
                "serial": "12345678",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
            {
                "row_no": 3,
                "tag": "BB",
                "serial": "12345679",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
            {
                "row_no": 4,
                "tag": "CC",
                "serial": "12345680",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
        ],
    ),
    "ereuse/teal-placeholder_test.xlsx": Expected(
        format="ereuse_tables",
        fates={Fate.DEVICE: 3},
        rows=[
            {
                "row_no": 2,
                "tag": "AA",
                "serial": "12345678",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
            {
                "row_no": 3,
                "tag": "BB",
                "serial": "12345679",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
            {
                "row_no": 4,
                "tag": "CC",
                "serial": "12345680",
                "make": "Sony",
                "model": "Vaio",
                "location": "24A",
            },
        ],
    ),
    "intune/autopilot-hash-computers-utf16.csv": Expected(
        format="autopilot",
        fates={Fate.DEVICE: 1},
        dropped=("Windows Product ID", "Hardware Hash"),
        encoding="utf-16",
        rows=[{"row_no": 2, "serial": "4895-7167-4584-3623-0974-4308-48"}],
    ),
    "snipe-it/accessories-sample.csv": Expected(
        format="snipeit_import",
        fates={Fate.LOT: 3},
        problems=[("mangled-numbers", 3)],
        rows=[
            {
                "row_no": 2,
                "make": "Cremin Inc",
                "part_no": "3558344370409403",
                "kind": "Roofing (Metal)",
                "description": "Dragline",
                "quantity_count": 61,
                "order_no": "017019279-2",
                "supplier": "Runte-Corwin",
                "purchased_days": 19228,
                "purchased_precision": "day",
                "price_cents": 7396,
                "location": "Artashat",
                "unit": "Kovacek and Sons",
            },
            {
                "row_no": 3,
                "make": "Breitenberg Inc",
                "kind": "Drywall & Acoustical (MOB)",
                "description": "Skid-Steer",
                "quantity_count": 17,
                "order_no": "801930572-6",
                "supplier": "Bins-Gerhold",
                "purchased_days": 19167,
                "purchased_precision": "day",
                "price_cents": 527,
                "location": "Dugcal",
                "unit": "Russel, Marquardt and Frami",
            },
            {
                "row_no": 4,
                "make": "Bogisich, Schaefer and Goldner",
                "part_no": "3578492711349816",
                "kind": "Electrical and Fire Alarm",
                "description": "Dump Truck",
                "quantity_count": 14,
                "order_no": "778878918-6",
                "supplier": "Rath, Mueller and Halvorson",
                "purchased_days": 19446,
                "purchased_precision": "day",
                "price_cents": 5751,
                "location": "Askiz",
                "unit": "Roob-Mante",
            },
        ],
    ),
    "snipe-it/assets-sample-BAD.csv": Expected(
        format="snipeit_import",
        fates={Fate.DEVICE: 200},
        problems=[("mojibake", None), ("mangled-numbers", 2)],
        dropped=("Full Name", "Email", "Username"),
        encoding="mac_roman",
        rows=[
            {
                "row_no": 2,
                "tag": "970882174-8",
                "serial": "27aa8378-b0f4-4289-84a4-405da95c6147",
                "make": "Linkbridge",
                "model": "massa id",
                "kind": "quam",
                "description": "eget nunc donec quis",
                "supplier": "Blogspan",
                "purchased_days": 16896,
                "purchased_precision": "day",
                "price_cents": 13328959,
                "warranty_months": 14,
                "location": "Daping",
                "unit": "Alpha",
                "state": "broken",
                "state_text": "Undeployable",
            },
            {
                "row_no": 3,
                "tag": "544574073-0",
                "serial": "4bc7fc90-5a97-412f-8eed-77ecacc643fc",
                "make": "Flipstorm",
                "model": "congue diam id",
                "kind": "justo",
                "description": "mi in porttitor",
                "supplier": "Oyope",
                "purchased_days": 16868,
                "purchased_precision": "day",
                "price_cents": 76346,
                "warranty_months": 12,
                "location": "Cirangga Kidul",
                "state": "broken",
                "state_text": "Undeployable",
            },
            {
                "row_no": 4,
                "tag": "710141467-2",
                "serial": "2837ab20-8f0d-4935-8a52-226392f2b1b0",
                "make": "Lajo",
                "model": "convallis tortor risus",
                "kind": "nunc nisl duis",
                "description": "morbi quis tortor id",
                "purchased_days": 16656,
                "purchased_precision": "day",
                "price_cents": 23357,
                "location": "Shekou",
                "unit": "Konklab",
                "state": "lost",
                "state_text": "Lost",
            },
        ],
    ),
    "snipe-it/assets-sample.csv": Expected(
        format="snipeit_import",
        fates={Fate.DEVICE: 22},
        dropped=(
            "Checked Out To: Username",
            "Checked Out To: First Name",
            "Checked Out To: Last Name",
            "Checked Out To: Email",
        ),
        encoding="utf-8-sig",
        rows=[
            {
                "row_no": 2,
                "tag": "ICC-2065556",
                "make": "Berge Inc",
                "model": 'Macbook Pro 13"',
                "part_no": "1786VM80X07",
                "kind": "Ornamental Railings",
                "description": "Backhoe",
                "order_no": "3271901481",
                "supplier": "Kunde, Doyle and Kozey",
                "purchased_days": 19380,
                "purchased_precision": "day",
                "price_cents": 226613,
                "location": "Wilkinson, Waters and Kerluke",
                "unit": "Abshire and Sons",
            },
            {
                "row_no": 3,
                "tag": "WBH-2841795",
                "make": "Botsford, Boyle and Herzog",
                "model": 'Macbook Pro 13"',
                "part_no": "9351IS25A51",
                "kind": "Structural and Misc Steel (Fabrication)",
                "description": "Dragline",
                "order_no": "5504512275",
                "supplier": "Krajcik LLC",
                "purchased_days": 19310,
                "purchased_precision": "day",
                "price_cents": 129294,
                "location": "Lindgren-Marquardt",
                "unit": "Quitzon, Oberbrunner and Dibbert",
            },
            {
                "row_no": 4,
                "tag": "NNH-3656031",
                "make": "Pollich LLC",
                "model": 'Macbook Pro 13"',
                "part_no": "9929FR08W85",
                "kind": "Soft Flooring and Base",
                "description": "Excavator",
                "order_no": "4861125177",
                "supplier": "Heaney, Altenwerth and Emmerich",
                "purchased_days": 19417,
                "purchased_precision": "day",
                "price_cents": 230071,
                "location": "Pacocha-Kiehn",
                "unit": "Boyer and Sons",
            },
        ],
    ),
    "snipe-it/components-sample.csv": Expected(
        format="snipeit_import",
        fates={Fate.LOT: 1},
        problems=[("quantity-with-serial", 2)],
        rows=[
            {
                "row_no": 2,
                "serial": "123456789",
                "kind": "GPU",
                "description": "RTX 4080",
                "quantity_count": 10,
                "order_no": "2790",
                "purchased_days": 19723,
                "purchased_precision": "day",
                "price_cents": 500000,
                "location": "Austin",
                "unit": "Grokability",
            }
        ],
    ),
    "snipe-it/consumables-sample.csv": Expected(
        format="snipeit_import",
        fates={Fate.LOT: 3},
        rows=[
            {
                "row_no": 2,
                "make": "McLaughlin-Wisozk",
                "part_no": "3533069599460644",
                "kind": "Soft Flooring and Base",
                "description": "Dragline",
                "quantity_count": 50,
                "order_no": "529027385-9",
                "supplier": "Towne Group Two",
                "purchased_days": 19301,
                "purchased_precision": "day",
                "price_cents": 3520,
                "location": "Cherven Bryag",
                "unit": "Simonis and Sons",
            },
            {
                "row_no": 3,
                "make": "Davis, Koelpin and Lockman",
                "part_no": "5602248408566255894",
                "kind": "Sitework & Site Utilities",
                "description": "Trencher",
                "quantity_count": 54,
                "order_no": "009135228-2",
                "supplier": "Hoeger and Sons",
                "purchased_days": 19252,
                "purchased_precision": "day",
                "price_cents": 5310,
                "location": "Pampas",
                "unit": "Bruen-Hagenes",
            },
            {
                "row_no": 4,
                "make": "Morar, Stracke and Gusikowski",
                "part_no": "56022484085662558554",
                "kind": "Drywall & Acoustical (FED)",
                "description": "Crawler",
                "quantity_count": 97,
                "order_no": "492530513-1",
                "supplier": "Cormier, Ryan and Cummerata",
                "purchased_days": 19393,
                "purchased_precision": "day",
                "price_cents": 2508,
                "location": "Penteado",
                "unit": "Tremblay Inc",
            },
        ],
    ),
    "snipe-it/locations-sample.csv": Expected(
        format="snipeit_import",
        fates={Fate.NOT_A_DEVICE: 19},
        about="list of places from Snipe-IT",
    ),
    "snipe-it/models-sample.csv": Expected(
        format="snipeit_import",
        fates={Fate.NOT_A_DEVICE: 20},
        encoding="utf-8-sig",
        about="list of models from Snipe-IT",
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_table_is_read_as_fixed_here(name: str) -> None:
    expected = EXPECTED[name]
    reading = read(SAMPLES / name)
    counts = {fate: reading.count(fate) for fate in Fate if reading.count(fate)}
    assert reading.format == expected.format
    assert counts == expected.fates
    assert [(each.code, each.row_no) for each in reading.problems] == expected.problems
    assert reading.dropped == expected.dropped
    assert expected.encoding in (None, reading.encoding)
    assert reading.is_inventory is (expected.about is None)
    assert (reading.about.en if reading.about else None) == expected.about
    assert list(reading.rows())[:3] == expected.rows


@pytest.mark.parametrize("name", EXPECTED)
def test_rows_in_are_fates_and_devices_and_lots_stand_in_the_columns(name: str) -> None:
    reading = read(SAMPLES / name)
    numbers = list(reading.fates)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(reading) == reading.count(Fate.DEVICE) + reading.count(Fate.LOT)


@pytest.mark.parametrize("name", [each for each in EXPECTED if each.endswith(".csv")])
def test_every_line_of_the_file_is_counted(name: str) -> None:
    raw = (SAMPLES / name).read_bytes()
    text = raw.decode("utf-16" if raw.startswith(b"\xff\xfe") else "utf-8", "replace")
    records = sum(1 for _ in csv.reader(text.splitlines(keepends=True)))
    assert len(read(SAMPLES / name).fates) == records - 1


def test_no_value_of_a_dropped_column_enters_the_reading() -> None:
    name = "snipe-it/assets-sample-BAD.csv"
    text = (SAMPLES / name).read_bytes().decode("mac_roman")
    lines = list(csv.reader(text.splitlines()))
    private = {cell for line in lines[1:] for cell in line[:3] if len(cell) > 4}
    reading = read(SAMPLES / name)
    said = repr([reading.columns, reading.problems, reading.questions])
    assert [each for each in sorted(private) if each in said] == []
