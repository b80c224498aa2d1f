"""The replacement plan: what falls due in the years to come, and what-ifs that were kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.api import REFUSALS, Number, allowed, by, checked, given, there
from kringspoor.people.models import Membership
from kringspoor.use.actions.plan import drop_scenario, keep_scenario
from kringspoor.use.forms.plan import KeepForm, PlanForm
from kringspoor.use.models import PlanScenario
from kringspoor.use.queries import plan as queries
from kringspoor.use.rules import demand_budget, demand_inventory, may_see_prices
from kringspoor.use.rules.plan import Fleet
from kringspoor.use.tables.plan import Compared, compared

router = Router(tags=["plan"])
Amounts = Annotated[dict[str, float], Field(max_length=200)]


class WhatIf(Schema):
    """What differs from the policy of today. Units: percent, years; the month a year begins in."""

    growth: float | None = Field(None, ge=-20, le=30, description="rise of prices, in % a year")
    second_hand: float | None = Field(None, ge=0, le=100, description="bought second-hand, in %")
    second_hand_price: float | None = Field(None, ge=0, le=100, description="in % of a new one")
    spread: str | None = Field(None, pattern="^(no|rule|12|24)$")
    fiscal: str | None = Field(None, pattern="^(1|4|7|9|10)$")
    later: str | None = Field(None, pattern="^[01]$")


class ScenarioIn(WhatIf):
    """A what-if with lifetimes and prices by category. Units: years, euro."""

    years: Amounts = Field(default_factory=dict)
    price_eur: Amounts = Field(default_factory=dict)


class KeepIn(ScenarioIn):
    """A what-if to keep for colleagues."""

    name: str = Field(min_length=1, max_length=80)


class KeptOut(Schema):
    """A what-if that was kept."""

    id: int
    name: str
    asked: dict[str, Any]
    kept_at: datetime | None = None


class YearOut(Schema):
    """What a plan holds in one year. Units: euro, kg CO2e, kg. Estimates, all of them."""

    year: str
    devices_count: int
    cost_eur: float | None = Field(None, description="null where a price is not known or not seen")
    unpriced_count: int
    making_kg: float | None
    hardware_kg: float


class PlanOut(Schema):
    """A plan of some years. ``undated_count``: devices of which nobody knows the age."""

    name: str
    years: list[YearOut]
    undated_count: int


@router.get("", response={200: list[PlanOut], **REFUSALS}, summary="The plan")
def plan(request: HttpRequest, asked: Annotated[WhatIf, Query()]) -> list[dict[str, Any]]:
    """The policy of today, and the what-if beside it when that differs."""
    return _plans(allowed(request, demand_inventory), ScenarioIn(**asked.model_dump()))


@router.post("/look", response={200: list[PlanOut], **REFUSALS}, summary="What if")
def look(request: HttpRequest, body: ScenarioIn) -> list[dict[str, Any]]:
    """The policy of today beside other lifetimes and prices. Nothing is kept."""
    return _plans(allowed(request, demand_inventory), body)


@router.get("/kept", response={200: list[KeptOut], **REFUSALS}, summary="Kept what-ifs")
def kept(request: HttpRequest) -> list[PlanScenario]:
    """The what-ifs that were kept, by name."""
    return queries.scenarios(organisation=allowed(request, demand_inventory).organisation)


@router.post("/kept", response={200: KeptOut, **REFUSALS}, summary="Keep a what-if")
def keep(request: HttpRequest, body: KeepIn) -> PlanScenario:
    """Keep a what-if for colleagues to find. The same twice is kept once."""
    member = _budgeter(request)
    form = _form(body, _fleet(member))
    name = checked(KeepForm({"name": body.name})).cleaned_data["name"]
    return keep_scenario(name, form.changed, **by(member))


@router.delete("/kept/{number}", response={204: None, **REFUSALS}, summary="Remove a what-if")
def drop(request: HttpRequest, number: Number) -> Status[None]:
    """Remove a what-if that was kept."""
    member = _budgeter(request)
    drop_scenario(there(queries.scenario(number, organisation=member.organisation)), **by(member))
    return Status(204, None)


def _budgeter(request: HttpRequest) -> Membership:
    return allowed(request, demand_budget)


def _fleet(member: Membership) -> Fleet:
    return queries.fleet_to_plan(organisation=member.organisation, today=timezone.localdate())


def _form(body: ScenarioIn, fleet: Fleet) -> PlanForm:
    """The what-if as the form of the page takes it. Raises BadInput for what cannot be."""
    told = {n: str(v) for n, v in given(body, but=("years", "price_eur", "name")).items()}
    unknown = sorted({*body.years, *body.price_eur} - {*fleet.targets})
    if unknown:
        raise BadInput(_UNKNOWN.filled(names=", ".join(unknown)), hint=_HELD, code="value")
    years = {f"years_{name}": str(value) for name, value in body.years.items()}
    prices = {f"price_{name}": str(value) for name, value in body.price_eur.items()}
    return checked(PlanForm({**told, **years, **prices}, fleet))


def _plans(member: Membership, body: ScenarioIn) -> list[dict[str, Any]]:
    fleet = _fleet(member)
    form = _form(body, fleet)
    found = compared(form, fleet, (), timezone.localdate())
    return [_out(each, sees_prices=may_see_prices(member)) for each in found]


def _out(each: Compared, *, sees_prices: bool) -> dict[str, Any]:
    years = [
        _year(each, index, year, sees_prices)
        for index, year in enumerate(each.plan.horizon.names())
    ]
    undated = sum(each.plan.schedule.undated.values())
    return {"name": each.name, "years": years, "undated_count": undated}


def _year(each: Compared, index: int, year: str, sees_prices: bool) -> dict[str, Any]:
    total = each.plan.total(None, index)
    is_told = sees_prices and not total.unpriced_count
    return {
        "year": year,
        "devices_count": total.device_count,
        "cost_eur": round(total.cost_eur, 2) if is_told else None,
        "unpriced_count": total.unpriced_count,
        "making_kg": None if total.unweighed_count else round(total.emitted_kg.mid, 1),
        "hardware_kg": round(total.hardware_kg, 1),
    }


_UNKNOWN = Text(nl="deze soorten staan niet in het plan: {names}",
                en="these categories are not in the plan: {names}")  # fmt: skip
_HELD = Text(nl="noem soorten waarvan u toestellen hebt", en="name categories of devices you have")
