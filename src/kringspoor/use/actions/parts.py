"""Parts: taken from a donor or bought, put into a receiver once, taken back, or scrapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.guards.facts import BatteryWay, MethodClass
from kringspoor.core.states import State
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.actions.parts_inside import (
    comes_out,
    goes_into,
    remove_battery,
    remove_medium,
    stays_inside,
)
from kringspoor.use.actions.states import change_state
from kringspoor.use.models import (
    Battery,
    Device,
    Part,
    PartKind,
    PartState,
    RepairOrder,
    StorageMedium,
)
from kringspoor.use.rules.parts import (
    demand_donor,
    demand_medium_proven,
    demand_new,
    demand_repairing,
    not_in_stock,
)
from kringspoor.use.rules.said import Said

TAKEN, BOUGHT, INSTALLED = "part.taken", "part.bought", "part.installed"
TAKEN_OUT, PUT_BACK, SCRAPPED = "part.taken_out", "part.put_back", "part.scrapped"


@dataclass(frozen=True, slots=True)
class Taken:
    """A part that comes out of a device, and whether it goes to the shelf or is scrapped."""

    kind: PartKind
    serial: str = ""
    description: str = ""
    is_scrapped: bool = False
    medium: StorageMedium | None = None
    battery: Battery | None = None


@within_organisation
@transaction.atomic
def take_parts(
    device: Device,
    taken: Sequence[Taken],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    today: date,
) -> list[Part]:
    """Take parts out of a device: each becomes a part with a life of its own, or none does."""
    hold_chain(organisation=organisation)
    device = Device.objects.get(pk=device.pk)
    demand_donor(device)
    parts = [_taken(each, device, organisation, actor, at, today) for each in taken]
    happenings = [
        Happening(TAKEN, subject, _told(each) | {"state": each.state})
        for each in parts
        for subject in (each.subject, device.subject)
    ]
    if happenings:
        write_down(happenings, organisation=organisation, actor=actor, at=at)
    return parts


@within_organisation
@transaction.atomic
def buy_part(
    kind: PartKind,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    came_on: date,
    serial: str = "",
    description: str = "",
    price_cents: int | None = None,
) -> Part:
    """Put a bought part on the shelf."""
    part = Part.objects.create(
        organisation=organisation,
        kind=kind.value,
        serial=serial,
        description=description,
        came_on=came_on,
        price_cents=price_cents,
    )
    happening = Happening(BOUGHT, part.subject, _told(part) | {"price_cents": price_cents})
    write_down([happening], organisation=organisation, actor=actor, at=at)
    return part


@within_organisation
@transaction.atomic
def install_part(
    part: Part,
    order: RepairOrder,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    today: date,
) -> Part:
    """Put a part from the shelf into the device of a repair. Of two who try, one gets it.

    Raises Refused when it is used already, and for a medium that is not proven erased.
    """
    hold_chain(organisation=organisation)
    order = RepairOrder.objects.select_related("device").get(pk=order.pk)
    demand_repairing(order, part)
    _move(part, PartState.INSTALLED, receiver=order.device, repair=order, went_on=today)
    was_in = part.medium.device if part.medium else None
    devices = [*dict.fromkeys((order.device, part.donor, was_in))]
    goes_into(part, order.device, organisation=organisation, at=at)
    _write(INSTALLED, part, devices, organisation, actor, at, repair=order)
    return part


@within_organisation
@transaction.atomic
def take_part_out(
    part: Part, *, organisation: Organisation, actor: User | None, at: datetime
) -> Part:
    """Take back that a part was put in, while its repair is open: it is on the shelf again."""
    hold_chain(organisation=organisation)
    part = Part.objects.select_related("receiver", "donor", "repair").get(pk=part.pk)
    order, receiver = part.repair, part.receiver
    if order is None or receiver is None:
        raise Refused(_NOT_IN, hint=_LOOK, code="not-installed")
    if order.closed_on is not None:
        raise Refused(_CLOSED, hint=_REOPEN, code="repair-closed")
    found = Part.objects.filter(pk=part.pk, state=PartState.INSTALLED)
    if not found.update(state=PartState.STOCK, receiver=None, repair=None, went_on=None):
        raise Refused(_NOT_IN, hint=_LOOK, code="not-installed")
    part.refresh_from_db()
    comes_out(part, organisation=organisation, actor=actor, at=at)
    _write(TAKEN_OUT, part, (receiver, part.donor), organisation, actor, at, repair=order)
    return part


@within_organisation
@transaction.atomic
def put_part_back(
    part: Part, *, organisation: Organisation, actor: User | None, at: datetime
) -> None:
    """Take back that a part was taken: it sits in its donor again, and leaves the list of parts."""
    hold_chain(organisation=organisation)
    part = Part.objects.select_related("donor").get(pk=part.pk)
    donor = part.donor
    if donor is None:
        raise Refused(_NO_DONOR, hint=_SCRAP, code="no-donor")
    demand_donor(donor)
    _move(part, PartState.SCRAPPED)  # whoever else wants it finds it gone
    _write(PUT_BACK, part, (donor,), organisation, actor, at)
    part.delete()
    stays_inside(part, organisation=organisation)


@within_organisation
@transaction.atomic
def scrap_part(
    part: Part, *, organisation: Organisation, actor: User | None, at: datetime, today: date
) -> Part:
    """Take a part off the shelf for good; a medium only with the proof that nothing is on it."""
    hold_chain(organisation=organisation)
    if part.medium is not None:
        demand_medium_proven(part.medium, MethodClass.PURGE)
    _move(part, PartState.SCRAPPED, went_on=today)
    if part.battery is not None:
        Battery.objects.filter(pk=part.battery.pk).update(goes_to=BatteryWay.BATTERY_STREAM)
    _write(SCRAPPED, part, (part.donor,), organisation, actor, at)
    return part


@within_organisation
def finish_dismantling(
    device: Device,
    listed_count: int,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    today: date,
) -> Device:
    """Say that a device is taken apart: what was listed is on the shelf, in use or scrapped."""
    return change_state(
        device, State.DISMANTLED, organisation=organisation, actor=actor, at=at, today=today,
        said=Said(parts_listed_count=listed_count),
    )  # fmt: skip


def _taken(
    taken: Taken,
    device: Device,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    today: date,
) -> Part:
    medium, battery = taken.medium, taken.battery
    serial = (medium or battery or taken).serial
    demand_new(device, taken.kind.value, serial)
    if taken.kind is PartKind.STORAGE:
        medium = remove_medium(
            medium, device, serial, organisation=organisation, actor=actor, at=at
        )
    if taken.kind is PartKind.BATTERY:
        way = BatteryWay.BATTERY_STREAM if taken.is_scrapped else BatteryWay.PARTS_STOCK
        battery = remove_battery(
            battery, device, serial, way, organisation=organisation, actor=actor, at=at
        )
    if medium is not None and taken.is_scrapped:
        demand_medium_proven(medium, MethodClass.PURGE)
    return Part.objects.create(
        organisation=organisation,
        kind=taken.kind.value,
        serial=serial,
        description=taken.description,
        state=PartState.SCRAPPED if taken.is_scrapped else PartState.STOCK,
        donor=device,
        medium=medium,
        battery=battery,
        came_on=today,
        went_on=today if taken.is_scrapped else None,
    )


def _move(part: Part, state: PartState, **fields: object) -> None:
    """Take a part from the shelf, if it still is there: the update itself decides who gets it."""
    found = Part.objects.filter(pk=part.pk, state=PartState.STOCK)
    is_ours = found.update(state=state, **fields)
    part.refresh_from_db()
    if not is_ours:
        raise not_in_stock(part)


def _told(part: Part) -> dict[str, Plain]:
    return {"part": part.pk, "kind": part.kind, "serial": part.serial}


def _write(
    kind: str,
    part: Part,
    devices: Sequence[Device | None],
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    repair: RepairOrder | None = None,
) -> None:
    """On the part, on its repair, and on every device whose parts it tells of."""
    subjects = [part.subject, *([repair.subject] if repair else [])]
    subjects += [each.subject for each in devices if each is not None]
    told: Mapping[str, Plain] = _told(part) | ({"repair": repair.pk} if repair else {})
    happenings = [Happening(kind, subject, told) for subject in subjects]
    write_down(happenings, organisation=organisation, actor=actor, at=at)


_NOT_IN = Text(nl="dit onderdeel zit in geen toestel", en="this part is in no device")
_LOOK = Text(nl="kijk waar het is", en="look where it is")
_CLOSED = Text(nl="de herstelling is gesloten", en="the repair is closed")
_REOPEN = Text(nl="open ze eerst opnieuw", en="reopen it first")
_NO_DONOR = Text(nl="dit onderdeel komt uit geen toestel", en="this part came from no device")
_SCRAP = Text(nl="dank het af", en="scrap it")
