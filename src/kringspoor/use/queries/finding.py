"""What one field at the top of the page finds: devices, models, orders, lots and lists.

A tag or serial is found by how it begins, which an index answers; only when nothing begins so, it
is sought within. All else is few beside devices: its names are kept until something changes, and
sought in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Upper

from kringspoor.people.models import Organisation, Partner
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Batch
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.models import Device, Lot
from kringspoor.use.queries.lots import SEARCHED
from kringspoor.use.queries.register import register_of

MOST = 10
FEWEST_LETTERS = 3  # that are sought within tags and serials


@dataclass(frozen=True, slots=True)
class Names:
    """What has a name beside devices: models and orders with how many devices, most first."""

    models: Sequence[tuple[str, str, int]]
    orders: Sequence[tuple[str, int]]
    lots: Sequence[tuple[Lot, str]]  # with all that it is sought by
    lists: Sequence[tuple[int, str]]
    partners: Sequence[tuple[int, str]]


@within_organisation
def devices_called(words: str, *, organisation: Organisation) -> list[Device]:
    """The devices whose tag or serial begins so, else those in which it stands; one too many."""
    key = words.strip().upper()
    if not key:
        return []
    found = [*_beginning("tag", key), *_beginning("serial", key)]
    if not found and len(key) >= FEWEST_LETTERS:
        return _within(key, organisation)
    return list({each.pk: each for each in found}.values())[: MOST + 1]


def _beginning(column: str, key: str) -> QuerySet[Device]:
    named = Device.objects.select_related("unit").exclude(**{column: ""})
    return named.annotate(key=Upper(column)).filter(key__startswith=key).order_by("key")[: MOST + 1]


def _within(key: str, organisation: Organisation) -> list[Device]:
    numbers = register_of(organisation=organisation).named_within(key, MOST + 1)
    return list(Device.objects.select_related("unit").filter(pk__among=numbers).order_by("pk"))


@within_organisation
def names_of(*, organisation: Organisation) -> Names:
    """The names there are, asked anew only after something changed."""
    return remembered("names", None, _names, organisation=organisation)


def _names() -> Names:
    models = Device.objects.order_by().values_list("make", "model").annotate(found=Count("id"))
    orders = Device.objects.order_by().exclude(order_no="").values_list("order_no")
    lots = (
        (each, "\n".join(getattr(each, name) for name in SEARCHED)) for each in Lot.objects.all()
    )
    return Names(
        models=sorted(models, key=lambda each: -each[2]),
        orders=sorted(orders.annotate(found=Count("id")), key=lambda each: -each[1]),
        lots=[(each, text.upper()) for each, text in lots],
        lists=list(Batch.objects.filter(kind="import").values_list("pk", "name")),
        partners=list(Partner.objects.values_list("pk", "name")),
    )
