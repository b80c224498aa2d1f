"""The inventory of one organisation in memory, as a list asks about it: what, how many, which.

Each value of a filter is a whole number with a bit for each device. To count what fits three
filters is then two ``&`` and a count of bits: a hundred thousand devices take some microseconds,
where a database reads its table anew for every choice. What people search for stands beside it as
text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import compress, islice
from typing import Any, TypeAlias

from kringspoor.use.rules.filters import BOUNDS, FACETS, NOT_KNOWN, PASTED, SEARCHED, Asked

DAYS = tuple(dict.fromkeys(path.partition("__")[0] for path in BOUNDS.values()))
READ = ("pk", *SEARCHED, *FACETS.values(), *DAYS)  # what is read of each device, in this order
_ABOUT_AT = 3  # after the number, the tag and the serial number
_FACETS_AT, _DAYS_AT = 1 + len(SEARCHED), 1 + len(SEARCHED) + len(FACETS)
_ROWS_A_BLOCK = 256
_NONE = bytes(_ROWS_A_BLOCK)
_APART, _END = "\x1f", "\n"
_NEVER = 0  # no day has this number
_MOST_SOUGHT = 80
_AS_DIGITS = bytes((48, 49)) + bytes(254)
_AS_ANSWERS = bytes(49) + b"\1" + bytes(206)
Row: TypeAlias = Sequence[Any]
Bits: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Register:
    """Every device by its place: its number, a bit in each of its values, its days, its names."""

    numbers: array[int]  # of the devices, ascending; a place stays when its device is gone
    there: Bits  # the bits of the places whose device is there
    facets: Mapping[str, Mapping[Any, Bits]]
    days: Mapping[str, array[int]]
    names: Sequence[str]  # tag and serial number in upper case, a line for each place
    about: Sequence[str]  # what else is searched
    sought: dict[str, Bits] = field(default_factory=dict)  # words and days, with what they found
    orders: dict[tuple[str, bool], array[int]] = field(default_factory=dict)  # places as they sort

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Register:
        """The register of rows in the order of their numbers, each as ``READ`` names it."""
        numbers, names, about = array("q"), list[str](), list[str]()
        places: dict[str, dict[Any, list[int]]] = {name: defaultdict(list) for name in FACETS}
        days = {name: array("l") for name in DAYS}
        for place, row in enumerate(rows):
            numbers.append(row[0])
            names.append(_line(row[1:_ABOUT_AT]))
            about.append(_line(row[_ABOUT_AT:_FACETS_AT]))
            for name, value in zip(FACETS, row[_FACETS_AT:_DAYS_AT], strict=True):
                places[name][_value(value)].append(place)
            for name, day in zip(DAYS, row[_DAYS_AT:], strict=True):
                days[name].append(day.toordinal() if day else _NEVER)
        facets = {
            name: {value: bits_at(each, len(numbers)) for value, each in values.items()}
            for name, values in places.items()
        }
        everybody = (1 << len(numbers)) - 1
        return cls(numbers, everybody, facets, days, _blocks(names), _blocks(about))

    def changed(self, gone: Iterable[int], rows: Iterable[Row]) -> Register:
        """The register after some devices went or changed, and after new ones came."""
        numbers, there = self.numbers[:], self.there
        names, about = [*self.names], [*self.about]
        facets = {name: dict(values) for name, values in self.facets.items()}
        days = {name: each[:] for name, each in self.days.items()}
        for number in gone:
            place = bisect_left(numbers, number)
            if place < len(numbers) and numbers[place] == number:
                there &= ~(1 << place)
        for row in sorted(rows, key=lambda each: int(each[0])):
            place = bisect_left(numbers, row[0])
            if place == len(numbers):
                _append(row, numbers, days, (names, about))
            elif numbers[place] != row[0]:
                raise LookupError(f"device {row[0]} has no place between older ones")
            bit = 1 << place
            there |= bit
            for name, value in zip(FACETS, row[_FACETS_AT:_DAYS_AT], strict=True):
                _move(facets[name], _value(value), bit)
            for name, day in zip(DAYS, row[_DAYS_AT:], strict=True):
                days[name][place] = day.toordinal() if day else _NEVER
            _rewrite(names, place, _line(row[1:_ABOUT_AT]))
            _rewrite(about, place, _line(row[_ABOUT_AT:_FACETS_AT]))
        return Register(numbers, there, facets, days, names, about)

    def fitting(self, asked: Asked, but: str = "") -> int:
        """The bits of the devices that fit every word and every filter, save one filter."""
        found = self.there
        if asked.among is not None:
            found &= self._numbered(asked.among)
        for name, value in asked.filters.items():
            if name != but and value:
                found &= self._filtered(name, value)
        for word in asked.words.split():
            found &= self._kept(word, partial(self._named, word.upper()))
        return found

    def in_order(self, name: str, found: int, is_descending: bool) -> list[tuple[Any, int]]:
        """The values of a facet among what was found, in order, each with how many devices.

        What nobody knows comes last where it is no value at all, as in the order of a list.
        """
        counted = ((each, (bits & found).bit_count()) for each, bits in self.facets[name].items())
        known = [(value, count) for value, count in counted if count]
        known.sort(key=lambda each: each[0], reverse=is_descending)
        unknown = [each for each in known if each[0] == ""] if name in ("unit", "site") else []
        return [each for each in known if each not in unknown] + unknown

    def _filtered(self, name: str, value: str) -> int:
        if name in BOUNDS:
            return self._kept(f"{name} {value}", partial(self._bounded, name, value))
        if name == PASTED or name not in FACETS:
            return self.there  # a list is given by its numbers
        if name == "life_no":
            return self.facets[name].get(int(value), 0) if value.isdecimal() else 0
        return self.facets[name].get("" if value == NOT_KNOWN else value, 0)

    def _bounded(self, name: str, value: str) -> int:
        path, _, sign = BOUNDS[name].partition("__")
        try:
            bound = date.fromisoformat(value).toordinal()
        except ValueError:
            return 0
        days = self.days[path]
        if sign == "gte":
            return _bits(map(bound.__le__, days))
        at_most = bound.__ge__ if sign == "lte" else bound.__gt__
        return _bits(map(at_most, days)) & ~_bits(map(_NEVER.__eq__, days))

    def _numbered(self, numbers: Iterable[int]) -> int:
        places = (bisect_left(self.numbers, each) for each in numbers)
        known = set(numbers)
        size = len(self.numbers)
        return bits_at([each for each in places if each < size and self.numbers[each] in known],
                       size)  # fmt: skip

    def _named(self, key: str) -> int:
        """The bits of the devices that have a word in one of their names."""
        return _bits(_answers(key, self.names)) | _bits(_answers(key, self.about))

    def _kept(self, sought: str, work: Callable[[], Bits]) -> Bits:
        """What a word or a day finds, kept for who asks on: the next page, another order."""
        found = self.sought.pop(sought, None)
        if found is None:
            found = work()
            while len(self.sought) >= _MOST_SOUGHT:
                self.sought.pop(next(iter(self.sought)), None)
        self.sought[sought] = found  # the last asked stands last
        return found

    def slice(self, order: Sequence[int], found: int, first: int, last: int) -> list[int]:
        """The numbers of some of the devices found, when all places stand in an order."""
        is_found = bin(found)[2:].zfill(len(self.numbers))[::-1].encode().translate(_AS_ANSWERS)
        places = compress(order, map(is_found.__getitem__, order))
        return [self.numbers[place] for place in islice(places, first, last)]

    def named_within(self, key: str, most: int) -> list[int]:
        """The first devices that have some letters in their tag or serial number."""
        found: list[int] = []
        for at, block in enumerate(self.names):
            if key in block:
                for place, line in enumerate(block.split(_END), at * _ROWS_A_BLOCK):
                    if key in line and any(key in each for each in line.split(_APART)):
                        found += [self.numbers[place]] if self.there >> place & 1 else []
            if len(found) >= most:
                break
        return found[:most]

    def numbers_in(self, found: int) -> Iterator[int]:
        """The numbers of the devices whose bits are set, in order."""
        digits, place = bin(found)[:1:-1], -1
        while (place := digits.find("1", place + 1)) >= 0:
            yield self.numbers[place]


def bits_at(places: Iterable[int], size: int) -> int:
    """The whole number with a bit at each of some places.

    >>> bits_at([0, 3], 8)
    9
    """
    buffer = bytearray(size // 8 + 1)
    for place in places:
        buffer[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(buffer, "little")


def _bits(answers: Iterable[int]) -> int:
    digits = bytes(answers).translate(_AS_DIGITS)[::-1]
    return int(digits, 2) if digits else 0


def _value(value: Any) -> Any:
    """The value of a filter: what nobody knows is one value, however it is stored."""
    return "" if value is None else value


def _line(words: Sequence[str]) -> str:
    return _APART.join(words).replace(_END, " ").upper() + _END


def _blocks(lines: Sequence[str]) -> list[str]:
    """Lines in blocks: what is not in a block is in none of its lines."""
    return ["".join(lines[at : at + _ROWS_A_BLOCK]) for at in range(0, len(lines), _ROWS_A_BLOCK)]


def _answers(key: str, blocks: Iterable[str]) -> bytearray:
    """For each line whether a key stands in it."""
    answers = bytearray()
    for block in blocks:
        if key in block:
            answers += bytes([key in line for line in block.split(_END)[:-1]])
        else:
            answers += _NONE
    return answers


def _move(values: dict[Any, int], value: Any, bit: int) -> None:
    """Let one device have one value of a filter, and no other."""
    for each, bits in values.items():
        if bits & bit and each != value:
            values[each] = bits & ~bit
            break
    values[value] = values.get(value, 0) | bit


def _append(
    row: Row, numbers: array[int], days: Mapping[str, array[int]], texts: Iterable[list[str]]
) -> None:
    for blocks in texts:
        if len(numbers) % _ROWS_A_BLOCK == 0:
            blocks.append("")
        blocks[-1] += _END
    numbers.append(row[0])
    for each in days.values():
        each.append(_NEVER)


def _rewrite(blocks: list[str], place: int, line: str) -> None:
    at, row = divmod(place, _ROWS_A_BLOCK)
    lines = blocks[at].splitlines(keepends=True)
    lines[row] = line
    blocks[at] = "".join(lines)
