"""What each tool is asked, page after page, and that no person comes along."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from tests.fakes.server import Answers, Asked, Fake, Reply, a_server
from tests.fakes.tools import KEY, Glpi, Graph, SnipeIt, an_asset

from kringspoor.core.errors import BadInput, Unknown
from kringspoor.formats import read_source
from kringspoor.formats.reading import Reading
from kringspoor.formats.source import Source
from kringspoor.use.connections.fetching import TOOLS, fetched, first_look, tool_of
from kringspoor.use.connections.http import HURRIED, Caller, Limits
from kringspoor.use.connections.snipeit import link_fields, status_labels, wanted_of, write_asset
from kringspoor.use.connections.tool import Account

ACCOUNTS = {
    "snipeit": Account({}, {"token": KEY}),
    "glpi": Account({}, {"user_token": KEY, "app_token": KEY}),
    "intune": Account({"tenant_id": "tenant", "client_id": "app"}, {"client_secret": KEY}),
}


@contextmanager
def running(answers: Answers, limits: Limits = HURRIED) -> Iterator[tuple[Fake, Caller]]:
    """A fake tool and a caller of it."""
    with a_server(answers) as fake:
        if isinstance(answers, Graph):
            answers.address = fake.address
        yield fake, Caller(fake.address, may_be_private=True, limits=limits, sleep=lambda _: None)


def all_of(slug: str, answers: Answers) -> tuple[Fake, dict[str, Any], list[tuple[int, int]]]:
    """Everything a tool says: the server, the document, and the progress that was told."""
    progress: list[tuple[int, int]] = []
    with running(answers) as (fake, caller):
        told = lambda done, total: progress.append((done, total))  # noqa: E731
        data = fetched(tool_of(slug), caller, ACCOUNTS[slug], told)
    return fake, json.loads(data), progress


def read(document: Mapping[str, Any]) -> Reading:
    """A document as the readers of files read it."""
    (reading,) = read_source(Source.of_bytes("pull.json", json.dumps(document).encode()))
    return reading


def test_snipe_it_is_asked_page_after_page() -> None:
    assets = [an_asset(number) for number in range(1, 6)]
    fake, document, progress = all_of("snipeit", SnipeIt(assets))
    assert [each["id"] for each in document["rows"]] == [1, 2, 3, 4, 5]
    assert [each.query["offset"] for each in fake.asked] == ["0", "2", "4"]
    assert {each.query["limit"] for each in fake.asked} == {"500"}
    assert progress == [(2, 5), (4, 5), (5, 5)]
    reading = read(document)
    assert (reading.format, len(reading), reading.problems) == ("snipeit_rest", 5, [])
    assert reading.columns["price_cents"] == [123450] * 5


def test_glpi_is_asked_kind_after_kind_and_its_session_is_ended() -> None:
    tool = Glpi()
    fake, document, _ = all_of("glpi", tool)
    assert [each["serial"] for each in document["Computer"]] == ["GL001", "GL002"]
    assert document["Phone"] == []
    assert fake.paths()[-1] == "GET /apirest.php/killSession"
    assert tool.open_sessions == set()
    rows = list(read(document).rows())
    assert [each["serial"] for each in rows] == ["GL001", "GL002", "CN001"]
    assert (rows[0]["price_cents"], rows[0]["warranty_months"], rows[0]["unit"]) == (
        89900, 36, "Root > ICT",
    )  # fmt: skip
    assert rows[2]["kind"] == "Monitor"


def test_an_address_of_glpi_may_name_its_door() -> None:
    tool = Glpi()
    with a_server(tool) as fake:
        caller = Caller(f"{fake.address}/apirest.php/", may_be_private=True, limits=HURRIED)
        assert first_look(tool_of("glpi"), caller, ACCOUNTS["glpi"]).total_count == 3
        assert fake.paths()[0] == "GET /apirest.php/initSession"


def test_intune_is_asked_for_devices_and_not_for_people() -> None:
    fake, document, _ = all_of("intune", Graph())
    assert fake.paths()[0] == "POST /tenant/oauth2/v2.0/token"
    asked = fake.asked[1].query["$select"].split(",")
    assert "serialNumber" in asked
    assert not [each for each in asked if "user" in each.lower() or "email" in each.lower()]
    reading = read(document)
    assert (reading.format, reading.columns["tag"]) == (
        "intune_graph",
        ["VB-0001", None, "VB-0003"],
    )
    assert reading.columns["storage_gb"][0] == 254


def test_the_next_page_of_intune_on_another_host_is_not_asked() -> None:
    with a_server(lambda asked: Reply({"value": []})) as thief:
        with pytest.raises(BadInput) as caught:
            all_of("intune", Graph(next_host=thief.address))
        assert caught.value.code == "elsewhere"
        assert thief.asked == []


@pytest.mark.parametrize(
    ("slug", "answers"),
    [("snipeit", SnipeIt([an_asset(1)])), ("glpi", Glpi()), ("intune", Graph())],
)
def test_no_person_comes_along(slug: str, answers: Answers) -> None:
    _, document, _ = all_of(slug, answers)
    assert "geheim" not in json.dumps(document).lower()


@pytest.mark.parametrize("slug", TOOLS)
def test_a_wrong_key_is_said_as_such(slug: str) -> None:
    answers: dict[str, Answers] = {"snipeit": SnipeIt(), "glpi": Glpi(), "intune": Graph()}
    wrong = Account(ACCOUNTS[slug].plain, dict.fromkeys(ACCOUNTS[slug].secret, "wrong"))
    with running(answers[slug]) as (_, caller), pytest.raises(BadInput) as caught:
        first_look(tool_of(slug), caller, wrong)
    assert caught.value.code == ("asked-wrong" if slug == "glpi" else "sign-in")


@pytest.mark.parametrize("slug", TOOLS)
@pytest.mark.parametrize("value", [[], {}, "hello", None, {"rows": 4, "total": 1}, {"value": 1}])
def test_another_tool_behind_the_address_is_noticed(slug: str, value: object) -> None:
    with running(lambda asked: Reply(value)) as (_, caller), pytest.raises(BadInput) as caught:
        first_look(tool_of(slug), caller, ACCOUNTS[slug])
    assert caught.value.code == "other-answer"


def test_snipe_it_says_no_with_a_status_of_200() -> None:
    said = Reply({"status": "error", "messages": "Unauthorized"})
    with running(lambda asked: said) as (_, caller), pytest.raises(BadInput, match="Unauthorized"):
        first_look(tool_of("snipeit"), caller, ACCOUNTS["snipeit"])


def test_half_a_fleet_is_never_taken_for_a_whole_one() -> None:
    assets = SnipeIt([an_asset(number) for number in range(1, 6)])

    def breaks(asked: Asked) -> Reply:
        return Reply({}, 500) if asked.query.get("offset") == "2" else assets(asked)

    with pytest.raises(BadInput) as caught:
        all_of("snipeit", breaks)
    assert caught.value.code == "tool-fault"


def test_a_list_that_stops_before_its_end_is_unfinished() -> None:
    def short(asked: Asked) -> Reply:
        rows = [an_asset(1)] if asked.query["offset"] == "0" else []
        return Reply({"total": 5, "rows": rows})

    with pytest.raises(BadInput) as caught:
        all_of("snipeit", short)
    assert caught.value.code == "unfinished"


def test_a_list_that_never_stops_is_refused() -> None:
    def endless(asked: Asked) -> Reply:
        offset = int(asked.query["offset"])
        return Reply({"total": 10**9, "rows": [{"id": offset}, {"id": offset + 1}]})

    few = Limits(most_rows=10)
    with running(endless, few) as (_, caller), pytest.raises(BadInput) as caught:
        fetched(tool_of("snipeit"), caller, ACCOUNTS["snipeit"], lambda done, total: None)
    assert caught.value.code == "too-many"


def test_an_asset_that_comes_twice_is_kept_once() -> None:
    def moving(asked: Asked) -> Reply:
        first = asked.query["offset"] == "0"
        return Reply({"total": 3, "rows": [an_asset(1), an_asset(2)] if first else [an_asset(2)]})

    _, document, _ = all_of("snipeit", moving)
    assert [each["id"] for each in document["rows"]] == [1, 2]


def test_odd_rows_are_told_by_the_readers() -> None:
    _, document, _ = all_of(
        "snipeit", lambda asked: Reply({"total": 3, "rows": [4, None, an_asset(1)]})
    )
    assert len(read(document)) == 1
    odd = {"value": [{"serialNumber": "S1", "operatingSystem": "Windows"}, 7]}
    reading = read(odd)
    assert [each.code for each in reading.problems] == ["wrong-shape"]
    mixed: dict[str, object] = {
        "glpi": "rest",
        "Computer": [7, {"serial": "S1"}],
        "Monitor": "x",
        "Infocom": [1],
    }
    reading = read(mixed)
    assert (len(reading), [each.row_no for each in reading.problems][:1]) == (1, [1])


def test_the_choices_of_snipe_it_are_read_by_name() -> None:
    with running(SnipeIt()) as (_, caller):
        labels = status_labels(caller, ACCOUNTS["snipeit"])
        assert [each.name for each in labels] == ["In gebruik", "Ingeleverd", "Voorraad"]
        assert [each.key for each in link_fields(caller, ACCOUNTS["snipeit"])] == [
            "_snipeit_kringspoor_4"
        ]


def test_only_what_differs_is_written_and_once() -> None:
    tool = SnipeIt([an_asset(1)])
    link = "https://kring.example/gent/devices/7/"
    with running(tool) as (fake, caller):
        for _ in range(2):
            write_asset(caller, ACCOUNTS["snipeit"], "1", 4, "_snipeit_kringspoor_4", link)
        patches = [each.json() for each in fake.asked if each.method == "PATCH"]
    assert patches == [{"status_id": 4, "_snipeit_kringspoor_4": link}]
    assert tool.assets[0]["status_label"]["id"] == 4
    assert "DELETE" not in {each.method for each in fake.asked}


def test_what_people_wrote_in_the_notes_stays() -> None:
    asset = an_asset(1, notes="Scherm gebarsten &amp; hersteld\nKringspoor: https://old.example/1/")
    changes = wanted_of(asset, None, "notes", "https://new.example/1/")
    assert changes == {"notes": "Scherm gebarsten & hersteld\nKringspoor: https://new.example/1/"}
    asset["notes"] = changes["notes"]
    assert wanted_of(asset, 2, "notes", "https://new.example/1/") == {}


def test_a_tool_nobody_knows_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unknown, match="snipeit, glpi, intune"):
        tool_of("ralph")


def test_a_key_is_never_in_what_is_printed() -> None:
    assert KEY not in f"{ACCOUNTS['snipeit']!r} {ACCOUNTS['snipeit']}"
