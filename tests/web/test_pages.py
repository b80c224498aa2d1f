"""The pages as a browser asks for them: who may, in which words, within which organisation."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.site import AT, PASSWORD, an_organisation, columns, somebody

from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Device

pytestmark = pytest.mark.django_db
ROWS = (
    {"tag": "VB-1", "serial": "AAA111", "make": "Dell", "model": "Latitude 5420",
     "category": "laptop", "state": "in_use", "purchased_days": 19000, "price_cents": 91250},
    {"tag": "VB-2", "serial": "BBB222", "make": "HP", "model": "EliteBook 840",
     "category": "laptop", "state": "returned"},
    {"tag": "VB-3", "serial": "CCC333", "make": "Dell", "model": "P2422H",
     "category": "monitor", "state": "in_use"},
)  # fmt: skip


def filled(slug: str) -> Organisation:
    """An organisation with three devices."""
    found = an_organisation(slug)
    import_devices(columns(*ROWS), organisation=found, actor=None, at=AT, name="a.csv", key="1")
    return found


@pytest.fixture
def here() -> Organisation:
    """The organisation whose pages are asked for."""
    return filled("hier")


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser in which the asset manager of ``here`` signed in."""
    return signed_in(somebody(here))


def signed_in(user: User) -> Client:
    """A browser in which this person signed in."""
    browser = Client()
    browser.force_login(user)
    return browser


def text_of(client: Client, address: str) -> str:
    """The words of a page, without its markup."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_who_is_not_signed_in_is_asked_to(here: Organisation) -> None:
    answer = Client().get("/hier/devices/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_a_person_signs_in_with_a_password_and_lands_on_today(here: Organisation) -> None:
    user = somebody(here)
    answer = Client().post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/hier/"
    assert "Vandaag" in answer.content.decode()


def test_today_says_what_waits(client: Client) -> None:
    assert "1 toestel is terug en wacht op een screening." in text_of(client, "/hier/")


def test_the_list_shows_filters_and_sorts_by_its_address(client: Client) -> None:
    assert "3 toestellen" in text_of(client, "/hier/devices/")
    filtered = text_of(client, "/hier/devices/?make=Dell&category=laptop")
    assert "VB-1" in filtered
    assert "VB-3" not in filtered
    assert "Soort: laptop" in filtered
    found = text_of(client, "/hier/devices/?q=elite+hp")
    assert "VB-2" in found
    assert "VB-1" not in found
    sorted_down = text_of(client, "/hier/devices/?sort=-tag")
    assert sorted_down.index("VB-3") < sorted_down.index("VB-1")


@pytest.mark.parametrize(
    ("address", "stage"),
    [("/hier/", "Vandaag"), ("/hier/devices/?q=a", "Gebruiken"), ("/hier/imports/", "Gebruiken")],
)
def test_the_rail_says_in_which_stage_one_is(client: Client, address: str, stage: str) -> None:
    rail = client.get(address).content.decode().partition('class="rail"')[2].partition("</nav>")[0]
    (current,) = re.findall(r'aria-current="true">.*?</svg>\s*([^<]+)</a>', rail, re.S)
    assert current.strip() == stage


def test_a_filter_on_nothing_says_so(client: Client) -> None:
    assert "Geen enkel toestel past" in text_of(client, "/hier/devices/?q=zzz")


def test_an_empty_inventory_says_what_to_do() -> None:
    empty = an_organisation("leeg")
    assert "Nog geen toestellen" in text_of(signed_in(somebody(empty)), "/leeg/devices/")


def test_a_device_page_tells_what_happened(client: Client, here: Organisation) -> None:
    with scope(here):
        number = Device.objects.get(tag="VB-1").pk
    page = text_of(client, f"/hier/devices/{number}/")
    assert "Dell Latitude 5420" in page
    assert "Ingelezen uit een lijst 24/11/2026 · a.csv" in page
    assert "€ 912,50" in page
    assert "maanden oud" in page
    assert "Voetafdruk per jaar" in page
    assert "core.footprint.yearly_kg" in page


def test_who_may_not_see_prices_sees_none(here: Organisation) -> None:
    with scope(here):
        number = Device.objects.get(tag="VB-1").pk
    expert = signed_in(somebody(here, "expert"))
    assert "912" not in text_of(expert, f"/hier/devices/{number}/")


def test_a_refusal_leads_back_to_a_page_of_ours_alone(here: Organisation) -> None:
    expert = signed_in(somebody(here, "expert"))
    for back, is_ours in (("http://testserver/hier/", True), ("https://elders.example/", False)):
        answer = expert.get("/hier/imports/", headers={"Referer": back})
        assert answer.status_code == 403
        assert (f'href="{back}"' in answer.content.decode()) is is_ours


def test_english_is_one_press_away_and_leads_back(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/hier/devices/"})
    assert answer.headers["Location"] == "/hier/devices/"
    assert "3 devices" in text_of(client, "/hier/devices/")
    outside = client.post("/language/", {"language": "en", "next": "https://elders.example/"})
    assert outside.headers["Location"] == "/"


def test_every_link_of_a_page_stays_within_the_organisation(client: Client) -> None:
    page = client.get("/hier/devices/").content.decode()
    links = {link for link in re.findall(r'href="(/[^"]*)"', page) if "/static/" not in link}
    assert links
    own = {link for link in links if link.startswith("/accounts/")}  # of the person, not of here
    assert all(link.startswith("/hier/") for link in links - own)


def test_another_organisation_does_not_exist_for_who_is_not_in_it(client: Client) -> None:
    there = filled("ginder")
    with scope(there):
        number = Device.objects.get(tag="VB-1").pk
    for address in ("/ginder/", "/ginder/devices/", f"/ginder/devices/{number}/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Deze pagina bestaat niet" in answer.content.decode()
    assert client.get(f"/hier/devices/{number}/").status_code == 404


def test_a_person_without_an_organisation_is_told() -> None:
    lonely = User.objects.create_user("alleen@nergens.example", PASSWORD)
    answer = signed_in(lonely).get("/")
    assert answer.status_code == 403
    assert "geen rol" in answer.content.decode()


def test_no_page_may_run_a_script_of_another_place(client: Client) -> None:
    policy = client.get("/hier/devices/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_fault_of_ours_has_a_page_that_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("kringspoor.use.queries.today.waiting", fault)
    client.raise_request_exception = False
    answer = client.get("/hier/")
    assert answer.status_code == 500
    assert "Kringspoor" in answer.content.decode()


def test_the_site_says_that_it_lives() -> None:
    assert Client().get("/health/").content == b"ok"
