"""The inventory for other programs: devices, one device, what happened to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from kringspoor.people.api import Problem, member_of
from kringspoor.record.queries import events_about
from kringspoor.use.models import Device
from kringspoor.use.queries import devices as queries
from kringspoor.use.rules import demand_inventory, may_see_prices

MOST_ROWS = 500
Number = Annotated[int, Path(ge=1, lt=2**63)]  # what the database can count to
router = Router(tags=["devices"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class DeviceOut(Schema):
    """One device. What nobody knows is null or ''."""

    id: int
    tag: str
    serial: str
    category: str
    make: str
    model: str
    state: str
    ownership: str
    life_no: int
    purchased_on: date | None
    price_cents: int | None = Field(None, description="null too for who may not see prices")
    currency: str
    warranty_end_on: date | None
    unit: str
    site: str
    cpu: str
    ram_gb: float | None
    storage_gb: float | None
    os: str
    last_seen_on: date | None


class DevicesOut(Schema):
    """A part of the devices asked for, and how many there are."""

    count: int
    items: list[DeviceOut]


class EventOut(Schema):
    """Something that happened to a device; the payload is null once it is erased."""

    link_no: int
    position_no: int
    at: datetime
    kind: str
    payload: dict[str, Any] | None


class Asked(Schema):
    """What a list is asked for: as the address of the page."""

    q: str = ""
    state: str = ""
    category: str = ""
    make: str = ""
    unit: str = ""
    site: str = ""
    ownership: str = ""
    use_profile: str = ""
    life_no: str = ""
    sort: str = Field(
        "tag", description="tag, model, category, purchased, state or unit; - descends"
    )
    limit: int = Field(100, ge=1, le=MOST_ROWS)
    offset: int = Field(0, ge=0, le=10_000_000)


@router.get("", response={200: DevicesOut, **REFUSALS}, summary="List devices")
def list_devices(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """The devices that fit, in a total order."""
    member = member_of(request)
    demand_inventory(member)
    wanted = queries.Asked(
        words=asked.q,
        filters={name: getattr(asked, name) for name in queries.FACETS},
        sort=asked.sort.removeprefix("-"),
        is_descending=asked.sort.startswith("-"),
    )
    found = queries.devices(wanted, organisation=member.organisation)
    sees_prices = may_see_prices(member)
    part = found[asked.offset : asked.offset + asked.limit]
    return {"count": found.count(), "items": [_out(each, sees_prices) for each in part]}


@router.get("/{number}", response={200: DeviceOut, **REFUSALS}, summary="One device")
def one_device(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A device by its number."""
    return _out(_found(request, number), may_see_prices(member_of(request)))


@router.get("/{number}/events", response={200: list[EventOut], **REFUSALS}, summary="What happened")
def device_events(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    """What happened to a device, the latest first."""
    device = _found(request, number)
    events = events_about(device.subject, organisation=member_of(request).organisation)
    sees_prices = may_see_prices(member_of(request))
    return [
        {
            "link_no": each.link.number_no,
            "position_no": each.position_no,
            "at": each.link.at,
            "kind": each.kind,
            "payload": _told(each.payload, sees_prices),
        }
        for each in events
    ]


def _found(request: HttpRequest, number: Number) -> Device:
    member = member_of(request)
    demand_inventory(member)
    device = queries.device(number, organisation=member.organisation)
    if device is None:
        raise Http404
    return device


def _told(payload: dict[str, Any] | None, sees_prices: bool) -> dict[str, Any] | None:
    if payload is None or sees_prices:
        return payload
    return {name: value for name, value in payload.items() if name != "price_cents"}


def _out(device: Device, sees_prices: bool) -> dict[str, Any]:
    named = {name: getattr(device, name) for name in DeviceOut.model_fields if name != "id"}
    places = {"unit": str(device.unit or ""), "site": str(device.site or "")}
    price = {"price_cents": device.price_cents if sees_prices else None}
    return {"id": device.pk, **named, **places, **price}
