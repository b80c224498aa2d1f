"""Devices that are not seen, as a person reads them, and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use.models import Assignment, Device, RecallLetter
from kringspoor.use.tables import day
from kringspoor.use.tables.imports import moment


def row(
    device: Device, holders: Mapping[int, str], recalled: Mapping[int, date], today: date
) -> dict[str, Any]:
    """One device that is not seen."""
    seen = device.last_seen_on
    asked = recalled.get(device.pk)
    return {
        "number": device.pk,
        "name": str(device),
        "model": f"{device.make} {device.model}".strip() or device.description,
        "place": " · ".join(str(each) for each in (device.unit, device.site) if each),
        "holder": holders.get(device.pk, ""),
        "seen": day(seen) or _("never"),
        "days": number((today - seen).days, language()) if seen else "",
        "asked": _("asked by {day}").format(day=day(asked)) if asked else "",
    }


def columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the list of dormant devices."""
    heads: list[dict[str, Any]] = [
        {"label": _("Tag"), "key": "tag"},
        {"label": _("Model"), "key": "model"},
        {"label": _("Department and site"), "key": "place", "is_minor": True},
        {"label": _("Holder"), "is_minor": True},
        {"label": _("Last seen"), "key": "seen"},
        {"label": _("Not seen"), "unit": _("days"), "is_number": True, "is_minor": True},
    ]
    for each in heads:
        key = each.pop("key", None)
        if key:
            is_now, is_down = sort.removeprefix("-") == key, sort.startswith("-")
            each["sort"] = f"-{key}" if is_now and not is_down else key
            each["direction"] = ("descending" if is_down else "ascending") if is_now else ""
    return heads


def choices(counted: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """The options of a filter, with how many devices each gives."""
    return [(name, f"{name} ({number(count, language())})") for name, count in counted]


def filters(chosen: Mapping[str, str], form: Any, found_count: int) -> dict[str, Any]:
    """The filter bar: what is chosen, each with the address that drops it."""
    kept = {name: value for name, value in chosen.items() if value and name in form.fields}
    active = [
        {
            "label": form.fields[name].label,
            "value": value,
            "url": f"?{urlencode({n: v for n, v in kept.items() if n != name})}",
        }
        for name, value in kept.items()
        if name != "sort"
    ]
    result = ngettext("{count} device", "{count} devices", found_count)
    result = result.format(count=number(found_count, language()))
    return {"form": form, "active": active, "clear_url": "?", "result": result}


def heads() -> list[str]:
    """The heads of devices that are not seen, as a file."""
    return [
        _("Tag"), _("Serial number"), _("Make"), _("Model"), _("Department"), _("Site"),
        _("Holder"), _("Last seen"),
    ]  # fmt: skip


def cells(devices: Iterable[Device], holders: Mapping[int, str]) -> Iterator[Sequence[Cell]]:
    """Devices that are not seen, row by row."""
    for each in devices:
        yield (
            each.tag, each.serial, each.make, each.model, str(each.unit or ""),
            str(each.site or ""), holders.get(each.pk, ""), each.last_seen_on,
        )  # fmt: skip


def leavers(held: Sequence[Assignment], asked: Sequence[str]) -> dict[str, Any]:
    """What each of who left still holds, and who holds nothing."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in held:
        device = each.device
        groups.setdefault(each.holder, []).append(
            {
                "number": device.pk,
                "name": str(device),
                "model": f"{device.make} {device.model}".strip(),
                "seen": day(device.last_seen_on),
            }
        )
    known = {each.upper() for each in groups}
    return {
        "groups": [{"holder": name, "devices": devices} for name, devices in groups.items()],
        "nothing": [each for each in asked if each.upper() not in known],
        "numbers": ",".join(str(each.device_id) for each in held),
        "count": number(len(held), language()),
    }


def letter_row(letter: RecallLetter) -> dict[str, Any]:
    """One letter as a row of the list."""
    is_back = letter.withdrawn_at is not None
    return {
        "number": letter.pk,
        "to": addressee(letter),
        "reason": _("has left") if letter.reason == "leaver" else _("not seen"),
        "by": day(letter.hand_in_on),
        "written": moment(letter.written_at),
        "devices": number(getattr(letter, "devices_count", None), language()),
        "is_withdrawn": is_back,
        "level": "" if is_back else "info",
        "state": _("taken back") if is_back else _("written"),
    }


def addressee(letter: RecallLetter) -> str:
    """To whom a letter is: a pseudonym, a unit, or whoever has it."""
    return letter.holder or str(letter.unit or _("whoever has it"))
