"""Quantities of like things: adding a lot, and counting it anew with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.models import Lot
from kringspoor.use.rules.changes import as_written


@within_organisation
@transaction.atomic
def add_lot(
    fields: Mapping[str, Any], *, organisation: Organisation, actor: User, at: datetime
) -> Lot:
    """Take a quantity of like things into the inventory by hand."""
    lot = Lot.objects.create(organisation=organisation, **fields)
    known = {name: ("", value) for name, value in fields.items() if value not in ("", None)}
    payload = {name: new for name, (_, new) in as_written(known).items()}
    happening = Happening("lot.added", f"lot:{lot.pk}", payload)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return lot


@within_organisation
@transaction.atomic
def count_lot(
    number: int,
    quantity_count: int,
    reason: str,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    seen_count: int,
) -> Lot:
    """Give a lot another count, and say why. Zero is a lot that is used up; it stays on record.

    Raises Refused when somebody else counted it since ``seen_count`` was shown.
    """
    hold_chain(organisation=organisation)
    lot = Lot.objects.get(pk=number)
    if lot.quantity_count != seen_count:
        raise Refused(_MEANWHILE.filled(count=lot.quantity_count), hint=_AGAIN, code="other-count")
    if quantity_count == seen_count:
        return lot
    counts: list[Plain] = [lot.quantity_count, quantity_count]
    payload: dict[str, Plain] = {"quantity_count": counts, "reason": reason}
    lot.quantity_count = quantity_count
    lot.save(update_fields=("quantity_count",))
    happening = Happening("lot.counted", f"lot:{lot.pk}", payload)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return lot


_MEANWHILE = Text(
    nl="een collega telde intussen: het zijn er {count}",
    en="a colleague counted meanwhile: there are {count}",
)
_AGAIN = Text(nl="kijk na en geef het aantal opnieuw", en="check, and give the count again")
