"""How a change inside a device is written: its event, and what is then known of its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.models import Device
from kringspoor.use.rules.steps import category_of, data_state_of

_WRITTEN = ("are_media_listed", "are_batteries_listed", "data_state", "version_no")


@within_organisation
def hold_device(device: Device, *, organisation: Organisation) -> Device:
    """The device as it is now, held until the end of the transaction."""
    hold_chain(organisation=organisation)
    return Device.objects.select_for_update(of=("self",)).get(pk=device.pk)


@within_organisation
def write_inside(
    held: Device,
    kind: str,
    told: Mapping[str, Plain],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Device:
    """Write down what changed inside a device that is held, and keep what it means for its data."""
    happening = _happening(held, kind, told)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return _saved(held)


@within_organisation
def judge_data_anew(held: Device, *, organisation: Organisation) -> Device:
    """Keep what is known of the data on a device, once a medium is no longer in it."""
    held.data_state = data_state_of(held, category_of(held)).value
    held.save(update_fields=("data_state",))
    return held


@within_organisation
def write_inside_many(
    told: Sequence[tuple[int, Mapping[str, Plain]]],
    kind: str,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> None:
    """Write down as one act what changed inside the devices of these numbers. Needs the chain."""
    held = _held(number for number, _told in told)
    happenings = [_happening(held[number], kind, each) for number, each in told]
    write_down(happenings, organisation=organisation, actor=actor, at=at)
    for each in held.values():
        _saved(each)


def _held(numbers: Iterable[int]) -> dict[int, Device]:
    devices = Device.objects.select_for_update(of=("self",)).filter(pk__in=set(numbers))
    return {each.pk: each for each in devices.prefetch_related("media__certificates")}


def _happening(held: Device, kind: str, told: Mapping[str, Plain]) -> Happening:
    return Happening(kind, held.subject, {**told, "version_no": held.version_no + 1})


def _saved(held: Device) -> Device:
    held.version_no += 1
    held.data_state = data_state_of(held, category_of(held)).value
    held.save(update_fields=_WRITTEN)
    return held
