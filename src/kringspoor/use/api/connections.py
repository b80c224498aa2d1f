"""Connections over the API: how they go, fetching now, and telling back. A secret never leaves."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from kringspoor.people.api import REFUSALS, Number, Part, allowed, by, named, part_of, there
from kringspoor.people.models import Membership
from kringspoor.use.actions import connections as actions
from kringspoor.use.actions.writebacks import try_again
from kringspoor.use.models import Connection, Pull
from kringspoor.use.queries import connections as queries
from kringspoor.use.rules.connections import demand_connect

router = Router(tags=["connections"])


class PullOut(Schema):
    """One fetch: waiting, fetching, fetched, settled, same, failed or stopped."""

    id: int
    state: str
    batch_id: int | None
    rows_count: int
    done_count: int
    asked_at: datetime
    ended_at: datetime | None
    trouble: dict[str, Any]


class ConnectionOut(Schema):
    """Another tool, which fields it owns, when it is asked, and how the last fetch went."""

    id: int
    tool: str
    name: str
    address: str
    fields: list[str]
    every_hours: int | None
    daily_at: time | None
    next_at: datetime | None
    is_on: bool
    is_automatic: bool
    is_writing: bool
    last: PullOut | None


class PullsOut(Schema):
    """A part of what was fetched, the newest first."""

    count: int
    items: list[PullOut]


class WritingIn(Schema):
    """Whether the other tool is told of our states."""

    is_on: bool


class TriedOut(Schema):
    """How many devices the other tool is told of once more."""

    tried_count: int


@router.get("", response={200: list[ConnectionOut], **REFUSALS}, summary="List connections")
def connections(request: HttpRequest) -> list[dict[str, Any]]:
    """Every connection, by name."""
    organisation = allowed(request, demand_connect).organisation
    last = queries.last_pulls(organisation=organisation)
    found = queries.connections(organisation=organisation)
    return [_out(each, last.get(each.pk)) for each in found]


@router.get("/{number}", response={200: ConnectionOut, **REFUSALS}, summary="One connection")
def one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A connection and how its last fetch went."""
    return _now(*_found(request, number))


@router.delete("/{number}", response={204: None, **REFUSALS}, summary="Remove a connection")
def remove(request: HttpRequest, number: Number) -> Status[None]:
    """Forget a connection and its key. The devices stay."""
    member, found = _found(request, number)
    actions.remove_connection(found, **by(member))
    return Status(204, None)


@router.get("/{number}/pulls", response={200: PullsOut, **REFUSALS}, summary="What was fetched")
def pulls(request: HttpRequest, number: Number, part: Annotated[Part, Query()]) -> dict[str, Any]:
    """Every fetch, the newest first."""
    member, found = _found(request, number)
    return dict(part_of(queries.pulls(found, organisation=member.organisation), part))


@router.post("/{number}/fetch", response={200: PullOut, **REFUSALS}, summary="Fetch now")
def fetch(request: HttpRequest, number: Number) -> Pull:
    """Have it fetched by a worker; what is being fetched already is not fetched twice."""
    member, found = _found(request, number)
    return actions.ask_pull(found, **by(member))


@router.post("/{number}/stop", response={200: ConnectionOut, **REFUSALS}, summary="Stop a fetch")
def stop(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Stop a fetch that is not over."""
    member, found = _found(request, number)
    last = queries.pulls(found, organisation=member.organisation).first()
    if last is not None:
        actions.stop_pull(last, organisation=member.organisation, at=timezone.now())
    return _now(member, found)


@router.post("/{number}/writing", response={200: ConnectionOut, **REFUSALS}, summary="Tell it back")
def writing(request: HttpRequest, number: Number, body: WritingIn) -> dict[str, Any]:
    """Begin or stop telling the other tool. Refused while nothing was chosen to tell."""
    member, found = _found(request, number)
    actions.turn_writing(found, is_on=body.is_on, **by(member))
    return _now(member, found)


@router.post(
    "/{number}/writing/again", response={200: TriedOut, **REFUSALS}, summary="Tell it again"
)
def tell_again(request: HttpRequest, number: Number) -> dict[str, int]:
    """Try once more what waits or was given up."""
    member, found = _found(request, number)
    at = timezone.now()
    return {"tried_count": try_again(found, organisation=member.organisation, at=at)}


def _found(request: HttpRequest, number: int) -> tuple[Membership, Connection]:
    member = allowed(request, demand_connect)
    return member, there(queries.connection_of(number, organisation=member.organisation))


def _now(member: Membership, connection: Connection) -> dict[str, Any]:
    return _out(connection, queries.pulls(connection, organisation=member.organisation).first())


def _out(connection: Connection, last: Pull | None) -> dict[str, Any]:
    names = [name for name in ConnectionOut.model_fields if name != "last"]
    return {**named(connection, names), "last": last}
