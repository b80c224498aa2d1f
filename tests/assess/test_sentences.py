"""Every reason of every ladder has a sentence, and a device's own numbers stand in it."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

import pytest
from tests.assess.synthetic_answer import setting

from kringspoor.assess.sentences import (
    device_sentence,
    missing_sentence,
    reason_sentence,
    rung_sentence,
)
from kringspoor.catalogue.facts import load
from kringspoor.core.ladder import Rung, UseProfile, asked_fields
from kringspoor.core.words import Text

CATALOGUE = load()
NAMES = {slug: Text(each.name_nl, each.name_en) for slug, each in CATALOGUE.categories.items()}
CONDITIONS: dict[str, Any] = {
    "states": ("in_stock",),
    "ownerships": ("leased",),
    "categories": ("laptop",),
    "except_categories": ("printer",),
    "age": "from_window",
    "min_age_months": 24,
    "max_age_months": 96,
    "min_support_months": 12,
    "max_support_months": 6,
    "windows_11": "accepted",
    "min_grade": "B",
    "max_grade": "C",
    "in_warranty": False,
    "has_storage": True,
    "min_ram_gb": 4.0,
    "max_ram_gb": 8.0,
    "min_battery_share": 0.4,
    "max_battery_share": 0.5,
    "fits_profile": "office",
}
SAID_ELSEWHERE = {"step", "code", "on_unknown", "note_nl", "note_en"}


@pytest.mark.parametrize("slug", CATALOGUE.slugs("ladders"))
def test_every_rung_of_every_ladder_has_its_own_sentence(slug: str) -> None:
    under = replace(setting(), ladder=CATALOGUE.ladder(slug))
    for rung in under.ladder.rungs:
        said = reason_sentence(rung.code or rung.step, under, NAMES)
        assert said.nl and said.en
        assert not re.search(r"[{}_]", said.nl + said.en)


@pytest.mark.parametrize("slug", CATALOGUE.slugs("ladders"))
def test_every_field_a_ladder_asks_can_be_said_to_be_missing(slug: str) -> None:
    asked = asked_fields(CATALOGUE.ladder(slug), CATALOGUE.profiles)
    for field in {name for names in asked for name in names}:
        said = missing_sentence(field)
        assert "is missing" in said.en or "not recognised" in said.en


@pytest.mark.parametrize("condition", CONDITIONS)
def test_each_condition_changes_the_sentence(condition: str) -> None:
    office = UseProfile("office", "kantoorwerk", "office work", "kringspoor", 4)
    bare = Rung("keep")
    with_it = replace(bare, **{condition: CONDITIONS[condition]})
    profile = office if condition == "fits_profile" else None
    said = rung_sentence(with_it, profile)
    assert said.nl != rung_sentence(bare).nl
    assert said.en != rung_sentence(bare).en


def test_no_condition_is_forgotten() -> None:
    assert {each.name for each in fields(Rung)} == set(CONDITIONS) | SAID_ELSEWHERE


def test_a_reason_nobody_knows_a_value_for_names_the_value() -> None:
    under = setting()
    said = reason_sentence("unknown:purchased_days", under)
    assert said == Text(nl="aankoopdatum ontbreekt", en="purchase date is missing")
    assert reason_sentence("unknown:category", under).nl == "soort toestel wordt niet herkend"


def test_where_the_ladder_is_silent_people_decide() -> None:
    assert "together" in reason_sentence("ask", setting()).en


def test_a_device_is_held_against_the_rule_with_its_own_numbers() -> None:
    rung = Rung("upgrade", states=("in_use", "on_loan"), age="before_window", max_ram_gb=8.0)
    facts = {"state": "on_loan", "age_months": 42, "window_months": 72, "ram_gb": 7.5}
    assert device_sentence(rung, facts) == Text(
        nl="uitgeleend, 42 maanden oud, korter dan het einde van de speling van 72 maanden, "
        "werkgeheugen minder dan 8 GB (nu 7,5 GB)",
        en="on loan, 42 months old, under the end of the leeway of 72 months, "
        "memory less than 8 GB (now 7.5 GB)",
    )


def test_a_device_without_the_fact_gets_the_rule() -> None:
    rung = Rung("keep", max_battery_share=0.5, max_grade="C")
    assert device_sentence(rung, {"battery_share": None}) == rung_sentence(rung)


def test_support_that_has_ended_is_not_less_than_nothing() -> None:
    said = device_sentence(Rung("plan_replacement", max_support_months=6), {"support_months": -4.2})
    assert said.en == "less than 6 months of support left (now 0)"


def test_a_few_kinds_are_named_and_many_are_counted() -> None:
    few = rung_sentence(Rung("school", categories=("laptop", "mini_pc")), None, NAMES)
    many = rung_sentence(Rung("school", categories=tuple(NAMES)[:9]), None, NAMES)
    assert few.nl.startswith("laptop of mini-pc")
    assert many.en.startswith("one of 9 kinds")


def test_a_ladder_nobody_wrote_yet_gets_its_sentences() -> None:
    rung = Rung("museum", code="very_old", min_age_months=240)
    sixth = replace(setting().ladder, slug="museum", rungs=(rung,))
    assert (
        reason_sentence("very_old", replace(setting(), ladder=sixth)).nl
        == "leeftijd minstens 240 maanden"
    )


def test_one_month_is_a_month() -> None:
    said = rung_sentence(Rung("reserve", min_support_months=1))
    assert (said.nl, said.en) == (
        "nog minstens 1 maand ondersteuning",
        "at least 1 month of support left",
    )
