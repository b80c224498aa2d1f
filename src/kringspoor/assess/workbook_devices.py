"""Which devices stand behind the plan: each with the year in which it is first replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kringspoor.assess.answer import Answer
from kringspoor.assess.fleet import Fleet
from kringspoor.assess.plan import SERVING
from kringspoor.core.calendar import date_of, month_no_of


@dataclass(frozen=True, slots=True)
class DueDevice:
    """One device or lot in the plan. Units: devices, euro cents each; None: no price in euro."""

    due_year: int
    category: str
    tag: str
    make: str
    model: str
    unit: str
    location: str
    quantity_count: int
    price_cents: int | None


def due_devices(answer: Answer) -> Iterator[DueDevice]:
    """The devices of a fleet whose first replacement falls within the plan under the policy.

    The same rule as :func:`kringspoor.assess.plan.plan_of`: what is due before the plan starts is
    replaced in its first year. Columns read straight from Parquet name no devices.
    """
    if answer.fleet is None:
        return
    plan = answer.plans[""]
    start = month_no_of(date(plan.years[0], 1, 1))
    for device_no in range(len(answer.fleet)):
        due_month_no = _due_month_no(answer.fleet, device_no, answer)
        if due_month_no is None:
            continue
        year = max(due_month_no, start) // 12
        if year <= plan.years[-1]:
            yield _device(answer.fleet, device_no, year)


def _due_month_no(fleet: Fleet, device_no: int, answer: Answer) -> int | None:
    """The month its lifetime ends, counted since year 0. Unknown: in no year of the plan."""
    columns = fleet.columns
    days, category = columns["purchased_days"][device_no], columns["category"][device_no]
    lifetimes = answer.plans[""].lifetime_months
    is_planned = columns["state"][device_no] in SERVING and category in lifetimes
    if not isinstance(days, int) or not is_planned:
        return None
    return month_no_of(date_of(days)) + lifetimes[str(category)]


def _device(fleet: Fleet, device_no: int, year: int) -> DueDevice:
    def said(name: str) -> str:
        return str(fleet.columns[name][device_no] or "")

    def whole(name: str) -> int | None:
        value = fleet.columns[name][device_no]
        return int(value) if isinstance(value, int | float) else None

    return DueDevice(
        due_year=year,
        category=said("category"),
        tag=said("tag") or said("serial"),
        make=said("make"),
        model=said("model"),
        unit=said("unit"),
        location=said("location"),
        quantity_count=whole("quantity_count") or 1,
        price_cents=whole("price_cents") if said("currency") == "EUR" else None,
    )
