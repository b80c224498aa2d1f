"""Questions to the repairs: which are open, late or done, and what may still be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from kringspoor.core.repair import RepairRoute
from kringspoor.people.models import Organisation, Partner
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.models import Device, Part, RepairOrder
from kringspoor.use.rules.repairs import ROLES_OF, served_late

SORTS: Mapping[str, tuple[str, ...]] = {
    "reported": ("reported_at", "id"),
    "device": ("device__tag", "device__serial", "id"),
    "repairer": ("repairer__name", "id"),
    "due": ("due_on", "id"),
    "closed": ("closed_on", "id"),
}
FACETS: Mapping[str, str] = {
    "route": "route",
    "repairer": "repairer__name",
    "category": "device__category",
}
_SEARCHED = ("fault", "device__tag", "device__serial", "device__model", "note")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of repairs is asked for; every part of it stands in its address."""

    words: str = ""
    status: str = ""  # open or closed
    is_late_only: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = "reported"
    is_descending: bool = True


@within_organisation
def repairs(asked: Asked, *, organisation: Organisation, today: date) -> QuerySet[RepairOrder]:
    """The repairs asked for, in a total order; withdrawn ones stand among the closed."""
    found = RepairOrder.objects.select_related("device", "repairer")
    for word in asked.words.split():
        anywhere = Q()
        for name in _SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        found = found.filter(anywhere)
    if asked.status in ("open", "closed"):
        found = found.filter(closed_on__isnull=asked.status == "open")
    if asked.is_late_only:
        found = found.filter(served_late(today), is_cancelled=False)
    for name, value in asked.filters.items():
        if name in FACETS and value:
            found = found.filter(**{FACETS[name]: value})
    names = SORTS.get(asked.sort, SORTS["reported"])
    if asked.is_descending:
        return found.order_by(*(F(name).desc(nulls_last=True) for name in names))
    return found.order_by(*(F(name).asc(nulls_last=True) for name in names))


@within_organisation
def facet(name: str, *, organisation: Organisation) -> list[tuple[str, int]]:
    """The values of a facet with how many repairs have each, most first."""
    return remembered(
        f"repairs {name}", None, lambda: _counted(FACETS[name]), organisation=organisation
    )


def _counted(path: str) -> list[tuple[str, int]]:
    rows = RepairOrder.objects.exclude(**{path: ""}).exclude(**{f"{path}__isnull": True})
    counted = rows.values_list(path).annotate(count=Count("id")).order_by("-count", path)
    return [(str(value), count) for value, count in counted[:100]]


@within_organisation
def repair(number: int, *, organisation: Organisation) -> RepairOrder | None:
    """One repair with its device; nothing when it is not of this organisation."""
    found = RepairOrder.objects.select_related("device", "repairer", "opened_by")
    return found.filter(pk=number).first()


@within_organisation
def repairs_of(device: Device, *, organisation: Organisation) -> list[RepairOrder]:
    """The repairs of a device, the latest first."""
    return list(RepairOrder.objects.select_related("repairer").filter(device=device))


@within_organisation
def parts_used(order: RepairOrder, *, organisation: Organisation) -> list[Part]:
    """The parts that went into the device of a repair."""
    return list(Part.objects.select_related("donor").filter(repair=order))


@within_organisation
def repairers(route: RepairRoute, *, organisation: Organisation) -> list[Partner]:
    """The partners that repair by a route."""
    roles = set(ROLES_OF[route])
    return [each for each in Partner.objects.all() if roles.intersection(each.roles)]


@within_organisation
def counts(*, organisation: Organisation, today: date) -> dict[str, int]:
    """How many repairs are open, and how many of those wait for service that is late."""
    return remembered("repairs", today, lambda: _counts(today), organisation=organisation)


def _counts(today: date) -> dict[str, int]:
    is_open = Q(closed_on__isnull=True)
    found: dict[str, int] = RepairOrder.objects.aggregate(
        open=Count("id", filter=is_open),
        late=Count("id", filter=is_open & Q(responded_at__isnull=True, due_on__lt=today)),
    )
    return found
