"""A file's problems, counted: a thousand cells with the same flaw are one thing to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kringspoor.assess.fleet import FileSeen
from kringspoor.formats.reading import Problem


def tallied(seen: FileSeen) -> Iterable[tuple[Problem, int]]:
    """A file's problems, one of each kind with how often it occurs, most frequent first."""
    problems = [*seen.table.reading.problems, *seen.table.problems]
    counts: Counter[tuple[str, str | None]] = Counter()
    for each in problems:
        counts[each.code, each.column] += each.rows_count
    first = {(each.code, each.column): each for each in reversed(problems)}
    return [(first[key], count) for key, count in counts.most_common()]
