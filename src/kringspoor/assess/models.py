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
_VARIANTS: Final = frozenset(("plus", "pro", "max", "mini", "ultra", "lite", "fe"))  # other devices
_GENERATION = re.compile(r"(?:g|gen|generation|generatie)(\d{1,2})")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e)")
_GENERATION_WORDS: Final = frozenset(("gen", "generation", "generatie", "g"))
_YEAR = re.compile(r"20[0-3]\d")  # an iPhone SE of 2022 may well be the third generation
_GLUED = re.compile(r"(\d+)(g\d{1,2})")  # 840g8
_FEWEST_CHARACTERS = 3


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
    tokens = {each: _without_maker(each[0], model_tokens(each[1])) for each in products}
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
    (heads, tails, years), (other_heads, other_tails, others) = _compared(left), _compared(right)
    if (tails ^ other_tails) & _VARIANTS or (years and others and years != others):
        return False
    fewer, more = sorted((tails - _VARIANTS, other_tails - _VARIANTS), key=len)
    if not all(any(_same_number(x, y) for y in more) for x in fewer):
        return False
    fewer, more = sorted((heads, other_heads), key=len)
    return all(any(x.startswith(y) or y.startswith(x) for y in more) for x in fewer)


def _compared(model: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words before the first number, the rest with G8 and 8 as the same, and model years."""
    heads, tails = _halves(model_tokens(model))
    years = frozenset(each for each in tails if _YEAR.fullmatch(each))
    plain = (
        _GENERATION.sub(r"\1", each) if _GENERATION.fullmatch(each) else each for each in tails
    )
    return frozenset(heads), frozenset(plain) - years, years


def _same_number(left: str, right: str) -> bool:
    """Equal, but for letters at the end: M404 is an M404dn."""
    short, full = sorted((left, right), key=len)
    return full.startswith(short) and (full == short or full[len(short) :].isalpha())


def _numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({each for each in words if any(c.isdigit() for c in each)}))


def _block(words: tuple[str, ...]) -> tuple[str, ...]:
    """Names of one model share their numbers; without numbers they share all words."""
    return _numbers(words) or tuple(sorted(words))


def _tells_apart(words: tuple[str, ...]) -> bool:
    length = sum(map(len, words))
    return length >= _FEWEST_CHARACTERS and (len(words) > 1 or bool(_numbers(words)))


def _is_short_form(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether only words in front of the first number are shortened or left out."""
    (mine, my_tail), (names, tail) = _halves(words), _halves(full)
    return my_tail == tail and all(any(n.startswith(m) for n in names) for m in mine)


def _halves(words: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    numbers = _numbers(words)
    at = next((no for no, each in enumerate(words) if each in numbers), len(words))
    return words[:at], frozenset(words[at:])


def _without_maker(make: str | None, words: tuple[str, ...]) -> tuple[str, ...]:
    if make is None:
        return words
    maker = set(folded(make))
    rest = tuple(each for each in words if each not in maker)
    return rest if _tells_apart(rest) else words


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
