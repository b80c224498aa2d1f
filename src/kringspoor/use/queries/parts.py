"""Questions to the parts: what is on the shelf, what a device gave and took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from kringspoor.core.guards.facts import BatteryWay
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Battery, Device, Part, PartState, StorageMedium

SORTS: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind", "serial", "id"),
    "serial": ("serial", "id"),
    "came": ("came_on", "id"),
    "went": ("went_on", "id"),
    "donor": ("donor__tag", "donor__serial", "id"),
}
_SEARCHED = ("serial", "description", "donor__tag", "donor__model", "receiver__tag")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of parts is asked for; every part of it stands in its address."""

    words: str = ""
    state: str = PartState.STOCK.value
    kind: str = ""
    sort: str = "kind"
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """What was taken out of a device, and where it is: listed = stocked + installed + scrapped."""

    stocked_count: int
    installed_count: int
    scrapped_count: int

    @property
    def listed_count(self) -> int:
        """Every part of it that is on record."""
        return self.stocked_count + self.installed_count + self.scrapped_count


@within_organisation
def parts(asked: Asked, *, organisation: Organisation) -> QuerySet[Part]:
    """The parts asked for, in a total order."""
    found = Part.objects.select_related("donor", "receiver")
    for word in asked.words.split():
        anywhere = Q()
        for name in _SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        found = found.filter(anywhere)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    names = SORTS.get(asked.sort, SORTS["kind"])
    if asked.is_descending:
        return found.order_by(*(F(name).desc(nulls_last=True) for name in names))
    return found.order_by(*(F(name).asc(nulls_last=True) for name in names))


@within_organisation
def counts(*, organisation: Organisation) -> dict[tuple[str, str], int]:
    """How many parts of each kind are in each state."""
    rows = Part.objects.values_list("kind", "state").annotate(count=Count("id")).order_by("kind")
    return {(kind, state): count for kind, state, count in rows}


@within_organisation
def part(number: int, *, organisation: Organisation) -> Part | None:
    """One part with where it was and is; nothing when it is not of this organisation."""
    found = Part.objects.select_related("donor", "receiver", "repair", "medium", "battery")
    return found.filter(pk=number).first()


@within_organisation
def on_the_shelf(*, organisation: Organisation) -> list[Part]:
    """Every part that can go into a device."""
    return list(Part.objects.select_related("donor").filter(state=PartState.STOCK))


@within_organisation
def given_and_taken(device: Device, *, organisation: Organisation) -> list[Part]:
    """The parts a device gave and those it took."""
    found = Part.objects.select_related("donor", "receiver", "repair")
    return list(found.filter(Q(donor=device) | Q(receiver=device)))


@within_organisation
def balance_of(device: Device, *, organisation: Organisation) -> Balance:
    """Where the parts of a device are."""
    rows = Part.objects.filter(donor=device).values_list("state").annotate(count=Count("id"))
    by_state = dict(rows.order_by("state"))
    return Balance(*(by_state.get(each.value, 0) for each in PartState))


@within_organisation
def media_inside(device: Device, *, organisation: Organisation) -> list[StorageMedium]:
    """The storage media that sit in a device."""
    return list(StorageMedium.objects.filter(device=device, is_removed=False))


@within_organisation
def batteries_inside(device: Device, *, organisation: Organisation) -> list[Battery]:
    """The batteries that sit in a device."""
    gone = (BatteryWay.BATTERY_STREAM, BatteryWay.PARTS_STOCK)
    return list(Battery.objects.filter(device=device).exclude(goes_to__in=gone))
