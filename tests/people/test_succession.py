"""An organisation that gets another name, and one that another takes over from."""

from __future__ import annotations

from typing import Any

import pytest
from tests.site import AT, an_organisation, columns, somebody
from tests.web.test_pages import signed_in

from kringspoor.core.errors import Refused
from kringspoor.people.actions import give_role
from kringspoor.people.actions.succession import succeed_organisation
from kringspoor.people.models import Membership, Organisation, User
from kringspoor.people.roles import VERBS
from kringspoor.people.rules import LEFT, demand, may
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import open_batch, take_batch
from kringspoor.record.models import Event
from kringspoor.record.queries import faults_of
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Device

pytestmark = pytest.mark.django_db
PAGE = "/oud/people/organisation/"
SUCCEED = {"successor": "nieuw", "reason": "fusie"}


@pytest.fixture
def old() -> Organisation:
    """An organisation with a device, which will end."""
    found = an_organisation("oud")
    row = {"tag": "T-1", "serial": "S1", "make": "Dell", "state": "in_stock"}
    import_devices(columns(row), organisation=found, actor=None, at=AT, name="a", key="1")
    return found


@pytest.fixture
def new() -> Organisation:
    return an_organisation("nieuw")


@pytest.fixture
def admin(old: Organisation, new: Organisation) -> User:
    """An administrator of both."""
    person = somebody(old, "admin")
    give_role(person, "admin", organisation=new)
    return person


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def kinds(here: Organisation) -> list[str]:
    """What is on record of the organisation itself."""
    with scope(here):
        told = Event.objects.filter(subject=f"organisation:{here.pk}")
        return list(told.order_by("pk").values_list("kind", flat=True))


def the_device(here: Organisation) -> Device:
    with scope(here):
        return Device.objects.get()


def test_a_new_name_keeps_the_address_and_is_on_record(old: Organisation, admin: User) -> None:
    browser = signed_in(admin)
    same = browser.post(f"{PAGE}rename/", {"name": "Oud", "reason": "x"})
    assert same.status_code == 400
    assert "Zo heet ze al." in page_of(same)
    said = {"name": "Oud-Zuid", "reason": "huisstijl"}
    assert "Oud-Zuid" in page_of(browser.post(f"{PAGE}rename/", said, follow=True))
    assert kinds(old) == ["organisation.renamed"]
    with scope(old):
        told = Event.objects.get(kind="organisation.renamed").payload
    assert told == {"from": "Oud", "to": "Oud-Zuid", "reason": "huisstijl"}


def test_after_succession_the_old_one_is_read_only_and_says_who_took_over(
    old: Organisation, new: Organisation, admin: User
) -> None:
    browser, device = signed_in(admin), the_device(old)
    assert page_of(browser.get(PAGE)).count("Laat haar opvolgen") == 1
    page = page_of(browser.post(f"{PAGE}succeed/", SUCCEED, follow=True))
    assert "Opgevolgd door Nieuw: u kunt hier lezen, en niets wijzigen." in page
    assert (kinds(old), kinds(new)) == (["organisation.succeeded"], ["organisation.succeeds"])
    address = f"/oud/devices/{device.pk}/"
    assert browser.get(address).status_code == 200
    assert browser.get("/oud/devices/?export=csv").status_code == 200
    step = browser.post(f"{address}step/returned/", {"version_no": 1, "reason": "terug"})
    assert step.status_code == 403
    assert "is opgevolgd door Nieuw en kan alleen nog gelezen worden" in page_of(step)
    assert the_device(old).state == "in_stock"
    told = browser.post(
        f"/oud/api/devices/{device.pk}/step", {"target": "returned"}, "application/json"
    )
    assert (told.status_code, told.json()["code"]) == (403, "succeeded")
    for here in (old, new):
        with scope(here):
            assert faults_of(organisation=here) == []


def test_the_worker_takes_nothing_in_for_an_organisation_that_was_succeeded(
    old: Organisation, new: Organisation, admin: User
) -> None:
    waits: dict[str, Any] = {"organisation": old, "actor": admin, "at": AT, "name": "b", "key": "2"}
    open_batch("import", **waits)
    succeed_organisation(new, "fusie", organisation=old, actor=admin)
    assert take_batch("import", at=AT) is None


def test_every_verb_that_changes_is_gone_and_every_one_that_reads_is_left(
    old: Organisation, new: Organisation, admin: User
) -> None:
    succeed_organisation(new, "fusie", organisation=old, actor=admin)
    with scope(old):
        member = Membership.objects.select_related("organisation").get(user=admin)
    assert {verb for verb in VERBS if may(member, verb)} == LEFT
    with pytest.raises(Refused, match="work on in Nieuw"):
        demand(member, "change_inventory")


def test_a_succession_is_taken_back_and_both_records_keep_it(
    old: Organisation, new: Organisation, admin: User
) -> None:
    browser, device = signed_in(admin), the_device(old)
    browser.post(f"{PAGE}succeed/", SUCCEED)
    page = page_of(browser.post(f"{PAGE}reopen/", {"reason": "uitgesteld"}, follow=True))
    assert "niets wijzigen" not in page
    assert kinds(old)[-1] == "organisation.reopened"
    assert kinds(new)[-1] == "organisation.gave_back"
    said = {"version_no": device.version_no, "reason": "terug"}
    address = f"/oud/devices/{device.pk}/step/returned/"
    assert browser.post(address, said).status_code == 302


def test_who_administers_one_of_both_lets_nobody_take_over(
    old: Organisation, new: Organisation
) -> None:
    only = somebody(old, "admin")
    browser = signed_in(only)
    assert "U beheert geen andere organisatie." in page_of(browser.get(PAGE))
    assert browser.post(f"{PAGE}succeed/", SUCCEED).status_code == 400
    give_role(only, "asset_manager", organisation=new)
    with pytest.raises(Refused, match="do not administer both"):
        succeed_organisation(new, "fusie", organisation=old, actor=only)
    assert kinds(old) == []


def test_two_organisations_do_not_follow_each_other_in_a_circle(
    old: Organisation, new: Organisation, admin: User
) -> None:
    third = an_organisation("derde")
    give_role(admin, "admin", organisation=third)
    succeed_organisation(new, "fusie", organisation=old, actor=admin)
    succeed_organisation(third, "fusie", organisation=new, actor=admin)
    with pytest.raises(Refused, match="was itself succeeded by this one"):
        succeed_organisation(old, "fusie", organisation=third, actor=admin)


def test_an_asset_manager_does_not_see_the_page_of_the_organisation(old: Organisation) -> None:
    browser = signed_in(somebody(old))
    assert browser.get(PAGE).status_code == 403
