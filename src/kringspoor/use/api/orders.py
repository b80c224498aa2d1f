"""Orders against the inventory: lines, serial numbers, files, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from kringspoor.people.api import (
    REFUSALS,
    Number,
    Part,
    allowed,
    by,
    checked,
    given,
    named,
    part_of,
    there,
)
from kringspoor.people.models import Membership
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.record.api import BatchOut
from kringspoor.record.models import Batch
from kringspoor.use.actions import orders as actions
from kringspoor.use.forms.orders import MOST_SERIALS_COUNT, OrderLineForm, SerialsForm
from kringspoor.use.models import OrderLine
from kringspoor.use.queries import orders as queries
from kringspoor.use.rules import demand_change, demand_import, demand_inventory
from kringspoor.use.tables.labelling import category_choices

router = Router(tags=["orders"])


class LineOut(Schema):
    """One line of an order."""

    id: int
    order_no: str
    supplier: str
    quantity_count: int
    category: str
    make: str
    model: str
    ordered_on: date | None


class LineFoundOut(LineOut):
    """A line against the inventory: the devices that are there, by number, and what is missing."""

    devices: list[int]
    missing_serials: list[str]


class OrderOut(Schema):
    """An order against the inventory."""

    order_no: str
    missing_count: int
    lines: list[LineFoundOut]
    surplus: list[int]


class OrdersOut(Schema):
    """A part of the orders, the latest first."""

    count: int
    items: list[OrderOut]


class Asked(Part):
    """Which orders are asked for."""

    q: str = Field("", max_length=200)


class LineIn(Schema):
    """A line to write down."""

    order_no: str = Field(min_length=1, max_length=200)
    quantity_count: int = Field(ge=1, le=1_000_000)
    supplier: str = Field("", max_length=200)
    category: str = Field("", max_length=60)
    make: str = Field("", max_length=100)
    model: str = Field("", max_length=200)
    ordered_on: date | None = None


class SerialsIn(Schema):
    """The serial numbers of a delivery note."""

    serials: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        min_length=1, max_length=MOST_SERIALS_COUNT
    )


class AddedOut(Schema):
    """How many serial numbers were new."""

    added_count: int


@router.get("", response={200: OrdersOut, **REFUSALS}, summary="List orders")
def orders(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """Every order against the inventory, the latest first."""
    member = allowed(request, demand_inventory)
    groups = queries.orders(organisation=member.organisation, words=asked.q)
    part = part_of(groups, asked)
    names = [each["name"] for each in part["items"]]
    found = queries.compared(names, organisation=member.organisation)
    return {"count": part["count"], "items": [_order(found[each.upper()]) for each in names]}


@router.post("/lines", response={201: LineOut, **REFUSALS}, summary="Write down a line")
def add_line(request: HttpRequest, body: LineIn) -> Status[OrderLine]:
    """Write down one line of an order."""
    member = allowed(request, demand_change)
    form = checked(OrderLineForm(given(body), category_choices()))
    return Status(201, actions.add_line(form.bought, **by(member)))


@router.post("/lines/{number}/serials", response={200: AddedOut, **REFUSALS}, summary="Add serials")
def add_serials(request: HttpRequest, number: Number, body: SerialsIn) -> dict[str, int]:
    """Write down the serial numbers of a delivery note."""
    line, member = _line(request, number)
    listed = checked(SerialsForm({"serials": "\n".join(body.serials)})).listed
    return {"added_count": actions.add_serials(line, listed, **by(member))}


@router.delete("/lines/{number}", response={204: None, **REFUSALS}, summary="Remove a line")
def remove_line(request: HttpRequest, number: Number) -> Status[None]:
    """Take a line away that was written down by mistake."""
    line, member = _line(request, number)
    actions.remove_line(line, **by(member))
    return Status(204, None)


@router.post("/files", response={200: BatchOut, **REFUSALS}, summary="Send a file of orders")
def send(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> Batch:
    """Send orders or a delivery note; a worker reads it. The same bytes are read once."""
    member, at = allowed(request, demand_import), timezone.now()
    organisation, name = member.organisation, file.name or ""
    kept = keep_file(
        file.chunks(), organisation=organisation, name=name, kind=actions.ORDERS, at=at
    )
    return open_batch(
        actions.ORDERS, organisation=organisation, actor=member.user, at=at, name=name,
        key=f"o{kept.sha256[1:]}", evidence=kept,
    )  # fmt: skip


@router.get("/files/{number}", response={200: BatchOut, **REFUSALS}, summary="One file of orders")
def one_file(request: HttpRequest, number: Number) -> Batch:
    """Whether a file was read."""
    return _file(request, number)


@router.post("/files/{number}/undo", response={200: BatchOut, **REFUSALS}, summary="Take it back")
def undo(request: HttpRequest, number: Number) -> Batch:
    """Take a file of orders back. Refused when one of its lines changed since."""
    return actions.undo_orders(_file(request, number), **by(allowed(request)))


def _line(request: HttpRequest, number: int) -> tuple[OrderLine, Membership]:
    member = allowed(request, demand_change)
    return there(queries.line_of(number, organisation=member.organisation)), member


def _file(request: HttpRequest, number: int) -> Batch:
    member = allowed(request, demand_import)
    return there(queries.file_of(number, organisation=member.organisation))


def _order(found: queries.OrderFound) -> dict[str, Any]:
    return {
        "order_no": found.lines[0].line.order_no,
        "missing_count": found.missing_count,
        "lines": [
            {
                **named(each.line, LineOut.model_fields),
                "devices": [device.pk for device in each.devices],
                "missing_serials": each.missing_serials,
            }
            for each in found.lines
        ],
        "surplus": [device.pk for device in found.surplus],
    }
