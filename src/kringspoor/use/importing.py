"""What an import would do to the inventory: rows compared with what is already there.

Nothing is written here. The same comparison serves the dry run a person looks at and the work that
follows, so what was shown is what happens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kringspoor.assess.fleet import Columns
from kringspoor.core.words import Text
from kringspoor.use.facts import STORED, stored
from kringspoor.use.models import Device

_KEPT = frozenset({"serial", "tag"})  # what names a device is filled, never overwritten


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the fleet: the fields of a device, and what else it says."""

    number_no: int
    fields: dict[str, Any]
    unit: str
    site: str
    state: str
    ownership: str
    quantity_count: int | None
    media_serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A device that is already there and what the row would change in it: field -> (old, new)."""

    device: Device
    row: Row
    changed: dict[str, tuple[Any, Any]]


@dataclass(slots=True)
class Comparison:
    """What would be made, what would change, what stays, and what cannot be done."""

    made: list[Row] = field(default_factory=list)
    lots: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same_count: int = 0
    problems: list[tuple[int, str, Text]] = field(default_factory=list)


def rows_of(columns: Columns) -> Iterator[Row]:
    """The rows of a fleet's columns, as the inventory would store them."""
    names = list(columns)
    for number, values in enumerate(zip(*columns.values(), strict=True)):
        facts = dict(zip(names, values, strict=True))
        quantity = facts.get("quantity_count")
        media = str(facts.get("storage_serials") or "")
        yield Row(
            number_no=number,
            fields=stored(facts),
            unit=str(facts.get("unit") or ""),
            site=str(facts.get("location") or ""),
            state=str(facts.get("state") or ""),
            ownership=str(facts.get("ownership") or ""),
            quantity_count=quantity if isinstance(quantity, int) else None,
            media_serials=tuple(each.strip() for each in media.split(";") if each.strip()),
        )


def compared(columns: Columns, known: list[Device]) -> Comparison:
    """Each row beside the device it names: by serial and make, else by tag."""
    by_serial = {_serial_key(each.serial, each.make): each for each in known if each.serial}
    by_tag = {each.tag.upper(): each for each in known if each.tag}
    found = Comparison()
    seen: set[tuple[str, ...]] = set()
    for row in rows_of(columns):
        fields = row.fields
        if not (fields["serial"] or fields["tag"]) and (row.quantity_count or 1) > 1:
            found.lots.append(row)
            continue
        serial, tag = _serial_key(fields["serial"], fields["make"]), fields["tag"].upper()
        device = by_serial.get(serial) if fields["serial"] else None
        device = device or (by_tag.get(tag) if tag else None)
        if device is not None and _are_others(device, fields):
            found.problems.append((row.number_no, "tag-other-serial", _OTHER.filled(tag=tag)))
            continue
        keys = {key for key in (("s", *serial) if fields["serial"] else None, ("t", tag)) if key}
        keys.discard(("t", ""))
        if keys & seen:
            found.problems.append((row.number_no, "twice", _TWICE.filled(name=tag or serial[0])))
            continue
        seen |= keys
        if device is None:
            found.made.append(row)
        elif changed := _changes(device, fields):
            found.changed.append(Change(device, row, changed))
        else:
            found.same_count += 1
    return found


def _serial_key(serial: str, make: str) -> tuple[str, str]:
    return serial.upper(), make.upper()


def _are_others(device: Device, fields: Mapping[str, Any]) -> bool:
    """Whether the tag leads to a device with another serial: nobody may be overwritten by that."""
    return bool(
        device.serial and fields["serial"] and device.serial.upper() != fields["serial"].upper()
    )


def _changes(device: Device, fields: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What the row knows better. What it does not know changes nothing."""
    changed = {}
    for name in STORED:
        new, old = fields[name], getattr(device, name)
        if new in ("", None) or new == old or (name in _KEPT and old):
            continue
        changed[name] = (old, new)
    return changed


_OTHER = Text(
    nl="inventarisnummer {tag} hoort bij een toestel met een ander serienummer",
    en="asset tag {tag} belongs to a device with another serial number",
)
_TWICE = Text(
    nl="{name} staat er twee keer in; de eerste rij geldt",
    en="{name} is in it twice; the first row counts",
)
