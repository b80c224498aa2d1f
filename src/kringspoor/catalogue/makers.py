"""Makers by any of their names, and in a text that hides them: a Latitude is a Dell laptop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from kringspoor.catalogue.entries import Maker

_PUNCTUATION = re.compile(r"[.,()®™]+")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Lower case, without full stops and brackets, single spaces."""
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", text.casefold())).strip()


class Makers:
    """The shelf of makers, searchable by name and by the first words of their models."""

    def __init__(self, shelf: Mapping[str, Maker]) -> None:
        self._shelf = shelf
        self._named: dict[str, Maker | None] = {}
        self._seen: dict[str, tuple[Maker | None, str]] = {}

    def named(self, text: str | None) -> Maker | None:
        """The maker with this name or alias: ``Hewlett-Packard`` is HP."""
        if not text:
            return None
        if text not in self._named:
            self._named[text] = self._by_name.get(plain(text)) or self._first_word(text)
        return self._named[text]

    def in_text(self, text: str | None) -> tuple[Maker | None, str]:
        """The maker and the category a description tells; ``(None, "")`` where it tells neither.

        A maker's name decides before the words of a model; the longest words win.
        """
        if not text:
            return None, ""
        if text not in self._seen:
            self._seen[text] = self._search(plain(text))
        return self._seen[text]

    def _search(self, lowered: str) -> tuple[Maker | None, str]:
        name = self._name_pattern.search(lowered)
        maker = self._by_name[name.group(1)] if name else None
        for found in self._model_pattern.finditer(lowered):
            of, category = self._by_model[found.group(1)]
            if maker is None or of is maker:
                return of, category
        return maker, ""

    def _first_word(self, text: str) -> Maker | None:
        return self._by_name.get(plain(text).partition(" ")[0])

    @cached_property
    def _by_name(self) -> dict[str, Maker]:
        names: dict[str, Maker] = {}
        for maker in self._shelf.values():
            for name in (maker.name, maker.slug, *maker.aliases):
                names.setdefault(plain(name), maker)
        return names

    @cached_property
    def _by_model(self) -> dict[str, tuple[Maker, str]]:
        return {
            plain(words): (maker, category)
            for maker in self._shelf.values()
            for words, category in (maker.models or {}).items()
        }

    @cached_property
    def _name_pattern(self) -> re.Pattern[str]:
        return _alternatives(self._by_name)

    @cached_property
    def _model_pattern(self) -> re.Pattern[str]:
        return _alternatives(self._by_model)


def _alternatives(words: Mapping[str, object]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda each: (-len(each), each))
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")
