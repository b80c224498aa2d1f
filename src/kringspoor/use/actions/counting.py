"""Counting what stands where: labels are seen, devices moved, and the count is closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.words import Text
from kringspoor.people.actions import sites_named
from kringspoor.people.models import Organisation, Site, Unit, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.models import Device, Sighting, StockTake
from kringspoor.use.models.counting_facts import devices_called, outcome_of, tag_of, to_keep

SOURCES = ("usb", "camera", "typed", "file")
MOST_COUNT = 500  # labels that come in together
MOST_CHARACTERS = 200
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """A label as it comes in from a scanner."""

    scanned: str
    client_id: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a label: the sighting, and whether it was seen in this count before."""

    sighting: Sighting
    is_again: bool


@within_organisation
@transaction.atomic
def start_count(
    name: str,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    site: Site | None = None,
    unit: Unit | None = None,
    category: str = "",
) -> StockTake:
    """Begin a count of everything, or of what one site, unit or category holds."""
    count = StockTake.objects.create(
        organisation=organisation, name=name[:200], site=site, unit=unit, category=category,
        started_at=at, started_by=actor,
    )  # fmt: skip
    told = {
        "name": count.name, "site": str(site or ""), "unit": str(unit or ""), "category": category
    }  # fmt: skip
    _write(Happening("count.started", count.subject, told), organisation, actor, at)
    return count


@within_organisation
def site_called(name: str, *, organisation: Organisation) -> Site | None:
    """The site of that name, made when it is new; none for no name."""
    text = " ".join(name.split())
    return sites_named([text], organisation=organisation).get(text[:200])


@within_organisation
@transaction.atomic
def note_sightings(
    seen: Sequence[Seen],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    count: StockTake | None = None,
    site: Site | None = None,
    place: str = "",
) -> list[Noted]:
    """Keep the labels that were seen at a place, each once however often it is sent.

    A label nobody knows is kept as a draft. Raises Refused for new ones of a count that is closed.
    """
    wanted = [_checked(each, organisation.slug, at) for each in seen[: MOST_COUNT + 1]]
    if len(wanted) > MOST_COUNT:
        raise BadInput(_TOO_MANY, hint=_LESS, code="too-many-labels")
    by_client = {each.client_id: each for each in wanted}
    known = Sighting.objects.filter(client_id__in=by_client).values_list("client_id", flat=True)
    new = [by_client[each] for each in by_client if each not in set(known)]
    if new and count is not None:
        _demand_open(StockTake.objects.select_for_update().get(pk=count.pk))
    devices = devices_called(each.scanned for each in new)
    Sighting.objects.bulk_create(
        [
            Sighting(
                organisation=organisation, stock_take=count, tag=each.scanned,
                device=devices.get(each.scanned.upper()), site=site, place=place[:200], at=each.at,
                by=actor, source=each.source, client_id=each.client_id,
            )
            for each in new
        ],
        ignore_conflicts=True,  # the same label sent twice at the same moment
    )  # fmt: skip
    return _noted(list(by_client))


def _checked(each: Seen, slug: str, at: datetime) -> Seen:
    tag = tag_of(each.scanned, slug)
    is_right = each.source in SOURCES and 0 < len(each.client_id) <= 64
    if not tag or len(tag) > MOST_CHARACTERS or not tag.isprintable() or not is_right:
        raise BadInput(_NO_LABEL, hint=_AGAIN, code="no-label")
    moment = each.at if timezone.is_aware(each.at) else at
    return Seen(tag, each.client_id, each.source, min(moment, at))


def _noted(client_ids: Sequence[str]) -> list[Noted]:
    found = Sighting.objects.filter(client_id__in=client_ids).select_related("device__site", "site")
    kept = {each.client_id: each for each in found}
    first: dict[tuple[int | None, int | str], int] = {}
    counts = {each.stock_take_id for each in kept.values() if each.stock_take_id}
    tags = {each.tag for each in kept.values()}
    numbers = {each.device_id for each in kept.values() if each.device_id}
    earlier = Sighting.objects.filter(stock_take__in=counts)
    alike = earlier.filter(device__in=numbers) | earlier.filter(tag__in=tags)
    for each in alike.order_by("-pk"):
        first[each.stock_take_id, each.device_id or each.tag.upper()] = each.pk
    return [
        Noted(each, first.get((each.stock_take_id, each.device_id or each.tag.upper())) != each.pk
              and each.stock_take_id is not None)
        for each in (kept[name] for name in client_ids)
    ]  # fmt: skip


@within_organisation
@transaction.atomic
def remove_sighting(sighting: Sighting, *, organisation: Organisation) -> None:
    """Take back a label that was scanned by mistake. Raises Refused in a closed count."""
    if sighting.stock_take_id is not None:
        _demand_open(StockTake.objects.select_for_update().get(pk=sighting.stock_take_id))
    Sighting.objects.filter(pk=sighting.pk).delete()


@within_organisation
@transaction.atomic
def move_found(
    count: StockTake,
    numbers: Collection[int],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> int:
    """Let the inventory say where these devices were found; how many moved."""
    hold_chain(organisation=organisation)
    found = {each.device_no: each for each in outcome_of(count).to_move}
    chosen = [each for each in numbers if each in found]
    devices = Device.objects.select_related("site", "unit").filter(pk__in=chosen).order_by("pk")
    sites = {each.pk: each for each in Site.objects.all()}
    happenings = []
    for device in devices:
        site = sites.get(found[device.pk].site_no or 0, device.site)
        unit = count.unit or device.unit
        if (site, unit) == (device.site, device.unit):
            continue
        happenings.append(_moved(device, site, unit))
        device.site, device.unit, device.version_no = site, unit, device.version_no + 1
        device.save(update_fields=("site", "unit", "version_no"))
    if happenings:
        told = Happening("count.moved", count.subject, {"devices": len(happenings)})
        _write(told, organisation, actor, at, happenings)
    return len(happenings)


def _moved(device: Device, site: Site | None, unit: Unit | None) -> Happening:
    told: dict[str, Any] = {}
    for name, old, new in (("site", device.site, site), ("unit", device.unit, unit)):
        if old != new:
            told[name] = [str(old or ""), str(new or "")]
            told[f"{name}_no"] = [old.pk if old else None, new.pk if new else None]
    return Happening("device.moved", device.subject, told)


@within_organisation
@transaction.atomic
def close_count(
    count: StockTake, *, organisation: Organisation, actor: User, at: datetime
) -> StockTake:
    """Close a count: every device that was seen knows when, in one link. Twice is once."""
    hold_chain(organisation=organisation)
    count = StockTake.objects.select_for_update(of=("self",)).get(pk=count.pk)
    if count.closed_at is not None:
        return count
    outcome = outcome_of(count)
    if not outcome.found and not outcome.drafts_count:
        raise Refused(_NOTHING_SEEN, hint=_SCAN_FIRST, code="nothing-counted")
    happenings = _seen_on(outcome.found, at)
    happenings += [
        Happening("device.not_found", f"device:{number}", {"count": count.name})
        for number in outcome.missing
    ]
    count.outcome, count.closed_at, count.closed_by = to_keep(outcome), at, actor
    count.save(update_fields=("outcome", "closed_at", "closed_by"))
    told = {
        "found": len(outcome.found), "elsewhere": len(outcome.elsewhere),
        "missing": len(outcome.missing), "drafts": outcome.drafts_count,
    }  # fmt: skip
    closed = Happening("count.closed", count.subject, told)
    _write(closed, organisation, actor, at, happenings)
    return count


def _seen_on(found: Any, at: datetime) -> list[Happening]:
    """Every device that was seen, seen on the day it was; one seen later elsewhere stays so."""
    devices = list(Device.objects.filter(pk__in=found).order_by("pk"))
    happenings = []
    for device in devices:
        old = device.last_seen_on
        day = timezone.localdate(datetime.fromisoformat(found[device.pk].at))
        device.last_seen_on = max(old, day) if old else day
        device.version_no += 1
        days: list[Plain] = [old.isoformat() if old else None, device.last_seen_on.isoformat()]
        happenings.append(Happening("device.seen", device.subject, {"last_seen_on": days}))
    Device.objects.bulk_update(devices, ("last_seen_on", "version_no"), batch_size=_ROWS_AT_ONCE)
    return happenings


def _write(
    about: Happening,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    devices: Sequence[Happening] = (),
) -> None:
    write_down((about, *devices), organisation=organisation, actor=actor, at=at)


def _demand_open(count: StockTake) -> None:
    if count.closed_at is not None:
        raise Refused(_CLOSED, hint=_NEW_COUNT, code="count-closed")


_CLOSED = Text(nl="deze telling is afgesloten", en="this count is closed")
_NEW_COUNT = Text(
    nl="heropen ze, of begin een nieuwe telling", en="open it again, or start a new count"
)
_NOTHING_SEEN = Text(nl="er is nog niets gescand", en="nothing was scanned yet")
_SCAN_FIRST = Text(nl="scan eerst minstens één etiket", en="scan at least one label first")
_NO_LABEL = Text(nl="dit is geen leesbaar etiket", en="this is not a readable label")
_AGAIN = Text(
    nl="scan opnieuw, of typ wat erop staat (hoogstens 200 tekens)",
    en="scan again, or type what it says (at most 200 characters)",
)
_TOO_MANY = Text(nl="dit zijn te veel etiketten ineens", en="these are too many labels at once")
_LESS = Text(nl="geef er hoogstens 500 tegelijk", en="give at most 500 at a time")
