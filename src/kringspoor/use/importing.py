"""What an import would do to the inventory: rows compared with what is already there.

Nothing is written here. The same comparison serves the dry run a person looks at and the work that
follows, so what was shown is what happens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from kringspoor.assess.fleet import Columns, Fleet
from kringspoor.core.words import NOTHING, Text
from kringspoor.formats.reading import Fate, Problem, Reading
from kringspoor.formats.shelves import formats
from kringspoor.use.facts import STORED, plain, stored
from kringspoor.use.models import Device

SHOWN_COUNT = 200  # changes a person is shown one by one
MOST_PROBLEMS_COUNT = 20_000  # that are kept; a file with more is another kind of file
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


def counts_of(comparison: Comparison) -> dict[str, int]:
    """What would happen, in numbers of rows."""
    return {
        "made": len(comparison.made),
        "lots": len(comparison.lots),
        "changed": len(comparison.changed),
        "same": comparison.same_count,
        "not_taken": len(comparison.problems),
    }


def shape_of(readings: Sequence[Reading]) -> str:
    """The digest of the headers of a file: two exports of one tool have the same.

    The order of the columns does not count, and neither does what they were said to hold.
    """
    headers = {h for each in readings for h in (*each.mapping, *each.unused, *each.dropped)}
    return sha256("\n".join(sorted(headers)).encode()).hexdigest()


def look_of(readings: Sequence[Reading], fleet: Fleet, comparison: Comparison) -> dict[str, Any]:
    """The dry run, in plain values that are kept with the batch."""
    lists = [each for each in readings if each.is_inventory]
    return {
        "counts": counts_of(comparison),
        "lists": [_list_of(each) for each in lists],
        "others": [each.file for each in readings if not each.is_inventory],
        "apart_count": sum(each.count(Fate.NOT_A_DEVICE) for each in fleet.files),
        "again_count": sum(each.count(Fate.SECOND_SIGHTING) for each in fleet.files),
        "changes": [_change_of(each, fleet) for each in comparison.changed[:SHOWN_COUNT]],
        "questions": [
            {"rows_count": len(each.rows), "nl": each.what.nl, "en": each.what.en}
            for reading in lists
            for each in reading.questions
        ],
    }


def _list_of(reading: Reading) -> dict[str, Any]:
    name = next(each for each in formats() if each.slug == reading.format)
    return {
        "file": reading.file,
        "nl": name.name_nl,
        "en": name.name_en,
        "mapping": reading.mapping,
        "unused": [*reading.unused],
        "dropped": [*reading.dropped],
    }


def _change_of(change: Change, fleet: Fleet) -> dict[str, Any]:
    return {
        "number": change.device.pk,
        "name": str(change.device),
        "row_no": fleet.columns["row_no"][change.row.number_no],
        "fields": [
            {"name": name, "old": plain(old), "new": plain(new)}
            for name, (old, new) in change.changed.items()
        ],
    }


def problems_of(fleet: Fleet, comparison: Comparison) -> list[dict[str, Any]]:
    """What could not be read or taken in, each with its place, in the order of the file.

    What stands in ``not_taken`` keeps its row out; of the others only the cell stays empty.
    """
    found = [
        _problem_of(each, seen.table.file)
        for seen in fleet.files
        for each in (*seen.table.reading.problems, *seen.table.problems)
    ]
    for number, code, text in comparison.problems:
        where = fleet.sightings.where(fleet.members[number][0])
        one = Problem(code, where.row_no, None, "", text, NOTHING)
        found.append({**_problem_of(one, where.file), "is_not_taken": True})
    found.sort(key=lambda each: (each["file"], each["row_no"] or 0))
    return found[:MOST_PROBLEMS_COUNT]


def _problem_of(problem: Problem, file: str) -> dict[str, Any]:
    return {
        "file": file,
        "row_no": problem.row_no,
        "column": problem.column or "",
        "original": problem.original,
        "code": problem.code,
        "nl": problem.what.nl,
        "en": problem.what.en,
        "hint_nl": problem.hint.nl,
        "hint_en": problem.hint.en,
        "rows_count": problem.rows_count,
    }


_OTHER = Text(
    nl="inventarisnummer {tag} hoort bij een toestel met een ander serienummer",
    en="asset tag {tag} belongs to a device with another serial number",
)
_TWICE = Text(
    nl="{name} staat er twee keer in; de eerste rij geldt",
    en="{name} is in it twice; the first row counts",
)
