"""What is recorded of media and batteries: that they are there, taken out, or apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.guards.facts import BatteryWay
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.chain import Plain
from kringspoor.use.actions.inside import hold_device, judge_data_anew, write_inside
from kringspoor.use.models import Battery, Device, StorageMedium

MEDIA = "device.media"


@dataclass(frozen=True, slots=True)
class Found:
    """A medium or battery somebody saw in a device. Units: GB, share."""

    serial: str
    kind: str = ""
    size_gb: float | None = None
    capacity_share: float | None = None


@within_organisation
@transaction.atomic
def list_media(
    device: Device,
    found: Sequence[Found],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Device:
    """Record every storage medium somebody saw in a device; none is an answer too.

    Raises Refused when one on record was not seen: it is taken out by its own act, or it is lost.
    """
    held = hold_device(device, organisation=organisation)
    inside = list(held.media.filter(is_removed=False))
    known = {each.serial for each in inside}
    # What is found beside a disk that was used was used as long as that disk.
    used_at = max((each.last_used_at for each in inside if each.last_used_at), default=None)
    if missing := sorted(known - {each.serial for each in found}):
        raise Refused(
            _NOT_SEEN.filled(serials=", ".join(missing)), hint=_TAKE_OUT, code="medium-not-seen"
        )
    fresh = [each for each in found if each.serial not in known]
    StorageMedium.objects.bulk_create(
        StorageMedium(
            device=held,
            serial=each.serial,
            kind=each.kind,
            size_gb=each.size_gb,
            last_used_at=used_at,
        )
        for each in fresh
    )
    held.are_media_listed = True
    told = {"media": ", ".join(each.serial or "?" for each in found)}
    return write_inside(held, MEDIA, told, organisation=organisation, actor=actor, at=at)


@within_organisation
@transaction.atomic
def take_out(
    medium: StorageMedium,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    reason: str,
) -> Device:
    """Record that a medium was taken out: from now it is followed on its own. Needs a reason."""
    if not reason.strip():
        raise BadInput(_NO_REASON, hint=_SAY_WHERE, code="no-reason")
    held = hold_device(medium.device, organisation=organisation)
    told: dict[str, Plain] = {
        "removed": medium.pk, "serial": medium.serial, "reason": reason,
    }  # fmt: skip
    # The event comes first: the database lets no medium go without one.
    write_inside(held, MEDIA, told, organisation=organisation, actor=actor, at=at)
    held.media.filter(pk=medium.pk).update(is_removed=True)
    return judge_data_anew(held, organisation=organisation)


@within_organisation
@transaction.atomic
def say_last_use(
    device: Device,
    used_at: datetime,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Device:
    """Record until when a device was used, where the record began later. Never moved back."""
    if used_at > at:
        raise BadInput(_FUTURE, hint=_MEND, code="future")
    held = hold_device(device, organisation=organisation)
    known = [each.last_used_at for each in held.media.all() if each.last_used_at]
    if known and max(known) > used_at:
        raise Refused(_EARLIER, hint=_MEND, code="earlier-last-use")
    held.media.filter(is_removed=False).update(last_used_at=used_at)
    return write_inside(
        held,
        MEDIA,
        {"last_used_at": used_at.isoformat()},
        organisation=organisation,
        actor=actor,
        at=at,
    )


@within_organisation
@transaction.atomic
def list_batteries(
    device: Device,
    found: Sequence[Found],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Device:
    """Record every battery in a device, in place of what was on record."""
    held = hold_device(device, organisation=organisation)
    ways: Mapping[str, str] = {each.serial: each.goes_to for each in held.batteries.all()}
    held.batteries.all().delete()
    Battery.objects.bulk_create(
        Battery(
            device=held, serial=each.serial, capacity_share=each.capacity_share,
            goes_to=ways.get(each.serial, ""),
        )
        for each in found
    )  # fmt: skip
    held.are_batteries_listed = True
    told = {"batteries": ", ".join(each.serial or "?" for each in found)}
    return write_inside(
        held, "device.batteries", told, organisation=organisation, actor=actor, at=at
    )


@within_organisation
@transaction.atomic
def send_battery(
    battery: Battery,
    way: BatteryWay,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Device:
    """Record where a battery goes when its device does not stay whole."""
    held = hold_device(battery.device, organisation=organisation)
    held.batteries.filter(pk=battery.pk).update(goes_to=way.value)
    told: dict[str, Plain] = {"battery": str(battery), "goes_to": way.value}
    return write_inside(
        held, "device.batteries", told, organisation=organisation, actor=actor, at=at
    )


_NOT_SEEN = Text(
    nl="deze opslagmedia staan geregistreerd en ontbreken in uw lijst: {serials}",
    en="these storage media are on record and not in your list: {serials}",
)
_TAKE_OUT = Text(
    nl="registreer dat u het medium eruit haalde, of vul het aan",
    en="record that you took the medium out, or add it",
)
_NO_REASON = Text(nl="de reden ontbreekt", en="the reason is missing")
_SAY_WHERE = Text(nl="zeg waar het medium heen gaat", en="say where the medium goes")
_FUTURE = Text(nl="dit moment moet nog komen", en="this moment is still to come")
_MEND = Text(nl="verbeter de datum", en="mend the date")
_EARLIER = Text(
    nl="er staat al een later laatste gebruik", en="a later last use is on record already"
)
