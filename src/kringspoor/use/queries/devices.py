"""Questions to the inventory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device

SORTS: Mapping[str, tuple[str, ...]] = {
    "tag": ("tag", "serial", "id"),
    "model": ("make", "model", "tag", "id"),
    "category": ("category", "tag", "id"),
    "purchased": ("purchased_on", "tag", "id"),
    "state": ("state", "tag", "id"),
    "unit": ("unit__name", "tag", "id"),
}
FACETS: Mapping[str, str] = {
    "state": "state",
    "category": "category",
    "make": "make",
    "unit": "unit__name",
}
_SEARCHED = ("tag", "serial", "make", "model", "order_no")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for; every part of it stands in its address."""

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = "tag"
    is_descending: bool = False


@within_organisation
def devices(asked: Asked, *, organisation: Organisation) -> QuerySet[Device]:
    """The devices asked for, always in a total order. A sort nobody knows is that by tag."""
    found = Device.objects.select_related("unit", "site")
    for word in asked.words.split():
        anywhere = Q()
        for name in _SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        found = found.filter(anywhere)
    for name, value in asked.filters.items():
        if name in FACETS and value:
            found = found.filter(**{FACETS[name]: value})
    names = SORTS.get(asked.sort, SORTS["tag"])
    if asked.is_descending:
        return found.order_by(*(F(name).desc(nulls_last=True) for name in names))
    return found.order_by(*(F(name).asc(nulls_last=True) for name in names))


@within_organisation
def facet(name: str, *, organisation: Organisation) -> list[tuple[str, int]]:
    """The values of a facet with how many devices have each, most first."""
    path = FACETS[name]
    rows = Device.objects.exclude(**{path: ""}).exclude(**{f"{path}__isnull": True})
    counted = rows.values_list(path).annotate(count=Count("id")).order_by("-count", path)
    return [(str(value), count) for value, count in counted[:100]]


@within_organisation
def device(number: int, *, organisation: Organisation) -> Device | None:
    """One device, with its place; nothing when it is not of this organisation."""
    return Device.objects.select_related("unit", "site", "batch").filter(pk=number).first()


@within_organisation
def counts_by_state(*, organisation: Organisation) -> dict[str, int]:
    """How many devices are in each state."""
    return dict(Device.objects.values_list("state").annotate(count=Count("id")).order_by("state"))


@within_organisation
def every_device(*, organisation: Organisation) -> list[Device]:
    """All devices, to compare a file with."""
    return list(Device.objects.all())
