"""The import wizard as a browser sees it: who may, what it shows, and a button pressed twice."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.forms.uploads import MAX_BYTES
from kringspoor.record.models import Batch
from kringspoor.use import tasks
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Device

pytestmark = pytest.mark.django_db
REGISTER = (
    "Inventarisnummer;Serienummer;Merk;Model;Soort;Aankoopdatum;Opmerking\n"
    "VB-1;PF2ABC34;Lenovo;ThinkPad T14;laptop;14/10/2021;x1\n"
    "VB-2;PF2ABC35;Lenovo;ThinkPad T14;laptop;=cmd|calc;x2\n"
)
PAGES = ("", "accept/", "answer/", "cancel/", "undo/", "problems.csv")


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Organisation:
    """The organisation whose pages are asked for; its files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return an_organisation("hier")


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser in which the asset manager of ``here`` signed in."""
    return signed_in(here, "asset_manager")


def signed_in(organisation: Organisation, role: str) -> Client:
    """A browser in which somebody with this role signed in."""
    browser = Client()
    browser.force_login(somebody(organisation, role))
    return browser


def words(content: bytes) -> str:
    """The words of a page, without its markup."""
    page = content.decode().replace("&#x27;", "'")
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def give(client: Client, data: bytes = REGISTER.encode(), name: str = "lijst.csv") -> str:
    """The address of the import that a file becomes."""
    file = SimpleUploadedFile(name, data)
    answer = client.post("/hier/imports/add/", {"file": file})
    assert answer.status_code == 302, words(answer.content)
    return answer.headers["Location"]


def work() -> None:
    """What the worker does with all that waits."""
    while tasks.work_once(AT):
        pass


def seen(client: Client, address: str) -> str:
    """The words of an address that answers."""
    answer = client.get(address)
    assert answer.status_code == 200
    return words(answer.content)


def test_a_list_goes_from_the_file_to_the_devices_and_back(
    client: Client, here: Organisation
) -> None:
    assert "Lees een lijst in" in seen(client, "/hier/devices/")
    assert "Lees de lijst" in seen(client, "/hier/imports/")
    page = give(client)
    reading = seen(client, page)
    assert "Wij lezen uw lijst" in reading
    assert "Ververs" in reading
    work()
    look = seen(client, page)
    assert "Dit zou er gebeuren. Er is nog niets veranderd." in look
    assert "Nieuwe toestellen 2" in look
    assert "'=cmd|calc' is geen datum" in look
    client.post(f"{page}accept/")
    assert "0 van 2" in seen(client, page)
    work()
    done = seen(client, page)
    assert "De lijst staat in uw inventaris." in done
    assert "VB-1" in seen(client, "/hier/devices/")
    assert "Lees een lijst in" in seen(client, "/hier/devices/")
    client.post(f"{page}undo/")
    assert "Dit is teruggedraaid" in seen(client, page)
    with scope(here):
        assert Device.objects.count() == 0
    assert "lijst.csv" in seen(client, "/hier/imports/")


def test_a_button_pressed_twice_does_it_once(client: Client, here: Organisation) -> None:
    page = give(client)
    assert give(client) == page
    work()
    for _ in range(2):
        assert client.post(f"{page}accept/").status_code == 302
    work()
    assert client.post(f"{page}accept/").status_code == 302
    work()
    assert give(client) == page
    assert "U gaf deze lijst al eerder" in seen(client, page)
    with scope(here):
        assert (Device.objects.count(), Batch.objects.count()) == (2, 1)
    for _ in range(2):
        assert client.post(f"{page}undo/").status_code == 302
    assert give(client) != page


def test_a_column_is_said_to_hold_something_else(client: Client, here: Organisation) -> None:
    page = give(client)
    work()
    form = client.get(page).context["form"]
    chosen = {name: field.initial for name, field in form.fields.items()}
    (remark,) = (name for name, field in form.fields.items() if field.label == "Opmerking")
    assert client.post(f"{page}answer/", {**chosen, remark: "cpu"}).status_code == 302
    assert client.post(f"{page}answer/", {**chosen, remark: "cpu"}).status_code == 302
    assert "Wij lezen uw lijst" in seen(client, page)
    work()
    client.post(f"{page}accept/")
    work()
    with scope(here):
        assert Device.objects.get(tag="VB-1").cpu == "x1"


def test_a_field_that_is_not_there_is_told_beside_the_column(client: Client) -> None:
    page = give(client)
    work()
    answer = client.post(f"{page}answer/", {"column_0": "nonsense"})
    assert answer.status_code == 400
    assert "Fout:" in words(answer.content)


def test_dates_that_read_two_ways_are_asked(client: Client, here: Organisation) -> None:
    page = give(client, b"Serienummer;Merk;Model;Aankoopdatum\nPF2ABC34;Lenovo;T14;03/04/2021\n")
    work()
    look = client.get(page)
    assert "dag eerst: 3 april 2021" in words(look.content)
    assert f"{page}accept/" not in look.content.decode()
    assert client.post(f"{page}accept/").status_code == 403
    assert client.post(f"{page}answer/", {}).status_code == 400
    chosen = {n: field.initial for n, field in look.context["form"].fields.items()}
    client.post(f"{page}answer/", {**chosen, "order": "month"})
    work()
    client.post(f"{page}accept/")
    work()
    with scope(here):
        assert f"{Device.objects.get().purchased_on}" == "2021-03-04"


def test_an_import_is_stopped_while_nothing_is_done(client: Client) -> None:
    page = give(client)
    client.post(f"{page}cancel/")
    assert "Dit is gestopt" in seen(client, page)
    work()
    assert "Dit is gestopt" in seen(client, page)
    assert client.post(f"{page}accept/").status_code == 403


def test_an_import_that_something_depends_on_says_why_it_stays(
    client: Client, here: Organisation
) -> None:
    page = give(client)
    work()
    client.post(f"{page}accept/")
    work()
    later = columns({"tag": "VB-1", "cpu": "i5"})
    import_devices(later, organisation=here, actor=None, at=AT, name="b", key="b")
    answer = client.post(f"{page}undo/")
    assert answer.status_code == 403
    assert "zijn sindsdien veranderd" in words(answer.content)


def test_the_error_file_holds_no_formula(client: Client) -> None:
    page = give(client)
    work()
    answer = client.get(f"{page}problems.csv")
    text = answer.content.decode()
    assert text.startswith("\ufeffBestand;Rij;Kolom;")
    (_, row) = csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert row[:4] == ["lijst.csv", "3", "Aankoopdatum", "'=cmd|calc"]
    assert row[4].startswith("'=cmd|calc' is geen datum")
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("data", "nl", "en"),
    [
        (
            b"\x89PNG\r\n\x1a\n" + bytes(40),
            "foto.csv: is een PNG-afbeelding, geen lijst van toestellen",
            "foto.csv: is a PNG image, not a list of devices",
        ),
        (b"", "foto.csv: is leeg", "foto.csv: is empty"),
    ],
)
def test_a_hostile_file_is_refused_in_both_languages(
    client: Client, here: Organisation, data: bytes, nl: str, en: str
) -> None:
    page = give(client, data, "foto.csv")
    work()
    assert nl in seen(client, page)
    client.cookies["language"] = "en"
    assert en in seen(client, page)
    with scope(here):
        assert Device.objects.count() == 0


def test_a_file_over_the_limit_is_refused_and_not_kept(
    client: Client, here: Organisation, tmp_path: Path
) -> None:
    file = SimpleUploadedFile("groot.csv", bytes(MAX_BYTES + 1))
    answer = client.post("/hier/imports/add/", {"file": file})
    assert answer.status_code == 400
    assert "dit bestand is te groot" in words(answer.content)
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]
    assert "er kwam geen bestand mee" in words(client.post("/hier/imports/add/").content)


def test_a_file_is_taken_only_from_our_own_page(here: Organisation) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(somebody(here))
    file = SimpleUploadedFile("lijst.csv", REGISTER.encode())
    assert strict.post("/hier/imports/add/", {"file": file}).status_code == 403
    with scope(here):
        assert Batch.objects.count() == 0


@pytest.mark.parametrize("role", ["service_desk", "buyer", "expert", "auditor"])
def test_who_may_not_import_is_refused_everywhere(
    client: Client, here: Organisation, role: str
) -> None:
    page = give(client)
    other = signed_in(here, role)
    assert b"/hier/imports/" not in other.get("/hier/devices/").content
    file = SimpleUploadedFile("a.csv", b"x")
    assert other.get("/hier/imports/").status_code == 403
    assert other.post("/hier/imports/add/", {"file": file}).status_code == 403
    for part in PAGES:
        ask = other.get if part in ("", "problems.csv") else other.post
        assert ask(f"{page}{part}").status_code == 403


def test_an_import_of_another_organisation_does_not_exist(client: Client) -> None:
    page = give(client)
    work()
    there = an_organisation("ginder")
    other = signed_in(there, "admin")
    for part in PAGES:
        for address in (page, page.replace("/hier/", "/ginder/")):
            ask = other.get if part in ("", "problems.csv") else other.post
            assert ask(f"{address}{part}").status_code == 404
    assert "lijst.csv" not in words(other.get("/ginder/imports/").content)


def test_an_import_made_without_a_file_has_its_page(client: Client, here: Organisation) -> None:
    row = columns({"tag": "VB-1"})
    batch = import_devices(row, organisation=here, actor=None, at=AT, name="demo", key="demo")
    assert "Nieuwe toestellen 1" in seen(client, f"/hier/imports/{batch.pk}/")


def test_the_progress_is_asked_for_by_itself(client: Client) -> None:
    page = give(client)
    work()
    client.post(f"{page}accept/")
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{page}"' in part
    assert "<html" not in part
