"""Questions about contracts and what falls under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kringspoor.people.models import Organisation, Partner
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device
from kringspoor.use.models.contracts import Contract
from kringspoor.use.rules.contracts import SOON_DAYS

SORTS: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference",),
    "kind": ("kind", "reference"),
    "supplier": ("supplier__name", "reference"),
    "starts": ("starts_on", "reference"),
    "ends": ("ends_on", "reference"),
    "devices": ("devices_count", "reference"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of contracts is asked for; every part of it stands in its address."""

    words: str = ""
    kind: str = ""
    standing: str = ""  # running, soon or over
    sort: str = "ends"
    is_descending: bool = False


@within_organisation
def contracts(asked: Asked, *, organisation: Organisation, today: date) -> QuerySet[Contract]:
    """The contracts asked for, in a total order; those without an end come last."""
    found = Contract.objects.select_related("supplier").annotate(devices_count=Count("devices"))
    for word in asked.words.split():
        found = found.filter(
            Q(reference__icontains=word) | Q(supplier__name__icontains=word)
            | Q(note__icontains=word)
        )  # fmt: skip
    if asked.kind:
        found = found.filter(kind=asked.kind)
    soon = today + timedelta(days=SOON_DAYS)
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    standing = {
        "running": running, "soon": Q(ends_on__range=(today, soon)), "over": Q(ends_on__lt=today),
    }  # fmt: skip
    found = found.filter(standing.get(asked.standing, Q()))
    fields = SORTS.get(asked.sort, SORTS["ends"])
    return found.order_by(*(_ordered(each, asked.is_descending) for each in fields), "id")


def _ordered(field: str, is_descending: bool) -> Any:
    place = F(field)
    return place.desc(nulls_last=True) if is_descending else place.asc(nulls_last=True)


@within_organisation
def contract(number: int, *, organisation: Organisation) -> Contract | None:
    """One contract; nothing when it is not of this organisation."""
    found = Contract.objects.select_related("supplier").annotate(devices_count=Count("devices"))
    return found.filter(pk=number).first()


@within_organisation
def devices_under(contract: Contract, *, organisation: Organisation) -> QuerySet[Device]:
    """The devices that fall under a contract, by tag."""
    found = Device.objects.filter(contract=contract).select_related("unit", "site")
    return found.order_by("tag", "serial", "id")


@within_organisation
def suppliers(*, organisation: Organisation) -> Sequence[Partner]:
    """Every partner that may be the other side of a contract."""
    return list(Partner.objects.all())
