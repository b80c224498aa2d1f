"""Questions to the inventory."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device
from kringspoor.use.queries.remembering import remembered
from kringspoor.use.rules.filters import FACETS, Asked, fits, order_of

__all__ = (
    "FACETS",
    "Asked",
    "counts_by_state",
    "device",
    "devices",
    "every_device",
    "numbered",
    "numbers_of",
)


@within_organisation
def devices(asked: Asked, *, organisation: Organisation) -> QuerySet[Device]:
    """The devices asked for, always in a total order. A sort nobody knows is that by tag."""
    found = Device.objects.select_related("unit", "site").filter(fits(asked))
    return found.order_by(*order_of(asked))


@within_organisation
def numbers_of(asked: Asked, first: int, last: int, *, organisation: Organisation) -> list[int]:
    """The numbers of the devices on a page of the list, in its order."""
    found = devices(asked, organisation=organisation)
    return remembered(
        f"numbers {first} {last}",
        asked,
        lambda: list(found.values_list("pk", flat=True)[first:last]),
        organisation=organisation,
    )


@within_organisation
def numbered(numbers: Sequence[int], *, organisation: Organisation) -> list[Device]:
    """The devices of those numbers, in that order; what is not here is left out."""
    found = Device.objects.select_related("unit", "site").in_bulk(numbers)
    return [found[each] for each in numbers if each in found]


@within_organisation
def device(number: int, *, organisation: Organisation) -> Device | None:
    """One device, with its place; nothing when it is not of this organisation."""
    return Device.objects.select_related("unit", "site", "batch").filter(pk=number).first()


@within_organisation
def counts_by_state(*, organisation: Organisation) -> dict[str, int]:
    """How many devices are in each state."""
    counted = Device.objects.values_list("state").annotate(count=Count("id")).order_by("state")
    return remembered("states", None, lambda: dict(counted), organisation=organisation)


@within_organisation
def every_device(*, organisation: Organisation) -> list[Device]:
    """All devices, to compare a file with."""
    return list(Device.objects.all())
