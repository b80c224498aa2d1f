"""From a file as read to a table in the words of the catalogue.

Each device gets a category, its maker's own name and a clean model; rows that are no device are
set apart with their reason. Nothing here runs once per row when it can run once per distinct text.
"""

from __future__ import annotations

import re
from itertools import compress
from typing import NamedTuple

from kringspoor.assess.description import Parts, Splitter, cut_serial
from kringspoor.assess.fleet import Columns, SetApart, Table
from kringspoor.assess.lexicon import CATCH_ALLS, Lexicon
from kringspoor.assess.plausible import mend
from kringspoor.core.device import NAMES
from kringspoor.formats.reading import Cell, Fate, Reading

NO_PARTS = Parts()
_FILLED_FROM_DESCRIPTION = (
    "make", "model", "cpu", "os", "ram_gb", "storage_gb", "screen_inches",
)  # fmt: skip
_SHEET = re.compile(r"\[([^\[\]]+)\]$")  # "count.xlsx[Schermen]"
_SIZE = re.compile(r"(?:\w+ )?\s*(\d{2}(?:[.,]\d)?)\s*(?:inch|duim|pouces|zoll|\"|'')\s*")
_MACHINE_TYPE = re.compile(r"[0-9]{2}[A-Z0-9]{2}[A-Z0-9]{4,6}")  # Lenovo's agents say "20W6S5GF00"


class Place(NamedTuple):
    """Where a device belongs: a category, or what it is when it is no device."""

    category: str | None = None
    apart: str | None = None


def normalise(reading: Reading, lexicon: Lexicon) -> Table:
    """A file as read, in the words of the catalogue. Rows in = fates, as before."""
    nothing: list[Cell] = [None] * len(reading)
    columns: Columns = {name: reading.columns.get(name) or nothing for name in NAMES}
    parts = _split_descriptions(columns, Splitter(lexicon))
    _name_makers(columns, lexicon)
    _clean_models(columns, lexicon)
    places = _places(columns, parts, lexicon, reading.file)
    columns["category"] = [each.category for each in places]
    fates, set_apart = _set_apart(columns, places, reading.fates)
    kept = [each.apart is None for each in places]
    if not all(kept):
        columns = {name: list(compress(column, kept)) for name, column in columns.items()}
    assumptions, problems = mend(columns)
    return Table(
        reading=reading,
        columns=columns,
        fates=fates,
        problems=tuple(problems),
        set_apart=tuple(set_apart),
        assumptions=tuple(assumptions),
    )


def _split_descriptions(columns: Columns, splitter: Splitter) -> list[Parts | None]:
    """Fill what other cells leave open from the description; give back what each one says."""
    count = len(columns["serial"])
    columns["serial_maybe"] = [None] * count
    if not any(columns["description"]):
        return [None] * count
    serials = columns["serial"] = list(columns["serial"])
    parts: list[Parts | None] = []
    for at, text in enumerate(columns["description"]):
        if not isinstance(text, str):
            parts.append(None)
            continue
        rest, serial, maybe = cut_serial(text)
        if serials[at] is None:
            serials[at] = serial
            columns["serial_maybe"][at] = maybe
        parts.append(splitter.split(rest))
    for name in _FILLED_FROM_DESCRIPTION:
        columns[name] = [
            getattr(said, name) if value is None and said is not None else value
            for value, said in zip(columns[name], parts, strict=True)
        ]
    return parts


def _name_makers(columns: Columns, lexicon: Lexicon) -> None:
    """Canonical makers; where none is written, the one whose product line the model names."""
    written = set(columns["make"])
    names = {each: lexicon.maker(each) if isinstance(each, str) else None for each in written}
    makes: list[Cell] = list(map(names.__getitem__, columns["make"]))
    if None in makes:
        unnamed = {m for m, make in zip(columns["model"], makes, strict=True) if make is None}
        found = {each: _maker_in(each, lexicon) for each in unnamed if isinstance(each, str)}
        makes = [
            found.get(model) if make is None and isinstance(model, str) else make
            for make, model in zip(makes, columns["model"], strict=True)
        ]
    columns["make"] = makes


def _maker_in(model: str, lexicon: Lexicon) -> str | None:
    _, hits = lexicon.hits(model)
    for hit in hits:
        if hit.meaning.kind in ("maker", "product"):
            return hit.meaning.maker
    return None


def _clean_models(columns: Columns, lexicon: Lexicon) -> None:
    """Models without padding and without their maker; machine types go to ``part_no``."""
    _move_screen_sizes(columns)
    pairs = list(zip(columns["make"], columns["model"], strict=True))
    clean = {each: clean_model(_words(each[0]), _words(each[1]), lexicon) for each in set(pairs)}
    models = list(map(clean.__getitem__, pairs))
    types = {each for each in set(models) if each and _MACHINE_TYPE.fullmatch(each)}
    if types:
        columns["part_no"] = list(columns["part_no"])
    for at, model in enumerate(models if types else ()):
        if model in types and columns["make"][at] == "Lenovo":
            columns["part_no"][at] = columns["part_no"][at] or model
            models[at] = None
    columns["model"] = list(models)


def _move_screen_sizes(columns: Columns) -> None:
    """A size that stands in the place of a model is a size."""
    found = {each: _SIZE.fullmatch(each) for each in set(columns["model"]) if isinstance(each, str)}
    sizes = {each: float(size[1].replace(",", ".")) for each, size in found.items() if size}
    if not sizes:
        return
    for name in ("model", "screen_inches"):
        columns[name] = list(columns[name])
    for at, model in enumerate(columns["model"]):
        if isinstance(model, str) and model in sizes:
            columns["model"][at] = None
            if columns["screen_inches"][at] is None:
                columns["screen_inches"][at] = sizes[model]


def clean_model(make: str | None, model: str | None, lexicon: Lexicon) -> str | None:
    """A model as its maker calls it, without the maker's name in front and without padding.

    A word that only says what kind of thing it is ("beamer") is no model.
    """
    if model is None:
        return None
    words = model.split()
    while words and lexicon.maker(words[0]) == make and _is_model(words[1:]):
        del words[0]
    clean = " ".join(words).strip(" ,;:-")
    return None if not clean or (clean.isalpha() and lexicon.is_kind(clean)) else clean


def _is_model(words: list[str]) -> bool:
    """Fairphone's "4" is no model; HP's "G8" is little of one, and yet it is."""
    return any(each.isalpha() for each in "".join(words))


def _places(
    columns: Columns, parts: list[Parts | None], lexicon: Lexicon, file: str
) -> list[Place]:
    sheet = _SHEET.search(file)
    title = sheet[1] if sheet else ""
    keys = list(zip(columns["kind"], parts, columns["make"], columns["model"], strict=True))
    known = {
        (kind, said, make, model): _place(
            _words(kind), said or NO_PARTS, _words(make), _words(model), title, lexicon
        )
        for kind, said, make, model in set(keys)
    }
    return list(map(known.__getitem__, keys))


def _place(
    kind: str | None,
    said: Parts,
    make: str | None,
    model: str | None,
    sheet: str,
    lexicon: Lexicon,
) -> Place:
    """Kind first, then description, then model, then the sheet. A product line corrects "PC"."""
    line = lexicon.product(make, model) if model else None
    product = (line.slug or None) if line else None
    written = lexicon.verdict(kind or "")
    for category, apart in (
        (written.category, written.apart),
        (said.category, said.apart),
    ):
        if category is not None:
            corrected = product if category in CATCH_ALLS and product else category
            return Place(corrected)
        if apart is not None and product is None:
            return Place(apart=apart)
    if product is not None:
        return Place(product)
    for text in (model or "", sheet):
        verdict = lexicon.verdict(text)
        if verdict.category or verdict.apart:
            return Place(verdict.category, verdict.apart)
    return Place()


def _set_apart(
    columns: Columns, places: list[Place], before: dict[int, Fate]
) -> tuple[dict[int, Fate], list[SetApart]]:
    """The fates with every row that turns out to be no device, and the reasons."""
    fates = dict(before)
    if not any(each.apart for each in places):
        return fates, []
    rows = columns["row_no"]
    set_apart = [
        SetApart(row_no, place.apart, _original(columns, at))
        for at, (place, row_no) in enumerate(zip(places, rows, strict=True))
        if place.apart is not None and isinstance(row_no, int)
    ]
    kept = {row for row, each in zip(rows, places, strict=True) if each.apart is None}
    for each in set_apart:
        if each.row_no in fates and each.row_no not in kept:
            fates[each.row_no] = Fate.NOT_A_DEVICE
    return fates, set_apart


def _original(columns: Columns, at: int) -> str:
    for name in ("kind", "description", "model"):
        text = columns[name][at]
        if isinstance(text, str):
            return text
    return ""


def _words(cell: Cell) -> str | None:
    return cell if isinstance(cell, str) else None
