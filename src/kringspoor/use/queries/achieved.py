"""How long devices really served: each device as a life, watched from the day it was on record.

However many devices, the questions stay as many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, Q
from django.db.models.fields.json import KT
from django.utils import timezone

from kringspoor.core.calendar import days_of
from kringspoor.core.states import EXIT, State
from kringspoor.engine.survival import Lives, lives_of
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Event
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.models import Device

STEP = "device.step"
ENDS = (State.DISMANTLED, *EXIT.values(), State.LOST_STOLEN)
OUT_OF_SIGHT = State.WRITTEN_OFF  # a correction, or "gone" in a list: nobody knows how it ended
FACETS: Mapping[str, str] = {"category": "category", "make": "make", "unit": "unit__name"}


@dataclass(frozen=True, slots=True)
class AskedLives:
    """Of which devices the lives are asked, and in which years they were bought."""

    filters: Mapping[str, str] = field(default_factory=dict)
    model: str = ""
    bought_from_year: int | None = None
    bought_to_year: int | None = None

    @property
    def where(self) -> Q:
        """The same as the database asks it."""
        found = Q(**{FACETS[name]: value for name, value in self.filters.items() if value})
        if self.model:
            found &= Q(model__icontains=self.model)
        if self.bought_from_year:
            found &= Q(purchased_on__gte=date(self.bought_from_year, 1, 1))
        if self.bought_to_year:
            found &= Q(purchased_on__lte=date(self.bought_to_year, 12, 31))
        return found


@dataclass(frozen=True, slots=True)
class _Life:
    """One device: bought, first on record, ended or lost from sight. Units: days."""

    category: str
    start_days: int | None
    entry_days: int
    end_days: int | None
    missing_days: int | None
    cause: str | None


@within_organisation
def lives_by_category(
    asked: AskedLives, *, organisation: Organisation, today: date
) -> dict[str, Lives]:
    """The lives of the devices asked for, by category, most devices first.

    A life begins on the day of purchase and is watched from the day the device came on record;
    it ends when the device leaves, is dismantled or lost. What is still here has not ended.
    """
    return remembered(
        "lives", (asked, today), lambda: _by_category(asked, today), organisation=organisation
    )


def _by_category(asked: AskedLives, today: date) -> dict[str, Lives]:
    found: dict[str, list[_Life]] = defaultdict(list)
    for each in _lives(asked, today):
        found[each.category].append(each)
    names = sorted(found, key=lambda name: (-len(found[name]), name))
    return {name: _as_lives(found[name], days_of(today)) for name in names}


def _as_lives(found: list[_Life], today_days: int) -> Lives:
    return lives_of(
        [each.start_days for each in found],
        [each.end_days for each in found],
        today_days=today_days,
        inventory_start_days=[each.entry_days for each in found],
        missing_since_days=[each.missing_days for each in found],
        causes=[each.cause for each in found],
    )


def _lives(asked: AskedLives, today: date) -> Iterator[_Life]:
    ended, first = _ends(), _first_days()
    rows = Device.objects.filter(asked.where).exclude(state=State.ORDERED).order_by("id")
    names = ("id", "category", "purchased_on", "state", "last_seen_on", "batch__started_at")
    for number, category, bought, state, seen, listed in rows.values_list(*names):
        on_record = timezone.localdate(listed) if listed else first.get(number, today)
        gone = state in (*ENDS, OUT_OF_SIGHT)
        left = ended.get((number, state))
        is_end = state in ENDS and left is not None
        out_of_sight = (left or seen or on_record) if gone and not is_end else None
        yield _Life(
            category,
            days_of(bought) if bought else None,
            days_of(on_record),
            days_of(left) if is_end and left else None,
            days_of(out_of_sight) if out_of_sight else None,
            state if is_end else None,
        )


def _ends() -> dict[tuple[int, str], date]:
    """The last day on which each device came into each state that ends a life."""
    words = [each.value for each in (*ENDS, OUT_OF_SIGHT)]
    told = Event.objects.filter(kind=STEP, payload__to__in=words)
    rows = told.annotate(target=KT("payload__to")).order_by("link__number_no")
    return {
        (_number(subject), target): timezone.localdate(at)
        for subject, target, at in rows.values_list("subject", "target", "link__at")
    }


def _first_days() -> dict[int, date]:
    """The first day on record of devices that came in no batch."""
    rows = Event.objects.filter(subject__startswith="device:", link__batch__isnull=True)
    firsts = rows.order_by().values_list("subject").annotate(first=Min("link__at"))
    return {_number(subject): timezone.localdate(at) for subject, at in firsts}


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])


@within_organisation
def facet(name: str, asked: AskedLives, *, organisation: Organisation) -> list[tuple[str, int]]:
    """The values of a facet among the devices asked for, with how many have each, most first."""
    others = {each: value for each, value in asked.filters.items() if each != name}
    within = AskedLives(others, asked.model, asked.bought_from_year, asked.bought_to_year)
    return remembered(
        f"lives {name}", within, lambda: _counted(FACETS[name], within), organisation=organisation
    )


def _counted(path: str, within: AskedLives) -> list[tuple[str, int]]:
    rows = Device.objects.filter(within.where).exclude(**{f"{path}__isnull": True})
    counted = rows.exclude(**{path: ""}).order_by().values_list(path)
    found = counted.annotate(count=Count("id")).order_by("-count", path)
    return [(str(value), count) for value, count in found[:100]]
