"""What the tests of repairs and parts start from: a device of ours, a supplier, an order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.site import AT, an_organisation, somebody

from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.people.models import Membership, Organisation, Partner
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.repairs import Closing, Fault, close_repair, report_fault
from kringspoor.use.models import Device, RepairOrder, Screening

TODAY = AT.date()
BRUSSELS = ZoneInfo("Europe/Brussels")
WARRANTY_ENDS = date(2026, 11, 24)


def moment(*parts: int) -> datetime:
    """A moment on the clock in Brussels."""
    return datetime(*parts, tzinfo=BRUSSELS)  # type: ignore[arg-type, misc]


def an_own_device(organisation: Organisation, **rest: Any) -> Device:
    """A laptop of ours in use, in warranty until today."""
    known = {
        "tag": f"L-{Device._base_manager.count() + 1}", "category": "laptop", "state": "in_use",
        "ownership": "owned", "warranty_end_on": WARRANTY_ENDS, **rest,
    }  # fmt: skip
    return Device.objects.create(organisation=organisation, **known)


def a_partner(organisation: Organisation, name: str = "Acme", *roles: str) -> Partner:
    """A partner with these roles; a supplier unless others are given."""
    return Partner.objects.create(
        organisation=organisation, name=name, roles=list(roles or ("supplier",))
    )


def a_house() -> tuple[Organisation, Device, Partner]:
    """An organisation with one device and its supplier."""
    organisation = an_organisation()
    with scope(organisation):
        return organisation, an_own_device(organisation), a_partner(organisation)


def a_fault(**rest: Any) -> Fault:
    """A broken screen, reported this morning to the supplier."""
    known: dict[str, Any] = {
        "fault": "scherm gebarsten", "fault_on": TODAY, "reported_at": moment(2026, 11, 24, 9),
        "route": RepairRoute.SUPPLIER, **rest,
    }  # fmt: skip
    return Fault(**known)


def reported(device: Device, **rest: Any) -> RepairOrder:
    """A repair of a device that was reported."""
    at = rest.get("reported_at", AT)
    today = rest.pop("today", TODAY)
    organisation = device.organisation
    return report_fault(
        device, a_fault(**rest), organisation=organisation, actor=None, at=at, today=today
    )


def on_the_bench(device: Device, **rest: Any) -> RepairOrder:
    """A repair on the own bench, of a device out of warranty."""
    Device.objects.filter(pk=device.pk).update(warranty_end_on=date(2024, 1, 1))
    return reported(device, route=RepairRoute.OWN_BENCH, **rest)


def closed(order: RepairOrder, outcome: str = "repaired", **rest: Any) -> RepairOrder:
    """A repair that ended today, with the device graded B where it was away."""
    closing = Closing(RepairOutcome(outcome), rest.pop("closed_on", TODAY), grade="B", **rest)
    organisation = order.device.organisation
    return close_repair(
        order, closing, organisation=organisation, member=a_member(organisation), at=AT, today=TODAY
    )


def a_member(organisation: Organisation, role: str = "service_desk") -> Membership:
    """Somebody in that role, the same one each time."""
    found = Membership._base_manager.filter(organisation=organisation, role=role).first()
    return found or Membership._base_manager.get(user=somebody(organisation, role))


def a_screened_device(
    organisation: Organisation, *, is_worth_repairing: bool | None = None, **rest: Any
) -> Device:
    """A device that came back and was looked at today."""
    device = an_own_device(organisation, **{"state": "screened", **rest})
    Screening.objects.create(
        device=device, screened_on=TODAY, role="service_desk", grade="C",
        is_worth_repairing=is_worth_repairing,
    )  # fmt: skip
    return device
