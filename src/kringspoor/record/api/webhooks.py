"""Webhooks over the API: which addresses are told, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.people.api import (
    REFUSALS,
    Number,
    Part,
    allowed,
    by,
    checked,
    named,
    part_of,
    there,
)
from kringspoor.people.models import Membership
from kringspoor.record.actions import webhooks as actions
from kringspoor.record.facts import secret_of
from kringspoor.record.forms.webhooks import MOST_CHARACTERS, WebhookForm
from kringspoor.record.models import Delivery, Webhook
from kringspoor.record.queries import journal
from kringspoor.record.queries import webhooks as queries
from kringspoor.record.rules import demand_hooking

router = Router(tags=["webhooks"])


class WebhookIn(Schema):
    """Which address is told, and of which kinds of event; none is every kind."""

    name: str = Field(min_length=1, max_length=120)
    address: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    kinds: list[str] = Field(default_factory=list, max_length=200)
    is_active: bool = True


class WebhookOut(Schema):
    """A webhook. ``stopped_by``: "", person, failures in a row, or an owner without the right."""

    id: int
    name: str
    address: str
    kinds: list[str]
    is_active: bool
    stopped_by: str
    failures_count: int
    told_no: int = Field(description="the last link of the record that was put in its outbox")


class WithSecret(WebhookOut):
    """A webhook with the secret that both sides know."""

    secret: str


class DeliveryOut(Schema):
    """What a webhook was told, word for word, and whether it was heard."""

    id: int
    link_no: int | None
    body: str
    asked_at: datetime
    next_at: datetime
    tries_count: int
    heard_at: datetime | None
    is_given_up: bool
    trouble: dict[str, Any]


class DeliveriesOut(Schema):
    """A part of what a webhook was told, the latest first."""

    count: int
    items: list[DeliveryOut]


@router.get("", response={200: list[WebhookOut], **REFUSALS}, summary="List webhooks")
def webhooks(request: HttpRequest) -> list[Webhook]:
    """Every webhook, by name."""
    member = allowed(request, demand_hooking)
    return list(queries.webhooks(organisation=member.organisation))


@router.post("", response={201: WithSecret, **REFUSALS}, summary="Add a webhook")
def add(request: HttpRequest, body: WebhookIn) -> Status[dict[str, Any]]:
    """Have an address told of what happens from now on. The answer holds its secret."""
    member = allowed(request, demand_hooking)
    made = actions.keep_webhook(None, _said(body, member), **by(member))
    return Status(201, _with_secret(made))


@router.get("/{number}", response={200: WithSecret, **REFUSALS}, summary="One webhook")
def one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A webhook with its secret."""
    return _with_secret(_found(request, number))


@router.put("/{number}", response={200: WebhookOut, **REFUSALS}, summary="Change a webhook")
def change(request: HttpRequest, number: Number, body: WebhookIn) -> Webhook:
    """Give it another name, address or kinds, or stop or start it."""
    found, member = _found(request, number), allowed(request)
    return actions.keep_webhook(found, _said(body, member, found), **by(member))


@router.delete("/{number}", response={204: None, **REFUSALS}, summary="Remove a webhook")
def remove(request: HttpRequest, number: Number) -> Status[None]:
    """Tell it nothing more."""
    found = _found(request, number)
    actions.remove_webhook(found, **by(allowed(request)))
    return Status(204, None)


@router.post("/{number}/try", response={200: DeliveryOut, **REFUSALS}, summary="Try a webhook")
def trial(request: HttpRequest, number: Number) -> Delivery:
    """Put a trial in the outbox; a worker sends it."""
    found, organisation = _found(request, number), allowed(request).organisation
    return actions.try_webhook(found, organisation=organisation, at=timezone.now())


@router.get(
    "/{number}/deliveries", response={200: DeliveriesOut, **REFUSALS}, summary="Its deliveries"
)
def deliveries(
    request: HttpRequest, number: Number, part: Annotated[Part, Query()]
) -> dict[str, Any]:
    """What it was told or must be told, the latest first."""
    found = _found(request, number)
    told = queries.deliveries(found, organisation=allowed(request).organisation)
    return dict(part_of(told, part))


@router.post(
    "/deliveries/{number}/again", response={200: DeliveryOut, **REFUSALS}, summary="Tell it again"
)
def again(request: HttpRequest, number: Number) -> Delivery:
    """Send the same words once more."""
    organisation = allowed(request, demand_hooking).organisation
    found = there(queries.delivery_of(number, organisation=organisation))
    actions.tell_again(found, organisation=organisation, at=timezone.now())
    return there(queries.delivery_of(number, organisation=organisation))


def _found(request: HttpRequest, number: int) -> Webhook:
    member = allowed(request, demand_hooking)
    return there(queries.webhook_of(number, organisation=member.organisation))


def _said(body: WebhookIn, member: Membership, found: Webhook | None = None) -> actions.Said:
    known = [(each, each) for each in journal.kinds(organisation=member.organisation)]
    return checked(WebhookForm(body.model_dump(), known, found)).said


def _with_secret(webhook: Webhook) -> dict[str, Any]:
    return {**named(webhook, WebhookOut.model_fields), "secret": secret_of(bytes(webhook.salt))}
