"""Groups of sightings of one model that still look for their other half in another file.

Files are known here by the rank of their role (registers, tools, counts), not by the order in which
they were given: that order may not change who is joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kringspoor.assess.match import Matching
from kringspoor.formats.reading import Cell


@dataclass(slots=True, eq=False)
class Unit:
    """What is known of one group of sightings while it looks for its other half."""

    members: list[int]
    ranks: frozenset[int]
    has_serial: bool
    tagged_ranks: frozenset[int]
    is_gone: bool
    order: str | None
    places: frozenset[str]
    bought_days: int | None
    enrolled_days: int | None
    content: str

    @property
    def dated_days(self) -> int | None:
        """The day to compare: of purchase, else of enrolment. Units: days since 1970-01-01."""
        return self.enrolled_days if self.bought_days is None else self.bought_days


class Facts:
    """What units are built from, each column looked at once."""

    def __init__(self, work: Matching, ranks: Sequence[int]) -> None:
        seen, columns = work.seen, work.seen.columns
        self.seen = seen
        self.ranks = [ranks[each] for each in seen.file_nos]
        self.orders = _folded(columns["order_no"])
        self.places = (_folded(columns["location"]), _folded(columns["unit"]))
        self.bought = columns["purchased_days"]
        self.enrolled = columns["enrolled_days"]
        self.gone = [
            state in ("gone", "lost") or owner == "personal"
            for state, owner in zip(columns["state"], columns["ownership"], strict=True)
        ]
        self._rows = [
            column
            for name, column in columns.items()
            if name != "row_no" and column.count(None) < len(column)
        ]
        self._clashing = {each for clash in work.clashes for each in clash.sightings}

    def content(self, at: int) -> str:
        """What a sighting says, to put units in an order that no file order can change."""
        seen = self.seen
        if seen.serial_keys[at] is not None:
            return f"{seen.serial_keys[at]} {seen.tag_keys[at]}"
        if seen.tag_keys[at] is not None and seen.at(at) not in self._clashing:
            return f"~ {seen.tag_keys[at]}"
        return "~~ " + repr([column[at] for column in self._rows])

    def unit(self, members: list[int]) -> Unit:
        """One group of sightings as a unit."""
        seen = self.seen
        return Unit(
            members=members,
            ranks=frozenset([self.ranks[at] for at in members]),
            has_serial=any(seen.serial_keys[at] is not None for at in members),
            tagged_ranks=frozenset(
                [self.ranks[at] for at in members if seen.tag_keys[at] is not None]
            ),
            is_gone=any(self.gone[at] for at in members),
            order=min([o for at in members if (o := self.orders[at]) is not None], default=None),
            places=frozenset(
                [p for at in members for each in self.places if (p := each[at]) is not None]
            ),
            bought_days=_first_day(self.bought, members),
            enrolled_days=_first_day(self.enrolled, members),
            content=" + ".join(sorted([self.content(at) for at in members])),
        )


def blocks(work: Matching, ranks: Sequence[int]) -> Iterator[list[Unit]]:
    """Units of the same model that stand in files of different ranks but not yet together."""
    seen, facts = work.seen, Facts(work, ranks)
    everywhere = set(facts.ranks)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, root in enumerate(work.groups.roots()):
        if not seen.are_lots[at]:
            groups[root].append(at)
    models: defaultdict[str, list[list[int]]] = defaultdict(list)
    for members in groups.values():
        keys = {seen.model_keys[at] for at in members} - {None}
        if len(keys) == 1 and {facts.ranks[at] for at in members} != everywhere:
            models[str(keys.pop())].append(members)
    for model in sorted(models):
        present = {facts.ranks[at] for members in models[model] for at in members}
        if len(present) > 1:
            yield [facts.unit(members) for members in models[model]]


def _folded(column: list[Cell]) -> list[str | None]:
    folded = {each: None if each is None else str(each).casefold() for each in set(column)}
    return [folded[each] for each in column]


def _first_day(column: list[Cell], members: list[int]) -> int | None:
    days = [day for at in members if isinstance(day := column[at], int)]
    return min(days, default=None)


def speaking_tags(work: Matching, ranks: Sequence[int]) -> frozenset[tuple[int, int]]:
    """The pairs of ranks whose tags are of one numbering: some tag stands in both."""
    tags: defaultdict[int, set[str | None]] = defaultdict(set)
    for key, file_no in zip(work.seen.tag_keys, work.seen.file_nos, strict=True):
        tags[ranks[file_no]].add(key)
    return frozenset((a, b) for a, b in product(tags, tags) if not (tags[a] & tags[b]) <= {None})


def merged(left: Unit, right: Unit) -> Unit:
    """Two units that turned out to be one device."""
    known = [each for each in (left.bought_days, right.bought_days) if each is not None]
    enrolled = [each for each in (left.enrolled_days, right.enrolled_days) if each is not None]
    return Unit(
        members=sorted(left.members + right.members),
        ranks=left.ranks | right.ranks,
        has_serial=left.has_serial or right.has_serial,
        tagged_ranks=left.tagged_ranks | right.tagged_ranks,
        is_gone=left.is_gone or right.is_gone,
        order=left.order or right.order,
        places=left.places | right.places,
        bought_days=min(known, default=None),
        enrolled_days=min(enrolled, default=None),
        content=min(left.content, right.content) + max(left.content, right.content),
    )
