"""Quantities of like things: listed, added, and counted anew."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from kringspoor.people import rules as people
from kringspoor.people.api import (
    REFUSALS,
    Cents,
    Number,
    Part,
    Reference,
    allowed,
    by,
    checked,
    euros,
    given,
    named,
    part_of,
    there,
)
from kringspoor.use.actions import lots as actions
from kringspoor.use.forms.lots import MOST, CountForm, LotForm
from kringspoor.use.models import Lot
from kringspoor.use.queries import lots as queries
from kringspoor.use.rules import demand_change, demand_inventory, may_see_prices

router = Router(tags=["lots"])


class LotOut(Schema):
    """A quantity of like things. What nobody knows is null or ''."""

    id: int
    category: str
    make: str
    model: str
    description: str
    quantity_count: int
    purchased_on: date | None
    price_cents: int | None = Field(None, description="each; null too for who may not see prices")
    currency: str
    order_no: str
    unit: str
    site: str


class LotsOut(Schema):
    """A part of the lots, and how many there are."""

    count: int
    items: list[LotOut]


class Asked(Part):
    """Which lots are asked for."""

    q: str = Field("", max_length=200)


class LotIn(Schema):
    """A lot to add: at least a category, a model or a description."""

    quantity_count: int = Field(ge=1, le=MOST)
    category: str = ""
    make: str = Field("", max_length=100)
    model: str = Field("", max_length=200)
    description: str = Field("", max_length=500)
    order_no: str = Field("", max_length=200)
    purchased_on: date | None = None
    price_cents: Cents | None = Field(None, description="each; needs the right to see prices")
    unit: Reference | None = Field(None, description="the number of a department")
    site: Reference | None = Field(None, description="the number of a place")


class CountIn(Schema):
    """How many there are now, how many there were when you looked, and why that differs."""

    quantity_count: int = Field(ge=0, le=MOST)
    seen_count: int = Field(ge=0, le=MOST)
    reason: str = Field(min_length=1, max_length=200)


@router.get("", response={200: LotsOut, **REFUSALS}, summary="List lots")
def lots(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """The lots in which every word occurs."""
    member = allowed(request, demand_inventory)
    found, sees = queries.lots(asked.q, organisation=member.organisation), may_see_prices(member)
    return dict(part_of(found, asked, lambda each: _out(each, sees)))


@router.post("", response={201: LotOut, **REFUSALS}, summary="Add a lot")
def add(request: HttpRequest, body: LotIn) -> Status[dict[str, Any]]:
    """Take a quantity of like things into the inventory."""
    member = allowed(request, demand_change)
    if body.price_cents is not None:
        people.demand(member, "see_prices")
    told = {**given(body), "price_cents": euros(body.price_cents)}
    form = checked(LotForm(told, sees_prices=may_see_prices(member)))
    made = actions.add_lot(form.stored, **by(member))
    return Status(201, _out(made, may_see_prices(member)))


@router.get("/{number}", response={200: LotOut, **REFUSALS}, summary="One lot")
def one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A lot by its number."""
    member = allowed(request, demand_inventory)
    found = there(queries.lot(number, organisation=member.organisation))
    return _out(found, may_see_prices(member))


@router.post("/{number}/count", response={200: LotOut, **REFUSALS}, summary="Count a lot anew")
def count(request: HttpRequest, number: Number, body: CountIn) -> dict[str, Any]:
    """Give a lot another count. Refused when somebody else counted it since."""
    member = allowed(request, demand_change)
    there(queries.lot(number, organisation=member.organisation))
    said = checked(CountForm(given(body))).cleaned_data
    lot = actions.count_lot(
        number, said["quantity_count"], said["reason"], seen_count=said["seen_count"], **by(member)
    )
    return _out(lot, may_see_prices(member))


def _out(lot: Lot, sees_prices: bool) -> dict[str, Any]:
    places = {"unit": str(lot.unit or ""), "site": str(lot.site or "")}
    price = {"price_cents": lot.price_cents if sees_prices else None}
    return {**named(lot, LotOut.model_fields), **places, **price}
