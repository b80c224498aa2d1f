"""Asking for devices by letter: to a pseudonym or a unit, never to a name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, Unit, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.models import Assignment, Device, RecallLetter

REASONS = ("dormant", "leaver")


@within_organisation
@transaction.atomic
def write_letters(
    numbers: Collection[int],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    reason: str,
    language: str,
    hand_in_on: date,
) -> list[RecallLetter]:
    """Write one letter to each holder, or to each unit for what nobody holds; all in one link.

    A device that was asked for by that day already is left out, so that a second press writes
    nothing. Raises Refused when that leaves none.
    """
    assert reason in REASONS, reason
    hold_chain(organisation=organisation)
    open_letters = RecallLetter.objects.filter(withdrawn_at__isnull=True, hand_in_on=hand_in_on)
    asked = set(open_letters.values_list("devices", flat=True))
    devices = Device.objects.filter(pk__in=set(numbers) - asked).select_related("unit")
    groups = _grouped(list(devices.order_by("tag", "pk")))
    if not groups:
        raise Refused(_NOTHING, hint=_OTHER_DAY, code="asked-already")
    written, happenings = [], []
    for (holder, unit), some in groups.items():
        letter = RecallLetter.objects.create(
            organisation=organisation, reason=reason, holder=holder, unit=unit, language=language,
            hand_in_on=hand_in_on, written_at=at, written_by=actor,
        )  # fmt: skip
        letter.devices.set(some)
        written.append(letter)
        happenings += _told(letter, some)
    write_down(happenings, organisation=organisation, actor=actor, at=at)
    return written


def _grouped(devices: list[Device]) -> dict[tuple[str, Unit | None], list[Device]]:
    held = Assignment.objects.filter(device__in=devices, to_on__isnull=True)
    holders = dict(held.values_list("device", "holder"))
    groups: dict[tuple[str, Unit | None], list[Device]] = {}
    for device in devices:
        holder = holders.get(device.pk, "")
        groups.setdefault((holder, None if holder else device.unit), []).append(device)
    return groups


def _told(letter: RecallLetter, devices: list[Device]) -> list[Happening]:
    """What is written down: not to whom, for that must be able to be forgotten."""
    day = letter.hand_in_on.isoformat()
    about: dict[str, Plain] = {"reason": letter.reason, "devices": len(devices), "hand_in_on": day}
    asked: dict[str, Plain] = {"letter": letter.pk, "hand_in_on": day}
    return [
        Happening("letter.written", letter.subject, about),
        *(Happening("device.recalled", each.subject, asked) for each in devices),
    ]


@within_organisation
@transaction.atomic
def withdraw_letter(
    letter: RecallLetter, *, organisation: Organisation, actor: User, at: datetime
) -> None:
    """Take a letter back, once; its devices can be asked for again."""
    hold_chain(organisation=organisation)
    still = RecallLetter.objects.filter(pk=letter.pk, withdrawn_at__isnull=True)
    if still.update(withdrawn_at=at):
        happening = Happening("letter.withdrawn", letter.subject, {})
        write_down((happening,), organisation=organisation, actor=actor, at=at)


_NOTHING = Text(
    nl="deze toestellen werden tegen die dag al gevraagd, of er is geen gekozen",
    en="these devices were asked for by that day already, or none was chosen",
)
_OTHER_DAY = Text(nl="kies toestellen, of een andere dag", en="choose devices, or another day")
