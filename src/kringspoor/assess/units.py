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


def blocks(work: Matching, ranks: Sequence[int]) -> Iterator[list[Unit]]:
    """Units of the same model that stand in files of different ranks but not yet together."""
    seen = work.seen
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, root in enumerate(work.groups.roots()):
        if not seen.are_lots[at]:
            groups[root].append(at)
    models_of: defaultdict[str, list[list[int]]] = defaultdict(list)
    for members in groups.values():
        models = {seen.model_keys[each] for each in members} - {None}
        if len(models) == 1 and (model := models.pop()) is not None:
            models_of[model].append(members)
    alive = [
        column
        for name, column in seen.columns.items()
        if name != "row_no" and any(each is not None for each in column)
    ]
    for model in sorted(models_of):
        everywhere = {
            ranks[seen.file_nos[each]] for members in models_of[model] for each in members
        }
        if len(everywhere) > 1:
            yield [_unit(work, members, alive, ranks) for members in models_of[model]]


def _unit(
    work: Matching, members: list[int], alive: list[list[Cell]], ranks: Sequence[int]
) -> Unit:
    seen, columns = work.seen, work.seen.columns

    def texts(name: str) -> set[str]:
        return {str(v).casefold() for each in members if (v := columns[name][each]) is not None}

    def days(name: str) -> int | None:
        known = [v for each in members if isinstance(v := columns[name][each], int)]
        return min(known, default=None)

    orders = texts("order_no")
    return Unit(
        members=members,
        ranks=frozenset(ranks[seen.file_nos[each]] for each in members),
        has_serial=any(seen.serial_keys[each] is not None for each in members),
        tagged_ranks=frozenset(
            ranks[seen.file_nos[each]] for each in members if seen.tag_keys[each] is not None
        ),
        is_gone=bool(texts("state") & {"gone", "lost"}) or "personal" in texts("ownership"),
        order=min(orders, default=None),
        places=frozenset(texts("location") | texts("unit")),
        bought_days=days("purchased_days"),
        enrolled_days=days("enrolled_days"),
        content=repr(sorted([repr(column[each]) for column in alive] for each in members)),
    )


def speaking_tags(work: Matching, ranks: Sequence[int]) -> frozenset[tuple[int, int]]:
    """The pairs of ranks whose tags are of one numbering: some tag stands in both."""
    files: defaultdict[str, set[int]] = defaultdict(set)
    for key, file_no in zip(work.seen.tag_keys, work.seen.file_nos, strict=True):
        if key is not None:
            files[key].add(ranks[file_no])
    return frozenset(
        (a, b) for each in files.values() if len(each) > 1 for a, b in product(each, each)
    )


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
