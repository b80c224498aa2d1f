"""A medium or a battery that is a part: it keeps its own record in whatever it sits."""

from __future__ import annotations

from datetime import datetime

from kringspoor.core.errors import Refused
from kringspoor.core.guards.facts import BatteryWay, MethodClass
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.actions.media import send_battery, take_out
from kringspoor.use.models import Battery, Device, Part, PartKind, StorageMedium
from kringspoor.use.rules.parts import demand_medium_proven
from kringspoor.use.rules.steps import category_of, data_state_of


@within_organisation
def remove_medium(
    medium: StorageMedium | None,
    device: Device,
    serial: str,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> StorageMedium:
    """Take a medium out of a device; one nobody listed before may have been used until now."""
    if medium is None:
        medium = StorageMedium.objects.create(device=device, serial=serial, last_used_at=at)
    if not StorageMedium.objects.filter(pk=medium.pk, device=device, is_removed=False).exists():
        raise Refused(_NOT_INSIDE, hint=_LOOK, code="not-inside")
    take_out(medium, organisation=organisation, actor=actor, at=at, reason=AS_PART)
    medium.refresh_from_db()
    return medium


@within_organisation
def remove_battery(
    battery: Battery | None,
    device: Device,
    serial: str,
    way: BatteryWay,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Battery:
    """Take a battery out of a device, to the shelf or the battery stream."""
    if battery is None:
        battery = Battery.objects.create(device=device, serial=serial)
    gone = (BatteryWay.BATTERY_STREAM, BatteryWay.PARTS_STOCK)
    inside = Battery.objects.filter(pk=battery.pk, device=device).exclude(goes_to__in=gone)
    if not inside.exists():
        raise Refused(_NOT_INSIDE, hint=_LOOK, code="not-inside")
    send_battery(battery, way, organisation=organisation, actor=actor, at=at)
    battery.refresh_from_db()
    return battery


@within_organisation
def goes_into(part: Part, receiver: Device, *, organisation: Organisation, at: datetime) -> None:
    """Let a medium or battery count from now on as one of the device it sits in.

    Raises Refused for a medium that is not proven erased since its last use.
    """
    if part.kind == PartKind.STORAGE:
        if part.medium is None:  # it was bought, and is new
            part.medium = StorageMedium.objects.create(device=receiver, serial=part.serial)
        else:
            demand_medium_proven(part.medium, MethodClass.CLEAR)
        left = part.medium.device_id
        StorageMedium.objects.filter(pk=part.medium.pk).update(
            device=receiver, is_removed=False, last_used_at=at
        )
        refresh_data_state(left, receiver.pk, organisation=organisation)
    if part.kind == PartKind.BATTERY:
        if part.battery is None:
            part.battery = Battery.objects.create(device=receiver, serial=part.serial)
        Battery.objects.filter(pk=part.battery.pk).update(device=receiver, goes_to="")
    part.save(update_fields=("medium", "battery"))


@within_organisation
def comes_out(part: Part, *, organisation: Organisation, actor: User | None, at: datetime) -> None:
    """Put it on the shelf again; a medium that was in a device must be proven erased anew."""
    if part.medium is not None:
        take_out(part.medium, organisation=organisation, actor=actor, at=at, reason=AS_PART)
    if part.battery is not None:
        send_battery(
            part.battery, BatteryWay.PARTS_STOCK, organisation=organisation, actor=actor, at=at
        )


@within_organisation
def stays_inside(part: Part, *, organisation: Organisation) -> None:
    """Let it sit in its donor as if it was never taken."""
    if part.medium is not None:
        StorageMedium.objects.filter(pk=part.medium.pk).update(
            device=part.donor_id, is_removed=False
        )
        refresh_data_state(part.donor_id, organisation=organisation)
    if part.battery is not None:
        Battery.objects.filter(pk=part.battery.pk).update(device=part.donor_id, goes_to="")


@within_organisation
def refresh_data_state(*numbers: int | None, organisation: Organisation) -> None:
    """Say again what is known of the data on devices of which a medium came or went."""
    for device in Device.objects.filter(pk__in=[each for each in numbers if each]):
        device.data_state = data_state_of(device, category_of(device)).value
        device.version_no += 1
        device.save(update_fields=("data_state", "version_no"))


AS_PART = "part"  # why the record says a medium was taken out
_NOT_INSIDE = Text(nl="dit zit niet meer in het toestel", en="this is no longer in the device")
_LOOK = Text(nl="kijk wat er nog in zit", en="look what is still inside")
