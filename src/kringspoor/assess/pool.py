"""Puts the sightings of all files in one set of columns, with the keys that recognise a device."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from kringspoor.assess.fleet import Columns, Sightings, Table
from kringspoor.assess.keys import serial_key, serial_keys, tag_keys
from kringspoor.assess.models import model_keys
from kringspoor.core.device import NAMES
from kringspoor.formats.reading import Cell, Fate

_LOT = Fate.LOT


def pool(tables: Sequence[Table]) -> Sightings:
    """All sightings, file after file and row after row."""
    names = tables[0].columns if tables else (*NAMES, "category", "serial_maybe")
    columns: Columns = {name: _joined([each.columns[name] for each in tables]) for name in names}
    serials = _serial_keys(tables, columns)
    return Sightings(
        files=tuple(each.file for each in tables),
        columns=columns,
        file_nos=list(chain.from_iterable([no] * len(each) for no, each in enumerate(tables))),
        row_nos=[each if isinstance(each, int) else 0 for each in columns["row_no"]],
        serial_keys=serials,
        tag_keys=tag_keys([each.columns["tag"] for each in tables]),
        model_keys=_model_keys(columns),
        are_lots=_lots(tables),
    )


def _joined(columns: list[list[Cell]]) -> list[Cell]:
    return columns[0] if len(columns) == 1 else list(chain.from_iterable(columns))


def _serial_keys(tables: Sequence[Table], columns: Columns) -> list[str | None]:
    """Serial keys; a word that may be a serial number is one when another file says so."""
    keys = serial_keys(columns["serial"])
    maybes = columns["serial_maybe"]
    if len(tables) < 2 or not any(maybes):
        return keys
    spans = _spans(tables)
    known = [{each for each in keys[start:end] if each is not None} for start, end in spans]
    for file_no, (start, end) in enumerate(spans):
        elsewhere = set().union(*(each for no, each in enumerate(known) if no != file_no))
        for at in range(start, end):
            if maybes[at] is not None and (key := serial_key(maybes[at])) in elsewhere:
                keys[at] = key
                columns["serial"][at] = maybes[at]
    return keys


def _spans(tables: Sequence[Table]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for each in tables:
        spans.append((at, at + len(each)))
        at += len(each)
    return spans


def _model_keys(columns: Columns) -> list[str | None]:
    pairs = list(zip(columns["make"], columns["model"], strict=True))
    named = {
        pair: (make if isinstance(make, str) else None, model)
        for pair in set(pairs)
        for make, model in (pair,)
        if isinstance(model, str) and model
    }
    keys = model_keys(named.values())
    by_pair = {pair: keys[product] for pair, product in named.items()}
    return list(map(by_pair.get, pairs))


def _lots(tables: Sequence[Table]) -> list[bool]:
    """Whether each sighting is a quantity of like things instead of one device."""
    lots: list[bool] = []
    for table in tables:
        rows = {row for row, fate in table.fates.items() if fate is _LOT}
        columns = table.columns
        if not rows and set(columns["quantity_count"]) <= {None, 1}:
            lots += [False] * len(table)
            continue
        lots.extend(
            row in rows or (quantity not in (None, 1) and serial is None)
            for row, quantity, serial in zip(
                columns["row_no"], columns["quantity_count"], columns["serial"], strict=True
            )
        )
    return lots
