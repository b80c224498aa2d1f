"""The journal and its checkpoints: what happened, who signed where it stood, whether it holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from kringspoor.people.api import REFUSALS, Number, Part, allowed, by, part_of, there
from kringspoor.people.rules import may
from kringspoor.record.actions.checkpoints import make_checkpoint
from kringspoor.record.api.told import EventOut, event_out
from kringspoor.record.checkpoints import Statement, public_key, read, written
from kringspoor.record.models import Checkpoint, Link
from kringspoor.record.queries import checkpoints as signed
from kringspoor.record.queries import journal as queries
from kringspoor.record.queries.checking import proof_against
from kringspoor.record.queries.proof import Fault
from kringspoor.record.rules import demand_record

MOST_CHARACTERS = 4_000
router = Router(tags=["record"])


class ActOut(Schema):
    """One act: a link of the chain. Who did it is a number, and null once that is forgotten."""

    link_no: int
    at: datetime
    person_no: int | None
    batch_no: int | None
    events_count: int
    hash: str


class ActsOut(Schema):
    """A part of the acts asked for, and how many there are."""

    count: int
    items: list[ActOut]


class EventsOut(Schema):
    """A part of the events of one act, and how many there are."""

    count: int
    items: list[EventOut]


class Asked(Part):
    """Which acts are asked for."""

    subject: str = Field("", max_length=60, description="such as device:17")
    kind: str = Field("", max_length=40, description="such as device.changed")
    first: date | None = Field(None, description="from this day")
    last: date | None = Field(None, description="until this day")
    batch_no: int | None = Field(None, ge=1, lt=2**31)


class CheckpointOut(Schema):
    """Where the record stood after one act, signed. Keep the text elsewhere: it is a witness."""

    id: int
    link_no: int
    made_at: datetime
    text: str


class CheckpointsOut(Schema):
    """A part of the checkpoints, the latest first, and the key that signs now."""

    count: int
    items: list[CheckpointOut]
    key: str


class CheckIn(Schema):
    """The text of a checkpoint that somebody kept; empty holds the record against itself."""

    text: str = Field("", max_length=MOST_CHARACTERS)


class FaultOut(Schema):
    """One place where the record does not hold."""

    link_no: int | None
    position_no: int | None
    nl: str
    en: str


class ProofOut(Schema):
    """Whether the record holds; ``is_whole``: whether all of it was read for that."""

    holds: bool
    is_whole: bool
    links_count: int
    faults: list[FaultOut]
    paper_faults: list[FaultOut]


@router.get("/acts", response={200: ActsOut, **REFUSALS}, summary="The journal")
def acts(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """Every act that fits, the latest first."""
    member = allowed(request, demand_record)
    told = queries.Asked(
        subject=asked.subject, kind=asked.kind, first=asked.first, last=asked.last,
        batch_no=asked.batch_no,
    )  # fmt: skip
    return dict(part_of(queries.acts(told, organisation=member.organisation), asked, _act))


@router.get("/acts/{number}", response={200: ActOut, **REFUSALS}, summary="One act")
def act(request: HttpRequest, number: Number) -> dict[str, Any]:
    """An act by its number in the chain."""
    member = allowed(request, demand_record)
    return _act(there(queries.act(number, organisation=member.organisation)))


@router.get("/acts/{number}/events", response={200: EventsOut, **REFUSALS}, summary="Its events")
def events(request: HttpRequest, number: Number, part: Annotated[Part, Query()]) -> dict[str, Any]:
    """What happened in one act, in order."""
    member = allowed(request, demand_record)
    link = there(queries.act(number, organisation=member.organisation))
    sees = may(member, "see_prices")
    found = queries.events_of(link, organisation=member.organisation)
    return dict(part_of(found, part, lambda each: event_out(each, sees_prices=sees)))


@router.get("/checkpoints", response={200: CheckpointsOut, **REFUSALS}, summary="Checkpoints")
def checkpoints(request: HttpRequest, part: Annotated[Part, Query()]) -> dict[str, Any]:
    """Where the record was signed, the latest first."""
    member = allowed(request, demand_record)
    found = signed.checkpoints(organisation=member.organisation)
    key = public_key(str(settings.SIGNING_KEY)).hex()
    return {**part_of(found, part, lambda each: _checkpoint(each, member.organisation)), "key": key}


@router.post("/checkpoints", response={200: CheckpointOut, **REFUSALS}, summary="Sign the record")
def sign(request: HttpRequest) -> dict[str, Any]:
    """Sign where the record stands; twice at the same place is one checkpoint."""
    member = allowed(request, demand_record)
    return _checkpoint(make_checkpoint(**by(member)), member.organisation)


@router.post("/verify", response={200: ProofOut, **REFUSALS}, summary="Does the record hold")
def verify(request: HttpRequest, body: CheckIn) -> dict[str, Any]:
    """Hold the record against itself, and against a checkpoint that somebody kept."""
    member, text = allowed(request, demand_record), body.text.strip()
    proof = proof_against(read(text) if text else None, organisation=member.organisation)
    return {
        "holds": not proof.faults,
        "is_whole": proof.is_whole,
        "links_count": proof.links_count,
        "faults": [_fault(each) for each in proof.faults],
        "paper_faults": [_fault(each) for each in proof.paper_faults],
    }


def _act(link: Link) -> dict[str, Any]:
    return {
        "link_no": link.number_no,
        "at": link.at,
        "person_no": link.actor_id,
        "batch_no": link.batch_id,
        "events_count": link.events_count,
        "hash": bytes(link.hash).hex(),
    }


def _checkpoint(made: Checkpoint, organisation: Any) -> dict[str, Any]:
    statement = there(signed.statement_of(made.pk, organisation=organisation))
    return {**_stated(statement), "id": made.pk}


def _stated(statement: Statement) -> dict[str, Any]:
    return {"link_no": statement.link_no, "made_at": statement.at, "text": written(statement)}


def _fault(fault: Fault) -> dict[str, Any]:
    what = {name: fault.what.spoken(name) for name in ("nl", "en")}
    return {"link_no": fault.link_no, "position_no": fault.position_no, **what}
