"""Devices as a person reads them, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from kringspoor.catalogue.facts import load
from kringspoor.core.calendar import month_no_of
from kringspoor.core.device import short_name
from kringspoor.core.states import Ownership, State
from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
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


@cache
def _profile_names() -> Mapping[str, Text]:
    return {slug: Text(nl=p.name_nl, en=p.name_en) for slug, p in load().profiles.items()}


def profile_name(slug: str) -> str:
    """What a use profile is called; its slug when the catalogue does not know it."""
    name = _profile_names().get(slug)
    return name.spoken(language()) if name else slug


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
        (short_name("ownership"), owner(device.ownership)),
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


def owner(ownership: str) -> str:
    """Whose device it is; nothing when nobody knows."""
    return Ownership(ownership).text.spoken(language()) if ownership else ""
