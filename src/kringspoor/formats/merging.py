"""The same serial twice in one file is one device: the first row is filled up by the later ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Cell, Problem

MIN_SERIAL_CHARACTERS = 4  # shorter serials are row numbers or slips; they never merge
_LATEST = frozenset({"last_seen_days", "enrolled_days"})
_OWN_PER_ROW = frozenset({"row_no", "serial", "purchased_precision", "currency", "state_text"})


def merge_sightings(columns: dict[str, list[Cell]], header: str) -> tuple[list[int], list[Problem]]:
    """Fill the first sighting of each serial from the later ones, and remove the later ones.

    Returns the source rows that were merged away. Only empty cells are filled; where both
    sightings say something else, the first stands and a problem tells. Of two moments the latest
    counts. ``header`` is what the file calls its column of serials.
    """
    serials = columns["serial"]
    firsts: dict[str, int] = {}
    merged: dict[int, int] = {}
    problems: list[Problem] = []
    upper = [each.upper() for each in cast(list[str | None], serials) if each]
    if len(set(upper)) == len(upper):
        return [], []
    known = Counter(upper)
    twice = {each for each, count in known.items() if count > 1}
    for index, serial in enumerate(serials):
        if not isinstance(serial, str) or serial.upper() not in twice:
            continue
        if len(serial) < MIN_SERIAL_CHARACTERS:
            continue
        first = firsts.setdefault(serial.upper(), index)
        if first == index:
            continue
        if _are_two_devices(columns, first, index):
            problems.append(_told("same-serial-two-devices", columns, header, first, index))
            continue
        merged[index] = first
        differing = _fill(columns, first, index)
        if differing:
            problems.append(_told("sightings-differ", columns, header, first, index, differing))
    row_nos = [int(str(columns["row_no"][index])) for index in merged]
    if merged:
        for name, cells in columns.items():
            columns[name] = [cell for index, cell in enumerate(cells) if index not in merged]
    return row_nos, problems


def _are_two_devices(columns: dict[str, list[Cell]], first: int, second: int) -> bool:
    """Another make and model, or another tag and kind, under one serial: not one device."""
    pairs = (("make", "model"), ("tag", "make"), ("tag", "kind"))
    return any(all(_differ(columns[name], first, second) for name in pair) for pair in pairs)


def _differ(cells: Sequence[Cell], first: int, second: int) -> bool:
    one, other = cells[first], cells[second]
    if one is None or other is None:
        return False
    return str(one).casefold() != str(other).casefold()


def _fill(columns: dict[str, list[Cell]], first: int, second: int) -> str:
    """Fill what the first sighting lacks; the names of the fields in which both differ."""
    differing = []
    for name, cells in columns.items():
        if name in _OWN_PER_ROW:
            continue
        if cells[first] is None:
            cells[first] = cells[second]
            if name == "purchased_days":
                columns["purchased_precision"][first] = columns["purchased_precision"][second]
            if name == "price_cents":
                columns["currency"][first] = columns["currency"][second]
        elif name in _LATEST:
            cells[first] = max(cells[first], cells[second] or 0, key=lambda day: int(str(day)))
        elif _differ(cells, first, second):
            differing.append(name)
    return ", ".join(differing)


def _told(
    code: str,
    columns: dict[str, list[Cell]],
    header: str,
    first: int,
    second: int,
    differing: str = "",
) -> Problem:
    row_no, first_row = columns["row_no"][second], columns["row_no"][first]
    return problem(
        code,
        int(str(row_no)),
        header,
        columns["serial"][second],
        first_row=first_row,
        fields=differing,
    )
