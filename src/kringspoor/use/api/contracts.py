"""Contracts over the API: listed, written down, changed, and the devices under them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
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
from kringspoor.people.models import Membership
from kringspoor.use.actions import contracts as actions
from kringspoor.use.forms.contracts import MOST_DAYS, ContractForm
from kringspoor.use.models.contracts import Contract
from kringspoor.use.queries import contracts as queries
from kringspoor.use.rules import demand_change, demand_inventory
from kringspoor.use.rules.contracts import ContractKind, notice_on

router = Router(tags=["contracts"])


class ContractFields(Schema):
    """An agreement. ``response_days``: working days until service comes."""

    reference: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    notice_days: int | None
    response_days: int | None
    note: str


class ContractOut(ContractFields):
    """A contract, and the last day on which one may give notice."""

    id: int
    supplier_id: int | None
    notice_on: date | None


class ContractsOut(Schema):
    """A part of the contracts asked for, and how many there are."""

    count: int
    items: list[ContractOut]


class ContractIn(Schema):
    """A contract to write down, or all that one says from now on."""

    reference: str = Field(min_length=1, max_length=120)
    kind: ContractKind
    supplier: Reference | None = Field(None, description="the number of a partner")
    starts_on: date | None = None
    ends_on: date | None = None
    notice_days: int | None = Field(None, ge=0, le=MOST_DAYS)
    response_days: int | None = Field(None, ge=0, le=60)
    note: str = Field("", max_length=1000)


class DevicesIn(Schema):
    """The devices that fall under a contract from now on."""

    devices: list[Reference] = Field(max_length=5_000)


class ChangedOut(Schema):
    """How many devices changed."""

    changed_count: int


class Asked(Part):
    """Which contracts are asked for."""

    q: str = Field("", max_length=200)
    kind: ContractKind | None = None
    standing: str = Field("", description="running, soon or over")
    sort: str = Field("ends", max_length=20)


@router.get("", response={200: ContractsOut, **REFUSALS}, summary="List contracts")
def contracts(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """The contracts that fit, those that end first first."""
    member = allowed(request, demand_inventory)
    wanted = queries.Asked(
        asked.q, asked.kind or "", asked.standing, asked.sort.removeprefix("-"),
        asked.sort.startswith("-"),
    )  # fmt: skip
    found = queries.contracts(wanted, organisation=member.organisation, today=timezone.localdate())
    return dict(part_of(found, asked, _out))


@router.post("", response={201: ContractOut, **REFUSALS}, summary="Write down a contract")
def add(request: HttpRequest, body: ContractIn) -> Status[dict[str, Any]]:
    """Write down a contract. A reference that is in use is refused."""
    return Status(201, _kept(allowed(request, demand_change), None, body))


@router.get("/{number}", response={200: ContractOut, **REFUSALS}, summary="One contract")
def one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A contract by its number."""
    return _out(_found(allowed(request, demand_inventory), number))


@router.put("/{number}", response={200: ContractOut, **REFUSALS}, summary="Change a contract")
def change(request: HttpRequest, number: Number, body: ContractIn) -> dict[str, Any]:
    """Say anew all that a contract says."""
    member = allowed(request, demand_change)
    return _kept(member, _found(member, number), body)


@router.delete("/{number}", response={204: None, **REFUSALS}, summary="Remove a contract")
def remove(request: HttpRequest, number: Number) -> Status[None]:
    """Remove a contract written down by mistake, while no device falls under it."""
    member = allowed(request, demand_change)
    actions.remove_contract(_found(member, number), **by(member))
    return Status(204, None)


@router.post(
    "/{number}/devices", response={200: ChangedOut, **REFUSALS}, summary="Put devices under"
)
def put_under(request: HttpRequest, number: Number, body: DevicesIn) -> dict[str, int]:
    """Put devices under a contract."""
    member = allowed(request, demand_change)
    found = _found(member, number)
    return {"changed_count": actions.put_under(found, body.devices, **by(member))}


@router.delete(
    "/{number}/devices/{device}", response={200: ChangedOut, **REFUSALS}, summary="Take one off"
)
def take_off(request: HttpRequest, number: Number, device: Number) -> dict[str, int]:
    """Say that a device does not fall under a contract; one that did not changes nothing."""
    member = allowed(request, demand_change)
    held = queries.devices_under(_found(member, number), organisation=member.organisation)
    found = list(held.filter(pk=device).values_list("pk", flat=True))
    return {"changed_count": actions.put_under(None, found, **by(member))}


def _found(member: Membership, number: int) -> Contract:
    return there(queries.contract(number, organisation=member.organisation))


def _kept(member: Membership, contract: Contract | None, body: ContractIn) -> dict[str, Any]:
    partners = queries.suppliers(organisation=member.organisation)
    fields = checked(ContractForm(given(body), partners, contract)).stored
    return _out(actions.keep_contract(contract, fields, **by(member)))


def _out(contract: Contract) -> dict[str, Any]:
    known = named(contract, (*ContractFields.model_fields, "id", "supplier_id"))
    return {**known, "notice_on": notice_on(contract)}
