"""Judging a device that came back, and mending the register with two persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.states import State
from kringspoor.core.words import Text
from kringspoor.people.models import Membership, Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.actions.states import change_state, change_states
from kringspoor.use.models import Correction, Device, Screening

GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Judged:
    """How a device was found. Units: share."""

    grade: str
    tests: Mapping[str, bool] = field(default_factory=dict)
    battery_share: float | None = None
    is_worth_repairing: bool | None = None
    hold_until: date | None = None
    note: str = ""


@within_organisation
@transaction.atomic
def screen(
    device: Device,
    judged: Judged,
    *,
    organisation: Organisation,
    member: Membership,
    at: datetime,
    today: date,
) -> Device:
    """Record how a device was found, and bring it to the screened ones.

    A device that is screened already gets the new judgement in place of the old.
    """
    (found,) = screen_alike(
        [device], judged, organisation=organisation, member=member, at=at, today=today
    )
    return found


@within_organisation
@transaction.atomic
def screen_alike(
    devices: Sequence[Device],
    judged: Judged,
    *,
    organisation: Organisation,
    member: Membership,
    at: datetime,
    today: date,
) -> list[Device]:
    """Record devices that were found alike as one act: all of them, or none when one is refused."""
    if judged.grade not in GRADES:
        raise BadInput(_NO_GRADE.filled(grade=judged.grade or "?"), hint=_GRADES, code="no-grade")
    hold_chain(organisation=organisation)
    _record(devices, judged, member, at, today)
    Device.objects.filter(pk__in=[each.pk for each in devices]).update(
        grade=judged.grade, battery_share=judged.battery_share
    )
    arriving = []
    for each in devices:
        if each.state == State.SCREENED:
            each.grade, each.battery_share = judged.grade, judged.battery_share
        else:
            arriving.append(each)
    if not arriving:
        return list(devices)
    moved = change_states(
        arriving, State.SCREENED, organisation=organisation, actor=member.user, at=at, today=today
    )
    now = {each.pk: each for each in moved}
    return [now.get(each.pk, each) for each in devices]


def _record(
    devices: Sequence[Device], judged: Judged, member: Membership, at: datetime, today: date
) -> None:
    Screening.objects.bulk_create(
        Screening(
            device=each,
            screened_on=today,
            by=member.user,
            role=member.role,
            grade=judged.grade,
            battery_share=judged.battery_share,
            is_worth_repairing=judged.is_worth_repairing,
            hold_until=judged.hold_until,
            tests=dict(judged.tests),
            note=judged.note,
        )
        for each in devices
    )
    told: dict[str, Plain] = {
        "grade": judged.grade,
        "role": member.role,
        **{f"test:{name}": passed for name, passed in judged.tests.items()},
    }
    happenings = [Happening("device.screened", each.subject, told) for each in devices]
    write_down(happenings, organisation=member.organisation, actor=member.user, at=at)


@within_organisation
@transaction.atomic
def ask_correction(
    device: Device, reason: str, *, organisation: Organisation, actor: User, at: datetime
) -> Correction:
    """Ask to strike a device off that should not be on the register; a second person decides."""
    if not reason.strip():
        raise BadInput(_NO_REASON, hint=_SAY_WHAT, code="no-reason")
    hold_chain(organisation=organisation)
    if device.corrections.filter(ended_at__isnull=True).exists():
        raise Refused(_ASKED, hint=_CONFIRM, code="asked")
    asked = Correction.objects.create(
        device=device, reason=reason.strip(), asked_by=actor, asked_at=at
    )
    happening = Happening("correction.asked", device.subject, {"reason": asked.reason})
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return asked


@within_organisation
@transaction.atomic
def confirm_correction(
    device: Device, *, organisation: Organisation, actor: User, at: datetime, today: date
) -> Device:
    """Agree with the one who asked, and strike the device off. Refused to that same person."""
    hold_chain(organisation=organisation)
    device.corrections.filter(ended_at__isnull=True).update(confirmed_by=actor)
    return change_state(
        device, State.WRITTEN_OFF, organisation=organisation, actor=actor, at=at, today=today
    )


@within_organisation
@transaction.atomic
def withdraw_correction(
    device: Device, *, organisation: Organisation, actor: User, at: datetime
) -> None:
    """Leave the register as it is: what was asked is withdrawn."""
    hold_chain(organisation=organisation)
    if device.corrections.filter(ended_at__isnull=True).update(ended_at=at):
        happening = Happening("correction.withdrawn", device.subject, {})
        write_down((happening,), organisation=organisation, actor=actor, at=at)


_NO_GRADE = Text(nl="graad '{grade}' is niet bekend", en="grade '{grade}' is not known")
_GRADES = Text(nl="kies A, B, C of D", en="choose A, B, C or D")
_NO_REASON = Text(nl="de reden ontbreekt", en="the reason is missing")
_SAY_WHAT = Text(nl="zeg wat er fout is in het register", en="say what is wrong in the register")
_ASKED = Text(
    nl="er is al gevraagd om dit toestel te schrappen",
    en="somebody asked already to strike this device off",
)
_CONFIRM = Text(nl="laat iemand anders dat bevestigen", en="let somebody else confirm that")
