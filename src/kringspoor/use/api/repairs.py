"""Faults and repairs: reported, followed, closed, taken back; and how repairers do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import State
from kringspoor.people import rules as people
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
from kringspoor.people.models import Membership, Partner
from kringspoor.use.actions import repairs as actions
from kringspoor.use.actions.repairs_settings import record_warranty, repairer_named, set_bench_rate
from kringspoor.use.forms.repairs import CaseForm, FaultForm, RateForm
from kringspoor.use.forms.repairs_following import ClosingForm, ServedForm
from kringspoor.use.models import RepairOrder
from kringspoor.use.queries import devices
from kringspoor.use.queries import repairs as queries
from kringspoor.use.rules import demand_inventory, may_see_prices
from kringspoor.use.rules.repairs import demand_repair, is_late, routes_for

router = Router(tags=["repairs"])


class RateIn(Schema):
    """What an hour of the own bench costs, from a day on."""

    hour_cents: Cents
    from_on: date


class RepairOut(Schema):
    """A repair. ``is_late`` is null where nothing was agreed."""

    id: int
    device_id: int
    fault: str
    fault_on: date
    reported_at: datetime
    route: str
    repairer: str
    due_on: date | None
    responded_at: datetime | None
    is_late: bool | None
    outcome: str
    closed_on: date | None
    is_cancelled: bool
    worked_hours: float | None
    cost_cents: int | None = Field(None, description="null too for who may not see prices")
    note: str


class RepairsOut(Schema):
    """A part of the repairs asked for, and how many there are."""

    count: int
    items: list[RepairOut]


class Asked(Part):
    """Which repairs are asked for."""

    q: str = Field("", max_length=200)
    status: str = Field("", description="open or closed")
    late: bool = Field(False, description="only those of which service is late")
    route: RepairRoute | None = None
    repairer: str = Field("", max_length=200)
    category: str = Field("", max_length=60)
    sort: str = Field("-reported", max_length=20)


class FaultIn(Schema):
    """What is broken and who repairs it. The warranty says which routes there are."""

    device: Reference
    fault: str = Field(min_length=1, max_length=500)
    fault_on: date
    reported_at: datetime
    route: RepairRoute
    repairer: Reference | None = Field(None, description="the number of a partner")
    new_repairer: str | None = Field(None, max_length=200, description="or one by name")
    goes_away: bool = False


class ServedIn(Schema):
    """When service came."""

    responded_at: datetime


class ClosingIn(Schema):
    """How a repair ended; the grade is asked of a device that was away."""

    outcome: RepairOutcome
    closed_on: date
    grade: str | None = Field(None, pattern="^[ABCD]$")
    responded_at: datetime | None = None
    worked_hours: float | None = Field(None, ge=0, le=1_000)
    cost_cents: Cents | None = Field(None, description="needs the right to see prices")
    note: str = Field("", max_length=1000)


class WarrantyIn(Schema):
    """The last day of a warranty."""

    device: Reference
    ends_on: date


@router.get("", response={200: RepairsOut, **REFUSALS}, summary="List repairs")
def repairs(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """The repairs that fit, in a total order."""
    member = allowed(request, demand_inventory)
    told = {"route": asked.route or "", "repairer": asked.repairer, "category": asked.category}
    wanted = queries.Asked(
        words=asked.q, status=asked.status, is_late_only=asked.late,
        filters={name: str(value) for name, value in told.items() if value},
        sort=asked.sort.removeprefix("-"), is_descending=asked.sort.startswith("-"),
    )  # fmt: skip
    found = queries.repairs(wanted, organisation=member.organisation, today=timezone.localdate())
    return dict(part_of(found, asked, lambda each: _out(each, member)))


@router.post("", response={201: RepairOut, **REFUSALS}, summary="Report a fault")
def report(request: HttpRequest, body: FaultIn) -> Status[dict[str, Any]]:
    """Open a repair by the route that the warranty gives, and send the device away if it goes."""
    member, today = allowed(request, demand_repair), timezone.localdate()
    device = there(devices.device(body.device, organisation=member.organisation))
    case = checked(CaseForm({"fault_on": body.fault_on}, today))
    routes = routes_for(device, case.fault_day)
    partners = [p for each in routes for p in _repairers(each, member)]
    may_go = device.state in (State.IN_USE, State.SCREENED)
    form = checked(FaultForm(given(body), routes, partners, timezone.now(), may_go=may_go))
    said = form.cleaned_data
    fault = actions.Fault(
        said["fault"], case.fault_day, said["reported_at"], form.route_chosen,
        _repairer(form, member), goes_away=said.get("goes_away", False),
    )  # fmt: skip
    order = actions.report_fault(device, fault, today=today, **by(member))
    return Status(201, _out(_found(request, order.pk), member))


@router.post("/warranty", response={204: None, **REFUSALS}, summary="Record a warranty")
def warranty(request: HttpRequest, body: WarrantyIn) -> Status[None]:
    """Write down the last day of a device's warranty, so that a fault finds its repairer."""
    member = allowed(request, demand_repair)
    device = there(devices.device(body.device, organisation=member.organisation))
    record_warranty(device, body.ends_on, **by(member))
    return Status(204, None)


@router.get("/{number}", response={200: RepairOut, **REFUSALS}, summary="One repair")
def one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A repair by its number."""
    return _out(_found(request, number), allowed(request))


@router.post("/{number}/send", response={200: RepairOut, **REFUSALS}, summary="Send it away")
def send(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Let the device go to whoever repairs it."""
    order, member = _open(request, number)
    actions.send_to_repair(order, today=timezone.localdate(), **by(member))
    return _out(_found(request, number), member)


@router.post("/{number}/respond", response={200: RepairOut, **REFUSALS}, summary="Service came")
def respond(request: HttpRequest, number: Number, body: ServedIn) -> dict[str, Any]:
    """Write down when service came; said again, it is put right."""
    order, member = _open(request, number)
    served = checked(ServedForm(given(body), timezone.now())).cleaned_data["responded_at"]
    actions.record_service(order, served, **by(member))
    return _out(_found(request, number), member)


@router.post("/{number}/close", response={200: RepairOut, **REFUSALS}, summary="How it ended")
def close(request: HttpRequest, number: Number, body: ClosingIn) -> dict[str, Any]:
    """Say how a repair ended; a device that was away comes back screened."""
    order, member = _open(request, number)
    if body.cost_cents is not None:
        people.demand(member, "see_prices")
    told = {**given(body), "cost_eur": euros(body.cost_cents)}
    today, sees = timezone.localdate(), may_see_prices(member)
    closing = checked(ClosingForm(told, order, today, sees_prices=sees)).closing
    actions.close_repair(
        order, closing, organisation=member.organisation, member=member, at=timezone.now(),
        today=today,
    )  # fmt: skip
    return _out(_found(request, number), member)


@router.post("/{number}/cancel", response={200: RepairOut, **REFUSALS}, summary="Take it back")
def cancel(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Take the report of a fault back; it counts nowhere."""
    order, member = _open(request, number)
    actions.withdraw_repair(order, today=timezone.localdate(), **by(member))
    return _out(_found(request, number), member)


@router.post("/{number}/reopen", response={200: RepairOut, **REFUSALS}, summary="Open it again")
def reopen(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Take back that a repair was closed or withdrawn, while nothing later depends on it."""
    order, member = _open(request, number)
    actions.reopen_repair(order, today=timezone.localdate(), **by(member))
    return _out(_found(request, number), member)


@router.post("/own-bench/rate", response={204: None, **REFUSALS}, summary="Say what an hour costs")
def bench_rate(request: HttpRequest, body: RateIn) -> Status[None]:
    """Say what an hour of the own bench costs. Needs the right to see prices."""
    member = allowed(request, demand_repair)
    people.demand(member, "see_prices")
    form = RateForm({"hour_eur": euros(body.hour_cents), "from_on": body.from_on},
                    timezone.localdate())  # fmt: skip
    set_bench_rate(body.hour_cents, checked(form).cleaned_data["from_on"], **by(member))
    return Status(204, None)


def _found(request: HttpRequest, number: int) -> RepairOrder:
    member = allowed(request, demand_inventory)
    return there(queries.repair(number, organisation=member.organisation))


def _open(request: HttpRequest, number: int) -> tuple[RepairOrder, Membership]:
    member = allowed(request, demand_repair)
    return there(queries.repair(number, organisation=member.organisation)), member


def _repairers(route: RepairRoute, member: Membership) -> list[Partner]:
    return queries.repairers(route, organisation=member.organisation)


def _repairer(form: FaultForm, member: Membership) -> Partner | None:
    """The partner that was chosen, else that of the name that was given."""
    said, route = form.cleaned_data, form.route_chosen
    if route is RepairRoute.OWN_BENCH:
        return None
    if name := said.get("new_repairer", "").strip():
        return repairer_named(name, route, **by(member))
    known = _repairers(route, member)
    return next((each for each in known if str(each.pk) == said.get("repairer")), None)


def _out(order: RepairOrder, member: Membership) -> dict[str, Any]:
    told = named(order, (n for n in RepairOut.model_fields if n not in ("repairer", "is_late")))
    cost = {"cost_cents": order.cost_cents if may_see_prices(member) else None}
    late = {"is_late": is_late(order, timezone.localdate())}
    return {**told, **cost, **late, "repairer": str(order.repairer or "")}
