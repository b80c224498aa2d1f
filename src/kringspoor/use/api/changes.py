"""Changing many devices at once, as one act that can be undone."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Header, Router

from kringspoor.people.api import REFUSALS, Number, Reference, allowed, by, checked, there
from kringspoor.record.actions.batches import ask_undo
from kringspoor.record.api import BatchOut
from kringspoor.use.actions import devices as actions
from kringspoor.use.api.devices import Bulk, as_filled
from kringspoor.use.forms.changing import BulkForm
from kringspoor.use.queries import changes as queries
from kringspoor.use.rules import demand_change

router = Router(tags=["devices"])
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=64)]


class DevicesChange(Bulk):
    """What these devices get. Nothing happens when the count is not what you expect."""

    numbers: list[Reference] = Field(min_length=1, max_length=10_000)
    expected_count: int = Field(ge=0, le=10_000, description="how many of them would change")


@router.post("", response={200: BatchOut, **REFUSALS}, summary="Change many devices")
def change_devices(request: HttpRequest, body: DevicesChange, key: Key) -> Any:
    """Give many devices the same values as one act, which can be undone whole.

    The same Idempotency-Key twice is done once.
    """
    member = allowed(request, demand_change)
    fields = checked(BulkForm(as_filled(body, member))).stored
    return actions.change_devices(
        body.numbers, fields, key=key, expected_count=body.expected_count, **by(member)
    )


@router.get("/{number}", response={200: BatchOut, **REFUSALS}, summary="One such change")
def change(request: HttpRequest, number: Number) -> Any:
    """What a change of many devices did."""
    member = allowed(request, demand_change)
    return there(queries.change_of(number, organisation=member.organisation))


@router.post("/{number}/undo", response={200: BatchOut, **REFUSALS}, summary="Undo such a change")
def undo_change(request: HttpRequest, number: Number) -> Any:
    """Take a change of many devices back, whole. Refused when one of them changed since.

    A worker takes a long one back; follow it until its state is `undone`.
    """
    member = allowed(request, demand_change)
    batch = there(queries.change_of(number, organisation=member.organisation))
    if not ask_undo(batch, organisation=member.organisation, actor=member.user):
        return actions.undo_change(batch, **by(member))
    return there(queries.change_of(number, organisation=member.organisation))
