"""Questions about labels: the tags of what was chosen, the next free number, what a label was."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from django.db.models import Q

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Event
from kringspoor.use.models import Device, Sighting
from kringspoor.use.models.counting_facts import devices_called

PRINTED = "labels.printed"


@within_organisation
def tags_of(numbers: Collection[int], *, organisation: Organisation) -> tuple[list[str], int]:
    """The tags of these devices in order, and how many of them have none."""
    found = Device.objects.filter(pk__in=numbers).order_by("tag", "pk")
    tags = list(found.values_list("tag", flat=True))
    named = [each for each in tags if each]
    return named, len(tags) - len(named)


@within_organisation
def models_of(tags: Sequence[str], *, organisation: Organisation) -> dict[str, str]:
    """What the device behind each tag is, by the tag in capitals; '' for a number that is free."""
    found = devices_called(tags)
    return {name: f"{each.make} {each.model}".strip() for name, each in found.items()}


@within_organisation
def next_number(prefix: str, *, organisation: Organisation) -> int:
    """The first number after all that were given or printed with this prefix."""
    ends = re.compile(rf"{re.escape(prefix)}(\d+)$", re.IGNORECASE)
    given = Device.objects.filter(tag__istartswith=prefix).values_list("tag", flat=True)
    printed = Event.objects.filter(Q(kind=PRINTED), payload__isnull=False)
    lasts = [str((each.payload or {}).get("last")) for each in printed.only("payload")]
    numbers = [int(found[1]) for each in (*given, *lasts) if (found := ends.match(each))]
    return max(numbers, default=0) + 1


@within_organisation
def free_numbers(
    prefix: str, numbered: Callable[[int], list[str]], *, organisation: Organisation
) -> list[str]:
    """New numbers from the first that is free on. Raises BadInput for one that was given."""
    tags = numbered(next_number(prefix, organisation=organisation))
    if taken := models_of(tags, organisation=organisation):
        names = ", ".join(sorted(taken)[:3])
        raise BadInput(_NOT_FREE.filled(names=names), hint=_LEAVE_EMPTY, code="label-taken")
    return tags


@within_organisation
def set_aside_count(*, organisation: Organisation) -> int:
    """How many labels were said to be of nothing of ours."""
    aside = Sighting.objects.filter(device__isnull=True, is_set_aside=True)
    return aside.values("tag").distinct().count()


_NOT_FREE = Text(nl="deze nummers zijn al gegeven: {names}", en="these are given already: {names}")
_LEAVE_EMPTY = Text(
    nl="laat 'Vanaf nummer' leeg voor het eerste vrije nummer",
    en="leave 'From number' empty for the first free number",
)
