"""The fleet under every rule for choosing sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from tests.assess.random_fleet import columns, fleet

from kringspoor.assess import sums
from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.compared import saving_under, source_lines, under_rule
from kringspoor.assess.run import Assessment, Result
from kringspoor.assess.totals import groups_of
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import load
from kringspoor.engine import open_engine

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assessment, Result]]:
    catalogue, folder = load(), tmp_path_factory.mktemp("compared")
    setting = setting_of(catalogue, Choice(), TODAY)
    engine = open_engine("duckdb", folder=folder)
    work = Assessment(engine, catalogue, FactorLadder(catalogue), setting)
    devices = columns(fleet(setting.ladder, 500, seed=3))
    result = work.saved(work.of_columns(devices), folder / "result.parquet")
    yield work, result
    del result, work
    engine.close()


def test_under_its_own_rule_a_fleet_saves_what_it_saves(done: tuple[Assessment, Result]) -> None:
    work, result = done
    groups = groups_of(work, result)
    again = tuple(saving_under(groups, result.kinds, work.setting))
    assert any(group.saving_g for group in groups)
    for one, other in zip(groups, again, strict=True):
        assert abs(one.saving_g - other.saving_g) <= one.device_count
        assert abs(one.scenario_high_g - other.scenario_high_g) <= one.device_count


def test_the_chosen_rule_gives_the_totals_and_each_rule_its_own_interval(
    done: tuple[Assessment, Result],
) -> None:
    work, result = done
    groups = groups_of(work, result)
    lines = {line.rule: line for line in source_lines(groups, result.kinds, work)}
    chosen = [line for line in lines.values() if line.is_chosen]
    assert [line.rule for line in chosen] == ["median"]
    assert chosen[0].embodied.value == sums.embodied(groups, result.kinds).mid
    assert chosen[0].saving.value == sums.saving(groups, result.kinds).mid
    careful, usual = lines["conservative"].saving.interval, chosen[0].saving.interval
    assert careful is not None and usual is not None
    assert careful.mid < usual.mid
    assert len({line.saving.interval for line in lines.values()}) > 3


def test_another_rule_changes_what_kinds_weigh_and_nothing_else(
    done: tuple[Assessment, Result],
) -> None:
    work, result = done
    other = under_rule(result.kinds, FactorLadder(work.catalogue, "conservative"))
    changed = {name for name in other if list(other[name]) != list(result.kinds[name])}
    assert "embodied_kg" in changed
    assert not changed & {"category", "target_months", "reference_price_eur", "windows_11"}
