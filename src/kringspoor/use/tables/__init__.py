"""Devices as a person reads them: columns, rows, filters and history, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.catalogue.facts import load
from kringspoor.core.calendar import month_no_of
from kringspoor.core.device import short_name
from kringspoor.core.states import Ownership, State
from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
from kringspoor.record.models import Event
from kringspoor.use.forms.devices import FilterForm
from kringspoor.use.models import Device

LEVELS = {
    "in_use": "good",
    "in_stock": "info",
    "received": "info",
    "in_reserve": "info",
    "in_repair": "warn",
    "returned": "warn",
    "lost_stolen": "bad",
}
EVENTS: Mapping[str, tuple[str, Text]] = {
    "device.imported": ("download", Text(nl="Ingelezen uit een lijst", en="Taken in from a list")),
    "device.changed": ("edit", Text(nl="Aangevuld uit een lijst", en="Filled in from a list")),
    "device.state": ("use", Text(nl="Andere toestand", en="Another state")),
}


@cache
def category_names() -> Mapping[str, Text]:
    """Every category of the catalogue by its slug."""
    return {c.slug: Text(nl=c.name_nl, en=c.name_en) for c in load().categories.values()}


def category_name(slug: str) -> str:
    """What a category is called; its slug when the catalogue no longer knows it."""
    name = category_names().get(slug)
    return name.spoken(language()) if name else slug


def day(value: date | None) -> str:
    """A day as Belgium writes it."""
    return f"{value:%d/%m/%Y}" if value else ""


def named(facet: str, value: str) -> str:
    """The value of a facet in words."""
    if facet == "state":
        return State(value).text.spoken(language())
    return category_name(value) if facet == "category" else value


def choices(facets: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, list[tuple[str, str]]]:
    """The options of each filter, with how many devices each gives."""
    said = language()
    return {
        name: [(value, f"{named(name, value)} ({number(count, said)})") for value, count in values]
        for name, values in facets.items()
    }


def filters(chosen: Mapping[str, str], form: FilterForm, found_count: int) -> dict[str, Any]:
    """The filter bar: what is chosen, each with the address that drops it."""
    kept = {name: value for name, value in chosen.items() if value and name in form.fields}
    active = [
        {
            "label": form.fields[name].label,
            "value": value if name == "q" else named(name, value),
            "url": f"?{urlencode({n: v for n, v in kept.items() if n != name})}",
        }
        for name, value in kept.items()
        if name != "sort"
    ]
    result = ngettext("{count} device", "{count} devices", found_count)
    result = result.format(count=number(found_count, language()))
    return {"form": form, "active": active, "clear_url": "?", "result": result}


def columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the list, each with what a press on it asks for."""
    heads: list[dict[str, Any]] = [
        {"label": _("Tag"), "key": "tag"},
        {"label": _("Model"), "key": "model"},
        {"label": _("Category"), "key": "category", "is_minor": True},
        {"label": _("State"), "key": "state"},
        {"label": _("Department"), "key": "unit", "is_minor": True},
        {"label": _("Bought"), "key": "purchased", "is_minor": True},
        {"label": _("Age"), "unit": _("months"), "is_number": True, "is_minor": True},
    ]
    for each in heads:
        key = each.pop("key", None)
        if key is None:
            continue
        is_now, is_down = sort.removeprefix("-") == key, sort.startswith("-")
        each["sort"] = f"-{key}" if is_now and not is_down else key
        each["direction"] = ("descending" if is_down else "ascending") if is_now else ""
    return heads


def row(device: Device, today: date) -> dict[str, Any]:
    """One device as a row of the list."""
    return {
        "number": device.pk,
        "name": str(device),
        "model": f"{device.make} {device.model}".strip() or device.description,
        "category": category_name(device.category),
        "level": LEVELS.get(device.state, ""),
        "state": State(device.state).text.spoken(language()),
        "unit": device.unit or "",
        "bought": day(device.purchased_on),
        "age": age_months(device, today),
    }


def age_months(device: Device, today: date) -> str:
    """How old a device is, or '' when nobody knows.

    Units: date, date -> months.
    """
    if device.purchased_on is None:
        return ""
    return number(month_no_of(today) - month_no_of(device.purchased_on), language())


def facts(device: Device, *, sees_prices: bool) -> list[tuple[str, str]]:
    """What is known about a device, and only that."""
    said = language()
    price = "" if device.price_cents is None else euros(device.price_cents / 100, said, 2)
    known = [
        (short_name("serial"), device.serial),
        (short_name("category"), category_name(device.category)),
        (short_name("purchased_days"), day(device.purchased_on)),
        (short_name("price_cents"), price if sees_prices else ""),
        (short_name("order_no"), device.order_no),
        (short_name("supplier"), device.supplier),
        (short_name("warranty_end_days"), day(device.warranty_end_on)),
        (short_name("ownership"), Ownership(device.ownership).text.spoken(said)),
        (short_name("unit"), str(device.unit or "")),
        (short_name("location"), str(device.site or "")),
        (short_name("cpu"), device.cpu),
        (short_name("ram_gb"), _amount(device.ram_gb, "GB")),
        (short_name("storage_gb"), _amount(device.storage_gb, "GB")),
        (short_name("os"), device.os),
        (short_name("last_seen_days"), day(device.last_seen_on)),
    ]
    return [(name.spoken(said).capitalize(), value) for name, value in known if value]


def _amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{number(value, language())} {unit}"


def history(events: Sequence[Event]) -> list[dict[str, Any]]:
    """What happened to a device, for its timeline."""
    said = language()
    told = []
    for each in events:
        icon, what = EVENTS.get(each.kind, ("clock", Text(nl=each.kind, en=each.kind)))
        at = each.link.at
        about = [str(each.link.actor)] if each.link.actor else []
        if each.link.batch:
            about.append(each.link.batch.name)
        told.append(
            {
                "date": f"{at:%d/%m/%Y}",
                "machine_date": f"{at:%Y-%m-%d}",
                "icon": icon,
                "what": what.spoken(said),
                "about": " · ".join(about),
            }
        )
    return told
