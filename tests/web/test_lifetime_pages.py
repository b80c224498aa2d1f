"""The pages of lifetimes: the policy and its versions, what is due, exceptions, warranty."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.calendar import days_of, month_after
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.people.models import Membership, Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.lifetimes import change_rule
from kringspoor.use.models import (
    Device,
    LifetimeException,
    LifetimeOptOut,
    LifetimePreset,
    LifetimeVersion,
)
from kringspoor.use.rules.lifetimes import About, From
from kringspoor.use.views.lifetime_exceptions import lifetime_part

pytestmark = pytest.mark.django_db
PAGES = ("", "rule/?category=laptop", "due/", "warranty/", "exceptions/")
POLICY_PAGES = ("preset/", "preset/?preset=ghent", "rule/withdraw/?category=laptop")


def today() -> date:
    """The day on which the pages are asked for."""
    return timezone.localdate()


def bought(months: int) -> int:
    """The day so many months ago."""
    return days_of(month_after(today(), -months))


def filled(slug: str, **rest: object) -> Organisation:
    """An organisation with laptops of 61, 50 and 12 months, and one of unknown age."""
    found = an_organisation(slug, **{"lifetime_policy": "leuven"} | rest)
    laptop = {"category": "laptop", "make": "Dell", "model": "Latitude 5420", "state": "in_use"}
    rows = [
        {**laptop, "tag": f"{slug}-{months}", "unit": "ICT", "purchased_days": bought(months),
         "warranty_end_days": bought(months - 36)}
        for months in (61, 50, 12)
    ]  # fmt: skip
    rows.append({**laptop, "tag": f"{slug}-x"})
    import_devices(columns(*rows), organisation=found, actor=None, at=AT, name="a.csv", key="1")
    return found


@pytest.fixture
def here() -> Organisation:
    """The organisation whose pages are asked for."""
    return filled("hier")


@pytest.fixture
def boss(here: Organisation) -> User:
    """Its asset manager."""
    return somebody(here)


@pytest.fixture
def client(boss: User) -> Client:
    """A browser in which the asset manager signed in."""
    return signed_in(boss)


def signed_in(user: User) -> Client:
    """A browser in which this person signed in."""
    browser = Client()
    browser.force_login(user)
    return browser


def words(html: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The words of a page that answers so."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return words(answer.content.decode())


def a_rule(organisation: Organisation, actor: User, months: int = 72) -> LifetimeVersion:
    """A rule for laptops."""
    return change_rule(
        About("laptop"), LifetimeRule(months), From(today(), "omdat"), organisation=organisation,
        actor=actor, at=AT, today=today(),
    )  # fmt: skip


def form(**rest: object) -> dict[str, object]:
    """What somebody fills in about a rule."""
    return {"target_months": 72, "valid_from": today().isoformat(), "reason": "beslist"} | rest


def device(organisation: Organisation, tag: str) -> Device:
    """The device of that tag."""
    with scope(organisation):
        return Device.objects.get(tag=tag)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_answers_in_both_languages(
    client: Client, here: Organisation, boss: User, language: str
) -> None:
    a_rule(here, boss)
    client.cookies["language"] = language
    for page in (*PAGES, *POLICY_PAGES):
        text_of(client, f"/hier/lifetimes/{page}")


def test_who_sees_no_inventory_or_changes_no_policy_is_refused(here: Organisation) -> None:
    a_rule(here, somebody(here, "admin"))
    desk = signed_in(somebody(here, "service_desk"))
    for page in POLICY_PAGES:
        text_of(desk, f"/hier/lifetimes/{page}", 403)
    assert desk.post("/hier/lifetimes/rule/?category=laptop", form()).status_code == 403
    assert "Trek deze regel in" not in text_of(desk, "/hier/lifetimes/rule/?category=laptop")


def test_the_policy_says_which_rule_holds_for_how_many_devices(
    client: Client, here: Organisation, boss: User
) -> None:
    before = text_of(client, "/hier/lifetimes/")
    assert "U hebt geen eigen regels" in before
    assert "Voorinstelling Leuven" in before
    a_rule(here, boss)
    after = text_of(client, "/hier/lifetimes/")
    assert f"laptop 72 72 72 streven v1 {today():%d/%m/%Y} u 4" in after


def test_a_rule_is_saved_only_after_what_it_moves_was_shown(
    client: Client, here: Organisation
) -> None:
    address = "/hier/lifetimes/rule/?category=laptop"
    asked = client.post(address, form(save=1))
    page = asked.content.decode()
    assert "3 toestellen: de datums verschuiven." in words(page)
    assert "3 zijn later aan vervanging toe." in words(page)
    with scope(here):
        assert not LifetimeVersion.objects.exists()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    other = client.post(address, form(save=1, seen=seen[1], target_months=84))
    assert other.status_code == 200  # other numbers than were shown: shown first
    saved = client.post(address, form(save=1, seen=seen[1]), follow=True)
    assert "Versie 1 geldt vanaf" in words(saved.content.decode())
    with scope(here):
        assert LifetimeVersion.objects.get().target_months == 72


def test_a_mistake_stands_at_its_field(client: Client) -> None:
    answer = client.post(
        "/hier/lifetimes/rule/?category=laptop",
        form(min_months=80, window_months=60, valid_from="2020-01-01", reason=""),
    )
    assert answer.status_code == 400
    page = words(answer.content.decode())
    for said in ("Het minimum komt niet na het doel.", "Het venster eindigt niet voor het doel.",
                 "Kies vandaag of een latere dag."):  # fmt: skip
        assert said in page


@pytest.mark.parametrize("query", ["category=mars", "unit=999999", "use_profile=x", "unit=x"])
def test_a_rule_about_nothing_is_not_there(client: Client, query: str) -> None:
    text_of(client, f"/hier/lifetimes/rule/?{query}", 404)


def test_a_rule_is_withdrawn_and_begun_again(
    client: Client, here: Organisation, boss: User
) -> None:
    a_rule(here, boss)
    day = {"valid_from": today().isoformat(), "reason": "toch niet"}
    client.post("/hier/lifetimes/rule/withdraw/?category=laptop", day)
    page = text_of(client, "/hier/lifetimes/rule/?category=laptop")
    assert "v2 nu ingetrokken" in page
    again = client.get("/hier/lifetimes/rule/?category=laptop&again=1").content.decode()
    assert re.search(r'name="target_months" value="72"', again)
    assert "U hebt geen eigen regels" in text_of(client, "/hier/lifetimes/")


def test_another_preset_is_chosen_with_its_difference_on_the_page(
    client: Client, here: Organisation
) -> None:
    shown = text_of(client, "/hier/lifetimes/preset/?preset=ku-leuven")
    assert "Stap over op KU Leuven" in shown
    assert "3 zijn vroeger aan vervanging toe" in shown
    day = {"preset": "ku-leuven", "valid_from": today().isoformat(), "reason": "associatie"}
    client.post("/hier/lifetimes/preset/", day)
    assert "Voorinstelling KU Leuven" in text_of(client, "/hier/lifetimes/")
    with scope(here):
        assert LifetimePreset.objects.get().slug == "ku-leuven"
    assert client.post("/hier/lifetimes/preset/", {**day, "preset": "mars"}).status_code == 404


def test_an_inherited_rule_is_left_and_followed_again(here: Organisation, boss: User) -> None:
    below = filled("onder", parent=here)
    a_rule(here, boss)
    child = signed_in(somebody(below))
    assert "laptop 72 72 72 streven v1" in text_of(child, "/onder/lifetimes/")
    address = "/onder/lifetimes/inherited/hier/?scope=category:laptop"
    assert "3 toestellen: de datums verschuiven." in text_of(child, address)
    day = {"valid_from": today().isoformat(), "reason": "eigen afspraak"}
    child.post(address, day)
    assert "afgemeld" in text_of(child, "/onder/lifetimes/")
    assert "eigen afspraak" in text_of(child, address)
    child.post(address, day)
    assert "gevolgd" in text_of(child, "/onder/lifetimes/")
    with scope(below):
        assert [each.is_out for each in LifetimeOptOut.objects.order_by("id")] == [True, False]
    text_of(child, "/onder/lifetimes/inherited/hier/?scope=all", 404)


def test_the_due_list_counts_by_quarter_filters_and_leaves_as_a_file(client: Client) -> None:
    page = text_of(client, "/hier/lifetimes/due/")
    assert "hier-61" in page
    assert "hier-50" not in page
    assert "Voorbij het venster 1" in page
    assert "Van 1 toestel weet niemand wanneer het gekocht werd" in page
    everything = text_of(client, "/hier/lifetimes/due/?when=all")
    assert everything.index("hier-61") < everything.index("hier-50") < everything.index("hier-12")
    by_tag = text_of(client, "/hier/lifetimes/due/?when=all&sort=tag")
    assert by_tag.index("hier-12") < by_tag.index("hier-50") < by_tag.index("hier-61")
    down = text_of(client, "/hier/lifetimes/due/?when=all&sort=-due")
    assert down.index("hier-12") < down.index("hier-61")
    assert "hier-61" in text_of(client, "/hier/lifetimes/due/?when=1999-1")  # what is due now
    none = text_of(client, "/hier/lifetimes/due/?q=zzz")
    assert "hier is niets aan vervanging toe" in none
    answer = client.get("/hier/lifetimes/due/?when=overdue").content.decode()
    assert re.search(r'<option value="overdue" selected>voorbij het venster \(1\)', answer)
    file = client.get("/hier/lifetimes/due/?export=csv")
    lines = b"".join(file).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("hier-61;")


def test_warranty_that_ends_too_soon_is_listed_by_model_and_device(client: Client) -> None:
    page = text_of(client, "/hier/lifetimes/warranty/")
    assert "Dell Latitude 5420 laptop 3 12" in page
    assert "hier-12" in page
    assert "core.lifetime.warranty_gap_months" in page
    assert "Geen enkel toestel past" in text_of(client, "/hier/lifetimes/warranty/?q=zzz")
    file = client.get("/hier/lifetimes/warranty/?export=csv")
    assert len(b"".join(file).decode().splitlines()) == 4


def test_one_person_asks_an_exception_and_another_decides(
    client: Client, here: Organisation
) -> None:
    desk = signed_in(somebody(here, "service_desk"))
    laptop = device(here, "hier-50")
    address = f"/hier/lifetimes/exceptions/ask/{laptop.pk}/"
    asked = {"kind": "earlier", "reason": "security", "new_target_on": today().isoformat()}
    without = desk.post(address, asked)
    assert without.status_code == 400
    assert "Voeg een bestand toe dat toont waarom." in words(without.content.decode())
    wrong = desk.post(address, {**asked, "reason": "works_well"})
    assert "Deze reden hoort bij de andere vraag." in words(wrong.content.decode())
    proof = SimpleUploadedFile("melding.txt", b"geen updates meer")
    assert desk.post(address, {**asked, "file": proof}).status_code == 302
    with scope(here):
        found = LifetimeException.objects.get()
    decide = f"/hier/lifetimes/exceptions/{found.pk}/decide/"
    assert desk.post(decide, {"approve": "1"}).status_code == 403  # the role may not
    waiting = text_of(client, "/hier/lifetimes/exceptions/")
    assert "hier-50 : vroeger weg" in waiting
    assert "melding.txt" in waiting
    assert client.post(decide, {"refuse": "1"}).status_code == 400  # a refusal says why
    client.post(decide, {"approve": "1"})
    assert "hier-50" in text_of(client, "/hier/lifetimes/due/?when=in_window")
    assert "hier-50" in text_of(client, "/hier/lifetimes/exceptions/?state=approved")


def test_who_may_approve_still_does_not_decide_their_own_request(
    client: Client, here: Organisation, boss: User
) -> None:
    laptop = device(here, "hier-50")
    later = {"kind": "later", "reason": "works_well",
             "new_target_on": month_after(today(), 24).isoformat()}  # fmt: skip
    client.post(f"/hier/lifetimes/exceptions/ask/{laptop.pk}/", later)
    with scope(here):
        found = LifetimeException.objects.get()
    page = f"/hier/lifetimes/exceptions/{found.pk}"
    assert client.post(f"{page}/decide/", {"approve": "1"}).status_code == 403
    assert "een collega beslist" in text_of(client, "/hier/lifetimes/exceptions/")
    client.post(f"{page}/withdraw/")
    with scope(here):
        assert LifetimeException.objects.get().state == "withdrawn"


def test_a_neighbour_sees_and_changes_nothing(here: Organisation, boss: User) -> None:
    a_rule(here, boss)
    there = filled("daar")
    other = signed_in(somebody(there))
    laptop = device(here, "hier-50")
    for page in PAGES:
        assert "hier-" not in text_of(other, f"/daar/lifetimes/{page}")
        assert other.get(f"/hier/lifetimes/{page}").status_code == 404
    assert "v1" not in text_of(other, "/daar/lifetimes/rule/?category=laptop")
    text_of(other, f"/daar/lifetimes/exceptions/ask/{laptop.pk}/", 404)
    text_of(other, "/daar/lifetimes/inherited/hier/?scope=category:laptop", 404)
    assert other.post("/daar/lifetimes/exceptions/1/decide/", {"approve": "1"}).status_code == 404


def test_the_page_of_a_device_can_say_how_long_it_serves(here: Organisation, boss: User) -> None:
    def part(tag: str, member: Membership) -> str:
        with scope(here):
            told = lifetime_part(device(here, tag), member, today())
            return words(render_to_string("use/parts_of_device/lifetime.html", {"lifetime": told}))

    with scope(here):
        member = Membership.objects.get(user=boss)
        looks_on = Membership.objects.get(user=somebody(here, "auditor"))
    assert "60 maanden (voorinstelling Leuven)" in part("hier-50", member)
    assert "Vraag een uitzondering" in part("hier-50", member)
    assert "Vraag een uitzondering" not in part("hier-50", looks_on)
    assert "Niemand weet wanneer dit toestel gekocht werd" in part("hier-x", member)


def test_a_device_past_its_window_that_may_serve_on_is_told_why_the_two_differ(
    client: Client, here: Organisation, boss: User
) -> None:
    with scope(here):
        member = Membership.objects.get(user=boss)
        late, young = (
            lifetime_part(device(here, tag), member, today()) for tag in ("hier-61", "hier-50")
        )
    said = "Het advies hierboven kijkt naar dit toestel zelf"
    for told, stays, is_said in ((late, True, True), (late, False, False), (young, True, False)):
        shown = {"lifetime": told | {"stays": stays}}
        assert (said in render_to_string("use/parts_of_device/lifetime.html", shown)) is is_said


@pytest.mark.parametrize(("page", "questions"), [("", 9), ("due/", 12), ("warranty/", 5)])
def test_a_page_takes_as_many_questions_for_three_devices_as_for_one(
    page: str, questions: int
) -> None:
    asked = []
    for slug, count in (("een", 1), ("drie", 3)):
        found = an_organisation(slug)
        rows = [
            {"tag": str(n), "category": "laptop", "state": "in_use", "unit": "ICT",
             "purchased_days": bought(61), "warranty_end_days": bought(40)}
            for n in range(count)
        ]  # fmt: skip
        import_devices(columns(*rows), organisation=found, actor=None, at=AT, name="a", key="1")
        browser = signed_in(somebody(found))
        browser.get(f"/{slug}/lifetimes/{page}")
        with CaptureQueriesContext(connection) as context:
            assert browser.get(f"/{slug}/lifetimes/{page}").status_code == 200
        asked.append(len(context))
    assert asked == [questions, questions]
