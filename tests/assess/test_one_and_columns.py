"""A formula is written once: on a float it is one device, on a column it is a million."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.assess.random_fleet import columns, fleet

from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.one import assessed
from kringspoor.assess.run import RESULT, Assessment
from kringspoor.assess.setting import Setting
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue, load
from kringspoor.core.ladder import INSPECT_STRIDE
from kringspoor.engine import Engine, open_engine

LADDERS = ("ghent", "leuven", "laakdal", "ugent", "ku-leuven")
COUNT = 2000
TODAY = date(2026, 11, 24)
INTERNAL = ("device_no", "kind_no")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def factors(catalogue: Catalogue) -> FactorLadder:
    return FactorLadder(catalogue)


@pytest.fixture(params=["duckdb", "polars"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(request.param, folder=tmp_path)
    yield opened
    opened.close()


def result_rows(
    engine: Engine,
    catalogue: Catalogue,
    factors: FactorLadder,
    setting: Setting,
    devices: list[dict[str, Any]],
    path: Path,
) -> dict[str, list[Any]]:
    work = Assessment(engine, catalogue, factors, setting)
    saved = work.saved(work.of_columns(columns(devices)), path)
    return engine.rows(saved.frame)


@cache
def on_floats(ladder: str) -> list[dict[str, Any]]:
    """The answers of one fleet, device by device; both engines are held to them."""
    catalogue = load()
    factors = FactorLadder(catalogue)
    setting = setting_of(catalogue, Choice(ladder=ladder), TODAY)
    devices = fleet(setting.ladder, COUNT, seed=len(ladder))
    answers = (assessed(device, catalogue, factors, setting) for device in devices)
    return [{name: answer[name] for name in RESULT} for answer in answers]


def differences(one: dict[str, Any], rows: dict[str, list[Any]], at: int) -> list[str]:
    found = []
    for name in RESULT:
        if name in INTERNAL:
            continue
        scalar, column = one[name], rows[name][at]
        if isinstance(scalar, float) and isinstance(column, float):
            same = math.isclose(scalar, column, rel_tol=1e-12, abs_tol=1e-12)
        else:
            same = scalar == column
        if not same:
            found.append(f"{name}: {scalar!r} on floats, {column!r} in columns")
    return found


@pytest.mark.parametrize("ladder", LADDERS)
def test_floats_and_columns_agree_on_every_device(
    ladder: str, engine: Engine, catalogue: Catalogue, factors: FactorLadder, tmp_path: Path
) -> None:
    setting = setting_of(catalogue, Choice(ladder=ladder), TODAY)
    devices = fleet(setting.ladder, COUNT, seed=len(ladder))
    rows = result_rows(engine, catalogue, factors, setting, devices, tmp_path / "r.parquet")
    answers = on_floats(ladder)
    wrong = {
        device["tag"]: found
        for at, device in enumerate(devices)
        if (found := differences(answers[at], rows, at))
    }
    assert wrong == {}


def test_measured_electricity_takes_the_road_per_device(
    monkeypatch: pytest.MonkeyPatch,
    engine: Engine,
    catalogue: Catalogue,
    factors: FactorLadder,
    tmp_path: Path,
) -> None:
    setting = setting_of(catalogue, Choice(), TODAY)
    monkeypatch.setattr("kringspoor.assess.run.MOST_CHOICES", 0)
    devices = fleet(setting.ladder, 300, seed=5)
    for at, device in enumerate(devices):
        device["kwh_per_year"] = float(at) if at % 3 else None
    rows = result_rows(engine, catalogue, factors, setting, devices, tmp_path / "r.parquet")
    wrong = [
        found
        for at, device in enumerate(devices)
        if (found := differences(assessed(device, catalogue, factors, setting), rows, at))
    ]
    assert wrong == []
    assert rows["used_kwh_per_year"][1] == 1.0


@pytest.mark.parametrize("ladder", LADDERS)
def test_every_rung_decides_for_some_device_so_that_none_can_be_deleted_unseen(
    ladder: str, catalogue: Catalogue, factors: FactorLadder
) -> None:
    settings = [
        setting_of(catalogue, Choice(ladder=ladder, lifetime=lifetime), TODAY)
        for lifetime in ("ghent", "ku-leuven")  # one without leeway, one with
    ]
    rungs = settings[0].ladder.rungs
    missing = {i: rung.code or rung.step for i, rung in enumerate(rungs, start=1)}
    devices = fleet(settings[0].ladder, COUNT, seed=len(ladder))
    for device, setting in itertools.product(devices, settings):
        code = assessed(device, catalogue, factors, setting)["taken_no"]
        missing.pop(code if code > 0 else -code // INSPECT_STRIDE, None)
        if not missing:
            break
    assert missing == {}


def test_deleting_a_rung_changes_an_answer(catalogue: Catalogue, factors: FactorLadder) -> None:
    setting = setting_of(catalogue, Choice(ladder="leuven"), TODAY)
    devices = fleet(setting.ladder, 400, seed=6)
    before = [assessed(device, catalogue, factors, setting)["step"] for device in devices]
    keep = next(r for r in setting.ladder.rungs if r.step == "keep" and not r.code)
    rungs = tuple(rung for rung in setting.ladder.rungs if rung is not keep)
    shorter = replace(setting, ladder=replace(setting.ladder, rungs=rungs))
    after = [assessed(device, catalogue, factors, shorter)["step"] for device in devices]
    assert before != after


def test_unknown_age_is_inspected_and_never_recycled(
    catalogue: Catalogue, factors: FactorLadder
) -> None:
    for ladder in LADDERS:
        setting = setting_of(catalogue, Choice(ladder=ladder), TODAY)
        device = {"category": "laptop", "state": "in_use", "ownership": "owned"}
        answer = assessed(device, catalogue, factors, setting)
        assert (answer["step"], answer["reason"]) == ("inspect", "unknown:purchased_days")


def test_a_device_of_unknown_kind_is_inspected(catalogue: Catalogue, factors: FactorLadder) -> None:
    setting = setting_of(catalogue, Choice(), TODAY)
    answer = assessed({"state": "in_use"}, catalogue, factors, setting)
    assert (answer["step"], answer["reason"]) == ("inspect", "unknown:category")


def test_a_device_is_as_old_as_its_whole_months(
    catalogue: Catalogue, factors: FactorLadder
) -> None:
    setting = setting_of(catalogue, Choice(), TODAY)
    ages = {}
    for bought in (date(2021, 11, 24), date(2021, 11, 25)):
        days = (bought - date(1970, 1, 1)).days
        device = {"category": "laptop", "state": "in_use", "purchased_days": days}
        ages[bought.day] = assessed(device, catalogue, factors, setting)["age_months"]
    assert ages == {24: 60, 25: 59}


def test_electricity_that_is_metered_alike_is_part_of_a_kind(
    engine: Engine, catalogue: Catalogue, factors: FactorLadder, tmp_path: Path
) -> None:
    setting = setting_of(catalogue, Choice(), TODAY)
    devices = fleet(setting.ladder, 200, seed=7)
    for at, device in enumerate(devices):
        device["kwh_per_year"] = 20.0 if at % 2 else None
    work = Assessment(engine, catalogue, factors, setting)
    result = work.of_columns(columns(devices))
    assert set(result.kinds["kwh_per_year"]) == {20.0, None}
    rows = engine.rows(work.saved(result, tmp_path / "r.parquet").frame)
    wrong = [
        found
        for at, device in enumerate(devices)
        if (found := differences(assessed(device, catalogue, factors, setting), rows, at))
    ]
    assert wrong == []
