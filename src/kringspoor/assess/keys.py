"""The keys by which two files recognise the same device: serial number and asset tag.

People type the same number in many ways: lower case, spaces, dashes, "INV-" in front, leading
zeros. A key is the number without all that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kringspoor.formats.reading import Cell

SHORTEST_SERIAL_CHARACTERS = 4
SHORTEST_LETTERS_CHARACTERS = 7  # a word without a digit is rarely a number
_SMALLEST_RUN_COUNT = 3
_SMALLEST_HOUSE_COUNT = 2
# fmt: off
NEUTRAL_HEADS: Final = frozenset((
    "INV", "INVENTARIS", "INVNR", "INVENTAR", "INVENTARNR", "ASSET", "ASSETTAG", "TAG", "NR", "NO",
    "N", "ID", "NUM",
))
# fmt: on
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s./_-]+(?=\d)")
_SIGNS = re.compile(r"[^0-9A-Z-]|(?<!\d)-|-(?!\d)")
_MAIN_NUMBER = re.compile(r"-0+$")  # 4512-0 is asset 4512 itself, 4512-1 is something under it
_is_key = re.compile(r"(?=[A-Z]*[0-9])[0-9A-Z]{4,}").fullmatch
_PLAIN_TAG = re.compile(r"([A-Z]+)-0*([0-9]+)").fullmatch  # most tags: INV-004512
_PLAIN_TAGS = re.compile(r"\0([A-Z]+)-0*([0-9]+)(?=\0)").findall
_LOOKALIKES = str.maketrans("OQIZSB", "001258")


def serial_keys(serials: Iterable[Cell]) -> list[str | None]:
    """The keys of a column of serial numbers; most are their own key.

    >>> serial_keys(["PF2ABCDE", " pf-2abcde ", None])
    ['PF2ABCDE', 'PF2ABCDE', None]
    """
    return [
        each if isinstance(each, str) and _is_key(each) else serial_key(each) for each in serials
    ]


def serial_key(serial: Cell) -> str | None:
    """A serial number without case, spaces and dashes; unknown when too short to tell apart.

    >>> serial_key(" pf-2abcde "), serial_key("12"), serial_key("geen")
    ('PF2ABCDE', None, None)
    """
    if serial is None:
        return None
    text = serial if isinstance(serial, str) else str(serial)
    key = (text if text.isalnum() else "".join(filter(str.isalnum, text))).upper()
    shortest = SHORTEST_LETTERS_CHARACTERS if key.isalpha() else SHORTEST_SERIAL_CHARACTERS
    return key if len(key) >= shortest else None


def lookalike_key(key: str) -> str:
    """A serial key in which letters and digits that look alike are the same.

    >>> lookalike_key("PF2O15B") == lookalike_key("PF201SB")
    True
    """
    return key.translate(_LOOKALIKES)


def tag_parts(tag: Cell) -> tuple[str, str] | None:
    """The letters in front of an asset tag, and the number behind them without leading zeros.

    >>> tag_parts("INV-004512"), tag_parts("vb 10 234"), tag_parts("4512/00")
    (('INV', '4512'), ('VB', '10-234'), ('', '4512'))
    """
    if tag is None:
        return None
    text = (tag if isinstance(tag, str) else str(tag)).upper()
    if plain := _PLAIN_TAG(text):
        return plain[1], plain[2]
    if not (text.isalnum() and text.isascii()):
        text = _SIGNS.sub("", _BETWEEN_DIGITS.sub("-", text))
        text = _MAIN_NUMBER.sub("", text)
    digits = text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    head = text[: len(text) - len(digits)]
    number = digits.lstrip("0") or ("0" if digits else "")
    return (head, number) if number else None


def tag_keys(tags_by_file: Sequence[Sequence[Cell]]) -> list[str | None]:
    """The keys of all tags of all files, in order.

    The letters that all tags of a file share are the house's own and say nothing, unless another
    file has other ones. Numbers that simply count the rows (1, 2, 3 ...) are no tags.
    """
    split = [_all_parts(tags) for tags in tags_by_file]
    houses = {house for parts in split if (house := _house(parts)) is not None}
    neutral = NEUTRAL_HEADS | houses if len(houses) == 1 else NEUTRAL_HEADS
    keys: list[str | None] = []
    for parts in split:
        if _counts_rows(parts):
            keys.extend([None] * len(parts))
            continue
        keys.extend(
            None if each is None else each[1] if each[0] in neutral else each[0] + each[1]
            for each in parts
        )
    return keys


def _all_parts(tags: Sequence[Cell]) -> list[tuple[str, str] | None]:
    """The parts of each tag of a file, in one sweep when all are written in the usual way."""
    texts = [tag for tag in tags if isinstance(tag, str)]
    found: list[tuple[str, str]] = _PLAIN_TAGS("\0".join(["", *texts, ""]))
    if len(found) == len(tags):
        return [*found]
    return [tag_parts(tag) for tag in tags]


def _house(parts: Iterable[tuple[str, str] | None]) -> str | None:
    heads = [each[0] for each in parts if each is not None and each[0]]
    distinct = set(heads) - NEUTRAL_HEADS
    return distinct.pop() if len(distinct) == 1 and len(heads) >= _SMALLEST_HOUSE_COUNT else None


def _counts_rows(parts: Sequence[tuple[str, str] | None]) -> bool:
    """Whether the "tags" of a file are a running number of its rows."""
    known = [each for each in parts if each is not None]
    if len(known) < _SMALLEST_RUN_COUNT or any(head for head, _ in known):
        return False
    numbers = {int(number) for _, number in known if number.isdigit() and number.isascii()}
    return len(numbers) == len(known) and numbers == set(range(1, len(known) + 1))
