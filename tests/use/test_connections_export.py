"""What we give to Snipe-IT and GLPI is read again as what it was, and by whom it may be seen."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.assess.fleet import Columns
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.reconcile import gather
from kringspoor.catalogue.facts import load
from kringspoor.formats import read_source
from kringspoor.formats.source import Source
from kringspoor.formats.writing_glpi import Medium, glpi_inventory, zipped
from kringspoor.formats.writing_snipeit import snipeit_lines
from kringspoor.people.models import Organisation
from kringspoor.use.actions.imports import import_devices

LAPTOP: dict[str, Any] = {
    "tag": "VB-1", "serial": "PF2ABC34", "make": "Lenovo", "model": "ThinkPad T14",
    "part_no": "20W0", "category": "laptop", "purchased_days": 19052,
    "purchased_precision": "day", "price_cents": 123450, "currency": "EUR",
    "warranty_end_days": 20148, "order_no": "PO-1", "supplier": "Bechtle",
    "cpu": "Intel Core i5-1145G7", "ram_gb": 16.0, "storage_gb": 256.0, "os": "Windows 11 Pro",
    "last_seen_days": 20777, "unit": "ICT", "location": "Stadhuis", "state": "in_use",
    "storage_serials": "S1",
}  # fmt: skip
PRINTER = {"tag": "VB-2", "serial": "PRN1", "make": "HP", "model": "LaserJet M507",
           "category": "printer", "last_seen_days": 20700}  # fmt: skip
PHONE = {"tag": "VB-3", "serial": "PHN1", "make": "Samsung", "model": "Galaxy A54",
         "category": "smartphone"}  # fmt: skip
SWITCH = {"tag": "VB-4", "serial": "SWI1", "make": "Cisco", "model": "C9200L",
          "category": "switch"}  # fmt: skip
MONITOR = {"tag": "VB-5", "serial": "MON1", "make": "Dell", "model": "P2419H",
           "category": "monitor"}  # fmt: skip
IN_GLPI = ("tag", "serial", "make", "model", "part_no", "cpu", "ram_gb", "storage_gb", "os",
           "last_seen_days", "category", "storage_serials")  # fmt: skip
IN_SNIPEIT = ("tag", "serial", "make", "model", "part_no", "category", "state", "unit", "location",
              "supplier", "order_no", "purchased_days", "price_cents")  # fmt: skip


def read(name: str, data: bytes) -> Columns:
    """A file as taken in."""
    readings = read_source(Source.of_bytes(name, data))
    return gather(readings, Lexicon.of(load())).columns


def of_row(found: Columns, names: tuple[str, ...], row: int = 0) -> dict[str, Any]:
    """Some facts of one row."""
    return {name: found[name][row] for name in names}


def test_a_csv_for_snipe_it_is_read_as_what_it_was() -> None:
    device = {**LAPTOP, "kind": "Laptop"}
    found = read("assets.csv", "".join(snipeit_lines([device])).encode())
    assert of_row(found, IN_SNIPEIT) == {name: LAPTOP[name] for name in IN_SNIPEIT}
    assert found["warranty_months"][0] == 36


@pytest.mark.parametrize(
    "state",
    ["ordered", "in_stock", "in_use", "on_loan", "returned", "in_repair", "broken", "lost", "gone"],
)
def test_every_state_comes_back_from_the_csv(state: str) -> None:
    rows = [{**LAPTOP, "kind": "Laptop", "state": state}]
    assert read("assets.csv", "".join(snipeit_lines(rows)).encode())["state"] == [state]


def test_a_warranty_that_is_no_whole_months_is_left_out() -> None:
    head, line = snipeit_lines([{**LAPTOP, "warranty_end_days": 20149}])
    assert (
        dict(zip(next(csv.reader([head])), next(csv.reader([line])), strict=True))["Warranty"] == ""
    )


@pytest.mark.parametrize(
    ("device", "item_type", "kind"),
    [
        (LAPTOP, "Computer", "Laptop"),
        (PRINTER, "Printer", "Printer"),
        (PHONE, "Phone", "Smartphone"),
        (SWITCH, "NetworkEquipment", "Network switch"),
    ],
)
def test_an_inventory_for_glpi_is_read_as_what_it_was(
    device: dict[str, Any], item_type: str, kind: str
) -> None:
    media = [Medium("S1", "ssd", None)] if "storage_serials" in device else []
    data = glpi_inventory(device, 17, kind, media)
    document = json.loads(data)
    assert sorted(document) == ["action", "content", "deviceid", "itemtype"]
    assert (document["itemtype"], document["deviceid"]) == (item_type, "kringspoor-17")
    assert document["content"]["versionclient"] == "Kringspoor"
    found = of_row(read("17.json", data), IN_GLPI)
    told = {name: device.get(name) for name in IN_GLPI}
    if item_type == "NetworkEquipment":  # GLPI does not say which kind
        told["category"] = None
    assert found == told


def test_a_zip_is_given_part_by_part_and_is_the_same_each_time() -> None:
    files = [(f"{number}.json", b"{}" * 1000) for number in range(50)]
    parts = list(zipped(files))
    assert len([each for each in parts if each]) > 40
    assert parts == list(zipped(files))
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 50


@pytest.fixture
def here() -> Organisation:
    """An organisation with a laptop, a phone and a monitor."""
    found = an_organisation("hier")
    odd = {**PHONE, "model": "=HYPERLINK(1)"}
    import_devices(
        columns(LAPTOP, odd, MONITOR), organisation=found, actor=None, at=AT, name="x", key="1"
    )
    return found


def asking(organisation: Organisation, role: str = "asset_manager") -> Client:
    """A browser in which somebody with this role signed in."""
    browser = Client()
    browser.force_login(somebody(organisation, role))
    return browser


def lines_of(answer: Any) -> list[dict[str, str]]:
    """A CSV that was streamed, as rows."""
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode())))


@pytest.mark.django_db
def test_the_whole_list_and_what_an_address_finds_can_be_taken_along(here: Organisation) -> None:
    browser = asking(here)
    rows = lines_of(browser.get("/hier/connections/export/snipe-it.csv"))
    assert [each["Asset Tag"] for each in rows] == ["VB-1", "VB-3", "VB-5"]
    assert (rows[0]["Purchase Cost"], rows[0]["Category"], rows[0]["Company"]) == (
        "1234.50", "Laptop", "ICT",
    )  # fmt: skip
    assert rows[1]["Model Name"] == "'=HYPERLINK(1)"
    some = lines_of(browser.get("/hier/connections/export/snipe-it.csv?category=laptop"))
    assert [each["Asset Tag"] for each in some] == ["VB-1"]


@pytest.mark.django_db
def test_who_may_not_see_prices_gets_none(here: Organisation) -> None:
    rows = lines_of(asking(here, "service_desk").get("/hier/connections/export/snipe-it.csv"))
    assert {each["Purchase Cost"] for each in rows} == {""}


@pytest.mark.django_db
def test_what_was_ticked_is_taken_along(here: Organisation) -> None:
    browser = asking(here)
    listed = browser.get("/hier/connections/export/glpi.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(listed))) as archive:
        names = archive.namelist()
        left_out = archive.read("left-out.csv").decode("utf-8-sig")
        serials = [json.loads(archive.read(each))["content"]["bios"]["ssn"] for each in names[:2]]
    assert serials == ["PF2ABC34", "PHN1"]
    assert "VB-5,MON1,monitor,Dell P2419H" in left_out
    ticked = names[0].removesuffix(".json")
    one = browser.post("/hier/connections/export/glpi.zip", {"number": [ticked]})
    with zipfile.ZipFile(io.BytesIO(b"".join(one))) as archive:
        assert archive.namelist() == [f"{ticked}.json"]


@pytest.mark.django_db
def test_another_organisation_gets_its_own_devices(here: Organisation) -> None:
    stranger = asking(an_organisation("ginder"))
    assert lines_of(stranger.get("/ginder/connections/export/snipe-it.csv")) == []
    listed = b"".join(stranger.get("/ginder/connections/export/glpi.zip"))
    with zipfile.ZipFile(io.BytesIO(listed)) as archive:
        assert archive.namelist() == []
