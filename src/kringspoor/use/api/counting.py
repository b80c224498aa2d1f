"""Counting what is there: counts, the labels that were seen, and what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.people.api import (
    REFUSALS,
    Number,
    Part,
    Reference,
    allowed,
    by,
    checked,
    given,
    named,
    part_of,
    there,
)
from kringspoor.people.models import Membership, Site
from kringspoor.use.actions import counting as actions
from kringspoor.use.actions.counting_undo import undo_last
from kringspoor.use.forms.counting import StartForm
from kringspoor.use.models import StockTake
from kringspoor.use.queries import counting as queries
from kringspoor.use.rules import demand_change, demand_inventory

MOST_SEEN = 500
router = Router(tags=["counts"])
Plain = r"^[^\x00]*$"


class CountOut(Schema):
    """A count: of what, since when, and until when."""

    id: int
    name: str
    site_id: int | None
    unit_id: int | None
    category: str
    started_at: datetime
    closed_at: datetime | None


class CountsOut(Schema):
    """A part of the counts, the latest first."""

    count: int
    items: list[CountOut]


class CountIn(Schema):
    """What is counted; what is left out takes in everything."""

    name: str = Field(min_length=1, max_length=200)
    site: Reference | None = None
    unit: Reference | None = None
    category: str = Field("", max_length=60)


class OutcomeOut(CountOut):
    """What a count found against what should be there; devices by their number."""

    expected_count: int
    away_count: int
    drafts_count: int
    found: list[int]
    elsewhere: list[int]
    missing: list[int]


class SeenIn(Schema):
    """A label as a scanner read it. ``client_id`` is yours: sent again it counts nothing twice."""

    scanned: str = Field(min_length=1, max_length=2_000, pattern=Plain)
    client_id: str = Field(min_length=1, max_length=64, pattern=Plain)
    source: str = Field("typed", max_length=10, pattern="^(camera|scanner|typed|file)$")
    at: datetime | None = None


class SightingsIn(Schema):
    """Labels that were seen at one place."""

    seen: list[SeenIn] = Field(min_length=1, max_length=MOST_SEEN)
    site: Reference | None = None
    place: str = Field("", max_length=200, pattern=Plain)


class NotedOut(Schema):
    """What became of a label: the device it belongs to, or null for one nobody knows."""

    client_id: str
    tag: str
    device_id: int | None
    is_again: bool


class MoveIn(Schema):
    """The devices of which the inventory learns where they were found."""

    devices: list[Reference] = Field(max_length=10_000)


class MovedOut(Schema):
    """How many devices moved."""

    moved_count: int


@router.get("", response={200: CountsOut, **REFUSALS}, summary="List counts")
def counts(request: HttpRequest, part: Annotated[Part, Query()]) -> dict[str, Any]:
    """Every count, the latest first."""
    member = allowed(request, demand_inventory)
    return dict(part_of(queries.counts(organisation=member.organisation), part))


@router.post("", response={201: CountOut, **REFUSALS}, summary="Begin a count")
def begin(request: HttpRequest, body: CountIn) -> Status[StockTake]:
    """Begin a count of everything, or of what one place, department or category holds."""
    member = allowed(request, demand_change)
    organisation = member.organisation
    known = [(each, each) for each in queries.categories(organisation=organisation)]
    sites, units = (
        queries.sites(organisation=organisation),
        queries.units(organisation=organisation),
    )
    form = checked(StartForm(given(body), sites, units, known))
    return Status(201, actions.start_count(form.cleaned_data["name"], **form.scope, **by(member)))


@router.get("/{number}", response={200: OutcomeOut, **REFUSALS}, summary="What a count found")
def outcome(request: HttpRequest, number: Number) -> dict[str, Any]:
    """What was found so far, or when it was closed."""
    member = allowed(request, demand_inventory)
    count = there(queries.count_of(number, organisation=member.organisation))
    found = queries.outcome(count, organisation=member.organisation)
    return {
        **named(count, CountOut.model_fields),
        **named(found, ("expected_count", "away_count", "drafts_count")),
        "found": [*found.found],
        "elsewhere": [each.device_no for each in found.elsewhere],
        "missing": [*found.missing],
    }


@router.post(
    "/{number}/sightings", response={200: list[NotedOut], **REFUSALS}, summary="Send what was seen"
)
def sightings(request: HttpRequest, number: Number, body: SightingsIn) -> list[dict[str, Any]]:
    """Keep the labels that were seen at a place, each once however often it is sent."""
    count, member = _count(request, number)
    at = timezone.now()
    seen = [
        actions.Seen(each.scanned, each.client_id, each.source, each.at or at)
        for each in body.seen
    ]  # fmt: skip
    noted = actions.note_sightings(
        seen, count=count, site=_site(body.site, member), place=body.place.strip(), **by(member)
    )
    return [
        {**named(each.sighting, ("client_id", "tag", "device_id")), "is_again": each.is_again}
        for each in noted
    ]


@router.post("/{number}/close", response={200: CountOut, **REFUSALS}, summary="Close a count")
def close(request: HttpRequest, number: Number) -> StockTake:
    """Close a count: every device that was seen knows when. Twice is once."""
    count, member = _count(request, number)
    return actions.close_count(count, **by(member))


@router.post("/{number}/move", response={200: MovedOut, **REFUSALS}, summary="Move what was found")
def move(request: HttpRequest, number: Number, body: MoveIn) -> dict[str, int]:
    """Let the inventory say where these devices were found."""
    count, member = _count(request, number)
    return {"moved_count": actions.move_found(count, body.devices, **by(member))}


@router.post("/{number}/undo", response={200: CountOut, **REFUSALS}, summary="Undo the last thing")
def undo(request: HttpRequest, number: Number) -> StockTake:
    """Take back the last thing a count did: open it again, or move the devices back."""
    count, member = _count(request, number)
    return undo_last(count, **by(member))


@router.delete("/seen/{number}", response={204: None, **REFUSALS}, summary="Take a label back")
def unscan(request: HttpRequest, number: Number) -> Status[None]:
    """Take back a label that was scanned by mistake, while its count is open."""
    organisation = allowed(request, demand_change).organisation
    found = there(queries.sighting_of(number, organisation=organisation))
    if found.stock_take_id is None:
        raise Http404
    actions.remove_sighting(found, organisation=organisation)
    return Status(204, None)


def _count(request: HttpRequest, number: int) -> tuple[StockTake, Membership]:
    member = allowed(request, demand_change)
    return there(queries.count_of(number, organisation=member.organisation)), member


def _site(number: int | None, member: Membership) -> Site | None:
    if number is None:
        return None
    return there(queries.site_of(number, organisation=member.organisation))
