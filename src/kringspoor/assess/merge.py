"""One set of facts per device out of all its sightings, and every disagreement on the way.

Per field one kind of file is believed (see :mod:`kringspoor.assess.roles`); within a file the row
seen last. No value is lost: what is not kept stands in a conflict, unless it says the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kringspoor.assess.fleet import Columns, Conflict, Role, Said, Sightings
from kringspoor.assess.likeness import says_the_same
from kringspoor.assess.roles import believed, ranking
from kringspoor.core.device import NAMES
from kringspoor.formats.reading import Cell

MERGED: Final = (*(name for name in NAMES if name != "row_no"), "category")
FOLLOWERS: Final = {
    "purchased_precision": "purchased_days",
    "currency": "price_cents",
    "state_text": "state",
}
# Values that differ by nature: other words for the same, or measured on another day.
NOT_COMPARED: Final = frozenset(
    ("kind", "description", "last_seen_days", "enrolled_days", "power_on_hours", "battery_share")
)
_PRECISION_NO: Final[dict[Cell, int]] = {"day": 0, None: 0, "month": 1, "year": 2}
_FAR: Final = 10**9  # further apart than any two days
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Merged:
    """The fleet's columns, the sightings of each device, who was believed, what disagreed."""

    columns: Columns
    members: list[tuple[int, ...]]
    winners: dict[str, tuple[int, ...]]
    conflicts: list[Conflict]


def members_of(roots: Sequence[int]) -> list[tuple[int, ...]]:
    """The sightings of each device, devices in order of their first sighting.

    >>> members_of([0, 1, 0])
    [(0, 2), (1,)]
    """
    joined: defaultdict[int, list[int]] = defaultdict(list)
    for at, root in enumerate(roots):
        if root != at:
            joined[root].append(at)
    if not joined:
        return list(zip(range(len(roots))))
    return [
        (at, *joined[at]) if at in joined else (at,) for at, root in enumerate(roots) if root == at
    ]


def merge(
    seen: Sightings, members: list[tuple[int, ...]], shares: Sequence[dict[Role, float]]
) -> Merged:
    """Merge every device from its sightings."""
    firsts = [each[0] for each in members]
    several = [no for no, each in enumerate(members) if len(each) > 1]
    later = sorted(at for no in several for at in members[no][1:])
    columns: Columns = {
        name: _firsts(column, later) if later else column for name, column in seen.columns.items()
    }
    conflicts = _settle(seen, members, several, columns, shares) if several else []
    columns["file_no"] = [seen.file_nos[at] for at in firsts]
    columns["files_count"] = [1] * len(members)
    for no in several:
        columns["files_count"][no] = len({seen.file_nos[at] for at in members[no]})
    winners = {name: ranking(name, shares) for name in MERGED}
    return Merged(columns, members, winners, conflicts)


def _firsts(column: list[Cell], later: list[int]) -> list[Cell]:
    """A column without the later sightings of each device, which are the fewer."""
    if column.count(None) == len(column):
        return [None] * (len(column) - len(later))
    kept, start = [], 0
    for at in later:
        kept += column[start:at]
        start = at + 1
    return kept + column[start:]


def _settle(
    seen: Sightings,
    members: list[tuple[int, ...]],
    several: list[int],
    columns: Columns,
    shares: Sequence[dict[Role, float]],
) -> list[Conflict]:
    """Write the believed value of every field of every device with several sightings."""
    groups = [members[no] for no in several]
    orders = {
        role: _in_order(seen, groups, ranking(name, shares))
        for role, name in (("register", "tag"), ("management", "model"), ("count", "state"))
    }
    repeats = any(len({seen.file_nos[at] for at in each}) < len(each) for each in groups)
    conflicts: list[Conflict] = []
    chosen: dict[str, list[int]] = {}
    lengths = list(Counter(seen.file_nos).values())
    for name in MERGED:
        source = seen.columns[name]
        knowing_count = _files_knowing(lengths, source)
        if not knowing_count:
            continue
        order = orders[believed(name)]
        chosen[name] = picked = _picked(seen, name, order, chosen)
        for no, at in zip(several, picked, strict=True):
            columns[name][no] = source[at]
        is_compared = name not in NOT_COMPARED and name not in FOLLOWERS
        if is_compared and (knowing_count > 1 or repeats):
            conflicts.extend(_conflicts(seen, name, several, order, picked))
    conflicts.sort(key=lambda each: each.device_no)
    return conflicts


def _files_knowing(lengths: Sequence[int], source: list[Cell]) -> int:
    """How many files say anything in a column, which holds one file after another."""
    count, at = 0, 0
    for length in lengths:
        piece = source[at : at + length]
        count += piece.count(None) < length
        at += length
    return count


def _in_order(
    seen: Sightings, groups: list[tuple[int, ...]], files: tuple[int, ...]
) -> list[list[int]]:
    """The sightings of each device with the one to believe first; in one file, seen last first."""
    place = {file_no: rank * _FAR for rank, file_no in enumerate(files)}
    days = seen.columns["last_seen_days"]

    def rank(at: int) -> int:
        day = days[at]
        return place[seen.file_nos[at]] - (day if isinstance(day, int) else 0)

    return [sorted(each, key=rank) for each in groups]


def _picked(
    seen: Sightings, name: str, order: list[list[int]], chosen: dict[str, list[int]]
) -> list[int]:
    """For each device with several sightings, the one whose value is kept."""
    source = seen.columns[name]
    if name == "last_seen_days":
        return [max(each, key=lambda at: _day(source[at])) for each in order]
    picked = [
        each[0] if source[each[0]] is not None else _first_known(source, each) for each in order
    ]
    leader = FOLLOWERS.get(name)
    if leader in chosen:
        leads = seen.columns[leader]
        return [
            at if leads[at] is not None else own
            for at, own in zip(chosen[leader], picked, strict=True)
        ]
    if name == "purchased_days":
        return [_finest(seen, at, each) for at, each in zip(picked, order, strict=True)]
    return picked


def _first_known(source: list[Cell], order: list[int]) -> int:
    for at in order:
        if source[at] is not None:
            return at
    return order[0]


def _day(cell: Cell) -> int:
    return cell if isinstance(cell, int) else -_FAR


def _finest(seen: Sightings, kept: int, order: list[int]) -> int:
    """A day beats the year it lies in, whichever file says it."""
    precision = seen.columns["purchased_precision"]
    for at in order:
        finer = _PRECISION_NO.get(precision[at], 0) < _PRECISION_NO.get(precision[kept], 0)
        if finer and seen.columns["purchased_days"][at] is not None and _agree(seen, kept, at):
            kept = at
    return kept


def _agree(seen: Sightings, left: int, right: int) -> bool:
    """Whether two purchase dates agree as far as the coarser one goes."""
    days, precision = seen.columns["purchased_days"], seen.columns["purchased_precision"]
    coarse = max(_PRECISION_NO.get(precision[at], 0) for at in (left, right))
    a, b = (_EPOCH + timedelta(days=_day(days[at])) for at in (left, right))
    return (a.year, coarse == 2 or a.month, coarse > 0 or a.day) == (
        b.year,
        coarse == 2 or b.month,
        coarse > 0 or b.day,
    )


def _conflicts(
    seen: Sightings, name: str, several: list[int], order: list[list[int]], picked: list[int]
) -> Iterator[Conflict]:
    source = seen.columns[name]
    known: dict[tuple[Cell, Cell], bool] = {}
    for device_no, sightings, kept in zip(several, order, picked, strict=True):
        value = source[kept]
        others: list[Said] = []
        for at in sightings:
            other = source[at]
            if other is None or other == value:
                continue
            agree = known.get((value, other))
            if agree is None:
                agree = known[value, other] = says_the_same(name, value, other)
            if not agree and not (name == "purchased_days" and _agree(seen, kept, at)):
                others.append(Said(seen.at(at), other))
        if others:
            yield Conflict(device_no, name, (Said(seen.at(kept), value), *others))
