"""Questions to counts: which there are, what each found, and which labels nobody knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Upper

from kringspoor.people.models import Organisation, Site, Unit
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Event
from kringspoor.record.queries import events_about
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.models import Device, Sighting, StockTake
from kringspoor.use.models.counting_facts import Outcome, devices_called, outcome_of, tag_of

SORTS: Mapping[str, tuple[str, ...]] = {
    "tag": (),
    "model": ("make", "model"),
    "place": ("site__name", "unit__name"),
    "seen": ("last_seen_on",),
}
_SEARCHED = ("tag", "serial", "make", "model", "order_no")
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """A label nobody knows: as it was last scanned, when and where."""

    sighting_no: int
    tag: str
    seen_count: int
    at: datetime
    site: str
    place: str
    count_name: str


@within_organisation
def counts(*, organisation: Organisation) -> QuerySet[StockTake]:
    """Every count, the newest first, each with how many devices it saw."""
    found = StockTake.objects.select_related("site", "unit", "started_by")
    counted = found.annotate(devices_count=Count("sightings__device", distinct=True))
    return counted.order_by("-started_at", "-pk")


@within_organisation
def count_of(number: int, *, organisation: Organisation) -> StockTake | None:
    """One count; nothing when it is not of this organisation."""
    return StockTake.objects.select_related("site", "unit").filter(pk=number).first()


@within_organisation
def outcome(count: StockTake, *, organisation: Organisation) -> Outcome:
    """What a count found so far, or when it was closed."""
    return outcome_of(count)


@within_organisation
def among(
    numbers: Collection[int], words: str, sort: str, *, organisation: Organisation
) -> QuerySet[Device]:
    """Of these devices, those in which each word is found, in that order."""
    return found_by(Device.objects.filter(pk__in=numbers), words, sort, organisation=organisation)


@within_organisation
def found_by(
    devices: QuerySet[Device], words: str, sort: str, *, organisation: Organisation
) -> QuerySet[Device]:
    """Of these devices, those in which each word is found; always in a total order."""
    for word in words.split():
        anywhere = Q()
        for name in _SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        devices = devices.filter(anywhere)
    names = (*SORTS.get(sort.removeprefix("-"), SORTS["tag"]), "tag", "pk")
    if sort.startswith("-"):
        order = [F(each).desc(nulls_last=True) for each in names]
    else:
        order = [F(each).asc(nulls_last=True) for each in names]
    return devices.select_related("site", "unit").order_by(*order)


@within_organisation
def in_order(numbers: Sequence[int], *, organisation: Organisation) -> list[Device]:
    """These devices in this order, fetched some at a time."""
    ordered: list[Device] = []
    for start in range(0, len(numbers), _ROWS_AT_ONCE):
        some = numbers[start : start + _ROWS_AT_ONCE]
        found = Device.objects.select_related("site", "unit").in_bulk(some)
        ordered += (found[each] for each in some if each in found)
    return ordered


@within_organisation
def history_of(count: StockTake, *, organisation: Organisation) -> list[Event]:
    """What happened with a count, the latest first."""
    return events_about(count.subject, organisation=organisation)


@within_organisation
def latest_seen(
    count: StockTake, *, organisation: Organisation, rows_count: int
) -> list[Sighting]:  # fmt: skip
    """The labels that came in last."""
    found = count.sightings.select_related("device__site", "site").order_by("-pk")
    return list(found[:rows_count])


@within_organisation
def tally(count: StockTake, *, organisation: Organisation) -> dict[str, int]:
    """How many devices a count saw, and how many labels nobody knows."""
    unknown = count.sightings.filter(device__isnull=True, is_set_aside=False)
    return {
        "devices": count.sightings.aggregate(count=Count("device", distinct=True))["count"],
        "drafts": unknown.aggregate(count=Count(Upper("tag"), distinct=True))["count"],
    }


@within_organisation
def sites(*, organisation: Organisation) -> list[Site]:
    """Every site."""
    return list(Site.objects.all())


@within_organisation
def units(*, organisation: Organisation) -> list[Unit]:
    """Every unit."""
    return list(Unit.objects.all())


@within_organisation
def site_of(number: int, *, organisation: Organisation) -> Site | None:
    """One site; nothing when it is not of this organisation."""
    return Site.objects.filter(pk=number).first()


@within_organisation
def categories(*, organisation: Organisation) -> list[str]:
    """The categories of which there are devices."""
    known = Device.objects.exclude(category="").order_by("category")
    found = known.values_list("category", flat=True).distinct()
    return remembered("categories", None, lambda: list(found), organisation=organisation)


@within_organisation
def sighting_of(number: int, *, organisation: Organisation) -> Sighting | None:
    """One sighting; nothing when it is not of this organisation."""
    return Sighting.objects.select_related("stock_take").filter(pk=number).first()


@within_organisation
def device_called(name: str, *, organisation: Organisation) -> Device | None:
    """The device that a label belongs to."""
    tag = tag_of(name, organisation.slug)
    return devices_called((tag,)).get(tag.upper())


@within_organisation
def drafts(
    *, organisation: Organisation, count: StockTake | None = None, words: str = ""
) -> QuerySet[Sighting, Any]:
    """The labels nobody knows, each once, the last seen first."""
    unknown = Sighting.objects.filter(device__isnull=True, is_set_aside=False)
    if count is not None:
        unknown = unknown.filter(stock_take=count)
    if words:
        unknown = unknown.filter(tag__icontains=words)
    grouped = unknown.order_by().values(name=Upper("tag"))
    summed = grouped.annotate(
        number=Max("pk"), seen_count=Count("pk"), first_at=Min("at"), last_at=Max("at")
    )  # fmt: skip
    return summed.order_by("-last_at", "name")


@within_organisation
def drafts_shown(
    groups: Collection[Mapping[str, Any]], *, organisation: Organisation
) -> list[Draft]:  # fmt: skip
    """These drafts with where each was last seen."""
    numbers = [each["number"] for each in groups]
    found = Sighting.objects.select_related("site", "stock_take").in_bulk(numbers)
    told = []
    for each in groups:
        last = found[each["number"]]
        told.append(
            Draft(
                sighting_no=last.pk, tag=last.tag, seen_count=each["seen_count"], at=last.at,
                site=str(last.site or ""), place=last.place, count_name=str(last.stock_take or ""),
            )
        )  # fmt: skip
    return told
