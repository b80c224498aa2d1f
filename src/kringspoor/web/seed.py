"""The words of the policy articles: what they mean here, which page does it, or that none does yet.

``seed-map.toml`` and ``words.md`` are links to the pages in docs, so that one text is both read and
shipped; a wheel holds what they lead to. ``seed-words.toml`` says where a word leads.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kringspoor.core.words import Text

_HERE = Path(__file__).parent
FEWEST_LETTERS = 3
ENOUGH_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word leads to: a page, a command, or nothing yet."""

    what: Text
    view: str = ""
    command: str = ""
    note: str = ""

    @property
    def is_there(self) -> bool:
        """Whether somebody can do it today."""
        return bool(self.view or self.command)


@cache
def seed_map() -> dict[str, dict[str, Any]]:
    """Every practice of the articles, with whether it works."""
    return tomllib.loads((_HERE / "seed-map.toml").read_text(encoding="utf-8"))


@cache
def words() -> list[dict[str, Any]]:
    """The words that lead somewhere."""
    text = (_HERE / "seed-words.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["word"]
    return found


@cache
def glossary() -> list[tuple[frozenset[str], frozenset[str]]]:
    """The words of the product side by side: those of a row in Dutch, and those in English."""
    text = (_HERE / "words.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split("|") for line in text.splitlines() if line.count("|") == 4]
    return [(_terms(dutch), _terms(english)) for dutch, english, _ in rows]


def _terms(cell: str) -> frozenset[str]:
    plain = re.sub(r"\([^)]*\)", "", cell).casefold()
    return frozenset(each.strip() for each in re.split("[,:]", plain) if each.strip())


def meanings(asked: str) -> list[Meaning]:
    """What the words that somebody typed lead to, what can be done first.

    >>> [each.is_there for each in meanings("inspiratiebox")]
    [False]
    """
    key = " ".join(asked.casefold().split())
    if len(key) < FEWEST_LETTERS:
        return []
    named = [each for each in words() if _is_named(key, (*each["nl"], *each["en"]))]
    found = [_meaning(each) for each in named]
    told = {row for each in named for row in each["rows"]}
    found += [_of_row(row) for name, row in _titled(key) if name not in told]
    return sorted(found, key=lambda each: not each.is_there)


def _is_named(key: str, names: Iterable[str]) -> bool:
    """Whether somebody typed a name, its beginning, or a sentence that holds it."""
    return any(
        name.startswith(key) or (name in key and re.search(rf"\b{re.escape(name)}\b", key))
        for name in names
    )


def _meaning(word: dict[str, Any]) -> Meaning:
    rows = [seed_map()[name] for name in word["rows"]]
    commands = [str(row["command"]) for row in rows if row.get("command")]
    notes = [str(row["note"]) for row in rows if row.get("note")]
    what = Text(nl=word["what_nl"], en=word["what_en"])
    command = commands[0] if commands and not word["view"] else ""
    return Meaning(what, word["view"], command, notes[0] if notes else "")


def _of_row(row: dict[str, Any]) -> Meaning:
    title = str(row["title"])
    return Meaning(
        Text(nl=title, en=title), "", str(row.get("command", "")), str(row.get("note", ""))
    )


def _begun(words: str) -> str:
    """The pattern of whole words; of long ones the beginning is enough."""
    end = "" if len(words) >= ENOUGH_LETTERS else r"\b"
    return rf"\b{re.escape(words)}{end}"


def _titled(key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The practices whose title holds the words, or their English beside them in the glossary."""
    keys = {key}
    for dutch, english in glossary():
        if key in dutch:
            keys |= english
    for name, row in seed_map().items():
        title = str(row["title"]).casefold()
        if any(each in title and re.search(_begun(each), title) for each in keys):
            yield name, row
