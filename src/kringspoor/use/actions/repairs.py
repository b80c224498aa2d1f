"""Faults and their repair: reported, sent away, served, closed, reopened or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import State
from kringspoor.core.words import Text
from kringspoor.people.models import Membership, Organisation, Partner, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.record.models import Event
from kringspoor.use.actions.screening import Judged, screen
from kringspoor.use.actions.states import STEP, change_state
from kringspoor.use.models import Device, RepairOrder
from kringspoor.use.rules.repairing import (
    demand_complete,
    demand_open,
    demand_repairer,
    demand_reportable,
    demand_served_after,
    demand_withdrawable,
)
from kringspoor.use.rules.repairs import demand_route, due_for
from kringspoor.use.rules.said import Said

REPORTED, SENT, SERVED = "repair.reported", "repair.sent", "repair.served"
CLOSED, REOPENED, WITHDRAWN = "repair.closed", "repair.reopened", "repair.withdrawn"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken, since when, who repairs it, and what was known when that was chosen."""

    fault: str
    fault_on: date
    reported_at: datetime
    route: RepairRoute
    repairer: Partner | None = None
    goes_away: bool = False  # else it is mended where it stands
    advice: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Closing:
    """How a repair ended. A device that was away is screened: the grade it came back with."""

    outcome: RepairOutcome
    closed_on: date
    grade: str = ""
    worked_hours: float | None = None
    cost_cents: int | None = None
    note: str = ""
    responded_at: datetime | None = None


@within_organisation
@transaction.atomic
def report_fault(
    device: Device,
    fault: Fault,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    today: date,
) -> RepairOrder:
    """Open a repair by the route that the warranty gives, and send the device away if it goes.

    Raises Refused when one is open already, StepRefused when the route is not for this fault.
    """
    hold_chain(organisation=organisation)
    device = Device.objects.select_related("organisation", "contract").get(pk=device.pk)
    demand_reportable(device, fault.fault_on, today)
    demand_route(device, fault.fault_on, fault.route, today)
    demand_repairer(fault.route, fault.repairer)
    order = RepairOrder.objects.create(
        device=device,
        fault=fault.fault,
        fault_on=fault.fault_on,
        reported_at=fault.reported_at,
        route=fault.route.value,
        repairer=fault.repairer,
        opened_by=actor,
        due_on=due_for(device, fault.route, fault.repairer, fault.reported_at),
    )
    if fault.goes_away:
        said = Said(reason=fault.fault)
        change_state(
            device, State.IN_REPAIR, organisation=organisation, actor=actor, at=at, today=today,
            said=said,
        )  # fmt: skip
    payload: dict[str, Plain] = {
        "fault": fault.fault,
        "fault_on": fault.fault_on.isoformat(),
        "route": fault.route.value,
        "repairer": fault.repairer.name if fault.repairer else "",
        "due_on": order.due_on.isoformat() if order.due_on else "",
        **fault.advice,
    }
    _write(REPORTED, order, payload, organisation, actor, at)
    return order


@within_organisation
@transaction.atomic
def send_to_repair(
    order: RepairOrder, *, organisation: Organisation, actor: User | None, at: datetime, today: date
) -> RepairOrder:
    """Let the device of an open repair go to whoever repairs it."""
    order = _open(order, organisation)
    change_state(
        order.device, State.IN_REPAIR, organisation=organisation, actor=actor, at=at, today=today,
        said=Said(reason=order.fault),
    )  # fmt: skip
    _write(SENT, order, {}, organisation, actor, at)
    return order


@within_organisation
@transaction.atomic
def record_service(
    order: RepairOrder,
    responded_at: datetime,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> RepairOrder:
    """Write down when service came; said again, it is put right."""
    order = _open(order, organisation)
    demand_served_after(order, responded_at)
    order.responded_at = responded_at
    order.save(update_fields=("responded_at",))
    _write(SERVED, order, {"responded_at": responded_at.isoformat()}, organisation, actor, at)
    return order


@within_organisation
@transaction.atomic
def close_repair(
    order: RepairOrder,
    closing: Closing,
    *,
    organisation: Organisation,
    member: Membership,
    at: datetime,
    today: date,
) -> RepairOrder:
    """Say how a repair ended; a device that was away comes back screened, unless it was swapped."""
    order = _open(order, organisation)
    order.responded_at = closing.responded_at or order.responded_at
    demand_complete(order, closing.outcome, closing.closed_on, closing.grade, today)
    order.outcome, order.closed_on = closing.outcome.value, closing.closed_on
    order.worked_hours, order.cost_cents = closing.worked_hours, closing.cost_cents
    order.note = closing.note
    order.save()
    is_back = closing.outcome is not RepairOutcome.SWAPPED
    if order.device.state == State.IN_REPAIR and is_back:
        is_mended = closing.outcome is RepairOutcome.REPAIRED
        judged = Judged(closing.grade, is_worth_repairing=is_mended, note=closing.note)
        screen(order.device, judged, organisation=organisation, member=member, at=at, today=today)
    payload: dict[str, Plain] = {
        "outcome": order.outcome,
        "closed_on": closing.closed_on.isoformat(),
        "hours": "" if closing.worked_hours is None else repr(closing.worked_hours),
        "cost_cents": closing.cost_cents,
    }
    _write(CLOSED, order, payload, organisation, member.user, at)
    return order


@within_organisation
@transaction.atomic
def reopen_repair(
    order: RepairOrder, *, organisation: Organisation, actor: User | None, at: datetime, today: date
) -> RepairOrder:
    """Take back that a repair was closed or withdrawn, while nothing later depends on it."""
    order = _held(order, organisation)
    if order.closed_on is None:
        return order
    closing = _last(order, (CLOSED, WITHDRAWN))
    _nothing_since(order, closing)
    was_away = closing.kind == CLOSED and order.outcome != RepairOutcome.SWAPPED
    order.outcome, order.closed_on, order.is_cancelled = "", None, False
    order.save(update_fields=("outcome", "closed_on", "is_cancelled"))
    if was_away and order.device.state == State.SCREENED and _came_back(order, closing):
        change_state(
            order.device, State.IN_REPAIR, organisation=organisation, actor=actor, at=at,
            today=today, said=Said(reason=order.fault),
        )  # fmt: skip
    _write(REOPENED, order, {}, organisation, actor, at)
    return order


@within_organisation
@transaction.atomic
def withdraw_repair(
    order: RepairOrder, *, organisation: Organisation, actor: User | None, at: datetime, today: date
) -> RepairOrder:
    """Take a report of a fault back. It counts nowhere; a device that is away is closed instead."""
    order = _open(order, organisation)
    demand_withdrawable(order)
    order.closed_on, order.is_cancelled = today, True
    order.save(update_fields=("closed_on", "is_cancelled"))
    _write(WITHDRAWN, order, {}, organisation, actor, at)
    return order


def _held(order: RepairOrder, organisation: Organisation) -> RepairOrder:
    """The repair as it is now, with its device; whoever else writes here waits meanwhile."""
    hold_chain(organisation=organisation)
    return RepairOrder.objects.select_related("device__organisation", "repairer").get(pk=order.pk)


def _open(order: RepairOrder, organisation: Organisation) -> RepairOrder:
    order = _held(order, organisation)
    demand_open(order)
    return order


def _write(
    kind: str,
    order: RepairOrder,
    payload: Mapping[str, Plain],
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> None:
    """On the repair with everything, and on its device with what its timeline tells."""
    told = {name: payload[name] for name in ("fault", "outcome") if name in payload}
    happenings = [
        Happening(kind, order.subject, dict(payload)),
        Happening(kind, order.device.subject, {"repair": order.pk, **told}),
    ]
    write_down(happenings, organisation=organisation, actor=actor, at=at)


def _last(order: RepairOrder, kinds: tuple[str, ...]) -> Event:
    found = Event.objects.filter(subject=order.subject, kind__in=kinds).select_related("link")
    return found.order_by("-link__number_no").first() or Event(kind="")


def _came_back(order: RepairOrder, closing: Event) -> bool:
    """Whether the closing itself brought the device back: its step is in the act just before."""
    return Event.objects.filter(
        subject=order.device.subject,
        kind=STEP,
        payload__to=State.SCREENED.value,
        link__number_no=closing.link.number_no - 1,
    ).exists()


def _nothing_since(order: RepairOrder, closing: Event) -> None:
    later = Event.objects.filter(
        subject__in=(order.subject, order.device.subject),
        link__number_no__gt=closing.link.number_no,
    )
    if later.exists():
        raise Refused(
            Text(
                nl="er is sindsdien iets met dit toestel gebeurd",
                en="something happened to this device since",
            ),
            hint=Text(nl="meld een nieuw defect", en="report a new fault"),
            code="changed-since",
        )
