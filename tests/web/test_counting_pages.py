"""Counting, labels and unknown labels as a browser asks for them, with a script and without."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import Settings
from tests.site import AT, an_organisation, columns, somebody
from tests.use.test_labels import picture

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event
from kringspoor.use import tasks
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import (
    Assignment,
    Connection,
    Counterpart,
    Device,
    OrderLine,
    RecallLetter,
    Sighting,
    StockTake,
)

pytestmark = pytest.mark.django_db
ROWS = [
    {"tag": f"VB-{no}", "serial": f"SN{no:04}", "make": "Dell", "model": "Latitude 5420",
     "category": "laptop", "location": "Stadhuis" if no < 4 else "Loods", "state": "in_use"}
    for no in range(1, 6)
]  # fmt: skip


@pytest.fixture
def here() -> Organisation:
    """Three devices in the town hall and two in the depot."""
    found = an_organisation("hier")
    import_devices(columns(*ROWS), organisation=found, actor=None, at=AT, name="a.csv", key="1")
    return found


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser in which the service desk signed in."""
    return signed_in(here, "service_desk")


def signed_in(organisation: Organisation, role: str) -> Client:
    browser = Client()
    browser.force_login(somebody(organisation, role))
    return browser


def words(answer: Any, status: int = 200) -> str:
    """The words of a page, without its markup."""
    assert answer.status_code == status, answer.status_code
    page = answer.content.decode().replace("&#x27;", "'")
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def content_of(answer: Any) -> bytes:
    """All that an answer sends; the test client closes it at its end."""
    return b"".join(answer)


def begun(client: Client, **scope_of: str) -> str:
    """The address of a count that was begun."""
    answer = client.post("/hier/counts/add/", {"name": "Herfst", **scope_of})
    assert answer.status_code == 302, words(answer, 400)
    return str(answer.headers["Location"].removesuffix("place/"))


def placed(client: Client, count: str, name: str = "Stadhuis", place: str = "") -> str:
    """The address at which one scans at a place."""
    answer = client.post(f"{count}place/", {"new_site": name, "place": place})
    assert answer.status_code == 302, words(answer, 400)
    return str(answer.headers["Location"])


def scan(client: Client, address: str, tag: str) -> Any:
    """Scan one label as a page without a script does."""
    form = client.get(address).context["form"]
    sent = {"scanned": tag, "client_id": form["client_id"].value()}
    return client.post(address, sent, follow=True)


def send(client: Client, count: str, *seen: dict[str, str], **rest: Any) -> Any:
    """Send labels as the script does."""
    body = json.dumps({"seen": seen, **rest})
    return client.post(f"{count}seen/", body, content_type="application/json")


def one(tag: str, client_id: str = "") -> dict[str, str]:
    at = "2026-11-24T09:00:00.000Z"
    return {"scanned": tag, "client_id": client_id or f"c-{tag}", "source": "usb", "at": at}


def test_a_count_goes_from_the_place_to_the_result_without_a_script(
    client: Client, here: Organisation
) -> None:
    assert "Begin een telling" in words(client.get("/hier/counts/"))
    count = begun(client)
    address = placed(client, count, place="lokaal 2")
    assert "Stadhuis · lokaal 2" in words(client.get(address))
    page = words(scan(client, address, "VB-1"))
    assert "geteld VB-1 Dell Latitude 5420" in page
    assert "1 toestel geteld" in page
    assert "staat elders geregistreerd: Loods VB-4" in words(scan(client, address, "VB-4"))
    assert "niet in de inventaris" in words(scan(client, address, "NIEUW-1"))
    assert "2 toestellen geteld, 1 onbekend etiket" in words(client.get(address))
    result = words(client.get(count))
    assert "1 van de 4 verwachte toestellen stonden op hun plaats" in result
    assert "VB-2" in result and "VB-1" not in result
    assert "Stadhuis · lokaal 2" in words(client.get(f"{count}?show=elsewhere"))
    assert "NIEUW-1" in words(client.get(f"{count}?show=drafts"))
    assert "VB-2" in words(
        client.get("/hier/counts/1/?q=sn0002")
        if count.endswith("/1/")
        else client.get(f"{count}?q=sn0002")
    )
    client.post(f"{count}close/")
    closed = words(client.get(count))
    assert "afgesloten" in closed and "Open ze weer" in closed
    assert client.get(address).headers["Location"] == count
    client.post(f"{count}undo/")
    assert "loopt" in words(client.get(count))


def test_a_list_of_labels_is_pasted_and_a_scan_taken_back(
    client: Client, here: Organisation
) -> None:
    count = begun(client)
    address = placed(client, count)
    sent = {"many": "VB-1\n\n VB-2 \r\nVB-3", "client_id": "abc"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    with scope(here):
        assert Sighting.objects.count() == 3
        number = Sighting.objects.get(tag="VB-2").pk
    answer = client.post(f"/hier/counts/seen/{number}/back/")
    assert answer.headers["Location"] == address
    with scope(here):
        assert Sighting.objects.count() == 2
    assert "Scan of typ eerst een etiket" in words(client.post(address, {"client_id": "x"}), 400)


def test_what_was_scanned_without_a_connection_comes_in_once(
    client: Client, here: Organisation
) -> None:
    count = begun(client)
    placed(client, count)
    with scope(here):
        site = StockTake.objects.get().organisation.sites.get(name="Stadhuis").pk
    sent = [
        send(client, count, one("VB-1"), one("VB-4"), one("X"), site=site, place="2") for _ in "12"
    ]
    told = sent[1].json()
    assert [each["level"] for each in told["seen"]] == ["good", "warn", "unknown"]
    assert told["tally"] == "2 toestellen geteld, 1 onbekend etiket"
    with scope(here):
        assert Sighting.objects.count() == 3
        assert f"{Sighting.objects.get(tag='VB-1').at:%H:%M}" == "09:00"
    assert send(client, count, one("VB-1", "other")).json()["seen"][0]["level"] == "info"
    client.post(f"{count}close/")
    assert send(client, count, one("VB-1")).status_code == 200
    assert send(client, count, one("VB-2")).status_code == 403


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"seen": 1}', '{"seen": [{}]}', '{"seen": [{"scanned": "a"}]}',
             '{"seen": [], "site": "x"}', '{"seen": null}'],
)  # fmt: skip
def test_what_our_page_never_sends_is_refused(client: Client, body: str) -> None:
    count = begun(client)
    answer = client.post(f"{count}seen/", body, content_type="application/json")
    assert answer.status_code == 400


def test_labels_are_taken_only_from_our_own_page(here: Organisation, client: Client) -> None:
    count = begun(client)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(somebody(here))
    assert send(strict, count, one("VB-1")).status_code == 403


def test_a_place_is_asked_before_anything_is_scanned(client: Client) -> None:
    count = begun(client)
    assert client.get(f"{count}scan/").headers["Location"] == f"{count}place/"
    assert client.get(f"{count}scan/?site={'9' * 30}").headers["Location"] == f"{count}place/"
    assert "Kies waar u bent" in words(client.post(f"{count}place/", {}), 400)


def test_devices_found_elsewhere_move_with_one_button_and_back(
    client: Client, here: Organisation
) -> None:
    count = begun(client)
    address = placed(client, count)
    for tag in ("VB-4", "VB-5"):
        scan(client, address, tag)
    answer = client.post(f"{count}move/", {"action": "all"}, follow=True)
    assert "2 toestellen zijn verplaatst." in words(answer)
    assert "Zet de toestellen terug" in words(answer)
    client.post(f"{count}undo/")
    with scope(here):
        number = Device.objects.get(tag="VB-4").pk
        assert str(Device.objects.get(tag="VB-4").site) == "Loods"
    client.post(f"{count}move/", {"action": "chosen", "chosen": [str(number), "x", "99999"]})
    with scope(here):
        assert str(Device.objects.get(tag="VB-4").site) == "Stadhuis"
        assert str(Device.objects.get(tag="VB-5").site) == "Loods"


def test_a_count_leaves_as_a_file_without_a_formula(client: Client) -> None:
    count = begun(client)
    scan(client, placed(client, count), "=1+1")
    text = content_of(client.get(f"{count}?export=csv")).decode().removeprefix("\ufeff")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert [each[0] for each in rows[1:]] == ["niet gevonden"] * 5 + ["onbekend etiket"]
    assert rows[-1][1] == "'=1+1"
    book = load_workbook(BytesIO(content_of(client.get(f"{count}?export=xlsx"))))
    assert book.worksheets[0].max_row == 7


@pytest.mark.parametrize("show", ["missing", "elsewhere", "found", "drafts"])
def test_a_result_asks_as_much_for_one_as_for_three(
    client: Client, here: Organisation, show: str
) -> None:
    count = begun(client)
    address = placed(client, count, "Loods")
    asked = []
    for tags in (("VB-1", "VB-5", "A"), ("VB-2", "VB-3", "B", "C")):
        for tag in tags:
            scan(client, address, tag)
        with CaptureQueriesContext(connection) as seen:
            words(client.get(f"{count}?show={show}"))
        asked.append(len(seen))
    assert asked == [13, 13]


@pytest.mark.parametrize("role", ["buyer", "expert", "auditor"])
def test_who_may_not_change_the_inventory_looks_and_does_not_count(
    client: Client, here: Organisation, role: str
) -> None:
    count = begun(client)
    address = placed(client, count)
    scan(client, address, "ONBEKEND")
    other = signed_in(here, role)
    assert "Begin een telling" not in words(other.get("/hier/counts/"))
    assert "Sluit de telling" not in words(other.get(count))
    assert "ONBEKEND" in words(other.get("/hier/drafts/"))
    for part in ("place/", "scan/"):
        assert other.get(f"{count}{part}").status_code == 403
    for part in ("close/", "undo/", "move/", "seen/"):
        assert other.post(f"{count}{part}").status_code == 403
    assert other.post("/hier/counts/add/", {"name": "x"}).status_code == 403


def test_a_label_leads_to_its_device_by_its_own_address(client: Client, here: Organisation) -> None:
    data = {"tags": "VB-1\nVB-2", "layout": "brother-dk-11209", "kind": "qr", "start_no": "1",
            "leads": "on", "action": "preview"}  # fmt: skip
    page = client.post("/hier/labels/", data)
    assert "Etiketten: 2, op 2 vellen" in words(page)
    sheet = page.context["preview"]["source"]
    import base64

    drawn = base64.b64decode(sheet.partition("base64,")[2]).decode()
    (code,) = zxingcpp.read_barcodes(picture(drawn))
    assert code.text == "http://testserver/hier/t/VB-1"
    answer = client.get(code.text.removeprefix("http://testserver"))
    with scope(here):
        device = Device.objects.get(tag="VB-1").pk
    assert answer.headers["Location"] == f"/hier/devices/{device}/"
    pdf = client.post("/hier/labels/", {**data, "action": "pdf"})
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "VB-2" in PdfReader(BytesIO(pdf.content)).pages[1].extract_text()


def test_labels_begin_with_the_devices_that_were_chosen(client: Client, here: Organisation) -> None:
    import_devices(
        columns({"serial": "ZONDER"}), organisation=here, actor=None, at=AT, name="b", key="b"
    )
    with scope(here):
        chosen = [str(each.pk) for each in Device.objects.exclude(tag="VB-1")]
    page = client.get(f"/hier/labels/?chosen={','.join(chosen)}")
    assert page.context["form"]["tags"].value() == "VB-2\nVB-3\nVB-4\nVB-5"
    assert "1 gekozen toestel heeft geen inventarisnummer" in words(page)
    filtered = client.get("/hier/labels/?site=Loods")
    assert filtered.context["form"]["tags"].value() == "VB-4\nVB-5"
    posted = client.post("/hier/labels/", {"chosen": chosen})
    assert posted.context["form"]["tags"].value() == "VB-2\nVB-3\nVB-4\nVB-5"


def test_new_numbers_go_on_where_they_were_left_and_are_given_once(
    client: Client, here: Organisation
) -> None:
    data = {"begins": "VB-", "count": "3", "layout": "avery-l7160", "kind": "data-matrix",
            "start_no": "20", "action": "pdf"}  # fmt: skip
    assert client.post("/hier/labels/", data).status_code == 200
    assert client.post("/hier/labels/", data).status_code == 200
    with scope(here):
        printed = [each.payload for each in Event.objects.filter(kind="labels.printed")]
    assert [each and each["first"] for each in printed] == ["VB-00006", "VB-00009"]
    refused = client.post("/hier/labels/", {**data, "begins": "VB-", "first_no": "1"})
    assert refused.status_code == 200  # VB-00001 is another number than VB-1
    taken = {"tag": "VB-00002"}
    import_devices(columns(taken), organisation=here, actor=None, at=AT, name="b", key="b")
    refused = client.post("/hier/labels/", {**data, "first_no": "1"})
    assert "deze nummers zijn al gegeven: VB-00002" in words(refused, 400)


def test_a_sheet_without_labels_or_a_wrong_start_says_what_to_do(client: Client) -> None:
    data = {"layout": "avery-l7160", "kind": "qr", "start_no": "1"}
    assert "zeg hoeveel nieuwe nummers" in words(client.post("/hier/labels/", data), 400)
    both = {**data, "tags": "VB-1", "count": "2"}
    assert "niet allebei tegelijk" in words(client.post("/hier/labels/", both), 400)
    late = {**data, "tags": "VB-1", "start_no": "22"}
    assert "kies een begin van 1 tot 21" in words(client.post("/hier/labels/", late), 403)


def test_a_label_nobody_knows_is_kept_and_its_device_registered(
    client: Client, here: Organisation
) -> None:
    page = client.get("/hier/t/LOS-1")
    assert "Dit etiket staat niet in uw inventaris" in words(page, 404)
    draft = client.post("/hier/t/LOS-1").headers["Location"]
    assert "LOS-1" in words(client.get(draft))
    data = {"category": "laptop", "make": "HP", "serial": "NEW1", "state": "in_stock",
            "ownership": "leased"}  # fmt: skip
    device = client.post(f"{draft}register/", data).headers["Location"]
    assert "HP" in words(client.get(device))
    assert client.get("/hier/t/los-1").headers["Location"] == device
    assert client.get(draft).headers["Location"] == device
    with scope(here):
        assert Device.objects.get(tag="LOS-1").state == "in_stock"
        assert Event.objects.filter(kind="device.added").count() == 1
    assert "Elk etiket is gekend" in words(client.get("/hier/drafts/"))


def test_a_label_or_a_serial_of_another_device_is_refused(client: Client) -> None:
    draft = client.post("/hier/t/LOS-1").headers["Location"]
    data = {"category": "laptop", "serial": "sn0001", "state": "in_use",
            "ownership": "owned"}  # fmt: skip
    refused = client.post(f"{draft}register/", data)
    assert "sn0001 staat al op toestel VB-1" in words(refused, 403)
    assert "Fout:" in words(client.post(f"{draft}register/", {}), 400)
    unknown = client.post(f"{draft}match/", {"device": "NERGENS"})
    assert "geen toestel heet zo" in words(unknown, 404)


@pytest.mark.parametrize(("is_label", "tag"), [(True, "LOS-1"), (False, "VB-1")])
def test_a_label_is_matched_with_a_device_that_is_there(
    client: Client, here: Organisation, is_label: bool, tag: str
) -> None:
    draft = client.post("/hier/t/LOS-1").headers["Location"]
    data = {"device": "SN0001", **({"is_its_label": "on"} if is_label else {})}
    assert client.post(f"{draft}match/", data).status_code == 302
    with scope(here):
        assert Device.objects.get(serial="SN0001").tag == tag
        assert Sighting.objects.get().device is not None


def test_a_label_that_another_tool_keeps_is_not_replaced_here(
    client: Client, here: Organisation
) -> None:
    with scope(here):
        made = Connection.objects.create(
            organisation=here, tool="snipeit", name="Onze Snipe-IT", address="https://x.example",
            plain={}, sealed="", fields=["tag"], added_at=AT,
        )  # fmt: skip
        device = Device.objects.get(tag="VB-1")
        Counterpart.objects.create(connection=made, device=device, number="1", seen_at=AT)
    draft = client.post("/hier/t/LOS-1").headers["Location"]
    refused = client.post(f"{draft}match/", {"device": "VB-1", "is_its_label": "on"})
    assert "Onze Snipe-IT" in words(refused, 403)
    assert client.post(f"{draft}match/", {"device": "VB-1"}).status_code == 302
    with scope(here):
        assert Device.objects.get(pk=device.pk).tag == "VB-1"
        assert Sighting.objects.get().device == device


def test_a_label_of_nothing_of_ours_is_set_aside_and_put_back(client: Client) -> None:
    draft = client.post("/hier/t/=1+1").headers["Location"]
    client.post(f"{draft}aside/", {"action": "aside"})
    assert "Elk etiket is gekend" in words(client.get("/hier/drafts/"))
    assert "niets van u" in words(client.get(draft))
    client.post(f"{draft}aside/", {"action": "back"})
    assert "=1+1" in words(client.get("/hier/drafts/"))
    assert "Geen etiket past" in words(client.get("/hier/drafts/?q=zzz"))
    assert b"'=1+1;" in content_of(client.get("/hier/drafts/?export=csv"))


def test_things_of_another_organisation_do_not_exist(client: Client, here: Organisation) -> None:
    count = begun(client)
    scan(client, placed(client, count), "LOS-9")
    with scope(here):
        number = Sighting.objects.get().pk
    there = an_organisation("ginder")
    other = signed_in(there, "admin")
    for part in ("", "place/", "scan/?site=1"):
        assert other.get(f"{count.replace('/hier/', '/ginder/')}{part}").status_code == 404
    for part in ("seen/", "close/", "undo/", "move/"):
        assert other.post(f"{count.replace('/hier/', '/ginder/')}{part}").status_code == 404
    assert other.get(f"/ginder/drafts/{number}/").status_code == 404
    assert other.post(f"/ginder/counts/seen/{number}/back/").status_code == 404
    assert "LOS-9" not in words(other.get("/ginder/drafts/"))
    assert other.get("/ginder/t/VB-1").status_code == 404


def old(here: Organisation) -> list[int]:
    """Two devices that nobody saw for years, one of them held by somebody."""
    rows = [{"tag": tag, "unit": "ICT", "last_seen_days": 19000, "state": "in_use"} for tag in "XY"]
    import_devices(columns(*rows), organisation=here, actor=None, at=AT, name="b", key="b")
    with scope(here):
        found = list(Device.objects.filter(tag__in="XY").order_by("tag"))
        Assignment.objects.create(device=found[0], life_no=1, holder="p-01", from_on="2024-01-01")
    return [each.pk for each in found]


def test_dormant_devices_are_asked_for_by_letter(client: Client, here: Organisation) -> None:
    numbers = [str(each) for each in old(here)]
    page = words(client.get("/hier/missing/dormant/?days=300"))
    assert "Al 300 dagen niet gezien" in page
    assert "p-01" in page and "nooit" in page
    assert "Al 180 dagen" in words(client.get("/hier/missing/dormant/?days=x"))
    asked = client.post("/hier/letters/add/", {"chosen": numbers})
    assert "2 toestellen worden gevraagd." in words(asked)
    late = {"chosen": ",".join(numbers), "hand_in_on": "2020-01-01", "language": "nl"}
    assert "Kies een dag die nog komt" in words(client.post("/hier/letters/add/", late), 400)
    right = {**late, "hand_in_on": "2099-12-31"}
    answer = client.post("/hier/letters/add/", right, follow=True)
    assert "2 brieven zijn geschreven." in words(answer)
    assert client.post("/hier/letters/add/", right).status_code == 403
    assert "gevraagd tegen 31/12/2099" in words(client.get("/hier/missing/dormant/?q=X"))
    with scope(here):
        number = RecallLetter.objects.get(holder="p-01").pk
    letter = f"/hier/letters/{number}/"
    assert "Aan: p-01" in words(client.get(letter))
    pdf = client.get(f"/hier/letters/pdf/?chosen={number}")
    assert "Aan: p-01" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    client.post(f"{letter}withdraw/")
    assert "ingetrokken" in words(client.get(letter))
    assert "p-01" in words(client.get("/hier/letters/?q=p-0"))
    other = signed_in(an_organisation("ginder"), "admin")
    assert other.get(f"/ginder/letters/{number}/").status_code == 404
    assert other.get(f"/ginder/letters/pdf/?chosen={number}").status_code == 404


def test_dormant_devices_leave_as_a_file(client: Client, here: Organisation) -> None:
    old(here)
    text = content_of(client.get("/hier/missing/dormant/?days=300&q=X&export=csv")).decode()
    assert text.splitlines()[1].startswith("X;")
    assert "p-01;2022-01-08" in text


def test_who_left_is_pasted_or_given_as_a_file(client: Client, here: Organisation) -> None:
    old(here)
    page = words(client.post("/hier/missing/leavers/", {"holders": "P-01\np-99"}))
    assert "Nog toegewezen: 1" in page
    assert "Niets is toegewezen aan: p-99" in page
    file = SimpleUploadedFile("vertrokken.csv", b"pseudoniem;dienst\np-01;ICT\n")
    assert "Nog toegewezen: 1" in words(client.post("/hier/missing/leavers/", {"file": file}))
    bad = SimpleUploadedFile("a.csv", b"\xff\xfe\x00")
    assert "geen CSV" in words(client.post("/hier/missing/leavers/", {"file": bad}), 400)
    assert "Geef minstens" in words(client.post("/hier/missing/leavers/", {}), 400)
    assert "er is geen toestel gekozen" in words(client.post("/hier/letters/add/", {}), 400)


def test_an_order_is_typed_given_and_compared(
    here: Organisation, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    manager = signed_in(here, "asset_manager")
    assert "Nog geen bestellingen" in words(manager.get("/hier/orders/"))
    assert "Fout:" in words(manager.post("/hier/orders/add/", {}), 400)
    typed = {"order_no": "BB/1 é", "quantity_count": "3", "category": "laptop"}
    page = manager.post("/hier/orders/add/", typed).headers["Location"]
    assert "3 gekocht, 0 gevonden: 3 ontbreken." in words(manager.get(page))
    with scope(here):
        line = OrderLine.objects.get().pk
    serials = f"/hier/orders/lines/{line}/serials/"
    manager.post(serials, {"serials": "sn0001\nZZ2\nZZ3"})
    assert manager.post(serials, {"serials": "Q"}).status_code == 403
    assert "BB/1 é" in words(manager.get("/hier/orders/?show=missing"))
    assert "ZZ2 ZZ3" in words(manager.get(page))
    assert "1 gevonden" in words(manager.get(page))
    rows = content_of(manager.get(f"{page}&export=csv")).decode()
    assert "niet gevonden;ZZ2;" in rows
    assert "3;1;2" in content_of(manager.get("/hier/orders/?export=csv")).decode()
    file = SimpleUploadedFile("b.csv", b"Bestelnummer;Omschrijving;Aantal\nBB-2;Laptop;2\n")
    given = manager.post("/hier/orders/give/", {"file": file}).headers["Location"]
    assert "Wij lezen uw bestand" in words(manager.get(given))
    while tasks.work_once(AT):
        continue
    assert "Nieuwe regels 1" in words(manager.get(given))
    assert "BB-2" in words(manager.get("/hier/orders/?q=bb-2"))
    manager.post(f"{given}undo/")
    assert "teruggedraaid" in words(manager.get(given))
    manager.post(f"/hier/orders/lines/{line}/remove/")
    assert manager.get(page).status_code == 404
    desk = signed_in(here, "service_desk")
    assert desk.get(given).status_code == 403
    assert "Lees het bestand" not in words(desk.get("/hier/orders/"))
    other = signed_in(an_organisation("ginder"), "admin")
    assert other.get(given.replace("hier", "ginder")).status_code == 404
