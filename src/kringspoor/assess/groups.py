"""Sightings grouped into devices, so that joining A with B and B with C joins all three."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Groups:
    """A union-find over positions, which keeps apart what a person said is different.

    >>> groups = Groups(4, different=[(0, 3)])
    >>> groups.join(0, 1), groups.join(1, 3), groups.find(1) == groups.find(0)
    (True, False, True)
    """

    def __init__(self, count: int, different: Iterable[tuple[int, int]] = ()) -> None:
        self._parents = list(range(count))
        self._is_apart = True  # nothing joined yet: every position stands for itself
        self._foes: defaultdict[int, set[int]] = defaultdict(set)
        for left, right in different:
            self._foes[left].add(right)
            self._foes[right].add(left)

    def find(self, at: int) -> int:
        """The position that stands for the whole group."""
        parents = self._parents
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    def may_join(self, left: int, right: int) -> bool:
        """Whether nobody said that the two groups are different devices."""
        return not self._foes or self.find(right) not in self._foes.get(self.find(left), ())

    def join(self, left: int, right: int) -> bool:
        """Make one group of two; refuse where a person said they are different."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return True
        if not self.may_join(a, b):
            return False
        self._is_apart = False
        keep, drop = (a, b) if a < b else (b, a)
        self._parents[drop] = keep
        for foe in self._foes.pop(drop, ()):
            self._foes[foe].discard(drop)
            self._foes[foe].add(keep)
            self._foes[keep].add(foe)
        return True

    def roots(self) -> list[int]:
        """For every position the one that stands for its group."""
        if self._is_apart:
            return list(self._parents)
        return [self.find(at) for at in range(len(self._parents))]
