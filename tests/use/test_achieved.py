"""Achieved lifetimes of stored devices: when a life begins, is watched, and ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation, columns, somebody
from tests.use.lives import Life
from tests.web.test_pages import signed_in, text_of

from kringspoor.core.calendar import days_of
from kringspoor.core.states import State
from kringspoor.engine.survival import Lives, achieved
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.states import change_state
from kringspoor.use.models import Device
from kringspoor.use.queries.achieved import AskedLives, facet, lives_by_category
from kringspoor.use.rules.said import Lost, Said

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
LISTED = datetime(2022, 1, 3, 9, 0, tzinfo=UTC)  # the day the register began
BOUGHT = date(2021, 1, 3)


@pytest.fixture
def here() -> Organisation:
    """An organisation on the preset of Leuven: five years for everything."""
    return an_organisation("hier", lifetime_policy="leuven")


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are asked on 24 November 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def listed(organisation: Organisation, *tags: str, at: datetime = LISTED, **rest: Any) -> None:
    """Laptops in use that came on record on a day."""
    about = {"category": "laptop", "state": "in_use", "purchased_days": days_of(BOUGHT), **rest}
    rows = columns(*({"tag": tag, **about} for tag in tags))
    import_devices(
        rows, organisation=organisation, actor=None, at=at, name="a.csv", key=f"{at:%Y}{tags[0]}"
    )


def lost(organisation: Organisation, tag: str, on: date, target: str = "lost_stolen") -> None:
    """A device that was lost on a day, or found again."""
    at = datetime(on.year, on.month, on.day, 12, 0, tzinfo=UTC)
    with scope(organisation):
        change_state(
            Device.objects.get(tag=tag), target, organisation=organisation, actor=None, at=at,
            today=on, said=Said(reason="teruggevonden", lost=Lost(on, "schijf is versleuteld")),
        )  # fmt: skip


def laptops(organisation: Organisation, asked: AskedLives | None = None) -> Lives:
    return lives_by_category(asked or AskedLives(), organisation=organisation, today=TODAY)[
        "laptop"
    ]


def test_a_life_is_watched_from_the_day_it_came_on_record(here: Organisation) -> None:
    listed(here, "A")
    lives = laptops(here)
    assert lives.entry_days.tolist() == [365]  # bought a year before the register began
    assert lives.age_days.tolist() == [(TODAY - BOUGHT).days]
    assert lives.left_count == 0


def test_a_device_that_left_ended_on_that_day_with_its_way_out(here: Organisation) -> None:
    listed(here, "A", "B")
    lost(here, "A", date(2024, 1, 3))
    with scope(here):
        Life(here, purchased_on=date(2019, 11, 24)).reach(State.GONE_SCHOOL)
    lives = laptops(here)
    assert lives.causes == ("gone_school", "lost_stolen")
    gone = lives.has_left.nonzero()[0].tolist()
    assert [lives.causes[lives.cause[n]] for n in gone] == ["lost_stolen", "gone_school"]
    assert lives.age_days[gone[0]] == 3 * 365
    assert lives.age_days[gone[1]] == pytest.approx((TODAY - date(2019, 11, 24)).days, abs=1)


def test_what_was_lost_and_found_again_has_not_ended(here: Organisation) -> None:
    listed(here, "A")
    lost(here, "A", date(2024, 1, 3))
    lost(here, "A", date(2024, 2, 3), "returned")
    assert laptops(here).left_count == 0


def test_a_correction_is_no_end_but_nobody_follows_it_any_more(here: Organisation) -> None:
    with scope(here):
        Life(here).reach(State.WRITTEN_OFF)
    later = date(2028, 1, 3)
    lives = lives_by_category(AskedLives(), organisation=here, today=later)["laptop"]
    assert (lives.left_count, lives.is_in_use.tolist()) == (0, [False])
    assert lives.age_days.tolist() == [(TODAY - date(2019, 3, 1)).days]


def test_what_a_list_calls_gone_says_nothing_about_a_lifetime(here: Organisation) -> None:
    listed(here, "A", state="gone")
    lives = laptops(here)
    assert (lives.age_days - lives.entry_days).tolist() == [0]
    assert achieved(lives).curve.median_months is None


def test_an_unknown_day_of_purchase_is_left_out_by_name(here: Organisation) -> None:
    listed(here, "A", purchased_days=None)
    lives = laptops(here)
    assert len(lives.row) == 0
    assert [each.code for each in lives.problems] == ["start_unknown"]


def test_a_device_without_a_list_is_watched_from_its_first_event(here: Organisation) -> None:
    with scope(here):
        device = Device.objects.create(
            organisation=here, tag="A", category="laptop", purchased_on=BOUGHT, state="in_use"
        )
        told = Happening("device.added", device.subject, {})
        write_down([told], organisation=here, actor=None, at=LISTED)
    assert laptops(here).entry_days.tolist() == [365]


def test_the_median_by_hand(here: Organisation) -> None:
    """Four laptops watched from twelve months; they leave after 2, 3, 4 and 5 years: of the
    curve 3/4, 1/2, 1/4, 0, half is reached at three years.
    """
    listed(here, "A", "B", "C", "D")
    for tag, year in (("A", 2023), ("B", 2024), ("C", 2025), ("D", 2026)):
        lost(here, tag, date(year, 1, 3))
    curve = achieved(laptops(here)).curve
    assert curve.median_months == pytest.approx(36, abs=0.1)
    at = curve.steps.at(40)
    assert at is not None
    assert at.mid == pytest.approx(0.5)


def test_filters_choose_whose_lives(here: Organisation) -> None:
    listed(here, "A", make="Dell", unit="ICT")
    listed(here, "B", "C", make="HP", unit="ICT", purchased_days=days_of(date(2019, 5, 1)))
    assert len(laptops(here, AskedLives({"make": "HP"})).row) == 2
    assert len(laptops(here, AskedLives(bought_from_year=2020)).row) == 1
    assert len(laptops(here, AskedLives({"unit": "ICT"}, bought_to_year=2019)).row) == 2
    assert facet("make", AskedLives({"make": "HP"}), organisation=here) == [("HP", 2), ("Dell", 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_lives_ask_as_many_questions_however_many(here: Organisation, count: int) -> None:
    listed(here, *(f"A{n}" for n in range(count)))
    with CaptureQueriesContext(connection) as asked:
        lives_by_category(AskedLives(), organisation=here, today=TODAY)
    assert len(asked) == 4  # the chain, how they ended, who came in no list, the devices


def test_lives_of_another_organisation_are_not_there(here: Organisation) -> None:
    there = an_organisation("ginder")
    listed(there, "A")
    lost(there, "A", date(2024, 1, 3))
    assert lives_by_category(AskedLives(), organisation=here, today=TODAY) == {}
    assert facet("category", AskedLives(), organisation=here) == []


@pytest.fixture
def client(here: Organisation) -> Iterator[Client]:
    """A browser of the asset manager, over a register of forty laptops of which thirty left."""
    tags = [f"A{n:02d}" for n in range(40)]
    listed(here, *tags)
    for n, tag in enumerate(tags[:30]):
        lost(here, tag, date(2023, 1, 3) + timedelta(days=35 * n))
    yield signed_in(somebody(here))


def test_the_overview_leads_to_a_curve(client: Client) -> None:
    page = client.get("/hier/achieved/").content.decode()
    assert '<a href="?category=laptop">Laptop</a>' in page
    told = text_of(client, "/hier/achieved/?category=laptop")
    assert "Laptop: de helft gaat 46 maanden of langer mee" in told
    assert "40 gevolgd, 30 vertrokken." in told
    assert "Haalt 48 maanden" in told
    assert "Verloren of gestolen" in told
    assert "kaplan_meier" in told


def test_the_curve_has_its_band_its_target_and_its_twin(client: Client) -> None:
    page = client.get("/hier/achieved/?category=laptop").content.decode()
    chart = page.partition("<figure>")[2].partition("</figure>")[0]
    assert "doel 60" in chart
    assert "style=" not in page
    assert '<tr><th scope="row" class="n">24</th>' in page


def test_too_few_lives_are_called_so(here: Organisation) -> None:
    listed(here, "A", "B", "C")
    browser = signed_in(somebody(here))
    told = text_of(browser, "/hier/achieved/?category=laptop")
    assert "Geen enkel is vertrokken sinds het in het register kwam" in told
    lost(here, "A", date(2024, 1, 3))
    told = text_of(browser, "/hier/achieved/?category=laptop")
    assert "Meer dan de helft is er nog op 71 maanden: 67 % (5 – 95)" in told
    assert "1 van de minstens 20 vertrekken die een schatting nodig heeft" in told


def test_nothing_to_follow_says_what_is_needed(here: Organisation) -> None:
    told = text_of(signed_in(somebody(here)), "/hier/achieved/")
    assert "Een levensduur vraagt toestellen met een aankoopdatum" in told


def test_the_curve_leaves_as_a_file(client: Client) -> None:
    answer = client.get("/hier/achieved/?category=laptop&export=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0].lstrip("\ufeff") == "leeftijd in maanden;nog hier, %;minstens;hoogstens"
    assert len(lines) == 1 + 31
    answer = client.get("/hier/achieved/?export=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[1].startswith("laptop;40;30;45,8;")


def test_an_address_with_nonsense_is_answered(client: Client) -> None:
    for asked in (
        "bought_from=abc",
        "bought_to=99999999",
        "category=zzz",
        "model=%25_%00",
        "make=%00",
    ):
        assert client.get(f"/hier/achieved/?{asked}").status_code == 200
