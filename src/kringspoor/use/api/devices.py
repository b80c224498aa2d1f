"""The inventory for other programs: find, add and change devices, and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.core.states import Ownership, State
from kringspoor.people import rules as people
from kringspoor.people.api import (
    REFUSALS,
    Cents,
    Number,
    Part,
    allowed,
    as_file,
    by,
    checked,
    euros,
    member_of,
    named,
    part_of,
    there,
)
from kringspoor.people.models import Membership, Site, Unit
from kringspoor.people.tables.export import download
from kringspoor.record.api import EventOut, event_out
from kringspoor.record.queries import events_about
from kringspoor.use.actions import devices as actions
from kringspoor.use.forms.changing import DeviceForm
from kringspoor.use.models import Device
from kringspoor.use.queries import devices as queries
from kringspoor.use.rules import demand_change, demand_inventory, may_see_prices
from kringspoor.use.rules.data_known import data_known
from kringspoor.use.rules.filters import FILTERS, asked_of
from kringspoor.use.tables import columns

_ROWS_AT_ONCE = 2_000
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Kind = Literal["csv", "xlsx"]
_PLACES: Mapping[str, Any] = {"unit": Unit, "site": Site}
router = Router(tags=["devices"])


class DeviceOut(Schema):
    """One device. What nobody knows is null or ''."""

    id: int
    version_no: int
    tag: str
    serial: str
    category: str
    make: str
    model: str
    part_no: str
    description: str
    state: str
    data_state: str = Field(description="'' where nobody recorded the media")
    grade: str
    ownership: str
    use_profile: str
    life_no: int
    purchased_on: date | None
    price_cents: int | None = Field(None, description="null too for who may not see prices")
    currency: str
    order_no: str
    supplier: str
    warranty_end_on: date | None
    support_end_on: date | None
    unit: str
    site: str
    cpu: str
    ram_gb: float | None
    storage_gb: float | None
    screen_inches: float | None
    os: str
    battery_share: float | None
    kwh_per_year: float | None
    last_seen_on: date | None


class DevicesOut(Schema):
    """A part of the devices asked for, and how many there are."""

    count: int
    items: list[DeviceOut]


class Bulk(Schema):
    """What many devices may get at once. What is left out stays; '' makes a text empty."""

    category: str | None = Field(None, description="a slug of the catalogue, such as laptop")
    unit: str | None = Field(None, description="the name of a department that is there")
    site: str | None = Field(None, description="the name of a place that is there")
    use_profile: str | None = None
    ownership: Ownership | None = None
    supplier: str | None = Field(None, max_length=200)
    order_no: str | None = Field(None, max_length=200)
    purchased_on: date | None = None
    warranty_end_on: date | None = None


class DeviceFields(Bulk):
    """What may be known of a device. What is left out is not known, or stays as it is."""

    tag: str | None = Field(None, max_length=100)
    serial: str | None = Field(None, max_length=100)
    make: str | None = Field(None, max_length=100)
    model: str | None = Field(None, max_length=200)
    part_no: str | None = Field(None, max_length=100)
    description: str | None = Field(None, max_length=500)
    support_end_on: date | None = None
    price_cents: Cents | None = Field(None, description="needs the right to see prices")
    cpu: str | None = Field(None, max_length=200)
    ram_gb: float | None = Field(None, ge=0, le=100_000)
    storage_gb: float | None = Field(None, ge=0, le=100_000)
    screen_inches: float | None = Field(None, ge=0, le=100_000)
    os: str | None = Field(None, max_length=200)
    battery_share: float | None = Field(None, ge=0, le=1)
    kwh_per_year: float | None = Field(None, ge=0, le=100_000)


class DeviceIn(DeviceFields):
    """A device to add: at least a tag or a serial number."""

    state: State = Field(State.IN_STOCK, description="in_stock, in_use, ordered or received")
    ownership: Ownership | None = Ownership.OWNED


class DeviceChange(DeviceFields):
    """What changes, of the device as it was in this version."""

    version_no: int = Field(ge=1, lt=2**31)


class Filters(Schema):
    """What a list is asked for: as the address of the page."""

    q: str = Field("", max_length=200)
    state: str = ""
    category: str = ""
    make: str = ""
    unit: str = ""
    site: str = ""
    ownership: str = ""
    use_profile: str = ""
    life_no: str = ""
    data_state: str = Field("", description="such as holds; - where nobody recorded the media")
    bought_from: date | None = None
    bought_to: date | None = None
    warranty_before: date | None = None
    seen_before: date | None = None
    pasted: int | None = Field(None, ge=1, lt=2**63)
    sort: str = Field("tag", description="a column, such as tag or purchased; with - it descends")


class Asked(Filters, Part):
    """Filters, and which part of what is found."""


@router.get("", response={200: DevicesOut, **REFUSALS}, summary="List devices")
def list_devices(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """The devices that fit, in a total order."""
    member = allowed(request, demand_inventory)
    sees = may_see_prices(member)
    return dict(part_of(_fitting(asked, member), asked, lambda each: device_out(each, sees)))


def _fitting(asked: Filters, member: Membership) -> Any:
    told = {name: getattr(asked, name) for name in ("q", "sort", *FILTERS)}
    address = {name: str(value) for name, value in told.items() if value is not None}
    return queries.devices(asked_of(address), organisation=member.organisation)


@router.get(
    "/export.{kind}", response={200: None, **REFUSALS}, summary="Devices as a file",
    openapi_extra=as_file("text/csv", SHEET),
)  # fmt: skip
def export_devices(
    request: HttpRequest, kind: Kind, asked: Annotated[Filters, Query()]
) -> HttpResponseBase:
    """The devices that fit, with every column, as csv or xlsx; no cell can become a formula."""
    member, today = allowed(request, demand_inventory), timezone.localdate()
    sees = may_see_prices(member)
    shown = [each for each in columns.COLUMNS if sees or each.key != "price"]
    found = _fitting(asked, member).iterator(_ROWS_AT_ONCE)
    rows = (columns.file_row(each, shown, today) for each in found)
    heads = columns.file_heads(shown)
    return download(kind, "devices", heads, rows, organisation=member.organisation, today=today)


@router.post("", response={201: DeviceOut, **REFUSALS}, summary="Add a device")
def add_device(request: HttpRequest, body: DeviceIn) -> Status[dict[str, Any]]:
    """Take one device into the inventory. A tag or serial that is there already is refused."""
    member = allowed(request, demand_change)
    form = DeviceForm(as_filled(body, member), sees_prices=may_see_prices(member))
    fields = checked(form).stored
    made = actions.add_device(fields, state=form.cleaned_data["state"], **by(member))
    return Status(201, device_out(_found(request, made.pk), may_see_prices(member)))


@router.get("/{number}", response={200: DeviceOut, **REFUSALS}, summary="One device")
def one_device(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A device by its number."""
    return device_out(_found(request, number), may_see_prices(member_of(request)))


@router.patch("/{number}", response={200: DeviceOut, **REFUSALS}, summary="Change a device")
def change_device(request: HttpRequest, number: Number, body: DeviceChange) -> dict[str, Any]:
    """Change what is given. Refused when somebody changed the device since that version."""
    member = allowed(request, demand_change)
    device, sees = _found(request, number), may_see_prices(member)
    form = DeviceForm({}, device, sees_prices=sees)
    told = as_filled(body, member)
    form.data = {**_standing(form), **told}
    form.fields["ownership"].required = "ownership" in told  # of an old list it may be unknown
    fields = checked(form).stored
    actions.change_device(number, fields, version_no=body.version_no, **by(member))
    return device_out(_found(request, number), sees)


@router.get("/{number}/events", response={200: list[EventOut], **REFUSALS}, summary="What happened")
def device_events(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    """What happened to a device, the latest first."""
    device, member = _found(request, number), member_of(request)
    events = events_about(device.subject, organisation=member.organisation)
    return [event_out(each, sees_prices=may_see_prices(member)) for each in events]


def _found(request: HttpRequest, number: int) -> Device:
    member = allowed(request, demand_inventory)
    return there(queries.device(number, organisation=member.organisation))


def as_filled(body: Bulk, member: Membership) -> dict[str, Any]:
    """What a body says, as somebody would fill it in on the page."""
    told = body.model_dump(exclude_unset=isinstance(body, DeviceChange))
    if told.get("price_cents") is not None:
        people.demand(member, "see_prices")
        told["price_cents"] = euros(told["price_cents"])
    for name, model in _PLACES.items():
        if told.get(name):  # a name that is not there stays as it is, and the form refuses it
            place = model.objects.filter(name__iexact=told[name]).first()
            told[name] = str(place.pk) if place else told[name]
    return told


def _standing(form: Form) -> dict[str, Any]:
    """What a form shows before anything is filled in."""
    return {name: each.initial for name, each in form.fields.items() if each.initial is not None}


def device_out(device: Device, sees_prices: bool) -> dict[str, Any]:
    """One device as the API tells of it."""
    places = {"unit": str(device.unit or ""), "site": str(device.site or "")}
    price = {"price_cents": device.price_cents if sees_prices else None}
    fields = named(device, DeviceOut.model_fields)
    return {**fields, **places, **price, "data_state": data_known(device)}
