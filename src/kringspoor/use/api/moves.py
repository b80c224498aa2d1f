"""Moving many devices at once: look who can, let them, follow it, take it back."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone, translation
from ninja import Field, Header, Router, Schema

from kringspoor.core.states import State
from kringspoor.people.api import REFUSALS, Number, Problem, Reference, allowed, by, checked, there
from kringspoor.record.actions.batches import ask_undo, cancel_batch
from kringspoor.record.api import BatchOut
from kringspoor.record.models import Batch
from kringspoor.use.actions import moves as actions
from kringspoor.use.api.steps import SaidIn, as_filled, evidence_of
from kringspoor.use.forms.moves import MoveForm, said_of
from kringspoor.use.queries import moves as queries
from kringspoor.use.rules import demand_state
from kringspoor.use.rules.moves import sources_of

router = Router(tags=["steps"])
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=64)]
_LANGUAGE = "en"  # in which numbers of a program are read


class MoveIn(SaidIn):
    """A step of these devices; what is said holds for all of them."""

    numbers: list[Reference] = Field(min_length=1, max_length=10_000)


class RefusedOut(Schema):
    """A device that cannot take the step, and everything that stands in the way."""

    number: int
    name: str
    refusals: list[Problem]


class MoveOut(BatchOut):
    """A step of many devices: which can take it, and which not and why."""

    target: State
    can: list[int]
    no: list[RefusedOut]
    undo_refused: dict[str, Any] | None


@router.post("", response={200: MoveOut, **REFUSALS}, summary="Look who can take a step")
def look(request: HttpRequest, body: MoveIn, key: Key) -> dict[str, Any]:
    """Look what a step would do to each device; nothing moves before it is accepted.

    A worker looks at many: ask again until the state is `looked_at`. The same Idempotency-Key
    twice is one.
    """
    member = allowed(request, demand_state)
    states = queries.states_of(body.numbers, organisation=member.organisation)
    with translation.override(_LANGUAGE):
        form = checked(MoveForm(sources_of(body.target, states), body.target, as_filled(body)))
    batch = actions.open_move(
        body.numbers, body.target, form.told, key=key, language=_LANGUAGE,
        evidence=evidence_of(body.deed_evidence, member), **by(member),
    )  # fmt: skip
    if batch.state == "looking":
        actions.look_at_move(
            batch, said_of(batch), organisation=member.organisation, today=timezone.localdate()
        )
    return _out(request, batch.pk)


@router.get("/{number}", response={200: MoveOut, **REFUSALS}, summary="One step of many devices")
def move(request: HttpRequest, number: Number) -> dict[str, Any]:
    """How far it is, who can take it, and who not and why."""
    return _out(request, number)


@router.post("/{number}/accept", response={200: MoveOut, **REFUSALS}, summary="Let them move")
def accept(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Let those move that can. A worker moves many; when others can by then, it asks again."""
    batch, who = _found(request, number), by(allowed(request))
    batch = actions.accept_move(batch, **who)
    if batch.state == "running":
        actions.do_move(
            batch, said_of(batch), organisation=batch.organisation, at=who["at"],
            today=timezone.localdate(),
        )  # fmt: skip
    return _out(request, number)


@router.post("/{number}/cancel", response={200: MoveOut, **REFUSALS}, summary="Leave them")
def cancel(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Leave the devices as they are."""
    batch, organisation = _found(request, number), allowed(request).organisation
    cancel_batch(batch, organisation=organisation, at=timezone.now())
    return _out(request, number)


@router.post("/{number}/undo", response={200: MoveOut, **REFUSALS}, summary="Take it back")
def undo(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Take it back whole. Refused where no step leads back, or when one moved on since.

    A worker takes a long one back; follow it until its state is `undone`.
    """
    batch, member = _found(request, number), allowed(request)
    if not ask_undo(batch, organisation=member.organisation, actor=member.user):
        actions.undo_move(batch, today=timezone.localdate(), **by(member))
    return _out(request, number)


def _found(request: HttpRequest, number: int) -> Batch:
    member = allowed(request, demand_state)
    return there(queries.move_of(number, organisation=member.organisation))


def _out(request: HttpRequest, number: int) -> dict[str, Any]:
    batch = _found(request, number)
    looked = batch.looked
    reasons = looked.get("reasons", [])
    return {
        **{name: getattr(batch, name) for name in BatchOut.model_fields},
        "target": batch.name,
        "can": [each for each, _version in looked.get("can", ())],
        "no": [
            {"number": device_no, "name": name, "refusals": [reasons[place] for place in places]}
            for device_no, name, places in looked.get("no", ())
        ],
        "undo_refused": batch.answers.get("undo_refused"),
    }
