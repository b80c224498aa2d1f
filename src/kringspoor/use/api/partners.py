"""Partners over the API: listed, added, changed, and what each may do until when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.core.guards.facts import PartnerRole
from kringspoor.people.actions import Change
from kringspoor.people.actions import partners as actions
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
from kringspoor.people.forms.partners import PartnerForm, PermitForm
from kringspoor.people.models import Membership, Partner
from kringspoor.people.queries import partners as queries
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.use.rules import demand_change, demand_inventory

router = Router(tags=["partners"])


class PermitOut(Schema):
    """What a partner may do, from one day to another; null is without an end."""

    id: int
    kind: str
    valid_from: date
    valid_to: date | None


class PartnerOut(Schema):
    """Another organisation, what it does for this one, and its permits."""

    id: int
    name: str
    roles: list[str]
    country: str
    permits: list[PermitOut]


class PartnersOut(Schema):
    """A part of the partners asked for, and how many there are."""

    count: int
    items: list[PartnerOut]


class PartnerIn(Schema):
    """A partner to add, or all that one is from now on."""

    name: str = Field(min_length=1, max_length=200)
    roles: list[PartnerRole] = Field(default_factory=list, max_length=20)
    country: str = Field("BE", min_length=2, max_length=2, description="two letters, as ISO 3166")


class PermitIn(Schema):
    """For what, and between which days; without a last day it holds until it is ended."""

    kind: PartnerRole
    valid_from: date
    valid_to: date | None = None


class Asked(Part):
    """Which partners are asked for."""

    q: str = Field("", max_length=200)
    role: PartnerRole | None = None
    sort: str = Field("name", max_length=20, description="name or country; with - it descends")


@router.get("", response={200: PartnersOut, **REFUSALS}, summary="List partners")
def partners(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """The partners that fit, each with its permits."""
    member = allowed(request, demand_inventory)
    wanted = queries.Asked(
        asked.q, asked.role or "", asked.sort.removeprefix("-"), asked.sort.startswith("-")
    )
    return dict(part_of(queries.partners(wanted, organisation=member.organisation), asked, _out))


@router.post("", response={201: PartnerOut, **REFUSALS}, summary="Add a partner")
def add(request: HttpRequest, body: PartnerIn) -> Status[dict[str, Any]]:
    """Add a partner. A name that is in use is refused."""
    return Status(201, _kept(allowed(request, demand_change), None, body))


@router.get("/{number}", response={200: PartnerOut, **REFUSALS}, summary="One partner")
def one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A partner by its number."""
    return _out(_found(allowed(request, demand_inventory), number))


@router.put("/{number}", response={200: PartnerOut, **REFUSALS}, summary="Change a partner")
def change(request: HttpRequest, number: Number, body: PartnerIn) -> dict[str, Any]:
    """Say anew what a partner is called and does."""
    member = allowed(request, demand_change)
    return _kept(member, _found(member, number), body)


@router.post("/{number}/permits", response={200: PartnerOut, **REFUSALS}, summary="Add a permit")
def add_permit(request: HttpRequest, number: Number, body: PermitIn) -> dict[str, Any]:
    """Write down what a partner may do from a day on."""
    member = allowed(request, demand_change)
    partner, permit = _found(member, number), checked(PermitForm(given(body))).permit
    with transaction.atomic():
        _write(member, actions.add_permit(partner, permit, organisation=member.organisation))
    return _out(_found(member, number))


@router.post(
    "/permits/{number}/end", response={200: PartnerOut, **REFUSALS}, summary="End a permit"
)
def end_permit(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Let a permit hold until today and no longer."""
    member, today = allowed(request, demand_change), timezone.localdate()
    permit = there(queries.permit_numbered(number, organisation=member.organisation))
    with transaction.atomic():
        _write(member, actions.end_permit(permit, today, organisation=member.organisation))
    return _out(_found(member, permit.partner_id))


def _found(member: Membership, number: int) -> Partner:
    return there(queries.partner_numbered(number, organisation=member.organisation))


def _kept(member: Membership, partner: Partner | None, body: PartnerIn) -> dict[str, Any]:
    said = checked(PartnerForm(given(body), partner)).cleaned_data
    with transaction.atomic():
        kept, change = actions.keep_partner(partner, **said, organisation=member.organisation)
        _write(member, change)
    return _out(_found(member, kept.pk))


def _write(member: Membership, change: Change) -> None:
    write_down((Happening(change.kind, change.subject, change.payload),), **by(member))


def _out(partner: Partner) -> dict[str, Any]:
    permits = [named(each, PermitOut.model_fields) for each in partner.authorisations.all()]
    return {**named(partner, ("id", "name", "roles", "country")), "permits": permits}
