"""What is recorded of media and batteries: that they are there, erased, taken out, or apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.guards.facts import BatteryWay, MethodClass
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.record.models import Evidence
from kringspoor.use.models import Battery, Device, ErasureCertificate, StorageMedium
from kringspoor.use.rules.steps import category_of, data_state_of

MEDIA = "device.media"


@dataclass(frozen=True, slots=True)
class Found:
    """A medium or battery somebody saw in a device. Units: GB, share."""

    serial: str
    kind: str = ""
    size_gb: float | None = None
    capacity_share: float | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """What a certificate says of one medium."""

    medium_serial: str
    method_class: MethodClass
    tool: str
    has_passed: bool
    finished_at: datetime
    operator: str
    tool_version: str = ""
    verifier: str = ""


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
    held = _held(device, organisation)
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
    return _written(held, MEDIA, told, organisation, actor, at)


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
    held = _held(medium.device, organisation)
    told: dict[str, Plain] = {
        "removed": medium.pk, "serial": medium.serial, "reason": reason,
    }  # fmt: skip
    happening = _happening(held, MEDIA, told)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    held.media.filter(pk=medium.pk).update(is_removed=True)
    return _saved(held)


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
    held = _held(device, organisation)
    known = [each.last_used_at for each in held.media.all() if each.last_used_at]
    if known and max(known) > used_at:
        raise Refused(_EARLIER, hint=_MEND, code="earlier-last-use")
    held.media.filter(is_removed=False).update(last_used_at=used_at)
    return _written(held, MEDIA, {"last_used_at": used_at.isoformat()}, organisation, actor, at)


@within_organisation
@transaction.atomic
def add_certificate(
    medium: StorageMedium,
    erased: Erased,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    evidence: Evidence,
) -> ErasureCertificate:
    """Keep the proof that a medium was erased. It is never changed; a better one is added.

    Raises BadInput for a certificate of another serial, of tomorrow, or checked by its operator.
    """
    (certificate,) = add_certificates(
        [(medium, erased)], organisation=organisation, actor=actor, at=at, evidence=evidence
    )
    return certificate


@within_organisation
@transaction.atomic
def add_certificates(
    erasures: Sequence[tuple[StorageMedium, Erased]],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    evidence: Evidence,
) -> list[ErasureCertificate]:
    """Keep as one act what one report proves of many media: all of it, or nothing.

    Raises BadInput as :func:`add_certificate` does, for the first that is wrong.
    """
    for medium, erased in erasures:
        _demand_sense(medium, erased, at)
    if not erasures:
        return []
    hold_chain(organisation=organisation)
    made = ErasureCertificate.objects.bulk_create(
        ErasureCertificate(
            medium=medium,
            medium_serial=erased.medium_serial,
            method_class=erased.method_class.value,
            tool=erased.tool,
            tool_version=erased.tool_version,
            has_passed=erased.has_passed,
            operator=erased.operator,
            verifier=erased.verifier,
            finished_at=erased.finished_at,
            evidence=evidence,
            added_at=at,
        )
        for medium, erased in erasures
    )
    numbers = {medium.device_id for medium, _ in erasures}
    devices = Device.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    held = {each.pk: each for each in devices.prefetch_related("media__certificates")}
    happenings = [
        _happening(held[medium.device_id], "medium.erased", _erasure_told(erased, evidence))
        for medium, erased in erasures
    ]
    write_down(happenings, organisation=organisation, actor=actor, at=at)
    for each in held.values():
        _saved(each)
    return made


def _erasure_told(erased: Erased, evidence: Evidence) -> dict[str, Plain]:
    return {
        "serial": erased.medium_serial,
        "method": erased.method_class.value,
        "has_passed": erased.has_passed,
        "finished_at": erased.finished_at.isoformat(),
        "tool": erased.tool,
        "evidence": evidence.sha256,
    }


def _demand_sense(medium: StorageMedium, erased: Erased, at: datetime) -> None:
    if not medium.serial or medium.serial != erased.medium_serial:
        raise BadInput(
            _OTHER_SERIAL.filled(on=erased.medium_serial, medium=medium.serial or "?"),
            hint=_COMPARE,
            code="other-serial",
        )
    if erased.finished_at > at:
        raise BadInput(_FUTURE, hint=_MEND, code="future")
    if erased.verifier and erased.verifier == erased.operator:
        raise BadInput(_SAME_PERSON, hint=_SECOND, code="same-person")


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
    held = _held(device, organisation)
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
    return _written(held, "device.batteries", told, organisation, actor, at)


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
    held = _held(battery.device, organisation)
    held.batteries.filter(pk=battery.pk).update(goes_to=way.value)
    told: dict[str, Plain] = {"battery": str(battery), "goes_to": way.value}
    return _written(held, "device.batteries", told, organisation, actor, at)


def _held(device: Device, organisation: Organisation) -> Device:
    hold_chain(organisation=organisation)
    return Device.objects.select_for_update(of=("self",)).get(pk=device.pk)


def _happening(held: Device, kind: str, told: Mapping[str, Plain]) -> Happening:
    return Happening(kind, held.subject, {**told, "version_no": held.version_no + 1})


def _written(
    held: Device,
    kind: str,
    told: Mapping[str, Plain],
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Device:
    happening = _happening(held, kind, told)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return _saved(held)


def _saved(held: Device) -> Device:
    held.version_no += 1
    held.data_state = data_state_of(held, category_of(held)).value
    held.save(update_fields=_WRITTEN)
    return held


_WRITTEN = ("are_media_listed", "are_batteries_listed", "data_state", "version_no")
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
_OTHER_SERIAL = Text(
    nl="het certificaat is van {on}, het medium is {medium}",
    en="the certificate is of {on}, the medium is {medium}",
)
_COMPARE = Text(
    nl="vergelijk het serienummer op het medium met dat op het certificaat",
    en="compare the serial on the medium with that on the certificate",
)
_SAME_PERSON = Text(
    nl="wie wist, kijkt niet zelf na", en="whoever erases does not verify it themselves"
)
_SECOND = Text(nl="laat iemand anders nakijken", en="let somebody else verify")
