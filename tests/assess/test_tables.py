"""The small tables: what is the same for a kind or a day, worked out once."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from kringspoor.assess import kinds, tables
from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.setting import Setting
from kringspoor.assess.stages import stages_of_choice
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import load
from kringspoor.core.calendar import days_of
from kringspoor.core.quantity import FLOATS
from kringspoor.engine.arrays import as_lists

TODAY = date(2026, 11, 24)
LAPTOP = ("laptop", "Dell", "Latitude 5420", 14.0, None, None, None, None)
NOBODY_KNOWS = (None, None, None, None, None, None, None, None)


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of(load(), Choice(), TODAY)


@pytest.fixture(scope="module")
def weighed(setting: Setting) -> dict[str, Any]:
    catalogue = load()
    table = kinds.resolved([LAPTOP, NOBODY_KNOWS], catalogue, FactorLadder(catalogue), setting)
    return tables.weighed(table, setting)


def test_a_day_knows_how_old_what_was_bought_on_it_is(setting: Setting) -> None:
    table = tables.days(setting)
    at = table["purchased_days"].tolist().index(days_of(date(2021, 11, 24)))
    assert table["age_months"][at - 1 : at + 2].tolist() == [60, 60, 59]
    assert set(table) == set(tables.DAY)


def test_a_kind_nobody_knows_weighs_nothing_that_is_known(weighed: dict[str, Any]) -> None:
    yearly = as_lists({"kg": weighed["yearly_kg"]}, {"kg": "number"})["kg"]
    assert yearly[0] > 0
    assert yearly[1] is None


def test_what_the_walk_needs_of_a_kind_holds_its_conditions(weighed: dict[str, Any]) -> None:
    asked = [name for name, kind in tables.deciding(weighed).items() if kind == "yes_no"]
    assert asked
    assert all(name.startswith("kind_met_") for name in asked)


def test_every_kind_meets_every_step_and_saves_as_one_device_does(
    setting: Setting, weighed: dict[str, Any]
) -> None:
    table = tables.choices(weighed, setting)
    rows = as_lists(table, {**tables.TOLD, **tables.CHOSEN})
    assert rows["step"] == [*setting.steps] * 2
    at = rows["step"].index("keep")
    one = SimpleNamespace(
        **{name: values[0] for name, values in weighed.items()},
        **tables.step_numbers(setting.steps["keep"]),
    )
    for stage in stages_of_choice(setting):
        vars(one).update(stage(FLOATS, one))
    assert rows["saving_kg"][at] == one.saving_kg


def test_what_leaves_the_organisation_saves_kilograms_but_puts_off_no_purchase_of_its_own() -> None:
    catalogue = load()
    ghent = setting_of(catalogue, Choice(ladder="ghent"), TODAY)
    known = tables.weighed(
        kinds.resolved([LAPTOP], catalogue, FactorLadder(catalogue), ghent), ghent
    )
    rows = as_lists(tables.choices(known, ghent), {**tables.TOLD, **tables.CHOSEN})
    at = rows["step"].index("school")
    assert rows["saving_kg"][at] > 0
    assert rows["deferred_mid_share"][at] == 0
    assert max(rows["deferred_mid_share"]) > 0


def test_unknown_keys_are_filled_so_that_they_meet_each_other() -> None:
    keys: dict[str, list[Any]] = {"make": ["Dell", None], "screen_inches": [None, 14.0]}
    found = tables.keyed(keys, {"make": "text", "screen_inches": "number"})
    assert found == {"key_make": ["Dell", ""], "key_screen_inches": [-1, 14.0]}
