"""What a count says: which device a label belongs to, and what was found against what should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Upper

from kringspoor.core.states import HELD, State
from kringspoor.use.models.counting import Sighting, StockTake
from kringspoor.use.models.device import Device

AWAY = (State.IN_REPAIR, State.ON_LOAN)  # held by us, and rightly somewhere else
EXPECTED = tuple(each for each in HELD if each not in AWAY)
_NAMES_AT_ONCE = 200


def tag_of(scanned: str, slug: str) -> str:
    """The tag that a scanner read: the code on a label of ours is an address that ends in it.

    >>> tag_of(" https://site.example/gent/t/PC%2F12 ", "gent"), tag_of("PC-12", "gent")
    ('PC/12', 'PC-12')
    >>> tag_of("https://site.example/elders/t/PC-12", "gent")
    'https://site.example/elders/t/PC-12'
    """
    text = " ".join(scanned.split())
    if text.lower().startswith(("http://", "https://")):
        _, mark, tag = urlsplit(text).path.partition(f"/{slug}/t/")
        if mark and tag:
            return unquote(tag)
    return text


def devices_called(names: Iterable[str]) -> dict[str, Device]:
    """The devices that these labels belong to, by the name in capitals.

    A label is a tag; where no device has that tag, a serial number that only one device has.
    """
    wanted = sorted({each.upper() for each in names if each})
    found: dict[str, Device] = {}
    for start in range(0, len(wanted), _NAMES_AT_ONCE):
        some = wanted[start : start + _NAMES_AT_ONCE]
        found |= {each.tag.upper(): each for each in _named("tag", some)}
        rest = [each for each in some if each not in found]
        by_serial: dict[str, list[Device]] = {}
        for each in _named("serial", rest):
            by_serial.setdefault(each.serial.upper(), []).append(each)
        found |= {name: few[0] for name, few in by_serial.items() if len(few) == 1}
    return found


def _named(column: str, names: list[str]) -> QuerySet[Device]:
    # the database makes both sides capitals, so that its index on them is used
    capitals = [Upper(Value(each, output_field=CharField())) for each in names]
    found = Device.objects.select_related("site", "unit").alias(named=Upper(column))
    return found.filter(named__in=capitals)


@dataclass(frozen=True, slots=True)
class Found:
    """A device that was seen: where, and where the inventory has it."""

    device_no: int
    site_no: int | None
    place: str
    at: str
    is_elsewhere: bool
    is_unplaced: bool  # the inventory says nowhere, so nothing is wrong with where it stands


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was expected, found where it should be or elsewhere, missing, and unknown."""

    found: Mapping[int, Found] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    drafts_count: int = 0
    away_count: int = 0

    @property
    def elsewhere(self) -> list[Found]:
        """The devices that stand somewhere else than the inventory says."""
        return [each for each in self.found.values() if each.is_elsewhere]

    @property
    def to_move(self) -> list[Found]:
        """The devices of which the inventory can learn where they stand."""
        return [each for each in self.found.values() if each.is_elsewhere or each.is_unplaced]

    @property
    def expected_count(self) -> int:
        """How many devices should be there: those in their place, and those that are missing."""
        return len(self.found) - len(self.elsewhere) + len(self.missing)


def in_scope(count: StockTake) -> QuerySet[Device]:
    """The devices that the inventory has within the scope of a count, whatever their state."""
    found = Device.objects.all()
    if count.site_id:
        found = found.filter(site=count.site_id)
    if count.unit_id:
        found = found.filter(unit=count.unit_id)
    return found.filter(category=count.category) if count.category else found


def outcome_of(count: StockTake) -> Outcome:
    """What a count found so far; of a closed count, what it found when it was closed.

    A label nobody knew can be registered later: how many wait is always that of now.
    """
    if count.outcome:
        return _kept(count.outcome, _drafts(count))
    seen = _last_seen(count)
    sighted = Device.objects.filter(sightings__stock_take=count).distinct()
    places = {each.pk: (each.site_id, each.unit_id) for each in sighted.only("site", "unit")}
    found = {number: _placed(each, places[number], count) for number, each in seen.items()}
    scope = in_scope(count)
    expected = scope.filter(state__in=EXPECTED).values_list("pk", flat=True)
    tally = scope.aggregate(away=Count("pk", filter=Q(state__in=AWAY)))
    return Outcome(
        found=found,
        missing=tuple(each for each in expected.order_by("tag", "pk") if each not in found),
        drafts_count=_drafts(count),
        away_count=tally["away"],
    )


def _last_seen(count: StockTake) -> dict[int, Sighting]:
    """The last sighting of each device: where it stands now."""
    known = count.sightings.filter(device__isnull=False).order_by("at", "pk")
    return {each.device_id or 0: each for each in known}


def _drafts(count: StockTake) -> int:
    unknown = count.sightings.filter(device__isnull=True, is_set_aside=False)
    return len({each.upper() for each in unknown.values_list("tag", flat=True)})


def _placed(seen: Sighting, recorded: tuple[int | None, int | None], count: StockTake) -> Found:
    site, unit = recorded
    is_other_site = None not in (site, seen.site_id) and site != seen.site_id
    is_other_unit = None not in (unit, count.unit_id) and unit != count.unit_id
    is_elsewhere = is_other_site or is_other_unit
    lacks_site = site is None and seen.site_id is not None
    lacks_unit = unit is None and count.unit_id is not None
    return Found(
        seen.device_id or 0, seen.site_id, seen.place, seen.at.isoformat(), is_elsewhere,
        is_unplaced=not is_elsewhere and (lacks_site or lacks_unit),
    )  # fmt: skip


def to_keep(outcome: Outcome) -> dict[str, object]:
    """The outcome as plain values, to be kept with the count it closes."""
    return {
        "found": [
            [each.device_no, each.site_no, each.place, each.at, each.is_elsewhere, each.is_unplaced]
            for each in outcome.found.values()
        ],
        "missing": list(outcome.missing),
        "away": outcome.away_count,
    }


def _kept(plain: Mapping[str, Any], drafts_count: int) -> Outcome:
    found = [Found(*each) for each in plain["found"]]
    return Outcome(
        found={each.device_no: each for each in found},
        missing=tuple(plain["missing"]),
        drafts_count=drafts_count,
        away_count=plain["away"],
    )
