"""Joins the sightings that are surely one device: by hand, serial number, barcode, asset tag.

Nothing is ever joined across two different serial numbers unless a person says so. A number that
stands on two devices joins nothing and is listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from kringspoor.assess.fleet import Clash, Doubt, How, Join, Sightings
from kringspoor.assess.groups import Groups
from kringspoor.assess.keys import lookalike_key
from kringspoor.assess.likeness import may_be_one, says_the_same
from kringspoor.core.words import Text

_SHORTEST_BARCODE_CHARACTERS = 8
_LENOVO_SERIAL_CHARACTERS = 8
_SIMILAR_SHARE = 0.4
_PRODUCT = ("make", "model")

CLASHES: dict[str, Text] = {
    "tag-twice": Text(
        nl="Inventarisnummer {key} staat in één bestand op meer dan één toestel.",
        en="Asset tag {key} stands on more than one device in one file.",
    ),
    "tag-other-serials": Text(
        nl="Inventarisnummer {key} staat bij verschillende serienummers.",
        en="Asset tag {key} stands with different serial numbers.",
    ),
    "tag-other-kinds": Text(
        nl="Inventarisnummer {key} staat op verschillende soorten toestellen.",
        en="Asset tag {key} stands on different kinds of devices.",
    ),
    "serial-other-kinds": Text(
        nl="Serienummer {key} staat op toestellen van een andere soort en een ander merk.",
        en="Serial number {key} stands on devices of another kind and another make.",
    ),
}
LOOKALIKE = Text(
    nl="Serienummers {left} en {right} lijken op elkaar (O en 0, I en 1).",
    en="Serial numbers {left} and {right} look alike (O and 0, I and 1).",
)


@dataclass(slots=True)
class Matching:
    """The work in progress: groups of sightings, how they were joined, what could not be."""

    seen: Sightings
    groups: Groups
    joins: list[Join] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def join(
        self, left: int, right: int, how: How, score: float = 1.0, terms: tuple[str, ...] = ()
    ) -> bool:
        """Join two sightings and remember why; no news when they already are one device."""
        if self.groups.find(left) == self.groups.find(right):
            return True
        joined = self.groups.join(left, right)
        if joined:
            self.joins.append(Join(left, right, how, score, terms))
        return joined

    def join_all(self, members: Sequence[int], how: How) -> None:
        """Join every sighting with the first; where a person forbids it, with a later one."""
        for no, right in enumerate(members[1:], start=1):
            any(self.join(left, right, how) for left in members[:no])

    def clash(self, code: str, key: str, members: Iterable[int]) -> None:
        """List a number that joins nothing."""
        sightings = tuple(sorted(self.seen.at(each) for each in members))
        self.clashes.append(Clash(code, key, sightings, CLASHES[code].filled(key=key)))


def join_by_serial(work: Matching) -> None:
    """Same serial number: one device, unless both kind and make contradict it."""
    for key, members in _shared(work.seen.serial_keys, work.seen.are_lots).items():
        makes = {work.seen.columns["make"][each] for each in members} - {None}
        if len(makes) > 1 and not _one_kind(work.seen, members):
            work.clash("serial-other-kinds", key, members)
        else:
            work.join_all(members, "serial")


def join_by_barcode(work: Matching) -> None:
    """A scanner reads "S" or "1S" and the machine type before the serial number of some makers.

    Only where the rest is a serial number of another file and nothing about the models differs.
    """
    known = set(work.seen.serial_keys)
    bare_of = {key: bare for key in known if key and (bare := _without_barcode(key)) in known}
    wanted = {*bare_of, *bare_of.values()}
    members: defaultdict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(work.seen.serial_keys if wanted else ()):
        if key in wanted and key is not None and not work.seen.are_lots[at]:
            members[key].append(at)
    for key in sorted(bare_of):
        pairs = list(product(members[bare_of[key]], members[key]))
        agreeing = [_agree(work.seen, left, right) for left, right in pairs]
        if True in agreeing and False not in agreeing:
            work.join(*pairs[agreeing.index(True)], "barcode")


def _without_barcode(key: str) -> str:
    if len(key) < _SHORTEST_BARCODE_CHARACTERS or not key.startswith(("S", "1S")):
        return ""
    return key[-_LENOVO_SERIAL_CHARACTERS:] if key.startswith("1S") else key[1:]


def _agree(seen: Sightings, left: int, right: int) -> bool | None:
    """Whether two sightings of different files say the same product; unknown when neither says."""
    if seen.file_nos[left] == seen.file_nos[right]:
        return None
    pairs = {name: (seen.columns[name][left], seen.columns[name][right]) for name in _PRODUCT}
    known = {name: pair for name, pair in pairs.items() if None not in pair}
    if not _one_kind(seen, (left, right)) or not all(
        says_the_same(name, *pair) for name, pair in known.items()
    ):
        return False
    return True if known else None


def _one_kind(seen: Sightings, members: Iterable[int]) -> bool:
    return may_be_one(seen.columns["category"][each] for each in members)


def join_by_tag(work: Matching) -> None:
    """Same asset tag: one device, if kind and serial numbers do not contradict it."""
    seen, groups = work.seen, work.groups
    for key, members in _shared(seen.tag_keys, seen.are_lots).items():
        numbered = {groups.find(each) for each in members if seen.serial_keys[each] is not None}
        if len(numbered) > 1:
            code = "tag-twice" if _repeated(work, members) else "tag-other-serials"
            work.clash(code, key, members)
        elif not _one_kind(seen, members):
            work.clash("tag-other-kinds", key, members)
        elif not all(_one_model(seen, each) for each in _repeated(work, members)):
            work.clash("tag-twice", key, members)
        else:
            work.join_all(members, "tag")


def _repeated(work: Matching, members: Sequence[int]) -> list[list[list[int]]]:
    """Per file in which a tag stands on several devices so far: the sightings of each of them."""
    by_file: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for each in members:
        by_file[work.seen.file_nos[each]][work.groups.find(each)].append(each)
    return [list(each.values()) for each in by_file.values() if len(each) > 1]


def _one_model(seen: Sightings, devices: Iterable[list[int]]) -> bool:
    """Whether each of the devices has a model and all have the same."""
    models = [frozenset(seen.model_keys[at] for at in each) - {None} for each in devices]
    return len(set(models)) == 1 and len(models[0]) == 1


def doubt_lookalikes(work: Matching) -> None:
    """Serial numbers that differ only in O and 0 and the like are shown to a person, not joined."""
    seen = work.seen
    keys = [None if each is None else lookalike_key(each) for each in seen.serial_keys]
    for members in _shared(keys, seen.are_lots).values():
        by_root = {work.groups.find(each): each for each in reversed(members)}
        roots = sorted(by_root)
        for left, right in pairwise(roots):
            a, b = by_root[left], by_root[right]
            if seen.serial_keys[a] == seen.serial_keys[b] or not _agree(seen, a, b):
                continue
            text = LOOKALIKE.filled(left=seen.serial_keys[a], right=seen.serial_keys[b])
            work.doubts.append(Doubt(a, b, is_joined=False, score_share=_SIMILAR_SHARE, text=text))


def _shared(keys: Sequence[str | None], are_lots: Sequence[bool]) -> dict[str, list[int]]:
    """The keys that more than one single device carries, with its sightings in order."""
    known = [each for each in keys if each is not None]
    if len(set(known)) == len(known):
        return {}
    first: dict[str, int] = {}
    shared: defaultdict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if key is None or are_lots[at]:
            continue
        before = first.setdefault(key, at)
        if before != at:
            members = shared[key]
            if not members:
                members.append(before)
            members.append(at)
    return dict(shared)
