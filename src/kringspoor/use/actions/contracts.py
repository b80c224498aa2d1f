"""Contracts: kept, removed while nothing hangs on them, and the devices that fall under them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.models import Device
from kringspoor.use.models.contracts import Contract


@within_organisation
@transaction.atomic
def keep_contract(
    contract: Contract | None,
    fields: Mapping[str, Any],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> Contract:
    """Add a contract, or change one. Raises Refused for a reference that is in use."""
    hold_chain(organisation=organisation)
    kept = contract or Contract(organisation=organisation)
    changed = {
        name: [_plain(getattr(kept, name)), _plain(value)]
        for name, value in fields.items()
        if getattr(kept, name) != value
    }
    for name, value in fields.items():
        setattr(kept, name, value)
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise Refused(_TAKEN.filled(name=kept.reference), hint=_OTHER, code="taken") from error
    if changed:
        kind = "contract.added" if contract is None else "contract.changed"
        happening = Happening(kind, f"contract:{kept.pk}", changed)
        write_down((happening,), organisation=organisation, actor=actor, at=at)
    return kept


@within_organisation
@transaction.atomic
def remove_contract(
    contract: Contract, *, organisation: Organisation, actor: User, at: datetime
) -> None:
    """Remove a contract written down by mistake. Raises Refused when devices hang on it."""
    hold_chain(organisation=organisation)
    if contract.devices.exists():
        raise Refused(_HOLDS, hint=_TAKE_OFF, code="holds-devices")
    told: dict[str, Plain] = {"reference": contract.reference}
    happening = Happening("contract.removed", f"contract:{contract.pk}", told)
    contract.delete()
    write_down((happening,), organisation=organisation, actor=actor, at=at)


@within_organisation
@transaction.atomic
def put_under(
    contract: Contract | None,
    numbers: Collection[int],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> int:
    """Say under which contract devices fall, or that they fall under none; how many changed."""
    hold_chain(organisation=organisation)
    happenings = []
    for device in Device.objects.select_related("contract").filter(pk__in=numbers):
        if device.contract != contract:
            told: dict[str, Plain] = {"contract": [_plain(device.contract), _plain(contract)]}
            happenings.append(Happening("device.contract", device.subject, told))
            device.contract, device.version_no = contract, device.version_no + 1
            device.save(update_fields=("contract", "version_no"))
    if happenings:
        write_down(happenings, organisation=organisation, actor=actor, at=at)
    return len(happenings)


def _plain(value: Any) -> Plain:
    """A value as the record spells it: a partner or a contract by its name."""
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


_TAKEN = Text(
    nl="er is al een contract met kenmerk {name}", en="there is a contract {name} already"
)
_OTHER = Text(nl="geef een ander kenmerk", en="give another reference")
_HOLDS = Text(nl="onder dit contract vallen toestellen", en="devices fall under this contract")
_TAKE_OFF = Text(nl="haal die er eerst af", en="take those off first")
