"""What should be there against what was found: an order against the stock, a list a room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kringspoor.core.words import Text


@dataclass(frozen=True, slots=True)
class Tally:
    """The names that were expected and found, missing, and found without being expected."""

    found: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def expected_count(self) -> int:
        """Everything that should have been there."""
        return len(self.found) + len(self.missing)

    @property
    def balances(self) -> bool:
        """Whether all that was expected was found, and nothing else."""
        return not self.missing and not self.unexpected

    def said(self) -> Text:
        """The tally in a sentence that names what is missing."""
        missing = ", ".join(self.missing)
        return Text(
            nl=f"{self.expected_count} verwacht, {len(self.found)} gevonden"
            + (f"; deze ontbreken: {missing}" if missing else ""),
            en=f"{self.expected_count} expected, {len(self.found)} found"
            + (f"; missing: {missing}" if missing else ""),
        )


def tally(expected: Iterable[str], found: Iterable[str]) -> Tally:
    """Compare two lists of names; a name counts once, however often it was scanned.

    >>> tally(["A1", "A2", "A3"], ["A3", "A1", "A1", "B9"]).said().en
    '3 expected, 2 found; missing: A2'
    """
    wanted, seen = set(expected), set(found)
    return Tally(
        tuple(sorted(wanted & seen)), tuple(sorted(wanted - seen)), tuple(sorted(seen - wanted))
    )
