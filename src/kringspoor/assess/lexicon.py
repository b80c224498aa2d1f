"""Finds the words of the catalogue in free text: kinds of device, makers, product lines.

Texts repeat, so everything is remembered per distinct text: a hundred thousand rows cost no more
than their few hundred different cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kringspoor.catalogue.entries import Category, Maker, NotADevice
from kringspoor.catalogue.facts import Catalogue

HitKind = Literal["category", "product", "maker", "apart"]
CATCH_ALLS = frozenset(("desktop", "desk_phone"))  # "computer" and "phone" are said of much else

_TOKEN = re.compile(r"[^\W\d_]{4,}(?=\d)|[^\W_]+|[+&,;/()|:]")  # "latitude5420" is two words
_BARRIERS = frozenset("+&,;/()|:")
_ENDINGS = ("s", "en", "n", "es", "e", "y", "i")  # plurals of the seven languages
_SHORTEST_STEM_CHARACTERS = 4
_SHORTEST_HEAD_CHARACTERS = 5  # "printer" in "kleurenprinter"
_SHORTEST_FRONT_CHARACTERS = 3


class Meaning(NamedTuple):
    """What a phrase means: a category slug, a maker's name, a product line, or no device."""

    kind: HitKind
    slug: str  # of the category or of what it is instead; "" when a product line says neither
    maker: str = ""


class Hit(NamedTuple):
    """A phrase found: which tokens (start to before end) and what they mean."""

    start_no: int
    end_no: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text says it is: a category, or something that is no device, or nothing."""

    category: str | None = None
    apart: str | None = None


NO_VERDICT = Verdict()


def folded(text: str) -> list[str]:
    """The words of a text in lower case without accents; signs that part words stay.

    >>> folded("Dél'l Latitude-5420, 14 inch")
    ['del', 'l', 'latitude', '5420', ',', '14', 'inch']
    """
    if not text.isascii():
        text = "".join(
            each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)
        )
    return _TOKEN.findall(text.casefold())


class Lexicon:
    """The words of the catalogue, ready to be found. Build it once, use it for every file."""

    def __init__(
        self,
        categories: Iterable[Category],
        not_devices: Iterable[NotADevice] = (),
        makers: Iterable[Maker] = (),
    ) -> None:
        self._phrases: dict[str, Meaning] = {}
        self._hosts: set[str] = set()
        self.makers: dict[str, str] = {}
        self._hits: dict[str, tuple[list[str], list[Hit]]] = {}
        self._verdicts: dict[str, Verdict] = {}
        for category in categories:
            self._learn(category.words(), Meaning("category", category.slug))
            if category.has_system:
                self._hosts.add(category.slug)
        for thing in not_devices:
            names = (thing.name_nl, thing.name_en, *_flat(thing.synonyms))
            self._learn(names, Meaning("apart", thing.slug))
        for maker in makers:
            self._learn_maker(maker)
        self._longest_count = max((each.count(" ") + 1 for each in self._phrases), default=1)

    @classmethod
    def of(cls, catalogue: Catalogue) -> Lexicon:
        """The words of a whole catalogue."""
        return cls(
            catalogue.categories.values(),
            catalogue.not_devices.values(),
            catalogue.makers.values(),
        )

    def _learn(self, words: Iterable[str], meaning: Meaning) -> None:
        for word in words:
            if phrase := " ".join(folded(word)):
                self._phrases[phrase] = meaning

    def _learn_maker(self, maker: Maker) -> None:
        names = (maker.name, *maker.aliases)
        self._learn(names, Meaning("maker", "", maker.name))
        for name in names:
            self.makers[" ".join(folded(name))] = maker.name
        for line, category in (maker.models or {}).items():
            known = self._phrases.get(" ".join(folded(line)))
            slug = category or (known.slug if known and known.kind == "category" else "")
            self._learn((line,), Meaning("product", slug, maker.name))

    def maker(self, text: str) -> str:
        """The maker's own name for a make as written; the text itself when nobody knows it."""
        words = " ".join(folded(text))
        if words in self.makers:
            return self.makers[words]
        _, hits = self.hits(text)
        if hits and hits[0].start_no == 0 and hits[0].meaning.kind == "maker":
            return hits[0].meaning.maker
        return " ".join(text.split())

    def hits(self, text: str) -> tuple[list[str], list[Hit]]:
        """The tokens of a text and the phrases found in them, from left to right."""
        known = self._hits.get(text)
        if known is None:
            tokens = folded(text)
            known = self._hits[text] = (tokens, self._scan(tokens))
        return known

    def _scan(self, tokens: list[str]) -> list[Hit]:
        found, at = [], 0
        while at < len(tokens):
            hit = self._longest_at(tokens, at)
            if hit is None:
                at += 1
            else:
                found.append(hit)
                at = hit.end_no
        return found

    def _longest_at(self, tokens: list[str], at: int) -> Hit | None:
        if tokens[at] in _BARRIERS:
            return None
        for end in range(min(len(tokens), at + self._longest_count), at, -1):
            meaning = self._phrase(" ".join(tokens[at:end]))
            if meaning is not None:
                return Hit(at, end, meaning)
        meaning = self._compound(tokens[at])
        return None if meaning is None else Hit(at, at + 1, meaning)

    def _phrase(self, phrase: str) -> Meaning | None:
        meaning = self._phrases.get(phrase)
        if meaning is not None:
            return meaning
        for ending in _ENDINGS:
            stem = phrase.removesuffix(ending)
            if stem != phrase and len(stem) >= _SHORTEST_STEM_CHARACTERS:
                meaning = self._phrases.get(stem)
                if meaning is not None and meaning.kind in ("category", "apart"):
                    return meaning
        return None

    def _compound(self, token: str) -> Meaning | None:
        """The last part of a compound says what it is: "kleurenprinters" are printers."""
        if not token.isalpha():
            return None
        for at in range(_SHORTEST_FRONT_CHARACTERS, len(token) - _SHORTEST_HEAD_CHARACTERS + 1):
            meaning = self._phrase(token[at:])
            if meaning is not None and meaning.kind in ("category", "apart"):
                return meaning
        return None

    def verdict(self, text: str) -> Verdict:
        """What a text says it is. The first word counts: "tas voor laptop" is a bag.

        The word right after it may correct it: a "laptop dock" is a dock, a "printer toner" is
        no device.
        """
        known = self._verdicts.get(text)
        if known is None:
            tokens, hits = self.hits(text)
            said = [each for each in hits if each.meaning.slug]
            known = self._verdicts[text] = self._judge(said) if tokens else NO_VERDICT
        return known

    def _judge(self, said: list[Hit]) -> Verdict:
        if not said:
            return NO_VERDICT
        first = said[0]
        if len(said) > 1 and said[1].start_no == first.end_no:
            second = said[1].meaning
            hosted = first.meaning.slug in self._hosts and second.slug not in self._hosts
            if second.kind == "apart" or (second.kind == "category" and hosted):
                return _as_verdict(second)
        return _as_verdict(first.meaning)

    def is_kind(self, word: str) -> bool:
        """Whether a single word names a kind of device or of thing, and no product line."""
        _, hits = self.hits(word)
        return any(each.meaning.kind in ("category", "apart") for each in hits)

    def product(self, make: str | None, model: str) -> Meaning | None:
        """The product line a model belongs to, unless it is another maker's."""
        _, hits = self.hits(model)
        for hit in hits:
            meaning = hit.meaning
            if meaning.kind == "product" and make in (None, meaning.maker):
                return meaning
        return None


def _as_verdict(meaning: Meaning) -> Verdict:
    if meaning.kind == "apart":
        return Verdict(apart=meaning.slug)
    return Verdict(category=meaning.slug)


def _flat(words: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [word for each in words.values() for word in each]
