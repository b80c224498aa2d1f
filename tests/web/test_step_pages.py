"""The pages on which a device takes a step."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from tests.site import an_organisation, somebody
from tests.use.lives import Life

from kringspoor.core.ladder import Step
from kringspoor.core.states import Route, State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.queries import faults_of
from kringspoor.use.tables.steps import step_name, steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Iterator[Organisation]:
    organisation = an_organisation()
    with scope(organisation):
        yield organisation


def browser(here: Organisation, role: str = "service_desk") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = "en"
    client.force_login(somebody(here, role, name=f"{role}-page"))
    return client


def send(client: Client, found: Life, target: str, **said: Any) -> Any:
    said = {"version_no": found.fresh().version_no, **said}
    return client.post(f"/voorbeek/devices/{found.device.pk}/step/{target}/", said)


def test_two_media_and_one_certificate_refused_then_allowed_live_on_the_page(
    here: Organisation,
) -> None:
    found, client = Life(here), browser(here)
    found.reach(State.SCREENED)
    found.erase(found.medium("DISK1"))
    number = found.device.pk
    answer = client.post(f"/voorbeek/devices/{number}/media/", {"serials": "DISK1\nDISK2"})
    assert answer.status_code == 302
    said = {
        "route": "school", "partner": found.partner(Route.SCHOOL).pk, "inside_demand_count": 0,
        "why_not": "nobody asks", "context": "education", "mitigation": "",
    }  # fmt: skip
    answer = send(client, found, "to_leave", **said)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "2 storage media, 1 valid erasure certificate" in page
    assert f'<a class="button" href="/voorbeek/devices/{number}/media/">Record media' in page
    assert found.fresh().state == State.SCREENED
    other = found.fresh().media.get(serial="DISK2")
    answer = client.post(
        f"/voorbeek/devices/media/{other.pk}/certificate/",
        {
            "medium_serial": "DISK2", "method": "purge", "tool": "nwipe", "has_passed": "on",
            "finished_at": "2026-11-24T11:30", "operator": "bench-2", "verifier": "bench-1",
            "file": BytesIO(b"wiped DISK2"),
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert send(client, found, "to_leave", **said).status_code == 302
    assert found.fresh().state == State.TO_LEAVE
    assert list(faults_of(organisation=here)) == []


def test_a_screening_brings_a_returned_device_on(here: Organisation) -> None:
    found, client = Life(here), browser(here)
    found.reach(State.RETURNED)
    answer = client.post(
        f"/voorbeek/devices/{found.device.pk}/screen/",
        {"grade": "B", "battery_percent": 81, "test_starts": "on", "is_worth_repairing": "false"},
    )
    assert answer.status_code == 302
    device = found.fresh()
    assert (device.state, device.grade, device.battery_share) == (State.SCREENED, "B", 0.81)
    assert device.screenings.get().tests["starts"] is True


def test_a_step_seen_long_ago_is_refused(here: Organisation) -> None:
    found, client = Life(here), browser(here)
    found.reach(State.IN_STOCK)
    answer = send(client, found, "returned", reason="leaves", version_no=1)
    assert answer.status_code == 403
    assert "a colleague changed this device" in answer.content.decode().lower()


def test_a_mistake_is_struck_off_by_two(here: Organisation) -> None:
    found = Life(here)
    found.reach(State.IN_STOCK)
    url = f"/voorbeek/devices/{found.device.pk}/correction/"
    one, other = browser(here, "asset_manager"), browser(here, "admin")
    one.post(url, {"reason": "counted twice"})
    assert one.post(f"{url}confirm/").status_code == 403
    assert other.post(f"{url}confirm/").status_code == 302
    assert found.fresh().state == State.WRITTEN_OFF


def test_who_may_not_move_devices_is_told_so(here: Organisation) -> None:
    found = Life(here)
    found.reach(State.IN_STOCK)
    answer = send(browser(here, "auditor"), found, "returned", reason="leaves")
    assert answer.status_code == 403
    assert found.fresh().state == State.IN_STOCK


@pytest.mark.parametrize("state", ["received", "in_stock", "screened", "to_leave", "to_dismantle"])
def test_every_step_that_is_offered_has_a_page(here: Organisation, state: str) -> None:
    found, client = Life(here), browser(here)
    found.grade = "D" if state == "to_dismantle" else "B"
    found.reach(State(state))
    page = client.get(f"/voorbeek/devices/{found.device.pk}/")
    urls = [each["url"] for each in page.context["steps"]]
    assert urls
    for url in urls:
        assert client.get(url).status_code == 200, url


def test_a_refusal_opens_only_what_it_is_about(here: Organisation) -> None:
    found, client = Life(here), browser(here)
    found.reach(State.SCREENED)
    address = f"/voorbeek/devices/{found.device.pk}/step/to_leave/"
    asked = client.get(address).content.decode()
    assert 'for="id_route">Way out</label>' in asked
    assert '<option value="" selected>choose</option>' in asked
    sold = send(client, found, "to_leave", route="staff").content.decode()
    assert "<details open><summary>When it is sold to staff" in sold
    assert "<details><summary>When it leaves the country" in sold
    given = send(
        client, found, "to_leave", route="school", partner=found.partner(Route.SCHOOL).pk
    ).content.decode()  # fmt: skip
    assert "<details open>" not in given


@pytest.mark.parametrize(
    ("state", "advice", "leaves", "first"),
    [
        (State.SCREENED, "parts", False, State.TO_DISMANTLE),
        (State.SCREENED, "repair", False, State.IN_REPAIR),
        (State.SCREENED, "recycle", True, State.TO_LEAVE),
        (State.RETURNED, "inspect", False, State.SCREENED),
        (State.IN_USE, "school", True, State.RETURNED),  # the way there
    ],
)
def test_the_button_that_stands_out_is_the_one_the_advice_asks_for(
    here: Organisation, state: State, advice: str, leaves: bool, first: State
) -> None:
    device = Life(here).fresh()
    device.state = state
    shown = steps(device, Step(advice, "", "", "use", "", leaves_organisation=leaves))
    assert [each["url"] for each in shown if each["is_advised"]] == [shown[0]["url"]]
    assert shown[0]["label"] == step_name(first)


def test_who_is_told_to_keep_a_device_is_not_led_to_take_it_back(here: Organisation) -> None:
    device = Life(here).fresh()
    device.state = State.IN_USE
    for advice in ("keep", "extend", "plan_replacement"):
        shown = steps(device, Step(advice, "", "", "use", ""))
        assert shown and not any(each["is_advised"] for each in shown)
