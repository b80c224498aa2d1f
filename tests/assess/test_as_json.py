"""The JSON keeps its schema, says every number whole, and tells nothing about persons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from tests.assess.synthetic_answer import synthetic_answer

from kringspoor.assess.as_json import as_json, figure, json_text, schema
from kringspoor.core.figure import Figure
from kringspoor.core.quantity import Range
from kringspoor.core.words import Text

ANSWER = synthetic_answer(1000)
NOT_NUMBERS = {"year", "grid_year", "dropped_columns"}  # names and counts of columns


def checked(found: object) -> None:
    Draft202012Validator(schema()).validate(found)


def test_the_schema_itself_is_valid() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("has_fleet", [True, False])
def test_the_answer_keeps_the_schema(has_fleet: bool) -> None:
    checked(json.loads(json_text(synthetic_answer(200, has_fleet=has_fleet))))


def test_a_key_nobody_described_is_refused() -> None:
    found = as_json(ANSWER)
    found["totals"]["handprint"] = found["totals"]["saving"]
    with pytest.raises(ValidationError, match="handprint"):
        checked(found)


def test_a_number_without_its_source_is_refused() -> None:
    found = as_json(ANSWER)
    del found["totals"]["embodied"]["source"]
    with pytest.raises(ValidationError, match="source"):
        checked(found)


def _bare_numbers(found: Any, path: str = "") -> Iterator[str]:
    if isinstance(found, dict) and "formula" not in found:
        for key, value in found.items():
            yield from _bare_numbers(value, f"{path}/{key}")
    elif isinstance(found, list):
        for value in found:
            yield from _bare_numbers(value, path)
    elif isinstance(found, int | float) and not isinstance(found, bool):
        yield path


def test_no_number_stands_without_unit_status_and_formula() -> None:
    bare = {each.split("/")[-1] for each in _bare_numbers(as_json(ANSWER))}
    months = set(ANSWER.plans[""].lifetime_months)
    assert bare <= NOT_NUMBERS | months


def test_unknown_is_null_and_never_nought() -> None:
    unknown = Figure(Text(nl="massa", en="mass"), None, "kg", "unknown")
    assert figure(unknown)["value"] is None
    assert figure(unknown)["low"] is None


def test_a_range_is_written_with_the_value() -> None:
    known = Figure(
        Text(nl="massa", en="mass"), 2.0, "kg", "estimated", "f", "s", Range(1.5, 2.0, 2.5)
    )
    assert figure(known) == {
        "value": 2,
        "unit": "kg",
        "low": 1.5,
        "high": 2.5,
        "status": "estimated",
        "source": "s",
        "formula": "f",
    }


def test_no_tag_and_no_original_cell_leaves_the_house() -> None:
    text = json_text(ANSWER)
    assert "VB-0" not in text
    assert "script" not in text


def test_the_same_answer_gives_the_same_bytes() -> None:
    assert json_text(synthetic_answer(300)) == json_text(synthetic_answer(300))


def test_keys_are_sorted() -> None:
    def in_order(pairs: list[tuple[str, Any]]) -> None:
        assert [name for name, _ in pairs] == sorted(name for name, _ in pairs)

    json.loads(json_text(ANSWER), object_pairs_hook=in_order)


def test_a_number_that_is_no_number_is_never_written() -> None:
    broken = replace(ANSWER.totals.mass, value=float("inf"))
    with pytest.raises(ValueError, match=r"infinity|finite|JSON"):
        json_text(replace(ANSWER, totals=replace(ANSWER.totals, mass=broken)))
