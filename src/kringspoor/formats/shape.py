"""The shape of a known table: the headers that give it away and what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kringspoor.core.words import Text
from kringspoor.formats.grid import GridCell
from kringspoor.formats.headers import fold


@dataclass(frozen=True)
class Shape:
    """What a format adds to the generic table.

    ``signature``: a table with all these headers is of this shape. ``headers``: what a header
    means here when the general words would be wrong; "" leaves it out, "-" drops it at the door.
    ``constants`` fill what the format implies; ``units`` tell the unit of a header's numbers;
    ``values`` translate cells of a header that are codes; ``patterns`` keep only the cells of a
    header that look like this, the others stay outside.
    """

    slug: str
    signature: tuple[tuple[str, ...], ...] = ()  # any of these sets of headers
    headers: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    is_exact: bool = False  # the signature is the whole header, for headers of everyday words
    is_all_lots: bool = False
    has_months_warranty: bool = False
    about: Text | None = None  # set when the table is no inventory

    @cached_property
    def meanings(self) -> dict[str, str]:
        """Folded header -> field."""
        return {fold(header): meaning for header, meaning in self.headers.items()}

    @cached_property
    def folded_units(self) -> dict[str, str]:
        """Folded header -> unit of its numbers."""
        return {fold(header): unit for header, unit in self.units.items()}

    def cells(self, header: str, cells: Sequence[GridCell]) -> Sequence[GridCell]:
        """The cells of a column after the format's own codes and patterns."""
        codes, pattern = self.values.get(header), self.patterns.get(header)
        if codes is not None:
            return [codes.get(str(each).casefold(), each) for each in cells]
        if pattern is not None:
            fits = re.compile(pattern).fullmatch
            return [each if fits(str(each)) else "" for each in cells]
        return cells

    def fits(self, folded: frozenset[str]) -> bool:
        """Whether a header row has all the words of one of the signatures."""
        for each in self.signature:
            words = {fold(word) for word in each}
            if folded == words or (folded >= words and not self.is_exact):
                return True
        return False
