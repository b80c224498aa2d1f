"""The pages on which other tools are connected: who may, what they show, and no key ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from tests.fakes.server import Fake, Reply, a_server
from tests.fakes.tools import KEY, SnipeIt, an_asset
from tests.site import AT, an_organisation, somebody

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use import tasks
from kringspoor.use.actions.pulls import pull_due
from kringspoor.use.actions.writebacks import write_due
from kringspoor.use.connections import http
from kringspoor.use.connections.http import Limits
from kringspoor.use.connections.sealing import opened
from kringspoor.use.models import Connection, Device, Pull

pytestmark = pytest.mark.django_db
LINK = "_snipeit_kringspoor_4"


@pytest.fixture
def here(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """An organisation on a site that may call within its own network."""
    settings.MEDIA_ROOT = tmp_path
    settings.PRIVATE_CONNECTIONS = True
    quick = Limits(1.0, 1.0, 2.0, 1.0, 0.0, 1)
    monkeypatch.setattr(http, "LIMITS", quick)
    return an_organisation("hier")


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser in which the asset manager signed in."""
    return signed_in(here, "asset_manager")


@pytest.fixture
def snipe() -> Iterator[tuple[SnipeIt, Fake]]:
    """A Snipe-IT with two laptops."""
    tool = SnipeIt([an_asset(1), an_asset(2)])
    with a_server(tool) as fake:
        yield tool, fake


def signed_in(organisation: Organisation, role: str) -> Client:
    """A browser in which somebody with this role signed in."""
    browser = Client()
    browser.force_login(somebody(organisation, role))
    return browser


def words(content: bytes) -> str:
    """The words of a page, without its markup."""
    page = content.decode().replace("&#x27;", "'")
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def filled(address: str, **more: object) -> dict[str, object]:
    """The form as a person fills it in."""
    return {
        "name": "Onze Snipe-IT", "address": address, "ask_token": KEY, "rhythm": "day",
        "daily_at": "06:00", "fields_owned": ["model", "order_no"], "is_automatic": "on",
        "is_on": "on", **more,
    }  # fmt: skip


def connect(client: Client, address: str) -> str:
    """The address of the page of a new connection."""
    answer = client.post("/hier/connections/add/snipeit/", filled(address))
    assert answer.status_code == 302, words(answer.content)
    return answer.headers["Location"]


def work() -> None:
    """The worker did all that waits."""
    for _ in range(30):
        at = timezone.now()
        if not any([tasks.work_once(at), pull_due(at), write_due(at)]):
            return


def test_from_nothing_to_devices_in_a_few_clicks(
    here: Organisation, client: Client, snipe: tuple[SnipeIt, Fake]
) -> None:
    empty = words(client.get("/hier/connections/").content)
    assert "Verbind Snipe-IT" in empty
    assert "Verbind GLPI" in empty
    page = connect(client, snipe[1].address)
    tried = words(client.post(f"{page}try/").content)
    assert "Er zijn 2 toestellen." in tried
    assert "VB-0001 PF2ABC01 Lenovo ThinkPad T14" in tried
    assert client.post(f"{page}fetch/").headers["Location"] == page
    assert "We vragen het aan de tool" in words(client.get(page).content)
    work()
    waiting = client.get(page)
    assert "Er wacht een lijst op u" in words(waiting.content)
    found = re.search(r"/hier/imports/\d+/", waiting.content.decode())
    assert found is not None
    client.post(f"{found[0]}accept/")
    work()
    with scope(here):
        assert Device.objects.count() == 2
    assert "opgenomen" in words(client.get(page).content)
    assert "opgenomen" in words(client.get("/hier/connections/").content)


def test_the_progress_refreshes_itself_and_then_the_page(
    here: Organisation, client: Client, snipe: tuple[SnipeIt, Fake]
) -> None:
    page = connect(client, snipe[1].address)
    client.post(f"{page}fetch/")
    part = client.get(page, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert f'hx-get="{page}"' in part.content.decode()
    client.post(f"{page}stop/")
    over = client.get(page, headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"
    with scope(here):
        assert Pull.objects.get().state == "stopped"


def test_a_trouble_is_shown_with_its_remedy(client: Client, snipe: tuple[SnipeIt, Fake]) -> None:
    page = connect(client, snipe[1].address)
    snipe[1].answers = lambda asked: Reply({"error": "Unauthenticated."}, 401)
    tried = client.post(f"{page}try/")
    assert tried.status_code == 400
    assert "aanvaardt de sleutel niet" in words(tried.content)
    client.post(f"{page}fetch/")
    work()
    shown = words(client.get(page).content)
    assert "aanvaardt de sleutel niet: Unauthenticated." in shown
    assert "Maak daar een nieuwe sleutel en vul die in" in shown
    assert "niet gelukt" in words(client.get("/hier/connections/").content)


def test_a_key_is_never_shown_again(
    here: Organisation, client: Client, snipe: tuple[SnipeIt, Fake]
) -> None:
    page = connect(client, snipe[1].address)
    for each in (page, f"{page}edit/", "/hier/connections/"):
        assert KEY not in client.get(each).content.decode()
    wrong = client.post(f"{page}edit/", filled("", ask_token="another-key"))
    assert wrong.status_code == 400
    assert "another-key" not in wrong.content.decode()
    kept = client.post(f"{page}edit/", filled(snipe[1].address, ask_token="", name="Anders"))
    assert kept.status_code == 302
    with scope(here):
        connection = Connection.objects.get()
    assert (connection.name, opened(connection.sealed)) == ("Anders", {"token": KEY})


def test_another_address_asks_for_its_own_key(
    here: Organisation, client: Client, snipe: tuple[SnipeIt, Fake]
) -> None:
    page = connect(client, snipe[1].address)
    answer = client.post(f"{page}edit/", filled("https://elders.example", ask_token=""))
    assert answer.status_code == 400
    assert "hoort bij het andere adres" in words(answer.content)
    with scope(here):
        assert Connection.objects.get().address == snipe[1].address


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"address": "snipe.voorbeeld.be"}, "geef een adres zoals https://"),
        ({"rhythm": "day", "daily_at": ""}, "Zeg om welk uur"),
        ({"name": ""}, "Naam"),
        ({"ask_token": ""}, "API-sleutel"),
        ({"fields_owned": ["state"]}, "Wat die tool bezit"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_at_its_field(
    client: Client, change: dict[str, object], said: str
) -> None:
    answer = client.post(
        "/hier/connections/add/snipeit/", {**filled("https://x.example"), **change}
    )
    assert answer.status_code == 400
    assert said in words(answer.content)


def test_a_name_is_given_once(client: Client, snipe: tuple[SnipeIt, Fake]) -> None:
    connect(client, snipe[1].address)
    answer = client.post("/hier/connections/add/snipeit/", filled(snipe[1].address))
    assert "al een koppeling met die naam" in words(answer.content)


def test_writing_back_is_chosen_shown_and_then_begun(
    here: Organisation, client: Client, snipe: tuple[SnipeIt, Fake]
) -> None:
    page = connect(client, snipe[1].address)
    assert client.get(f"{page}writing/").headers["Location"] == page
    client.post(f"{page}try/")
    client.post(f"{page}fetch/")
    work()
    found = re.search(r"/hier/imports/\d+/", client.get(page).content.decode())
    assert found is not None
    client.post(f"{found[0]}accept/")
    work()
    form = words(client.get(f"{page}writing/").content)
    assert "Voorraad" in form
    assert "Schrijven begint" not in form
    chosen = {"state_in_use": "3", "link_column": LINK, "site_address": "https://k.example/hier"}
    assert client.post(f"{page}writing/", chosen).status_code == 302
    shown = words(client.get(f"{page}writing/").content)
    assert (
        "Toestellen die een andere status krijgen: 2. Toestellen die een link krijgen: 2" in shown
    )
    work()
    assert {each.method for each in snipe[1].asked} == {"GET"}
    client.post(f"{page}writing/turn/", {"is_on": "1"})
    work()
    assert [each["status_label"]["id"] for each in snipe[0].assets] == [3, 3]
    told = snipe[0].assets[0]["custom_fields"]["Kringspoor"]["value"]
    assert told.startswith("https://k.example/hier/devices/")
    assert "gezegd" in words(client.get(f"{page}writing/").content)
    client.post(f"{page}writing/turn/", {"is_on": "0"})
    with scope(here):
        assert not Connection.objects.get().is_writing
    assert client.post(f"{page}writing/again/").status_code == 302


def test_a_connection_is_removed_after_a_question(
    here: Organisation, client: Client, snipe: tuple[SnipeIt, Fake]
) -> None:
    page = connect(client, snipe[1].address)
    assert "De toestellen blijven" in words(client.get(f"{page}remove/").content)
    with scope(here):
        assert Connection.objects.count() == 1
    client.post(f"{page}remove/")
    with scope(here):
        assert Connection.objects.count() == 0
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("role", ["service_desk", "buyer", "auditor", "expert"])
def test_who_may_take_in_no_lists_connects_no_tools(here: Organisation, role: str) -> None:
    browser = signed_in(here, role)
    for part in ("", "add/snipeit/"):
        assert browser.get(f"/hier/connections/{part}").status_code == 403


def test_a_tool_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/hier/connections/add/ralph/").status_code == 404


def test_nobody_of_another_organisation_sees_or_asks_it(
    client: Client, snipe: tuple[SnipeIt, Fake]
) -> None:
    page = connect(client, snipe[1].address)
    number = page.strip("/").rpartition("/")[2]
    stranger = signed_in(an_organisation("ginder"), "admin")
    parts = ("", "edit/", "try/", "fetch/", "stop/", "remove/", "writing/", "writing/turn/")
    for part in parts:
        for verb in ("get", "post"):
            answer = getattr(stranger, verb)(f"/ginder/connections/{number}/{part}")
            assert answer.status_code in (404, 405), part
    assert snipe[1].asked == []


def test_the_pages_speak_english_too(client: Client, snipe: tuple[SnipeIt, Fake]) -> None:
    page = connect(client, snipe[1].address)
    client.cookies["language"] = "en"
    for each, said in ((page, "Try the connection"), (f"{page}edit/", "What that tool owns")):
        assert said in words(client.get(each).content)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_database_as_often_for_one_as_for_three(
    here: Organisation,
    client: Client,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with scope(here):
        for number in range(count):
            one = Connection.objects.create(
                organisation=here, tool="snipeit", name=f"tool {number}",
                address="https://x.example", added_at=AT,
            )  # fmt: skip
            for state in ("failed", "settled", "same")[:count]:
                Pull.objects.create(connection=one, state=state, asked_at=AT)
    client.get("/hier/")  # the session is marked as seen once
    with django_assert_num_queries(5):  # three of them find out who asks
        assert client.get("/hier/connections/").status_code == 200
    with django_assert_num_queries(7):
        assert client.get(f"/hier/connections/{one.pk}/").status_code == 200
