"""Recognises the same model under the names people give it.

"EliteBook 840 G8 Notebook PC", "elitebook 840g8" and "840 G8" of HP are one model; 5420 and 5430,
or G8 and G9, never are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from kringspoor.assess.lexicon import folded

Product = tuple[str | None, str]  # make, model as written

# fmt: off
_NOISE: Final = frozenset((
    "notebook", "pc", "laptop", "desktop", "computer", "mobile", "business", "series", "monitor",
    "display", "smartphone", "tablet", "inch", "the", "led", "lcd", "tft", "wifi", "zwart", "black",
))
# fmt: on
_GENERATION = re.compile(r"(?:g|gen|generation|generatie)(\d{1,2})")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e)")
_GENERATION_WORDS: Final = frozenset(("gen", "generation", "generatie", "g"))
_GLUED = re.compile(r"(\d+)(g\d{1,2})")  # 840g8
_FEWEST_CHARACTERS = 4


def model_tokens(model: str) -> tuple[str, ...]:
    """The words of a model that tell it apart, generations written alike.

    >>> model_tokens("EliteBook 840G8 Notebook PC"), model_tokens("ThinkPad T14 Gen 2")
    (('elitebook', '840', 'g8'), ('thinkpad', 't14', 'g2'))
    >>> model_tokens("iPhone SE (3rd generation)")
    ('iphone', 'se', 'g3')
    """
    words = [each for each in folded(model) if each[0].isalnum() and each not in _NOISE]
    tokens: list[str] = []
    skip = False
    for word, following in pairwise([*words, ""]):
        if skip:
            skip = False
            continue
        if word in _GENERATION_WORDS and following.isdigit():
            tokens.append(f"g{int(following)}")
            skip = True
        elif (ordinal := _ORDINAL.fullmatch(word)) and following in _GENERATION_WORDS:
            tokens.append(f"g{int(ordinal[1])}")
            skip = True
        elif glued := _GLUED.fullmatch(word):
            tokens += glued.groups()
        elif numbered := _GENERATION.fullmatch(word):
            tokens.append(f"g{int(numbered[1])}")
        else:
            tokens.append(word)
    return tuple(tokens)


def model_keys(products: Iterable[Product]) -> dict[Product, str | None]:
    """One key for all names of the same model; unknown where a name tells nothing apart.

    Short names follow the only longer name with the same numbers: "lat 5420" and "5420" of Dell
    are "latitude 5420" when no other Dell model has that number.

    >>> keys = model_keys([("Dell", "Latitude 5420"), ("Dell", "lat 5420"), (None, "Lat. 5420")])
    >>> set(keys.values())
    {'Dell|latitude 5420'}
    """
    tokens = {each: model_tokens(each[1]) for each in products}
    by_numbers: defaultdict[tuple[str, ...], set[tuple[str | None, tuple[str, ...]]]]
    by_numbers = defaultdict(set)
    for (make, _), words in tokens.items():
        by_numbers[_block(words)].add((make, words))
    keys: dict[Product, str | None] = {}
    for product, words in tokens.items():
        if not _tells_apart(words):
            keys[product] = None
            continue
        make, full = _fullest(product[0], words, by_numbers[_block(words)])
        keys[product] = f"{make or ''}|{' '.join(full)}"
    return keys


def alike(left: str | None, right: str | None) -> bool:
    """Whether two model names may be the same: nothing in one contradicts the other.

    >>> alike("Latitude 5420", "lat 5420 i5"), alike("EliteBook 840 G8", "EliteBook 840 G9")
    (True, False)
    """
    if left is None or right is None:
        return True
    a, b = set(model_tokens(left)), set(model_tokens(right))
    numbers_a, numbers_b = set(_numbers(tuple(a))), set(_numbers(tuple(b)))
    if not (numbers_a <= numbers_b or numbers_b <= numbers_a):
        return False
    fewer, more = sorted((a - numbers_a, b - numbers_b), key=len)
    return all(any(_short_for(x, y) or _short_for(y, x) for y in more) for x in fewer)


def _numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({each for each in words if any(c.isdigit() for c in each)}))


def _block(words: tuple[str, ...]) -> tuple[str, ...]:
    """Names of one model share their numbers; without numbers they share all words."""
    return _numbers(words) or tuple(sorted(words))


def _tells_apart(words: tuple[str, ...]) -> bool:
    length = sum(map(len, words))
    return length >= _FEWEST_CHARACTERS and (len(words) > 1 or bool(_numbers(words)))


def _short_for(short: str, full: str) -> bool:
    return full.startswith(short)


def _is_short_form(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    names = [each for each in full if each not in _numbers(full)]
    mine = [each for each in words if each not in _numbers(words)]
    return all(any(_short_for(each, name) for name in names) for each in mine)


def _fullest(
    make: str | None,
    words: tuple[str, ...],
    known: set[tuple[str | None, tuple[str, ...]]],
) -> tuple[str | None, tuple[str, ...]]:
    """The only longest name these words are short for, with its make; else the words themselves."""
    fuller = {
        (other or make, full)
        for other, full in known
        if (make is None or other is None or make == other) and _is_short_form(words, full)
    }
    named = {each for each in fuller if each[0] is not None} or fuller
    makes = {each[0] for each in named}
    if len(makes) != 1:
        return make, words
    longest = {full for _, full in named if not _has_fuller(full, {f for _, f in named})}
    spellings = {tuple(sorted(each)) for each in longest}
    return (makes.pop(), min(longest)) if len(spellings) == 1 else (make, words)


def _has_fuller(words: tuple[str, ...], others: set[tuple[str, ...]]) -> bool:
    return any(
        set(each) != set(words) and _is_short_form(words, each) and not _is_short_form(each, words)
        for each in others
    )
