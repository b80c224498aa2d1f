"""What one field at the top of the page finds: devices, models, orders, lots and lists.

A tag or serial is found by how it begins, which an index answers; only when nothing begins so, it
is sought within. Models and orders are few beside devices: their names are kept until something
changes, and sought in memory.
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
from kringspoor.use.models import Device
from kringspoor.use.queries.register import register_of

MOST = 10
FEWEST_LETTERS = 3  # that are sought within tags and serials


@dataclass(frozen=True, slots=True)
class Names:
    """Every model and every order, each with how many devices have it, most first."""

    models: Sequence[tuple[str, str, int]]
    orders: Sequence[tuple[str, int]]


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
    return list(Device.objects.select_related("unit").filter(pk__in=numbers).order_by("pk"))


@within_organisation
def names_of(*, organisation: Organisation) -> Names:
    """The models and orders there are, asked anew only after something changed."""
    return remembered("names", None, _names, organisation=organisation)


def _names() -> Names:
    models = Device.objects.order_by().values_list("make", "model").annotate(found=Count("id"))
    orders = Device.objects.order_by().exclude(order_no="").values_list("order_no")
    return Names(
        models=sorted(models, key=lambda each: -each[2]),
        orders=sorted(orders.annotate(found=Count("id")), key=lambda each: -each[1]),
    )


@within_organisation
def lists_called(words: str, *, organisation: Organisation) -> list[Batch]:
    """The lists that were taken in under such a name."""
    found = Batch.objects.filter(kind="import", name__icontains=words.strip())
    return list(found.defer("looked", "problems")[:MOST])


@within_organisation
def partners_called(words: str, *, organisation: Organisation) -> list[Partner]:
    """The partners of such a name."""
    return list(Partner.objects.filter(name__icontains=words.strip())[:MOST])
