"""Questions to the inventory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Count, F, Q, QuerySet

from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.explain import Verdict, verdict
from kringspoor.assess.setting import Setting
from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue, load
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.facts import facts_of
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


@within_organisation
def verdict_on(device: Device, *, organisation: Organisation, today: date) -> Verdict:
    """The best next step of a device under its organisation's policy, with every number."""
    catalogue, factors, setting = _rules(
        organisation.ladder, organisation.lifetime_policy, organisation.country, today
    )
    return verdict(facts_of(device), catalogue, factors, setting)


@lru_cache(maxsize=16)  # of a day, for each policy in use
def _rules(
    ladder: str, lifetime: str, country: str, today: date
) -> tuple[Catalogue, FactorLadder, Setting]:
    catalogue = load(user_folder(os.environ))
    choice = Choice(ladder=ladder, lifetime=lifetime, country=country)
    return catalogue, FactorLadder(catalogue), setting_of(catalogue, choice, today)
