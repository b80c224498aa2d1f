"""The pages on which many devices take a step together, as a browser goes through them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.site import an_organisation, somebody
from tests.use.lives import Life
from tests.web.test_pages import signed_in

from kringspoor.core.states import State
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.use.models import Device

pytestmark = pytest.mark.django_db
MOVE = "/hier/devices/move/"


@pytest.fixture
def here() -> Organisation:
    """An organisation with two devices in stock, and one that is lost."""
    found = an_organisation("hier")
    somebody(found)
    with scope(found):
        for serial, state in (
            ("A1", State.IN_STOCK),
            ("A2", State.IN_STOCK),
            ("A3", "lost_stolen"),
        ):
            Life(found, serial).reach(State(state))
    return found


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser of its asset manager."""
    return signed_in(User.objects.get(email="asset_manager@hier.example"))


def text(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def states(here: Organisation) -> list[str]:
    with scope(here):
        return list(Device.objects.order_by("serial").values_list("state", flat=True))


def the_form(page: str, label: str) -> tuple[str, dict[str, list[str]]]:
    """Where the form with this button leads, and what it sends along."""
    form = next(f for f in re.findall(r"<form method=\"post\".*?</form>", page, re.S) if label in f)
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value)
    fields.pop("csrfmiddlewaretoken", None)
    found = re.search(r'action="([^"]+)"', form)
    assert found is not None
    return found.group(1), fields


def test_from_the_list_to_a_step_of_those_that_can(client: Client, here: Organisation) -> None:
    chosen = {"all": "1", "query": ""}
    first = client.post(MOVE, chosen)
    assert "Een stap zetten met 3 toestellen" in text(first)
    assert "In reserve leggen" not in text(first)
    asked = client.post(MOVE, {**chosen, "target": "returned"})
    assert "Kijk welke kunnen" in text(asked)
    address, hidden = the_form(asked.content.decode(), "Kijk welke kunnen")
    bare = client.post(address, {**hidden, "look": "1"}, follow=True)
    assert "Kan niet 3 toestellen" in text(bare)
    assert "Terugnemen: " not in text(bare)
    _, hidden = the_form(
        client.post(MOVE, {**chosen, "target": "returned"}).content.decode(), "Kijk"
    )
    look = client.post(address, {**hidden, "look": "1", "reason": "einde dienst"}, follow=True)
    assert "Kan 3 toestellen" in text(look)
    assert states(here) == ["in_stock", "in_stock", "lost_stolen"]
    go, _ = the_form(look.content.decode(), "Terugnemen")
    done = client.post(go, follow=True)
    assert "Verplaatst: 3 toestellen. Elk toestel staat in het logboek." in text(done)
    assert states(here) == ["returned"] * 3
    assert "leidt geen stap terug naar" in text(done)
    assert "Terugnemen" in text(client.get("/hier/devices/changes/"))
    onward, numbers = the_form(done.content.decode(), "Zet de volgende stap")
    assert "Als verloren of gestolen melden" in text(client.post(onward, numbers))


def looked(client: Client, here: Organisation, target: str, **said: str) -> Any:
    with scope(here):
        numbers = list(Device.objects.values_list("pk", flat=True))
    asked = {"number": numbers, "target": target, "look": "1", "key": f"k-{target}", **said}
    return client.post(MOVE, asked, follow=True)


def test_what_is_in_the_way_stands_grouped_with_what_to_do_and_as_a_table(
    client: Client, here: Organisation
) -> None:
    page = looked(client, here, "in_use", holder="mw-7", context="internal")
    assert "Kan niet 3 toestellen" in text(page)
    assert "1 toestel: een toestel kan niet van 'verloren of gestolen' naar 'in gebruik'" in text(
        page
    )
    assert "2 toestellen: niet geregistreerd: welke opslagmedia erin zitten" in text(page)
    assert "Breng dit in orde voor A1" in text(page)
    address = page.redirect_chain[-1][0]
    table = b"".join(client.get(f"{address}?export=csv")).decode("utf-8-sig")
    assert table.count("G1b.unknown") == 2
    assert states(here) == ["in_stock", "in_stock", "lost_stolen"]


def test_a_loss_is_taken_back_with_a_button(client: Client, here: Organisation) -> None:
    back = looked(client, here, "returned", reason="einde dienst")
    client.post(the_form(back.content.decode(), "Terugnemen")[0])
    lost = looked(client, here, "lost_stolen", reported_on="2026-11-24", data_risk="versleuteld")
    done = client.post(the_form(lost.content.decode(), "verloren of gestolen")[0], follow=True)
    assert states(here) == ["lost_stolen"] * 3
    undone = client.post(the_form(done.content.decode(), "ongedaan")[0], follow=True)
    assert "Dit is teruggedraaid. Beide stappen staan in het logboek." in text(undone)
    assert states(here) == ["returned"] * 3


def test_leaving_them_as_they_are_moves_nothing(client: Client, here: Organisation) -> None:
    look = looked(client, here, "returned", reason="einde dienst")
    stop, _ = the_form(look.content.decode(), "Laat ze zoals ze zijn")
    assert client.post(stop).status_code == 302
    assert client.post(stop.replace("cancel", "do"), follow=True).status_code in (200, 403)
    assert states(here) == ["in_stock", "in_stock", "lost_stolen"]


def test_who_may_not_move_devices_is_not_offered_a_step(here: Organisation) -> None:
    buyer = signed_in(somebody(here, "buyer"))
    assert "Stap zetten" not in text(buyer.get("/hier/devices/"))
    assert buyer.post(MOVE, {"all": "1", "query": "", "target": "returned"}).status_code == 403


def test_a_program_looks_accepts_and_takes_back(client: Client, here: Organisation) -> None:
    with scope(here):
        numbers = list(Device.objects.order_by("serial").values_list("pk", flat=True))

    def asked(address: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        answer = client.post(
            f"/hier/api/moves{address}", json.dumps(body or {}), "application/json",
            headers={"Idempotency-Key": key} if key else {},
        )  # fmt: skip
        return answer.status_code, answer.json()

    step = {"numbers": numbers, "target": "in_stock", "reason": "einde dienst"}
    code, told = asked("", step, "sleutel-1")
    assert (code, told["can"]) == (200, [])
    assert {each["refusals"][0]["code"] for each in told["no"]} == {"no_such_transition"}
    assert asked(f"/{told['id']}/accept")[0] == 403
    code, told = asked("", {**step, "target": "returned"}, "sleutel-2")
    assert (code, told["state"], told["can"]) == (200, "looked_at", sorted(numbers))
    code, told = asked(f"/{told['id']}/accept")
    assert (code, told["state"], told["changed_count"]) == (200, "done", 3)
    code, refused = asked(f"/{told['id']}/undo")
    assert (code, refused["code"]) == (403, "no-way-back")
    assert states(here) == ["returned"] * 3
