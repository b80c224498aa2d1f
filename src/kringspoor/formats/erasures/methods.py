"""How strongly a method erases, from its name as a tool or a firm writes it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from kringspoor.core.guards.facts import MethodClass
from kringspoor.formats.headers import fold


def class_of(method: str) -> MethodClass | None:
    """How strongly a method erases; unknown for one nobody knows, and for one that erases nothing.

    Source: nist-800-88

    >>> class_of("Fill With Zeros"), class_of("NIST 800-88 Purge (ATA)"), class_of("by magic")
    (<MethodClass.CLEAR: 'clear'>, <MethodClass.PURGE: 'purge'>, None)
    """
    word = fold(method)
    exact, starts = _names()
    if word in exact:
        return exact[word]
    fitting = [start for start in starts if word.startswith(start)]
    return starts[max(fitting, key=len)] if fitting else None


@cache
def _names() -> tuple[dict[str, MethodClass | None], dict[str, MethodClass | None]]:
    """The names that stand for themselves, and those that also begin a longer one."""
    table = files("kringspoor.formats.erasures") / "methods.toml"
    exact: dict[str, MethodClass | None] = {}
    starts: dict[str, MethodClass | None] = {}
    for row in tomllib.loads(table.read_text("utf-8")).values():
        strength = MethodClass(row["class"]) if row["class"] else None
        for name in row["names"]:
            exact[fold(name.rstrip("*"))] = strength
            if name.endswith("*"):
                starts[fold(name.rstrip("*"))] = strength
    return exact, starts
