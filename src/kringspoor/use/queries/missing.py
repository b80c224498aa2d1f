"""Questions to what is not seen: dormant devices, those of who left, and the letters about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Upper

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Assignment, Device, RecallLetter
from kringspoor.use.models.counting_facts import EXPECTED

MOST_DAYS = 36_500
_NAMES_AT_ONCE = 200
_FACETS = {"unit": "unit__name", "site": "site__name"}


@within_organisation
def dormant(
    days: int, *, organisation: Organisation, today: date, places: Mapping[str, str] | None = None
) -> QuerySet[Device]:
    """The devices that are ours to find and that nobody saw for so many days.

    One that was never seen counts from its purchase; without a date it counts as dormant.
    Units: days -> devices.
    """
    since = today - timedelta(days=min(days, MOST_DAYS))
    found = Device.objects.filter(state__in=EXPECTED).alias(
        known_on=Coalesce("last_seen_on", "purchased_on")
    )
    found = found.filter(Q(known_on__lt=since) | Q(known_on__isnull=True))
    for name, value in (places or {}).items():
        if value:
            found = found.filter(**{_FACETS[name]: value})
    return found


@within_organisation
def counted_by(
    facet: str, devices: QuerySet[Device], *, organisation: Organisation
) -> list[tuple[str, int]]:
    """How many of these devices each unit or site has, most first."""
    path = _FACETS[facet]
    named = devices.exclude(**{f"{path}__isnull": True}).order_by()
    counted = named.values_list(path).annotate(count=Count("pk"))
    return [(str(name), count) for name, count in counted.order_by("-count", path)[:100]]


@within_organisation
def holders_of(numbers: Collection[int], *, organisation: Organisation) -> dict[int, str]:
    """Under which pseudonym each of these devices is held today."""
    held = Assignment.objects.filter(device__in=numbers, to_on__isnull=True).exclude(holder="")
    return dict(held.values_list("device", "holder"))


@within_organisation
def recalled(numbers: Collection[int], *, organisation: Organisation) -> dict[int, date]:
    """By when each of these devices was last asked for by letter."""
    letters = RecallLetter.objects.filter(withdrawn_at__isnull=True, devices__in=numbers)
    asked = letters.order_by("hand_in_on").values_list("devices", "hand_in_on")
    return {number: day for number, day in asked if number in set(numbers)}


@within_organisation
def held_by(holders: Collection[str], *, organisation: Organisation) -> list[Assignment]:
    """What these people hold today, by their pseudonyms."""
    wanted = sorted({each.upper() for each in holders if each})
    found: list[Assignment] = []
    for start in range(0, len(wanted), _NAMES_AT_ONCE):
        some = wanted[start : start + _NAMES_AT_ONCE]
        capitals = [Upper(Value(each, output_field=CharField())) for each in some]
        held = Assignment.objects.filter(to_on__isnull=True).alias(named=Upper("holder"))
        with_device = held.select_related("device__site", "device__unit")
        found += with_device.filter(named__in=capitals).order_by("holder", "device__tag", "pk")
    return found


@within_organisation
def letters(*, organisation: Organisation, words: str = "") -> QuerySet[RecallLetter]:
    """Every letter that was written, the newest first, with how many devices it asks for."""
    found = RecallLetter.objects.select_related("unit")
    for word in words.split():
        found = found.filter(Q(holder__icontains=word) | Q(unit__name__icontains=word))
    return found.annotate(devices_count=Count("devices")).order_by("-written_at", "-pk")


@within_organisation
def letters_numbered(numbers: Collection[int], *, organisation: Organisation) -> list[RecallLetter]:
    """These letters with the devices they ask for."""
    found = RecallLetter.objects.filter(pk__in=numbers).select_related("unit", "organisation")
    return list(found.prefetch_related("devices").order_by("written_at", "pk"))
