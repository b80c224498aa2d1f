"""Labels nobody knew get their device, or are set aside; new numbers are handed out once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Upper

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.use.actions.devices import add_device
from kringspoor.use.models import Device, Sighting
from kringspoor.use.models.counting_facts import devices_called
from kringspoor.use.rules.connections import demand_kept_here

PRINTED = "labels.printed"
TAG_CHARACTERS = 100


@within_organisation
@transaction.atomic
def register_device(
    tag: str,
    fields: Mapping[str, Any],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    today: date,
    state: str,
) -> Device:
    """Enter a device that stood somewhere with a label nobody knew; what was seen becomes its own.

    Raises Refused when the label or the serial number is that of another device.
    """
    hold_chain(organisation=organisation)
    _demand_short(tag)
    _demand_new(tag)
    serial = str(fields.get("serial") or "")
    _demand_new(serial)
    device = add_device(
        {**fields, "tag": tag, "last_seen_on": today}, organisation=organisation, actor=actor,
        at=at, state=state,
    )  # fmt: skip
    _sightings(tag).update(device=device, is_set_aside=False)
    return device


@within_organisation
@transaction.atomic
def match_label(
    tag: str,
    device: Device,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    is_its_label: bool,
) -> Device:
    """Say that a label nobody knew is on this device; from now on it may be its own label.

    Raises Refused when another tool keeps the label of this device.
    """
    hold_chain(organisation=organisation)
    device = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if is_its_label and device.tag != tag:
        _demand_short(tag)
        _demand_new(tag)
        demand_kept_here([(device, {"tag": tag})])
        told: dict[str, Any] = {"tag": [device.tag, tag]}
        device.tag, device.version_no = tag, device.version_no + 1
        device.save(update_fields=("tag", "version_no"))
        _write(Happening("device.edited", device.subject, told), organisation, actor, at)
    _sightings(tag).update(device=device, is_set_aside=False)
    return device


@within_organisation
@transaction.atomic
def set_aside(tag: str, *, organisation: Organisation, is_aside: bool) -> None:
    """Say that a label is of nothing of ours, or that it may be after all."""
    _sightings(tag).update(is_set_aside=is_aside)


@within_organisation
@transaction.atomic
def hand_out_numbers(
    prefix: str, tags: list[str], *, organisation: Organisation, actor: User, at: datetime
) -> None:
    """Write down that labels with these new numbers were printed, so that none is printed twice."""
    told: dict[str, Any] = {"prefix": prefix, "first": tags[0], "last": tags[-1]}
    told["count"] = len(tags)
    subject = f"labels:{organisation.pk}"
    _write(Happening(PRINTED, subject, told), organisation, actor, at)


def _sightings(tag: str) -> QuerySet[Sighting]:
    same = Sighting.objects.filter(device__isnull=True).alias(name=Upper("tag"))
    return same.filter(name=Upper(Value(tag, output_field=CharField())))


def _demand_short(tag: str) -> None:
    if len(tag) > TAG_CHARACTERS:
        raise Refused(_TOO_LONG, hint=_ANOTHER, code="label-too-long")


def _demand_new(name: str) -> None:
    taken = devices_called((name,)) if name else {}
    if taken:
        (other,) = taken.values()
        raise Refused(
            _TAKEN.filled(name=name, other=str(other)), hint=_MATCH, code="label-taken"
        )  # fmt: skip


def _write(
    happening: Happening, organisation: Organisation, actor: User, at: datetime
) -> None:  # fmt: skip
    write_down((happening,), organisation=organisation, actor=actor, at=at)


_TAKEN = Text(nl="{name} staat al op toestel {other}", en="{name} is on device {other} already")
_MATCH = Text(
    nl="zeg dat het dat toestel is, of geef een ander nummer",
    en="say that it is that device, or give another number",
)
_TOO_LONG = Text(
    nl="dit is te lang voor een inventarisnummer", en="this is too long for an asset tag"
)
_ANOTHER = Text(nl="geef het toestel een ander etiket", en="give the device another label")
