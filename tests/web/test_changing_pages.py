"""The forms with which devices and lots are added and changed, as a browser fills them in."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.site import an_organisation, somebody
from tests.web.test_device_list import sent
from tests.web.test_pages import filled, signed_in, text_of

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.models import Device, Lot

pytestmark = pytest.mark.django_db
CHANGE = "/hier/devices/change/"


@pytest.fixture
def here() -> Organisation:
    """An organisation with three devices."""
    return filled("hier")


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser of its asset manager."""
    return signed_in(somebody(here))


def fields_of(page: str, form: int = -1) -> dict[str, str]:
    """The hidden and filled-in fields of a form on a page."""
    found = re.findall(r'<form method="post".*?</form>', page, re.S)[form]
    fields = dict(re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', found))
    for name, body in re.findall(r'<select[^>]*? name="([^"]+)".*?>(.*?)</select>', found, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        fields[name] = chosen.group(1) if chosen else ""
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def number_of(here: Organisation, tag: str) -> int:
    """The number of a device."""
    with scope(here):
        return int(Device.objects.get(tag=tag).pk)


def test_all_that_the_filters_find_is_looked_at_changed_and_undone(
    client: Client, here: Organisation
) -> None:
    asked = {"all": "1", "query": "make=Dell"}
    assert "2 toestellen wijzigen" in client.post(CHANGE, asked).content.decode()
    look = client.post(CHANGE, {**asked, "look": "1", "ownership": "leased"}).content.decode()
    assert "Eigendom: geleaset" in look
    assert "Wijzig 2 toestellen" in look
    done = client.post(f"{CHANGE}do/", fields_of(look), follow=True)
    assert "Gewijzigd: 2 toestellen." in done.content.decode()
    with scope(here):
        assert Device.objects.filter(ownership="leased").count() == 2
    device = text_of(client, f"/hier/devices/{number_of(here, 'VB-1')}/")
    assert re.search(r"Eigendom: \S*( → )?geleaset", device), device[
        device.find("Wat er gebeurde") :
    ]
    undo = re.search(r'action="([^"]+/undo/)"', done.content.decode())
    assert undo is not None
    assert "teruggedraaid" in client.post(undo.group(1), follow=True).content.decode()
    with scope(here):
        assert not Device.objects.filter(ownership="leased").exists()
    assert "ongedaan gemaakt" in text_of(client, "/hier/devices/changes/")


def test_nothing_filled_in_asks_for_something(client: Client, here: Organisation) -> None:
    ticked = {"number": [number_of(here, "VB-1")], "look": "1"}
    assert "Vul minstens één ding in" in client.post(CHANGE, ticked).content.decode()


def test_a_device_is_changed_by_hand(client: Client, here: Organisation) -> None:
    number = number_of(here, "VB-1")
    edit = f"/hier/devices/{number}/edit/"
    fields = fields_of(client.get(edit).content.decode())
    assert fields["price_cents"] == "912,50"
    answer = client.post(edit, {**fields, "price_cents": "899,95", "ram_gb": "16,5"}, follow=True)
    page = answer.content.decode()
    assert "Het toestel is bewaard." in page
    assert "€ 912,50 → € 899,95" in page
    with scope(here):
        device = Device.objects.get(pk=number)
    assert (device.price_cents, device.ram_gb, device.version_no) == (89_995, 16.5, 2)
    assert str(device.purchased_on) == "2022-01-08"


def test_what_is_wrong_is_said_at_its_field(client: Client, here: Organisation) -> None:
    edit = f"/hier/devices/{number_of(here, 'VB-1')}/edit/"
    fields = fields_of(client.get(edit).content.decode())
    answer = client.post(edit, {**fields, "tag": "vb-2", "ram_gb": "veel"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'href="#id_tag">Label: Een ander toestel heeft dit label al.' in page
    assert 'href="#id_ram_gb"' in page


def test_a_colleague_meanwhile_is_told_with_what_one_filled_in(
    client: Client, here: Organisation
) -> None:
    edit = f"/hier/devices/{number_of(here, 'VB-1')}/edit/"
    mine = fields_of(client.get(edit).content.decode())
    client.post(edit, {**mine, "os": "Debian 13"})
    answer = client.post(edit, {**mine, "os": "Windows 11"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Een collega veranderde dit toestel intussen" in page
    assert 'value="Windows 11"' in page
    client.post(edit, fields_of(page))
    with scope(here):
        assert Device.objects.get(tag="VB-1").os == "Windows 11"


def test_a_device_is_added_by_hand(client: Client, here: Organisation) -> None:
    add = "/hier/devices/add/"
    fields = {**fields_of(client.get(add).content.decode()), "state": "in_stock"}
    assert "Geef een label of een serienummer." in client.post(add, fields).content.decode()
    answer = client.post(add, {**fields, "tag": "VB-77", "price_cents": "10"}, follow=True)
    assert "Met de hand toegevoegd" in answer.content.decode()
    with scope(here):
        made = Device.objects.get(tag="VB-77")
    assert (made.state, made.price_cents, made.currency) == ("in_stock", 1000, "EUR")


def test_who_may_not_see_prices_leaves_them_as_they_are(here: Organisation) -> None:
    desk = signed_in(somebody(here, "service_desk"))
    edit = f"/hier/devices/{number_of(here, 'VB-1')}/edit/"
    fields = fields_of(desk.get(edit).content.decode())
    assert "price_cents" not in fields
    desk.post(edit, {**fields, "price_cents": "1", "os": "Debian 13"})
    with scope(here):
        device = Device.objects.get(tag="VB-1")
    assert (device.os, device.price_cents) == ("Debian 13", 91_250)


@pytest.mark.parametrize("address", ["add/", "change/", "changes/", "{number}/edit/"])
def test_who_may_only_look_changes_nothing(here: Organisation, address: str) -> None:
    number = number_of(here, "VB-1")
    expert = signed_in(somebody(here, "expert"))
    address = f"/hier/devices/{address.format(number=number)}"
    answer = expert.post(address, {"number": [number], "tag": "X", "look": "1"})
    if answer.status_code == 405:
        answer = expert.get(address)
    assert answer.status_code == 403
    assert "Wijzigen" not in text_of(expert, f"/hier/devices/{number}/")


def test_lots_are_added_counted_searched_and_leave_as_a_file(
    client: Client, here: Organisation
) -> None:
    assert "Nog geen partijen" in text_of(client, "/hier/lots/")
    assert client.post("/hier/lots/add/", {"quantity_count": "40"}).status_code == 400
    made = client.post(
        "/hier/lots/add/", {"quantity_count": "40", "model": "M90", "make": "Logitech"}, follow=True
    )
    assert "Het zijn er 40." in made.content.decode()
    with scope(here):
        number = Lot.objects.get().pk
    fields = {"quantity_count": "36", "reason": "uitgedeeld", "seen_count": "40"}
    page = client.post(f"/hier/lots/{number}/", fields, follow=True).content.decode()
    assert "Het zijn er 36." in page
    assert "uitgedeeld" in page
    assert "Logitech M90" in text_of(client, "/hier/lots/?q=logi")
    assert "Geen enkele partij" in text_of(client, "/hier/lots/?q=toner")
    assert "Logitech M90;;36" in sent(client.get("/hier/lots/?export=csv")).decode()


def test_a_lot_of_another_organisation_does_not_exist(client: Client) -> None:
    there = an_organisation("ginder")
    with scope(there):
        lot = Lot.objects.create(organisation=there, model="GEHEIM", quantity_count=1)
    assert client.get(f"/hier/lots/{lot.pk}/").status_code == 404
