"""Who repairs a device, by when they must come, and who may record it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import F, Q
from django.utils import timezone

from kringspoor.core.guards.facts import Facts, Repair
from kringspoor.core.guards.leaving import only_what_is_ours
from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.guards.repairing import right_repairer
from kringspoor.core.repair import RepairRoute, repair_routes
from kringspoor.core.states import Ownership, State, transition
from kringspoor.core.workdays import NEXT_BUSINESS_DAY, ResponseClause, due_on
from kringspoor.people.models import Membership, Partner
from kringspoor.people.rules import demand, may
from kringspoor.use.models import Contract, Device, RepairOrder

# What a partner must be to repair by a route; the own bench is no partner.
ROLES_OF: Mapping[RepairRoute, tuple[str, ...]] = MappingProxyType(
    {
        RepairRoute.SUPPLIER: ("supplier", "manufacturer"),
        RepairRoute.LESSOR: ("lessor",),
        RepairRoute.LOCAL_REPAIRER: ("repairer", "refurbisher"),
        RepairRoute.OWN_BENCH: (),
    }
)
# Whom a next-working-day clause is expected of, also when no contract on record says so.
_SERVES_BY_CLAUSE = (RepairRoute.SUPPLIER, RepairRoute.LESSOR)
SERVED_IN_TIME = Q(responded_at__date__lte=F("due_on"))
_GOES = transition(State.IN_USE, State.IN_REPAIR)


def may_repair(member: Membership) -> bool:
    """Whether a member may report faults, and record repairs and parts."""
    return may(member, "change_inventory")


def demand_repair(member: Membership) -> None:
    """Raise Refused for a member who may not record repairs and parts."""
    demand(member, "change_inventory")


def routes_for(device: Device, fault_on: date) -> tuple[RepairRoute, ...]:
    """Who may repair a fault of that day, the first choice first; empty while it is unknown."""
    if not device.ownership:
        return ()
    return repair_routes(Ownership(device.ownership), fault_on, device.warranty_end_on)


def demand_route(device: Device, fault_on: date, route: RepairRoute, today: date) -> None:
    """Raise StepRefused, in the words of the guards, when this route is not for this fault."""
    facts = Facts(
        today=today,
        ownership=Ownership(device.ownership) if device.ownership else None,
        repair=Repair(fault_on, device.warranty_end_on, route),
    )
    answers = (right_repairer(_GOES, facts), only_what_is_ours(_GOES, facts))
    if refused := [each for each in answers if each is not None]:
        raise StepRefused(refused)


def wall_clock(moment: datetime) -> datetime:
    """A moment as the clock on the wall shows it, which is what a service clause means."""
    return timezone.localtime(moment).replace(tzinfo=None)


def due_for(
    device: Device, route: RepairRoute, repairer: Partner | None, reported_at: datetime
) -> date | None:
    """The last day on which the repairer still comes in time; None where nothing was agreed.

    The contract of the device says within how many working days, else a maintenance contract with
    the repairer, else the next working day for a supplier or lessor.
    Source: fair-ict-flanders (Leuven: four years next day on site).
    """
    days = _response_days(device, repairer, wall_clock(reported_at).date())
    if days is None:
        if route not in _SERVES_BY_CLAUSE:
            return None
        days = NEXT_BUSINESS_DAY.within_days
    return due_on(wall_clock(reported_at), ResponseClause(within_days=days))


def _response_days(device: Device, repairer: Partner | None, on: date) -> int | None:
    if repairer is None:
        return None
    own = device.contract
    if own is not None and own.supplier_id in (None, repairer.pk) and own.response_days is not None:
        return own.response_days
    found = Contract.objects.filter(
        supplier=repairer, kind="maintenance", response_days__isnull=False
    )
    in_force = [each for each in found if _is_in_force(each, on)]
    return in_force[0].response_days if in_force else None


def _is_in_force(contract: Contract, on: date) -> bool:
    return (contract.starts_on or on) <= on <= (contract.ends_on or on)


def is_late(order: RepairOrder, today: date) -> bool | None:
    """Whether service came after its due day, or did not come while that day is over.

    None: nothing was agreed, or it is open and not yet due.
    """
    if order.due_on is None or order.is_cancelled:
        return None
    if order.responded_at is not None:
        return wall_clock(order.responded_at).date() > order.due_on
    return True if order.due_on < today else None


def served_late(today: date) -> Q:
    """What :func:`is_late` says yes to, as a question to the database."""
    is_over = Q(responded_at__isnull=True, due_on__lt=today)
    return Q(responded_at__date__gt=F("due_on")) | is_over
