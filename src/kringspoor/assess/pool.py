"""Puts the sightings of all files in one set of columns, with the keys that recognise a device."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from kringspoor.assess.fleet import Columns, Sightings, Table
from kringspoor.assess.keys import serial_key, tag_keys
from kringspoor.assess.models import model_keys
from kringspoor.core.device import NAMES
from kringspoor.formats.reading import Cell, Fate


def pool(tables: Sequence[Table]) -> Sightings:
    """All sightings, file after file and row after row."""
    names = tables[0].columns if tables else (*NAMES, "category", "serial_maybe")
    columns: Columns = {
        name: list(chain.from_iterable(each.columns[name] for each in tables)) for name in names
    }
    serials = _serial_keys(tables, columns)
    return Sightings(
        files=tuple(each.file for each in tables),
        columns=columns,
        file_nos=[no for no, each in enumerate(tables) for _ in range(len(each))],
        row_nos=[_whole(each) for each in columns["row_no"]],
        serial_keys=serials,
        tag_keys=tag_keys([each.columns["tag"] for each in tables]),
        model_keys=_model_keys(columns),
        are_lots=_lots(tables),
    )


def _serial_keys(tables: Sequence[Table], columns: Columns) -> list[str | None]:
    """Serial keys; a word that may be a serial number is one when another file says so."""
    keys = [serial_key(each) for each in columns["serial"]]
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
    makes, models = columns["make"], columns["model"]
    pairs = [
        (make if isinstance(make, str) else None, model if isinstance(model, str) else "")
        for make, model in zip(makes, models, strict=True)
    ]
    keys = model_keys({each for each in pairs if each[1]})
    return [keys.get(each) for each in pairs]


def _lots(tables: Sequence[Table]) -> list[bool]:
    """Whether each sighting is a quantity of like things instead of one device."""
    lots: list[bool] = []
    for table in tables:
        rows = {row for row, fate in table.fates.items() if fate is Fate.LOT}
        columns = table.columns
        lots.extend(
            row in rows or (quantity not in (None, 1) and serial is None)
            for row, quantity, serial in zip(
                columns["row_no"], columns["quantity_count"], columns["serial"], strict=True
            )
        )
    return lots


def _whole(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
