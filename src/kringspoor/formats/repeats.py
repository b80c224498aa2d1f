"""A word nobody knows, or that says nothing, is told once a file: not per column, not per sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Problem, Reading

_ABOUT_A_WORD = frozenset({"filler", "unknown-state", "unknown-ownership"})
_Word = tuple[str, str]


def tell_once(readings: Sequence[Reading]) -> None:
    """Keep of the problems with one word only the first, which counts the rows of all of them."""
    rows_count: Counter[_Word] = Counter()
    for reading in readings:
        for each in reading.problems:
            rows_count[_word(each)] += each.rows_count
    told: set[_Word] = set()
    for reading in readings:
        reading.problems = list(_once(reading.problems, rows_count, told))


def _word(found: Problem) -> _Word:
    return found.code, found.original.casefold()


def _once(
    problems: Iterable[Problem], rows_count: Counter[_Word], told: set[_Word]
) -> Iterator[Problem]:
    for each in problems:
        word = _word(each)
        if each.code not in _ABOUT_A_WORD or rows_count[word] == each.rows_count:
            yield each
        elif word not in told:
            told.add(word)
            count = rows_count[word]
            yield problem(each.code, each.row_no, each.column, each.original, count=count)
