"""Parts that pass from one device to another: taken out, bought, put in, scrapped."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.people import rules as people
from kringspoor.people.api import (
    REFUSALS,
    Cents,
    Number,
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
from kringspoor.people.api import Part as Portion
from kringspoor.people.models import Membership
from kringspoor.use.actions import parts as actions
from kringspoor.use.actions.parts import Taken
from kringspoor.use.api.devices import DeviceOut, device_out
from kringspoor.use.forms.parts import BoughtForm, ListedForm, RowForm
from kringspoor.use.models import Device, Part, PartKind, PartState
from kringspoor.use.queries import devices as inventory
from kringspoor.use.queries import parts as queries
from kringspoor.use.queries import repairs
from kringspoor.use.rules import demand_inventory, may_see_prices
from kringspoor.use.rules.repairs import demand_repair

devices = Router(tags=["parts"])
router = Router(tags=["parts"])


class PartOut(Schema):
    """A part: where it came from and where it is."""

    id: int
    kind: str
    serial: str
    description: str
    state: str
    donor_id: int | None
    receiver_id: int | None
    repair_id: int | None
    came_on: date
    went_on: date | None
    price_cents: int | None = Field(None, description="null too for who may not see prices")


class PartsOut(Schema):
    """A part of the parts asked for, and how many there are."""

    count: int
    items: list[PartOut]


class Asked(Portion):
    """Which parts are asked for."""

    q: str = Field("", max_length=200)
    state: PartState | None = Field(None, description="every state when it is left out")
    kind: PartKind | None = None
    sort: str = Field("kind", max_length=20)


class TakenIn(Schema):
    """A part that comes out of a device. A medium or battery on record goes by its number."""

    kind: PartKind
    serial: str = Field("", max_length=100)
    description: str = Field("", max_length=200)
    is_scrapped: bool = False
    medium: Reference | None = None
    battery: Reference | None = None


class SheetIn(Schema):
    """Everything that comes out of a device at once: all of it, or nothing."""

    parts: list[TakenIn] = Field(min_length=1, max_length=40)


class ListedIn(Schema):
    """How many parts a device had, when it is wholly taken apart."""

    listed_count: int = Field(ge=0, le=200)


class BoughtIn(Schema):
    """A part that was bought."""

    kind: PartKind
    came_on: date
    serial: str = Field("", max_length=100)
    description: str = Field("", max_length=200)
    price_cents: Cents | None = Field(None, description="needs the right to see prices")


class InstallIn(Schema):
    """The repair for which a part goes into a device."""

    repair: Reference


@router.get("", response={200: PartsOut, **REFUSALS}, summary="List parts")
def parts(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """The parts that fit, in a total order."""
    member = allowed(request, demand_inventory)
    wanted = queries.Asked(
        asked.q, asked.state or "", asked.kind or "", asked.sort.removeprefix("-"),
        asked.sort.startswith("-"),
    )  # fmt: skip
    found = queries.parts(wanted, organisation=member.organisation)
    return dict(part_of(found, asked, lambda each: _out(each, member)))


@router.post("", response={201: PartOut, **REFUSALS}, summary="Buy a part")
def buy(request: HttpRequest, body: BoughtIn) -> Status[dict[str, Any]]:
    """Put a bought part on the shelf."""
    member = allowed(request, demand_repair)
    if body.price_cents is not None:
        people.demand(member, "see_prices")
    told = {**given(body), "price_eur": euros(body.price_cents)}
    form = BoughtForm(told, timezone.localdate(), sees_prices=may_see_prices(member))
    known = checked(form).known
    return Status(201, _out(actions.buy_part(body.kind, **known, **by(member)), member))


@router.get("/{number}", response={200: PartOut, **REFUSALS}, summary="One part")
def one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A part by its number."""
    member = allowed(request, demand_inventory)
    return _out(there(queries.part(number, organisation=member.organisation)), member)


@router.post("/{number}/install", response={200: PartOut, **REFUSALS}, summary="Put a part in")
def install(request: HttpRequest, number: Number, body: InstallIn) -> dict[str, Any]:
    """Put a part from the shelf into the device of a repair. Of two who try, one gets it."""
    part, member = _part(request, number)
    order = there(repairs.repair(body.repair, organisation=member.organisation))
    made = actions.install_part(part, order, today=timezone.localdate(), **by(member))
    return _out(made, member)


@router.post("/{number}/take-out", response={200: PartOut, **REFUSALS}, summary="Take it out again")
def take_out(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Take back that a part was put in, while its repair is open."""
    part, member = _part(request, number)
    return _out(actions.take_part_out(part, **by(member)), member)


@router.post("/{number}/put-back", response={204: None, **REFUSALS}, summary="Put it back")
def put_back(request: HttpRequest, number: Number) -> Status[None]:
    """Take back that a part was taken: it sits in its donor again."""
    part, member = _part(request, number)
    actions.put_part_back(part, **by(member))
    return Status(204, None)


@router.post("/{number}/scrap", response={200: PartOut, **REFUSALS}, summary="Scrap a part")
def scrap(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Take a part off the shelf for good; a medium only with the proof that nothing is on it."""
    part, member = _part(request, number)
    return _out(actions.scrap_part(part, today=timezone.localdate(), **by(member)), member)


@devices.get("/{number}/parts", response={200: list[PartOut], **REFUSALS}, summary="Its parts")
def of_device(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    """The parts a device gave and those it took."""
    member = allowed(request, demand_inventory)
    device = there(inventory.device(number, organisation=member.organisation))
    found = queries.given_and_taken(device, organisation=member.organisation)
    return [_out(each, member) for each in found]


@devices.post("/{number}/parts", response={200: list[PartOut], **REFUSALS}, summary="Harvest")
def harvest(request: HttpRequest, number: Number, body: SheetIn) -> list[dict[str, Any]]:
    """Take parts out of a device: each becomes a part with a life of its own, or none does."""
    device, member = _device(request, number)
    taken = [_taken(each, device, member) for each in body.parts]
    made = actions.take_parts(device, taken, today=timezone.localdate(), **by(member))
    return [_out(each, member) for each in made]


@devices.post("/{number}/dismantled", response={200: DeviceOut, **REFUSALS}, summary="Taken apart")
def dismantled(request: HttpRequest, number: Number, body: ListedIn) -> dict[str, Any]:
    """Say that a device is taken apart: what it had must fit what was taken out."""
    device, member = _device(request, number)
    count = checked(ListedForm(given(body))).cleaned_data["listed_count"]
    done = actions.finish_dismantling(device, count, today=timezone.localdate(), **by(member))
    return device_out(done, may_see_prices(member))


def _taken(body: TakenIn, device: Device, member: Membership) -> Taken:
    organisation = member.organisation
    if body.medium or body.battery:
        media = {each.pk: each for each in queries.media_inside(device, organisation=organisation)}
        inside = queries.batteries_inside(device, organisation=organisation)
        batteries = {each.pk: each for each in inside}
        return Taken(
            body.kind, is_scrapped=body.is_scrapped,
            medium=there(media.get(body.medium)) if body.medium else None,
            battery=there(batteries.get(body.battery)) if body.battery else None,
        )  # fmt: skip
    way = "scrapped" if body.is_scrapped else "stock"
    return there(checked(RowForm({**given(body), "way": way})).taken)


def _part(request: HttpRequest, number: int) -> tuple[Part, Membership]:
    member = allowed(request, demand_repair)
    return there(queries.part(number, organisation=member.organisation)), member


def _device(request: HttpRequest, number: int) -> tuple[Device, Membership]:
    member = allowed(request, demand_repair)
    return there(inventory.device(number, organisation=member.organisation)), member


def _out(part: Part, member: Membership) -> dict[str, Any]:
    price = {"price_cents": part.price_cents if may_see_prices(member) else None}
    return {**named(part, PartOut.model_fields), **price}
