"""The devices behind the plan follow the rule of the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.assess.synthetic_answer import synthetic_answer

from kringspoor.assess.answer import Answer
from kringspoor.assess.fleet import Columns
from kringspoor.assess.workbook_devices import due_devices
from kringspoor.core.calendar import days_of
from kringspoor.formats.reading import Cell

ANSWER = synthetic_answer(40)


def with_device(**cells: Cell) -> Answer:
    """An answer whose fleet is one laptop, bought as said."""
    assert ANSWER.fleet is not None
    columns: Columns = {name: [None] for name in ANSWER.fleet.columns}
    bought = days_of(date(2023, 5, 10))
    known: dict[str, Cell] = {"category": "laptop", "tag": "VB-1", "quantity_count": 1}
    known["purchased_days"] = bought
    columns |= {name: [value] for name, value in {**known, **cells}.items()}
    return replace(ANSWER, fleet=replace(ANSWER.fleet, columns=columns, members=[(0,)]))


def years_of(answer: Answer) -> list[int]:
    return [each.due_year for each in due_devices(answer)]


def test_a_device_stands_in_the_year_its_lifetime_ends() -> None:
    assert years_of(with_device()) == [2028]


def test_what_is_due_before_the_plan_stands_in_its_first_year() -> None:
    assert years_of(with_device(purchased_days=days_of(date(2015, 1, 1)))) == [2027]


@pytest.mark.parametrize(
    "cells",
    [
        {"purchased_days": None},
        {"state": "gone"},
        {"state": "in_stock"},
        {"category": None},
        {"purchased_days": days_of(date(2029, 6, 1))},
    ],
)
def test_a_device_outside_the_plan_is_not_listed(cells: dict[str, Cell]) -> None:
    assert years_of(with_device(**cells)) == []


def test_a_device_without_a_tag_is_named_by_its_serial() -> None:
    (found,) = due_devices(with_device(tag=None, serial="PF1ABC"))
    assert found.tag == "PF1ABC"


def test_only_a_price_in_euro_is_a_price() -> None:
    (euro,) = due_devices(with_device(price_cents=89_900, currency="EUR"))
    (crowns,) = due_devices(with_device(price_cents=2_300_000, currency="CZK"))
    assert (euro.price_cents, crowns.price_cents) == (89_900, None)


def test_a_lot_keeps_its_quantity() -> None:
    (found,) = due_devices(with_device(quantity_count=96))
    assert found.quantity_count == 96


def test_without_files_no_device_is_named() -> None:
    assert years_of(replace(ANSWER, fleet=None)) == []
