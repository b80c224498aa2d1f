"""The shelf of formats: every file in ``shelf/`` is one format; the surest one reads."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from kringspoor.core.errors import BadInput
from kringspoor.formats.kinds import binary_name
from kringspoor.formats.problems import refusal
from kringspoor.formats.reading import Reading
from kringspoor.formats.source import Source

SHELF = "kringspoor.formats.shelf"
ENTRY_POINTS = "kringspoor.shelves"  # the group in which another package offers its shelves


@dataclass(frozen=True, slots=True)
class Format:
    """One file on the shelf of formats: ``FORMAT = Format(...)`` in ``formats/shelf/<slug>.py``.

    ``recognises`` answers how sure it is, 0 (no) to 1 (certain); the surest format reads.
    The decisions of the person stand in ``source.options``.
    """

    slug: str
    name_nl: str
    name_en: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Source], float]
    read: Callable[[Source], Reading]


@cache
def formats() -> tuple[Format, ...]:
    """Every format of ours and of other packages, in order of slug."""
    others = [f"{entry.value}.formats.shelf" for entry in entry_points(group=ENTRY_POINTS)]
    folders = [SHELF, *others]
    found = [each for folder in folders for each in _formats_in(folder)]
    return tuple(sorted(found, key=lambda each: each.slug))


def _formats_in(folder: str) -> list[Format]:
    package = import_module(folder)
    modules = sorted(each.name for each in pkgutil.iter_modules(package.__path__))
    found = []
    for name in modules:
        offered = getattr(import_module(f"{folder}.{name}"), "FORMAT", None)
        if isinstance(offered, Format):
            found.append(offered)
    return found


def surest(source: Source) -> Format:
    """The format that recognises the file best; refuses what nobody recognises."""
    sureness = [(each.recognises(source), each.slug, each) for each in formats()]
    best, _, chosen = max(sureness, key=lambda each: (each[0], each[1]))
    if best <= 0:
        raise _unrecognised(source)
    return chosen


def _unrecognised(source: Source) -> BadInput:
    """The sentence that fits what the file is."""
    start = source.head[:2048].lstrip().lower()
    if source.kind == "xml" and (b"<html" in start or b"<table" in start):
        return refusal("web-page", source.name)
    if source.kind == "binary":
        name_nl, name_en = binary_name(source.head) or ("een binair bestand", "a binary file")
        return refusal("not-a-table", source.name, kind_nl=name_nl, kind_en=name_en)
    return refusal("unrecognised", source.name)
