"""One field over everything: things of the organisation, its pages, and the words of the policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.site import AT, an_organisation, columns, somebody
from tests.web.test_pages import filled, signed_in, text_of

from kringspoor.people.models import Organisation, Partner
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Device
from kringspoor.web import seed

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs"
SHIPPED = Path(seed.__file__).parent


@pytest.fixture
def here() -> Organisation:
    """An organisation with three devices."""
    return filled("hier")


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser of its asset manager."""
    return signed_in(somebody(here))


def found(client: Client, words: str) -> str:
    """The words of the page that a search leads to."""
    return text_of(client, f"/hier/search/?q={words}").partition("Gevonden voor")[2]


def test_a_whole_tag_or_serial_opens_its_device(client: Client, here: Organisation) -> None:
    with scope(here):
        number = Device.objects.get(tag="VB-2").pk
    for words in ("VB-2", "vb-2", " bbb222 "):
        answer = client.get("/hier/search/", {"q": words})
        assert answer.headers["Location"] == f"/hier/devices/{number}/"
    assert "VB-2" in found(client, "VB-2&all=1")


def test_the_beginning_of_a_tag_finds_its_devices_and_the_middle_too(client: Client) -> None:
    assert all(tag in found(client, "VB-") for tag in ("VB-1", "VB-2", "VB-3"))
    middle = found(client, "B22")
    assert "VB-2" in middle
    assert "VB-1" not in middle


def test_a_model_leads_to_its_list_with_how_many_there_are(client: Client) -> None:
    page = client.get("/hier/search/?q=latitude").content.decode()
    assert re.search(r'href="/hier/devices/\?q=Dell\+Latitude\+5420">Dell Latitude 5420</a>', page)


def test_orders_lots_lists_partners_and_pages_are_found(client: Client, here: Organisation) -> None:
    rows = (
        {"tag": "X-1", "order_no": "BB2024-17"},
        {"category": "mouse", "model": "Fairmuis", "quantity_count": 12},
    )
    import_devices(columns(*rows), organisation=here, actor=None, at=AT, name="zomer.csv", key="2")
    with scope(here):
        Partner.objects.create(organisation=here, name="Kringwinkel Zuid")
    assert "BB2024-17" in found(client, "bb2024")
    assert "Fairmuis" in found(client, "fairmuis")
    assert "zomer.csv" in found(client, "zomer")
    assert "Kringwinkel Zuid" in found(client, "kringwinkel")
    assert "Lijsten inlezen" in found(client, "lijsten")


def test_colleagues_are_found_by_who_looks_after_them_alone(here: Organisation) -> None:
    somebody(here, "buyer", name="aankoop")
    admin, expert = signed_in(somebody(here, "admin")), signed_in(somebody(here, "expert"))
    assert "aankoop@hier.example" in found(admin, "aankoop@")
    assert "aankoop@hier.example" not in found(expert, "aankoop@")


@pytest.mark.parametrize(
    "word", ["inspiratiebox", "inzamelpercentage", "gunning", "conflictmineralen", "jury"]
)
def test_a_word_of_the_policy_that_no_page_does_is_said_honestly(client: Client, word: str) -> None:
    page = found(client, word)
    assert "In uw beleid" in page
    assert "nog niet in Kringspoor" in page


@pytest.mark.parametrize("word", ["kiosk", "wiscertificaat", "levensduur", "herstelling"])
def test_a_word_of_the_policy_leads_to_what_is_known_of_it(client: Client, word: str) -> None:
    assert "In uw beleid" in found(client, word)


def test_a_word_of_the_policy_leads_to_the_page_that_does_it(client: Client) -> None:
    page = client.get("/hier/search/?q=inventaris").content.decode()
    assert re.search(r'<a href="/hier/devices/">De inventaris', page)


def test_a_page_a_role_may_not_see_is_no_way(here: Organisation) -> None:
    expert = signed_in(somebody(here, "expert"))
    page = expert.get("/hier/search/?q=inlezen").content.decode()
    assert "niet voor uw rol" in page
    assert 'href="/hier/imports/"' not in page


def test_english_titles_are_found_by_dutch_words_of_the_glossary() -> None:
    assert any("Recycling" in each.what.en for each in seed.meanings("recycleren"))


def test_every_practice_of_the_articles_is_found_by_its_title() -> None:
    for name, row in seed.seed_map().items():
        assert seed.meanings(row["title"]), name


@pytest.mark.parametrize("name", ["seed-map.toml", "words.md"])
def test_what_travels_with_the_package_is_what_the_docs_say(name: str) -> None:
    shipped = (SHIPPED / name).read_text(encoding="utf-8")
    assert shipped == (DOCS / name).read_text(encoding="utf-8")


def test_every_word_names_rows_that_exist_and_pages_that_open() -> None:
    rows = seed.seed_map()
    for word in seed.words():
        assert word["nl"]
        assert word["en"]
        assert set(word["rows"]) <= set(rows), word["nl"]
        assert not word["view"] or reverse(word["view"])
        assert all(name == name.casefold() for name in (*word["nl"], *word["en"]))


def test_nothing_found_says_what_to_try(client: Client) -> None:
    page = client.get("/hier/search/?q=zzzzz").content.decode()
    assert "Niets heet zo" in page
    assert "/hier/devices/?q=zzzzz" in page


def test_nothing_asked_finds_nothing(client: Client) -> None:
    assert "Typ in het veld bovenaan" in text_of(client, "/hier/search/")


@pytest.mark.parametrize("devices", [1, 3])
def test_a_search_asks_as_much_for_one_device_as_for_three(devices: int) -> None:
    there = an_organisation("daar")
    rows = [{"tag": f"T-{number}", "model": "Latitude"} for number in range(devices)]
    import_devices(columns(*rows), organisation=there, actor=None, at=AT, name="a", key="1")
    browser = signed_in(somebody(there))
    browser.get("/daar/search/?q=lat")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/daar/search/?q=T-&all=1")
    told = [str(each["sql"]) for each in asked]
    own = [each for each in told if '"use_' in each or '"record_' in each or "_partner" in each]
    assert len(own) == 3  # tags, serials, chain: other names are kept until something changes
