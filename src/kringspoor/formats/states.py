"""State and ownership words in seven languages to the states and ownerships we reason with."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from kringspoor.formats.headers import fold

Listed = Literal["states", "ownerships"]


@cache
def words(listed: Listed) -> Mapping[str, str]:
    """Folded word -> state (or ownership).

    >>> words("states")["readytodeploy"], words("ownerships")["enleasing"]
    ('in_stock', 'leased')
    """
    raw = (files("kringspoor.formats") / "states.toml").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for slug, languages in tomllib.loads(raw)[listed].items():
        for each in (word for known in languages.values() for word in known):
            found.setdefault(fold(each), slug)
    return found


def meaning(listed: Listed, text: str) -> str | None:
    """What a word means; the slug itself is a word too; unknown words mean nothing.

    >>> meaning("states", "Hors service"), meaning("states", "in_use"), meaning("states", "??")
    ('returned', 'in_use', None)
    """
    folded = fold(text)
    return words(listed).get(folded)
