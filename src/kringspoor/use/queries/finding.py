"""What one field at the top of the page finds: devices, models, orders, lots and lists.

The register says in which tags and serials the words stand; of too many, an index tells those that
begin so. All else is few beside devices: its names are kept until something changes, and sought in
memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
_NAMES = ("tag", "serial")
FEWEST_LETTERS = 3  # that are sought within tags and serials


@dataclass(frozen=True, slots=True)
class Names:
    """What has a name beside devices, each with what it is sought by, in upper case.

    Models and orders stand with how many devices have them, most first; lists and partners with
    their number.
    """

    models: Sequence[tuple[str, str, int]]
    orders: Sequence[tuple[str, str, int]]
    lots: Sequence[tuple[str, Lot]]
    lists: Sequence[tuple[str, str, int]]
    partners: Sequence[tuple[str, str, int]]


@within_organisation
def devices_called(words: str, *, organisation: Organisation) -> list[Device]:
    """The devices whose tag or serial begins so, else those in which it stands; one too many."""
    key = words.strip().upper()
    if not key:
        return []
    numbers = register_of(organisation=organisation).named_within(key, MOST + 1)
    if len(numbers) > MOST:
        beginning = {each.pk: each for name in _NAMES for each in _beginning(name, key)}
        if beginning:
            return list(beginning.values())[: MOST + 1]
    every = Device.objects.select_related("unit").filter(pk__among=numbers).order_by("pk")
    found = list(every) if numbers else []
    beginning = {each.pk: each for name in _NAMES for each in _beginning_among(found, name, key)}
    return list(beginning.values()) if beginning or len(key) < FEWEST_LETTERS else found


def _beginning(column: str, key: str) -> QuerySet[Device]:
    named = Device.objects.select_related("unit").exclude(**{column: ""})
    return named.annotate(key=Upper(column)).filter(key__startswith=key).order_by("key")[: MOST + 1]


def _beginning_among(found: Iterable[Device], column: str, key: str) -> list[Device]:
    named = sorted(((str(getattr(each, column)).upper(), each.pk), each) for each in found)
    return [each for (name, _), each in named if name.startswith(key)]


@within_organisation
def names_of(*, organisation: Organisation) -> Names:
    """The names there are, asked anew only after something changed."""
    return remembered("names", None, _names, organisation=organisation)


def _names() -> Names:
    devices, imports = Device.objects.order_by(), Batch.objects.filter(kind="import")
    models = devices.values_list("make", "model").annotate(found=Count("id"))
    orders = devices.exclude(order_no="").values_list("order_no").annotate(found=Count("id"))
    lots = (
        ("\n".join(getattr(each, name) for name in SEARCHED), each) for each in Lot.objects.all()
    )
    return Names(
        models=_sought((f"{make} {model}".strip(), count) for make, model, count in _most(models)),
        orders=_sought(_most(orders)),
        lots=[(text.upper(), each) for text, each in lots],
        lists=_sought(imports.values_list("name", "pk")),
        partners=_sought(Partner.objects.values_list("name", "pk")),
    )


def _sought(named: Iterable[tuple[str, int]]) -> list[tuple[str, str, int]]:
    return [(name.upper(), name, number) for name, number in named]


def _most(counted: Iterable[Any]) -> list[Any]:
    return sorted(counted, key=lambda each: -each[-1])
