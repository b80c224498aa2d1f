"""Counts as a person reads them: how far, what was found where, and what became of a label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.states import State
from kringspoor.core.words import Text, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.record.models import Event
from kringspoor.use.actions.counting import Noted
from kringspoor.use.actions.counting_undo import UNDONE
from kringspoor.use.models import Device, Sighting, StockTake
from kringspoor.use.models.counting_facts import EXPECTED, Found, Outcome
from kringspoor.use.queries.counting import Draft
from kringspoor.use.tables import category_name
from kringspoor.use.tables.imports import moment

PARTS = ("missing", "elsewhere", "found", "drafts")
_EVENTS: Mapping[str, tuple[str, Text]] = {
    "count.started": ("add", Text(nl="Begonnen", en="Started")),
    "count.moved": ("transfer", Text(nl="Toestellen verplaatst", en="Devices moved")),
    "count.moved_back": ("undo", Text(nl="Verplaatsing teruggedraaid", en="Move taken back")),
    "count.closed": ("good", Text(nl="Afgesloten", en="Closed")),
    "count.reopened": ("undo", Text(nl="Weer geopend", en="Opened again")),
}


def row(count: StockTake) -> dict[str, Any]:
    """One count as a row of the list."""
    is_closed = count.closed_at is not None
    return {
        "number": count.pk,
        "name": count.name,
        "scope": scope(count),
        "started": moment(count.started_at),
        "closed": moment(count.closed_at) if count.closed_at else "",
        "is_closed": is_closed,
        "level": "good" if is_closed else "warn",
        "state": _("closed") if is_closed else _("under way"),
        "devices": number(getattr(count, "devices_count", None), language()),
    }


def scope(count: StockTake) -> str:
    """What a count takes in, in words."""
    parts = [str(each) for each in (count.site, count.unit) if each]
    if count.category:
        parts.append(category_name(count.category))
    return ", ".join(parts) or _("everything")


def views_of(outcome: Outcome, now: str, words: str) -> list[dict[str, Any]]:
    """The four lists of a count with how many each holds; one of them is shown."""
    counts = {
        "missing": (_("Not found"), len(outcome.missing)),
        "elsewhere": (_("To move"), len(outcome.to_move)),
        "found": (_("Found"), len(outcome.found)),
        "drafts": (_("Unknown labels"), outcome.drafts_count),
    }
    kept = {"q": words} if words else {}
    return [
        {
            "label": f"{label} ({number(count, language())})",
            "url": f"?{urlencode({'show': part, **kept})}",
            "is_current": part == now,
        }
        for part, (label, count) in counts.items()
    ]


def summary(outcome: Outcome) -> str:
    """What a count found, in one sentence."""
    said = language()
    in_place = len(outcome.found) - len(outcome.elsewhere)
    told = _("{found} of the {expected} expected devices were found in their place.").format(
        found=number(in_place, said), expected=number(outcome.expected_count, said)
    )
    if outcome.away_count:
        away = ngettext(
            "{count} device is in repair or on loan and is not expected.",
            "{count} devices are in repair or on loan and are not expected.",
            outcome.away_count,
        )
        told = f"{told} {away.format(count=number(outcome.away_count, said))}"
    return told


def found_row(device: Device, seen: Found | None, sites: Mapping[int, str]) -> dict[str, Any]:
    """One device of a count: where the inventory has it, and where it was seen."""
    return {
        "number": device.pk,
        "name": str(device),
        "model": f"{device.make} {device.model}".strip() or device.description,
        "recorded": _place(str(device.site or ""), str(device.unit or "")),
        "seen_at": _place(sites.get(seen.site_no or 0, ""), seen.place) if seen else "",
        "moment": moment(datetime.fromisoformat(seen.at)) if seen else "",
        "state": "" if device.state in EXPECTED else State(device.state).text.spoken(language()),
    }


def _place(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def draft_row(draft: Draft) -> dict[str, Any]:
    """One label nobody knows."""
    return {
        "number": draft.sighting_no,
        "tag": draft.tag,
        "place": _place(draft.site, draft.place),
        "count": draft.count_name,
        "seen": moment(draft.at),
        "times": number(draft.seen_count, language()),
    }


def seen_row(sighting: Sighting, *, is_again: bool = False) -> dict[str, Any]:
    """What became of one label, as the person with the scanner hears it."""
    device = sighting.device
    if device is None:
        level, words = "unknown", _("not in the inventory; kept as a draft")
    elif is_again:
        level, words = "info", _("was counted already")
    elif sighting.site_id and device.site_id is None:
        level, words = "good", _("counted; its place was not recorded yet")
    elif sighting.site_id and device.site_id != sighting.site_id:
        level, words = "warn", _("is recorded elsewhere: {site}").format(site=device.site)
    else:
        level, words = "good", _("counted")
    return {
        "number": sighting.pk,
        "client_id": sighting.client_id,
        "tag": sighting.tag,
        "name": f"{device.make} {device.model}".strip() if device else "",
        "url": reverse("device", args=(device.pk,)) if device else "",
        "level": level,
        "words": words,
        "place": _place(str(sighting.site or ""), sighting.place),
    }


def answer(noted: Sequence[Noted], tally: Mapping[str, int]) -> dict[str, Any]:
    """What the page that scans is told: each label, and how far the count is."""
    rows = [seen_row(each.sighting, is_again=each.is_again) for each in noted]
    return {"seen": rows, "tally": tallied(tally)}


def tallied(tally: Mapping[str, int]) -> str:
    """How far a count is, in one line."""
    said = language()
    counted = ngettext("{count} device counted", "{count} devices counted", tally["devices"])
    told = counted.format(count=number(tally["devices"], said))
    if tally["drafts"]:
        more = ngettext("{count} unknown label", "{count} unknown labels", tally["drafts"])
        told = f"{told}, {more.format(count=number(tally['drafts'], said))}"
    return told


def columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the lists of devices of a count."""
    heads: list[dict[str, Any]] = [
        {"label": _("Tag"), "key": "tag"},
        {"label": _("Model"), "key": "model", "is_minor": True},
        {"label": _("In the inventory"), "key": "place"},
        {"label": _("Seen at")},
        {"label": _("Seen"), "is_minor": True},
    ]
    for each in heads:
        key = each.pop("key", None)
        if key:
            is_now, is_down = sort.removeprefix("-") == key, sort.startswith("-")
            each["sort"] = f"-{key}" if is_now and not is_down else key
            each["direction"] = ("descending" if is_down else "ascending") if is_now else ""
    return heads


def heads() -> list[str]:
    """The heads of a count that leaves as a file."""
    return [
        _("Result"), _("Tag"), _("Serial number"), _("Make"), _("Model"),
        _("Recorded site"), _("Recorded department"), _("Seen at"), _("Room or shelf"), _("Seen"),
    ]  # fmt: skip


def cells(
    outcome: Outcome, devices: Iterable[Device], sites: Mapping[int, str], drafts: Iterable[Draft]
) -> Iterator[Sequence[Cell]]:
    """Everything a count found and missed, row by row."""
    for device in devices:
        seen = outcome.found.get(device.pk)
        result = _("not found")
        if seen:
            result = _("found elsewhere") if seen.is_elsewhere else _("found")
            result = _("found, place not recorded yet") if seen.is_unplaced else result
        yield (
            result, device.tag, device.serial, device.make, device.model, str(device.site or ""),
            str(device.unit or ""), sites.get(seen.site_no or 0, "") if seen else "",
            seen.place if seen else "", seen.at[:16].replace("T", " ") if seen else "",
        )  # fmt: skip
    for draft in drafts:
        at = draft.at.isoformat()[:16].replace("T", " ")
        yield (_("unknown label"), draft.tag, "", "", "", "", "", draft.site, draft.place, at)


def history(events: Sequence[Event]) -> list[dict[str, Any]]:
    """What happened with a count, for its timeline."""
    told = []
    for each in events:
        icon, what = _EVENTS[each.kind]
        devices = (each.payload or {}).get("devices") or (each.payload or {}).get("found")
        at, by = each.link.at, each.link.actor
        amount = "" if devices is None else f" ({number(devices, language())})"
        told.append(
            {
                "date": moment(at), "machine_date": f"{at:%Y-%m-%d}", "icon": icon,
                "what": f"{what.spoken(language())}{amount}", "about": str(by or ""),
            }
        )  # fmt: skip
    return told


def undo_words(events: Sequence[Event]) -> str:
    """The verb that takes back what a count did last; '' when there is nothing to take back."""
    verbs = {"count.closed": _("Open it again"), "count.moved": _("Move the devices back")}
    return verbs[events[0].kind] if events and events[0].kind in UNDONE else ""
