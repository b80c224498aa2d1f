"""The API: the same answers as the pages, for a program with a key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.site import somebody
from tests.web.test_pages import filled, signed_in

from kringspoor.people.actions import make_token
from kringspoor.people.models import Organisation
from kringspoor.people.queries import memberships_of
from kringspoor.people.roles import VERBS
from kringspoor.people.tenancy import scope
from kringspoor.use.models import Device
from kringspoor.web.wsgi import application

pytestmark = pytest.mark.django_db
KeyFor = Callable[..., dict[str, str]]
EXAMPLES = 6  # of each operation: there are more than a hundred


@pytest.fixture
def here() -> Organisation:
    """An organisation with three devices."""
    return filled("hier")


@pytest.fixture
def key_for(here: Organisation) -> KeyFor:
    """Makes the header with a key that has these verbs."""

    def make(*verbs: str, role: str = "asset_manager") -> dict[str, str]:
        today = timezone.localdate()
        (member,) = memberships_of(somebody(here, role), today)
        until = today + timedelta(days=30)
        raw, *_ = make_token(member, "test", verbs, organisation=here, expires_on=until)
        return {"Authorization": f"Bearer {raw}"}

    return make


def test_a_program_without_a_key_is_told_to_give_one(here: Organisation) -> None:
    answer = Client().get("/hier/api/devices")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in")
    wrong = Client().get("/hier/api/devices", headers={"Authorization": "Bearer ks_wrong"})
    assert wrong.status_code == 401


def test_a_key_lists_devices_filtered_and_in_parts(key_for: KeyFor) -> None:
    key = key_for("see_inventory", "see_prices")
    answer = Client().get("/hier/api/devices?make=Dell&limit=1&offset=1", headers=key).json()
    assert answer["count"] == 2
    assert [each["tag"] for each in answer["items"]] == ["VB-3"]


def test_what_is_known_of_data_is_told_as_it_is_filtered(
    here: Organisation, key_for: KeyFor
) -> None:
    with scope(here):
        Device.objects.create(organisation=here, tag="X", category="laptop", state="in_use")
        Device.objects.create(organisation=here, tag="Y", category="keyboard", state="in_use")
    key = key_for("see_inventory")
    told = {
        each["tag"]: each["data_state"]
        for each in Client().get("/hier/api/devices", headers=key).json()["items"]
    }
    assert (told["X"], told["Y"]) == ("", "none")
    for tag, known in told.items():
        found = Client().get(f"/hier/api/devices?data_state={known or '-'}", headers=key).json()
        assert tag in {each["tag"] for each in found["items"]}


def test_a_key_may_no_more_than_its_verbs(key_for: KeyFor) -> None:
    key = key_for("see_inventory")
    items = Client().get("/hier/api/devices", headers=key).json()["items"]
    assert {each["price_cents"] for each in items} == {None}
    blind = Client().get("/hier/api/devices", headers=key_for("see_prices", role="admin"))
    assert (blind.status_code, blind.json()["code"]) == (403, "role")


def test_a_price_is_not_told_by_the_history_either(here: Organisation, key_for: KeyFor) -> None:
    with scope(here):
        number = Device.objects.get(tag="VB-1").pk
    address = f"/hier/api/devices/{number}/events"
    (event,) = Client().get(address, headers=key_for("see_inventory")).json()
    assert event["payload"]["tag"] == "VB-1"
    assert "price_cents" not in event["payload"]


def test_a_key_opens_one_organisation_and_no_page(key_for: KeyFor) -> None:
    there = filled("ginder")
    key = key_for("see_inventory")
    assert Client().get("/ginder/api/devices", headers=key).status_code == 404
    with scope(there):
        number = Device.objects.get(tag="VB-1").pk
    assert Client().get(f"/hier/api/devices/{number}", headers=key).status_code == 404
    assert Client().get("/hier/devices/", headers=key).status_code == 302


def test_a_value_that_cannot_be_is_named(key_for: KeyFor) -> None:
    answer = Client().get("/hier/api/devices?limit=many", headers=key_for("see_inventory"))
    assert answer.status_code == 422
    assert answer.json()["en"].startswith("limit: ")


def test_a_person_who_signed_in_may_ask_too(here: Organisation) -> None:
    browser = signed_in(somebody(here))
    assert browser.get("/hier/api/devices").json()["count"] == 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # files left open
@pytest.mark.django_db(transaction=True)  # a server of its own opens and closes connections
def test_odd_questions_get_an_answer_that_is_described(
    here: Organisation, key_for: KeyFor, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    key = key_for(*VERBS, role="admin")
    schema = schemathesis.openapi.from_wsgi("/hier/api/openapi.json", application, headers=key)
    tried: Counter[str] = Counter()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        few = len(tried)

        @hypothesis_settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(operation.as_strategy())
        def ask(case: schemathesis.Case[Any]) -> None:
            if case.meta and case.meta.generation.mode.is_positive:  # half ask what is there
                for name in [*case.path_parameters][: len(tried) % 2]:
                    case.path_parameters[name] = 1 + sum(tried.values()) % 3
            case.call_and_validate(headers=key, excluded_checks=[positive_data_acceptance])
            tried[f"{case.method} {case.path}"] += 1

        ask()
        assert len(tried) == few + 1
    assert len(tried) >= 110
