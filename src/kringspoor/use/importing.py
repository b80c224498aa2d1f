"""What an import would do to the inventory: rows compared with what is already there.

Nothing is written here. The same comparison serves the dry run a person looks at and the work that
follows, so what was shown is what happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from kringspoor.assess.fleet import Columns, Fleet
from kringspoor.core.calendar import date_of
from kringspoor.core.words import NOTHING, Text
from kringspoor.formats.reading import Cell, Fate, Problem, Reading
from kringspoor.formats.shelves import formats
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.facts import DAYS, NUMBERS, STORED, TEXTS, plain
from kringspoor.use.models import Device

SHOWN_COUNT = 200  # changes a person is shown one by one
MOST_PROBLEMS_COUNT = 20_000  # that are kept; a file with more is another kind of file
_KEPT = frozenset({"serial", "tag"})  # what names a device is filled, never overwritten
_ROWS_AT_ONCE = 500
_WORDS = {"unit": "unit", "location": "site", "state": "state", "ownership": "ownership",
          "storage_serials": "media"}  # fmt: skip
_Key = tuple[str, str]  # serial and make, without their case


@dataclass(frozen=True, slots=True)
class Change:
    """A device that is already there and what a row would change in it: field -> (old, new)."""

    device_no: int
    name: str
    row_no: int
    changed: dict[str, tuple[Any, Any]]


@dataclass(slots=True)
class Comparison:
    """What would be made, what would change, what stays, and what cannot be done.

    ``listed`` holds the rows by column, as the inventory would store them; the rest names rows by
    their place in it.
    """

    listed: dict[str, list[Any]]
    made: list[int] = field(default_factory=list)
    lots: list[int] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same_count: int = 0
    problems: list[tuple[int, str, Text]] = field(default_factory=list)

    def of_rows(self, rows: Sequence[int]) -> dict[str, list[Any]]:
        """The columns of some rows alone, in order."""
        if len(rows) == len(self.listed["tag"]):
            return self.listed
        return {name: [each[row] for row in rows] for name, each in self.listed.items()}


def as_listed(columns: Columns) -> dict[str, list[Any]]:
    """A fleet's columns as the inventory would store them; unknown texts are empty."""
    empty: list[Any] = [None] * len(columns["row_no"])
    listed = {name: [each or "" for each in columns.get(name, empty)] for name in TEXTS}
    listed |= {name: columns.get(name, empty) for name in NUMBERS}
    for days, name in DAYS.items():
        given = columns.get(days, empty)
        dates: dict[Cell, Any] = {d: date_of(d) for d in set(given) if isinstance(d, int)}
        listed[name] = [dates.get(each) for each in given]
    for given_name, name in _WORDS.items():
        listed[name] = [str(each or "") for each in columns.get(given_name, empty)]
    listed["quantity_count"] = columns.get("quantity_count", empty)
    return listed


@within_organisation
def compared(columns: Columns, *, organisation: Organisation) -> Comparison:
    """Each row beside the device it names: by serial and make, else by tag."""
    found = Comparison(as_listed(columns))
    matched = _matched(found)
    numbers = list(matched)
    for at in range(0, len(numbers), _ROWS_AT_ONCE):
        known = Device.objects.filter(pk__in=numbers[at : at + _ROWS_AT_ONCE])
        for device in known.values("pk", *STORED):
            row_no = matched[device["pk"]]
            if changed := _changes(device, found.listed, row_no):
                name = device["tag"] or device["serial"] or f"#{device['pk']}"
                found.changed.append(Change(device["pk"], name, row_no, changed))
    found.changed.sort(key=lambda each: each.row_no)
    found.same_count = len(matched) - len(found.changed)
    return found


def _matched(found: Comparison) -> dict[int, int]:
    """The devices that are there already, each with its row; the other rows find their place."""
    known = _Known()
    seen: set[str | _Key | int] = set()
    matched: dict[int, int] = {}
    listed = found.listed
    names = zip(listed["serial"], listed["make"], listed["tag"], strict=True)
    for row, (own_serial, make, own_tag) in enumerate(names):
        if not own_serial and not own_tag and (listed["quantity_count"][row] or 1) > 1:
            found.lots.append(row)
            continue
        serial, tag = own_serial.upper(), own_tag.upper()
        by_serial = (serial, make.upper()) if serial else ""
        device = known.by_serial.get(by_serial) or known.by_tag.get(tag)
        if device and serial and known.serials.get(device, serial) != serial:
            found.problems.append((row, "tag-other-serial", _OTHER.filled(tag=tag)))
        elif by_serial in seen or tag in seen or device in seen:
            found.problems.append((row, "twice", _TWICE.filled(name=tag or serial)))
        else:
            seen |= {each for each in (by_serial, tag, device) if each}
            if device:
                matched[device] = row
            else:
                found.made.append(row)
    return matched


class _Known:
    """What the devices that are there are called, without their case."""

    def __init__(self) -> None:
        self.by_serial: dict[str | _Key, int] = {}
        self.by_tag: dict[str, int] = {}
        self.serials: dict[int, str] = {}
        names = Device.objects.order_by().values_list("pk", "tag", "serial", "make")
        for number, tag, serial, make in names.iterator(20 * _ROWS_AT_ONCE):
            if tag:
                self.by_tag[tag.upper()] = number
            if serial:
                self.serials[number] = serial.upper()
                self.by_serial[self.serials[number], make.upper()] = number


def _changes(
    device: Mapping[str, Any], listed: Mapping[str, Sequence[Any]], row_no: int
) -> dict[str, tuple[Any, Any]]:
    """What the row knows better. What it does not know changes nothing."""
    changed = {}
    for name in STORED:
        new, old = listed[name][row_no], device[name]
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
        "unowned_count": sum(not each for each in fleet.columns["ownership"]),
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
        "number": change.device_no,
        "name": change.name,
        "row_no": fleet.columns["row_no"][change.row_no],
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
