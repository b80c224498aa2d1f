"""How many devices a list finds, and how many each other choice would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device
from kringspoor.use.queries.remembering import remembered
from kringspoor.use.rules.filters import FACETS, NOT_KNOWN, Asked, fits

MOST_CHOICES = 100
_FEW_ROWS = (
    2_000  # so many are named by number in the questions that follow, instead of sought again
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many devices are found, how many there are, and each facet under the other filters."""

    found_count: int
    all_count: int
    facets: Mapping[str, Sequence[tuple[str, int]]]


@within_organisation
def tally(asked: Asked, *, organisation: Organisation) -> Tally:
    """The counts beside a list, counted anew only after something changed."""
    plain = replace(asked, sort="tag", is_descending=False)
    return remembered("tally", plain, lambda: _tally(plain), organisation=organisation)


def _tally(asked: Asked) -> Tally:
    asked_in_part = _by_number(asked)
    found = Device.objects.filter(fits(asked_in_part))
    return Tally(
        found_count=found.count(),
        all_count=Device.objects.count(),
        facets={name: _facet(name, asked_in_part.without(name)) for name in FACETS},
    )


def _by_number(asked: Asked) -> Asked:
    """The words of a question answered once: the few devices they find, by their number."""
    if not asked.words:
        return asked
    words = Device.objects.filter(fits(Asked(words=asked.words)))
    numbers = list(words.values_list("pk", flat=True)[: _FEW_ROWS + 1])
    return asked if len(numbers) > _FEW_ROWS else replace(asked, words="", among=tuple(numbers))


def _facet(name: str, asked: Asked) -> list[tuple[str, int]]:
    """The values of a facet with how many devices have each, most first; the unknown last."""
    path = FACETS[name]
    rows = Device.objects.filter(fits(asked)).order_by()
    counted = list(rows.values_list(path).annotate(found_count=Count("id")))
    known = [(str(value), count) for value, count in counted if value not in (None, "")]
    unknown = sum(count for value, count in counted if value in (None, ""))
    known.sort(key=lambda each: (-each[1], each[0]))
    return known[:MOST_CHOICES] + ([(NOT_KNOWN, unknown)] if unknown else [])
