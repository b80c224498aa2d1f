"""The API that writes: through the same forms, rules and actions as the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests.site import somebody
from tests.web.test_api import KeyFor, here, key_for
from tests.web.test_pages import signed_in

from kringspoor.people.models import Organisation
from kringspoor.people.roles import VERBS
from kringspoor.people.tenancy import scope
from kringspoor.use.models import Device

__all__ = ("here", "key_for")
pytestmark = pytest.mark.django_db
ROOT = "/hier/api"


@pytest.fixture
def ask(key_for: KeyFor) -> Any:
    """Asks something with a key that has every verb."""
    key, browser = key_for(*VERBS, role="admin"), Client()

    def send(method: str, address: str, body: Any = None, **headers: str) -> Any:
        sent = {"data": body, "content_type": "application/json"} if body is not None else {}
        return getattr(browser, method)(f"{ROOT}{address}", **sent, headers={**key, **headers})

    return send


def number_of(here: Organisation, tag: str) -> int:
    """The number of the device with that tag."""
    with scope(here):
        return Device.objects.get(tag=tag).pk


def test_a_device_is_added_and_its_price_kept_in_cents(ask: Any) -> None:
    made = ask("post", "/devices", {"tag": "API-1", "category": "laptop", "price_cents": 65050})
    assert (made.status_code, made.json()["state"]) == (201, "in_stock")
    assert made.json()["price_cents"] == 65050
    again = ask("post", "/devices", {"tag": "api-1"})
    assert (again.status_code, again.json()["code"]) == (422, "value")
    assert again.json()["nl"].startswith("tag: Een ander toestel")
    assert again.json()["en"].startswith("tag: Another device")


def test_only_what_is_given_changes_and_of_two_changes_one_wins(
    ask: Any, here: Organisation
) -> None:
    address = f"/devices/{number_of(here, 'VB-1')}"
    seen = ask("get", address).json()
    first = ask("patch", address, {"version_no": seen["version_no"], "cpu": "i5"}).json()
    assert (first["cpu"], first["make"], first["price_cents"]) == ("i5", "Dell", 91250)
    second = ask("patch", address, {"version_no": seen["version_no"], "cpu": "i7"})
    assert second.status_code == 422
    assert ask("get", address).json()["cpu"] == "i5"


def test_a_step_that_may_not_be_says_everything_that_stands_in_its_way(
    ask: Any, here: Organisation
) -> None:
    address = f"/devices/{number_of(here, 'VB-2')}"
    refused = ask("post", f"{address}/step", {"target": "to_leave", "reason": "weg"})
    assert refused.status_code == 403
    told = ask("post", f"{address}/screen", {"grade": "B", "test_starts": True})
    assert told.json().get("state") == "screened" or told.json()["refusals"]
    for each in told.json().get("refusals", ()):
        assert each["code"]
        assert each["remedy_nl"]


def test_a_step_is_taken(ask: Any, here: Organisation) -> None:
    address = f"/devices/{number_of(here, 'VB-1')}"
    following = {each["target"] for each in ask("get", f"{address}/steps").json()}
    assert "returned" in following
    done = ask("post", f"{address}/step", {"target": "returned", "reason": "vertrekt"})
    assert (done.status_code, done.json()["state"]) == (200, "returned")


def test_the_same_change_of_many_under_one_key_is_done_once(ask: Any, here: Organisation) -> None:
    numbers = [number_of(here, tag) for tag in ("VB-1", "VB-3")]
    body = {"numbers": numbers, "expected_count": 2, "supplier": "Circulair nv"}
    first = ask("post", "/changes", body, **{"Idempotency-Key": "sleutel-1"})
    again = ask("post", "/changes", body, **{"Idempotency-Key": "sleutel-1"})
    assert first.status_code == 200
    assert first.json()["id"] == again.json()["id"]
    undone = ask("post", f"/changes/{first.json()['id']}/undo")
    assert undone.json()["state"] == "undone"


def test_a_list_is_sent_once_however_often(
    key_for: KeyFor, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    key = key_for("import_inventory")
    answers = [
        Client().post(
            f"{ROOT}/imports", {"file": SimpleUploadedFile("a.csv", b"tag\nX-1\n")}, headers=key
        ).json()
        for _ in range(2)
    ]  # fmt: skip
    assert answers[0]["id"] == answers[1]["id"]
    assert answers[0]["state"] == "waiting"


def test_a_session_without_its_token_writes_nothing(here: Organisation) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(somebody(here))
    sent = {"data": {"tag": "X"}, "content_type": "application/json"}
    answer = browser.post(f"{ROOT}/devices", **sent)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert browser.get(f"{ROOT}/devices").status_code == 200


def test_who_may_not_see_prices_may_not_set_them(here: Organisation) -> None:
    desk = signed_in(somebody(here, "service_desk"))
    sent = {"content_type": "application/json"}
    refused = desk.post(f"{ROOT}/devices", {"tag": "X", "price_cents": 5}, **sent)  # type: ignore[arg-type]
    assert (refused.status_code, refused.json()["code"]) == (403, "role")
    made = desk.post(f"{ROOT}/devices", {"tag": "X"}, **sent)  # type: ignore[arg-type]
    assert made.status_code == 201


def test_a_body_that_cannot_be_read_is_told_so(key_for: KeyFor) -> None:
    key = key_for("change_inventory")
    answer = Client().post(f"{ROOT}/lots", "{", content_type="application/json", headers=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "not-read")


def test_devices_leave_as_a_file_in_which_nothing_is_a_formula(
    ask: Any, here: Organisation
) -> None:
    ask("post", "/devices", {"tag": "=1+1", "make": "Dell"})
    answer = ask("get", "/devices/export.csv?make=Dell")
    text = b"".join(answer.streaming_content).decode()
    assert "VB-1" in text
    assert "VB-2" not in text
    assert ";=1+1" not in text
    assert not text.startswith("=1+1")


def test_a_contract_is_written_down_and_devices_put_under_it(ask: Any, here: Organisation) -> None:
    body = {"reference": "HU-1", "kind": "rental", "ends_on": "2027-03-01", "notice_days": 60}
    made = ask("post", "/contracts", body)
    assert (made.status_code, made.json()["notice_on"]) == (201, "2026-12-31")
    address = f"/contracts/{made.json()['id']}"
    moved = ask("post", f"{address}/devices", {"devices": [number_of(here, "VB-1")]})
    assert moved.json() == {"changed_count": 1}
    assert ask("delete", address).status_code == 403
    assert ask("post", "/contracts", body).status_code == 403
