"""The menu: what a role may see, under its stage, with a mark where one is."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.site import an_organisation, somebody
from tests.web.test_pages import signed_in

from kringspoor.people.roles import VERBS
from kringspoor.web.places import PLACES, STAGES, place_of

pytestmark = pytest.mark.django_db


def rail_of(role: str, address: str = "/hier/devices/") -> str:
    """The menu at the left of a page, as a role sees it."""
    page = signed_in(somebody(an_organisation("hier"), role)).get(address).content.decode()
    return page.partition('class="rail"')[2].partition("</nav>")[0]


def test_a_stage_shows_its_pages_and_marks_the_one_that_is_open() -> None:
    rail = rail_of("asset_manager", "/hier/imports/")
    assert re.search(r'href="/hier/imports/" aria-current="page">Lijsten inlezen<', rail)
    assert re.search(r'href="/hier/devices/">Toestellen<', rail)


def test_what_a_role_may_not_do_is_not_shown() -> None:
    assert "Lijsten inlezen" not in rail_of("expert")


def test_another_stage_keeps_its_pages_to_itself() -> None:
    assert "Lijsten inlezen" not in rail_of("asset_manager", "/hier/")


def test_every_place_leads_somewhere_and_asks_a_verb_that_exists() -> None:
    for each in PLACES:
        assert reverse(each.view)
        assert each.verb in VERBS
        assert each.stage in STAGES
        assert place_of(each.part) == each
    assert len({each.part for each in PLACES}) == len(PLACES)


def test_a_page_below_a_place_belongs_to_it_and_a_page_of_none_to_none() -> None:
    found = place_of("devices/<int:number>/")
    assert found is not None
    assert found.view == "devices"
    assert place_of("people/") is None
