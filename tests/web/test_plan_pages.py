"""The pages of the plan as a browser asks for them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.site import AT, an_organisation, columns, somebody
from tests.web.test_pages import signed_in, text_of

from kringspoor.core.calendar import days_of
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.plan import keep_scenario
from kringspoor.use.models import PlanScenario

pytestmark = pytest.mark.django_db


def laptops(count: int) -> list[dict[str, Any]]:
    """Laptops of 2021 to 2025, as many of each year, and one of unknown age."""
    about = {"category": "laptop", "state": "in_use", "price_cents": 90_000, "currency": "EUR"}
    bought = [days_of(date(2021 + n % 5, 3, 1)) for n in range(count)]
    dated = [{**about, "tag": f"A{n}", "purchased_days": day} for n, day in enumerate(bought)]
    return [*dated, {**about, "tag": "B"}]


@pytest.fixture
def here() -> Organisation:
    """An organisation on five years with forty laptops."""
    found = an_organisation("hier", lifetime_policy="leuven")
    rows = columns(*laptops(40))
    import_devices(rows, organisation=found, actor=None, at=AT, name="a.csv", key="1")
    return found


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser in which the asset manager signed in."""
    return signed_in(somebody(here))


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are asked on 24 November 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def test_the_policy_of_today_comes_first_with_a_press_to_another(client: Client) -> None:
    page = client.get("/hier/plan/").content.decode()
    assert "Dit is het beleid van vandaag" in page
    assert '<a class="chip" href="?years_laptop=6">laptop 6 jaar</a>' in page


def test_six_years_instead_of_five_is_one_sentence(client: Client) -> None:
    """Of 8 a year from 2021: five years replace 40 by 2030, six years 40 by 2031, one later."""
    told = text_of(client, "/hier/plan/?years_laptop=6")
    assert "Laptop 72 in plaats van 60 maanden: evenveel toestellen, evenveel geld" in told
    told = text_of(client, "/hier/plan/?years_laptop=8")
    assert "Laptop 96 in plaats van 60 maanden: 16 toestellen minder, € 14.400 minder, " in told


def test_what_has_no_age_is_drawn_and_counted(client: Client) -> None:
    page = client.get("/hier/plan/").content.decode()
    chart = page.partition("<figure>")[2].partition("</figure>")[0]
    assert "onbekend" in chart
    assert '<tr><th scope="row">leeftijd onbekend</th><td class="n">1</td>' in page


def test_the_chart_needs_nothing_that_the_page_forbids(client: Client) -> None:
    page = client.get("/hier/plan/?years_laptop=6").content.decode()
    assert "<svg" in page
    assert not re.findall(r'\sstyle="|<style|<script(?![^>]* src=)|\son\w+="', page)


def test_a_plan_is_kept_found_compared_and_removed(client: Client, here: Organisation) -> None:
    asked = {"name": "Acht jaar <b>", "asked": "years_laptop=8"}
    answer = client.post("/hier/plan/keep/", asked, follow=True)
    page = answer.content.decode()
    assert "Acht jaar &lt;b&gt;: 16" not in page
    assert "<b>: " not in page
    assert "Laptop 96 in plaats van 60 maanden: 16 toestellen minder" in page
    with scope(here):
        kept = PlanScenario.objects.get()
    assert kept.asked == {"years_laptop": "8"}
    answer = client.post(f"/hier/plan/{kept.pk}/remove/", follow=True)
    assert answer.request["QUERY_STRING"] == "years_laptop=8"
    assert "is verwijderd" in answer.content.decode()


def test_two_kept_plans_stand_beside_the_policy(client: Client, here: Organisation) -> None:
    user = somebody(here, "buyer")
    for years in ("4", "8"):
        asked = {"years_laptop": years}
        keep_scenario(f"plan {years}", asked, organisation=here, actor=user, at=AT)
    with scope(here):
        query = "&".join(f"beside={each.pk}" for each in PlanScenario.objects.all())
    told = text_of(client, f"/hier/plan/?{query}&beside=999&beside=nonsens")
    assert "Laptop 48 in plaats van 60 maanden: " in told
    assert "Laptop 96 in plaats van 60 maanden: 16 toestellen minder" in told


def test_a_name_is_asked_for(client: Client) -> None:
    answer = client.post("/hier/plan/keep/", {"name": " ", "asked": ""})
    assert answer.status_code == 400
    assert "geef een naam" in answer.content.decode()


def test_the_policy_itself_is_not_kept_as_a_plan(client: Client) -> None:
    answer = client.post("/hier/plan/keep/", {"name": "niets", "asked": "years_laptop=5"})
    assert answer.status_code == 403
    assert "dit plan is het beleid van vandaag" in answer.content.decode()


def test_a_wrong_number_is_said_with_its_field(client: Client) -> None:
    told = text_of(client, "/hier/plan/?years_laptop=99")
    assert "laptop: Zorg" in told, told[300:900]
    assert "Dit is het beleid van vandaag" in told


def test_the_service_desk_sees_devices_and_no_money(here: Organisation) -> None:
    desk = signed_in(somebody(here, "service_desk"))
    told = text_of(desk, "/hier/plan/?years_laptop=8&price_laptop=1234")
    assert "16 toestellen minder" in told
    assert not [each for each in ("€", "1234", "1.234", "Bewaar dit plan") if each in told]
    lines = b"".join(desk.get("/hier/plan/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "EUR" not in lines
    assert desk.post("/hier/plan/keep/", {"name": "x", "asked": ""}).status_code == 403


def test_an_empty_fleet_says_what_to_do() -> None:
    empty = an_organisation("leeg")
    told = text_of(signed_in(somebody(empty)), "/leeg/plan/")
    assert "Geen toestellen in gebruik" in told


def test_both_files_leave_under_what_was_asked(client: Client) -> None:
    answer = client.get("/hier/plan/?export=csv&years_laptop=8")
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Uw plan;laptop;2029;8;7200" in lines
    answer = client.get("/hier/plan/?export=xlsx&years_laptop=8")
    assert answer.headers["Content-Disposition"].endswith('"hier-plan-2026-11-24.xlsx"')
    assert answer.content.startswith(b"PK")


def test_the_plan_speaks_english(client: Client) -> None:
    client.cookies["language"] = "en"
    told = text_of(client, "/hier/plan/?years_laptop=8")
    assert "Laptop 96 instead of 60 months: 16 fewer devices, € 14,400 less, " in told


def test_a_plan_of_another_organisation_is_not_there(client: Client) -> None:
    there = an_organisation("ginder")
    kept = keep_scenario(
        "geheim", {"growth": "2"}, organisation=there, actor=somebody(there), at=AT
    )
    assert client.post(f"/hier/plan/{kept.pk}/remove/").status_code == 404
    assert "geheim" not in text_of(client, f"/hier/plan/?beside={kept.pk}")
