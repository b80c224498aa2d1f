"""Pools: made, filled, lent from, and how they serve."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.core.guards.facts import RiskContext
from kringspoor.core.pool import PoolKind
from kringspoor.people.api import (
    REFUSALS,
    Cents,
    Number,
    Part,
    Reference,
    allowed,
    by,
    checked,
    euros,
    given,
    named,
    part_of,
    there,
)
from kringspoor.people.models import Membership
from kringspoor.use.actions import pools as actions
from kringspoor.use.api.devices import DeviceOut, device_out
from kringspoor.use.api.steps import StepProblem
from kringspoor.use.forms.pools import LaterForm, LoanForm, PeriodForm, PoolForm
from kringspoor.use.models import Device, Pool, PoolStay
from kringspoor.use.queries import devices
from kringspoor.use.queries import pools as queries
from kringspoor.use.queries.verdicts import verdict_on
from kringspoor.use.rules import demand_change, demand_inventory, demand_state, may_see_prices

PERIOD_DAYS = 365
router = Router(tags=["pools"])
_REFUSALS = {**REFUSALS, 403: StepProblem}


class PoolOut(Schema):
    """A bounded number of devices kept for one purpose."""

    id: int
    name: str
    kind: str
    unit_id: int | None
    cap_count: int
    max_idle_days: int | None
    loan_days: int | None
    month_cents: int | None
    is_open: bool


class PoolIn(Schema):
    """A pool: what it is for, and its bounds."""

    name: str = Field(min_length=1, max_length=120)
    kind: PoolKind
    cap_count: int = Field(ge=1, le=100_000)
    unit: Reference | None = None
    max_idle_days: int | None = Field(None, ge=1, le=100_000)
    loan_days: int | None = Field(None, ge=1, le=100_000)
    month_cents: Cents | None = Field(None, description="what a device costs in a month")
    is_open: bool = True


class StayOut(Schema):
    """A device in a pool: since when, and until when nobody need ask whether it belongs."""

    device_id: int
    from_on: date
    review_on: date


class StaysOut(Schema):
    """A part of what a pool holds, and how many that is."""

    count: int
    items: list[StayOut]


class StayIn(Schema):
    """A screened device to put in a pool."""

    device: Reference
    review_on: date
    why_not: str = Field("", max_length=500, description="why not what is advised")


class LoanIn(Schema):
    """Who borrows a device, where, until when. A social pool asks no holder and keeps none."""

    holder: str | None = Field(None, max_length=100, description="a pseudonym, never a name")
    context: RiskContext
    unit: Reference | None = None
    mitigation: str = Field("", max_length=500)
    due_on: date | None = None


class LaterIn(Schema):
    """A later day."""

    later_on: date


class Period(Schema):
    """From one day to another; the last year when it is left out."""

    since: date | None = None
    until: date | None = None


class ChargeOut(Schema):
    """What one department had of a pool. Units: days, cents."""

    unit: str
    lent_days: int
    charge_cents: int


class UseOut(Schema):
    """How a pool served in a period. Units: days."""

    since: date
    until: date
    held_days: int
    lent_days: int
    charges: list[ChargeOut]


@router.get("", response={200: list[PoolOut], **REFUSALS}, summary="List pools")
def pools(request: HttpRequest) -> list[Pool]:
    """Every pool, by name."""
    member = allowed(request, demand_inventory)
    return list(queries.pools(organisation=member.organisation))


@router.post("", response={201: PoolOut, **REFUSALS}, summary="Make a pool")
def make(request: HttpRequest, body: PoolIn) -> Status[Pool]:
    """Make a pool."""
    return Status(201, _kept(allowed(request, demand_change), None, body))


@router.get("/{number}", response={200: PoolOut, **REFUSALS}, summary="One pool")
def one(request: HttpRequest, number: Number) -> Pool:
    """A pool by its number."""
    return _pool(request, number)


@router.put("/{number}", response={200: PoolOut, **REFUSALS}, summary="Change a pool")
def change(request: HttpRequest, number: Number, body: PoolIn) -> Pool:
    """Change what a pool is for, or its bounds; or close it."""
    return _kept(allowed(request, demand_change), _pool(request, number), body)


@router.get("/{number}/stays", response={200: StaysOut, **REFUSALS}, summary="What it holds")
def stays(request: HttpRequest, number: Number, part: Annotated[Part, Query()]) -> dict[str, Any]:
    """What a pool holds now, the first to be looked at first."""
    pool, organisation = _pool(request, number), allowed(request).organisation
    return dict(part_of(queries.stays_in(pool, organisation=organisation), part, _stay))


@router.post("/{number}/stays", response={200: DeviceOut, **_REFUSALS}, summary="Put a device in")
def put(request: HttpRequest, number: Number, body: StayIn) -> dict[str, Any]:
    """Put a screened device in a pool, until a day on which somebody looks at it again."""
    pool, device, member = _held(request, number, body.device)
    today, why = timezone.localdate(), body.why_not.strip()
    advised = verdict_on(device, organisation=member.organisation, today=today).step.slug
    kept = actions.put_in_pool(
        device, pool, body.review_on, today=today, refused_steps={advised: why} if why else {},
        **by(member),
    )  # fmt: skip
    return device_out(kept, may_see_prices(member))


@router.post(
    "/{number}/stays/{device}/lend", response={200: DeviceOut, **_REFUSALS}, summary="Lend a device"
)
def lend(request: HttpRequest, number: Number, device: Number, body: LoanIn) -> dict[str, Any]:
    """Lend a device of a pool. Without a day it is due after the days of the pool."""
    pool, lent, member = _held(request, number, device)
    loan = checked(LoanForm(pool, given(body))).loan
    done = actions.lend(lent, pool, loan, today=timezone.localdate(), **by(member))
    return device_out(done, may_see_prices(member))


@router.post(
    "/{number}/stays/{device}/extend", response={204: None, **REFUSALS}, summary="Keep it longer"
)
def extend(request: HttpRequest, number: Number, device: Number, body: LaterIn) -> Status[None]:
    """Let a loan, or a stay in a pool, last longer."""
    _pool_of, held, member = _held(request, number, device)
    later_on = checked(LaterForm(given(body))).cleaned_data["later_on"]
    later = actions.extend_loan if held.state == "on_loan" else actions.review_stay
    later(held, later_on, today=timezone.localdate(), **by(member))
    return Status(204, None)


@router.get("/{number}/use", response={200: UseOut, **REFUSALS}, summary="How a pool serves")
def use(request: HttpRequest, number: Number, asked: Annotated[Period, Query()]) -> dict[str, Any]:
    """How a pool served between two days, and what each department had of it."""
    pool, organisation, today = _pool(request, number), allowed(request).organisation, _today()
    told = {"since": asked.since or today - timedelta(days=PERIOD_DAYS),
            "until": asked.until or today}  # fmt: skip
    said = checked(PeriodForm(told)).cleaned_data
    since, until = said["since"], said["until"]
    served = queries.use_of(pool, since, until, organisation=organisation)
    charges = queries.charges_of(pool, since, until, organisation=organisation)
    days = {"held_days": served.held_days, "lent_days": served.lent_days}
    return {"since": since, "until": until, **days, "charges": charges}


def _today() -> date:
    return timezone.localdate()


def _pool(request: HttpRequest, number: int) -> Pool:
    member = allowed(request, demand_inventory)
    return there(queries.pool(number, organisation=member.organisation))


def _held(request: HttpRequest, number: int, device_no: int) -> tuple[Pool, Device, Membership]:
    pool, member = _pool(request, number), allowed(request, demand_state)
    device = there(devices.device(device_no, organisation=member.organisation))
    return pool, device, member


def _kept(member: Membership, pool: Pool | None, body: PoolIn) -> Pool:
    told = {**given(body), "month_price": euros(body.month_cents)}
    return actions.keep_pool(pool, checked(PoolForm(pool, told)).stored, **by(member))


def _stay(stay: PoolStay) -> dict[str, Any]:
    return named(stay, StayOut.model_fields)
