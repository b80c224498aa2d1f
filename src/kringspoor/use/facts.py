"""From the facts a reader gives to the fields a device is stored in, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kringspoor.core.calendar import date_of, days_of
from kringspoor.core.states import Ownership, as_coarse
from kringspoor.formats.reading import Cell

TEXTS = (
    "tag",
    "serial",
    "category",
    "make",
    "model",
    "part_no",
    "description",
    "order_no",
    "supplier",
    "purchased_precision",
    "currency",
    "cpu",
    "os",
    "grade",
    "use_profile",
)
NUMBERS = (
    "price_cents",
    "ram_gb",
    "storage_gb",
    "screen_inches",
    "battery_share",
    "kwh_per_year",
)
DAYS = {
    "purchased_days": "purchased_on",
    "warranty_end_days": "warranty_end_on",
    "support_end_days": "support_end_on",
    "last_seen_days": "last_seen_on",
}
STORED = (*TEXTS, *NUMBERS, *DAYS.values())


def stored(facts: Mapping[str, Cell]) -> dict[str, Any]:
    """A row's facts as the fields of a device; unknown is '' for texts and None for the rest."""
    fields: dict[str, Any] = {name: facts.get(name) or "" for name in TEXTS}
    fields |= {name: facts.get(name) for name in NUMBERS}
    for days, name in DAYS.items():
        number = facts.get(days)
        fields[name] = date_of(number) if isinstance(number, int) else None
    return fields


def facts_of(device: Any) -> dict[str, Cell]:
    """A stored device as the formulas know it; the way back of :func:`stored`."""
    facts: dict[str, Cell] = {name: getattr(device, name) or None for name in TEXTS}
    facts |= {name: getattr(device, name) for name in NUMBERS}
    facts |= {days: as_days(getattr(device, name)) for days, name in DAYS.items()}
    # For advice an unknown owner is taken to be us, as in the main job; the guards never do.
    ownership = Ownership(device.ownership or "owned")
    facts["ownership"] = "owned" if ownership.is_ours else ownership.value
    facts["state"] = as_coarse(device.state)
    return facts


def as_days(day: date | None) -> int | None:
    """A stored date as the formulas want it.

    Units: date -> days.
    """
    return None if day is None else days_of(day)


def plain(value: Any) -> str | int | None:
    """A stored value as the record spells it: dates and fractions as text."""
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat() if isinstance(value, date) else repr(value)
