"""Questions about changes of many devices at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Batch, Event
from kringspoor.use.models import Device
from kringspoor.use.rules.changes import Outlook, chosen_devices, outlook
from kringspoor.use.rules.connections import demand_kept_here

SHOWN_COUNT = 50


@within_organisation
def would_change(
    numbers: Sequence[int], fields: Mapping[str, Any], *, organisation: Organisation
) -> Outlook:
    """What these values would change in those devices. Raises Refused for too many,

    and for a field that another tool keeps.
    """
    found = outlook(chosen_devices(numbers), fields)
    demand_kept_here(found.changed)
    return found


@within_organisation
def changes(*, organisation: Organisation) -> QuerySet[Batch]:
    """Every change and step of many devices, the latest first."""
    return Batch.objects.filter(kind__in=("change", "move")).select_related("actor")


@within_organisation
def change_of(number: int, *, organisation: Organisation) -> Batch | None:
    """One change of many devices; nothing when it is not of this organisation."""
    return Batch.objects.select_related("actor").filter(pk=number, kind="change").first()


@within_organisation
def changed_devices(batch: Batch, *, organisation: Organisation) -> list[Device]:
    """The first devices that a change was about."""
    kinds = ("device.edited", "device.step")
    told = Event.objects.filter(link__batch=batch, kind__in=kinds).order_by("position_no")
    subjects = told.values_list("subject", flat=True).distinct()[:SHOWN_COUNT]
    numbers = [int(each.partition(":")[2]) for each in subjects]
    return list(Device.objects.select_related("unit", "site").filter(pk__in=numbers))
