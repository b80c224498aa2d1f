"""A file opened into what can be read: the members of a zip, the sheets of a workbook, a table."""

from __future__ import annotations

from typing import Any

from kringspoor.formats.archive import members_of, zip_kind
from kringspoor.formats.dialect import split
from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.problems import refusal
from kringspoor.formats.reading import Options
from kringspoor.formats.sandbox import read_workbook
from kringspoor.formats.source import Source

FLAT_SHARE = 0.5  # of the values of a JSON list must be plain for it to be a table


def opened(source: Source) -> list[Source]:
    """The readable parts of a file: itself, or what it packs."""
    if source.kind == "empty":
        raise refusal("empty-file", source.name)
    if source.kind == "parquet":
        raise refusal("parquet", source.name)
    if source.kind == "zip":
        source.kind = zip_kind(source.data(), source.name, source.options)
    if source.kind == "workbook":
        return _sheets(source)
    if source.kind == "zip":
        return _members(source)
    return [source]


def grid_of(source: Source) -> Grid | None:
    """The table in a source, split once; ``None`` when it holds none."""
    if source.grid is None:
        if source.kind == "text":
            source.grid = split(source.text(), source.name, source.options)
        elif source.kind == "json":
            source.grid = grid_of_json(source.json(), source.options)
    return source.grid


def _sheets(source: Source) -> list[Source]:
    sheets = read_workbook(source.data(), source.name, source.options)
    several = len(sheets) > 1
    return [
        Source.of_grid(
            f"{source.name}[{each.name}]" if several else source.name, each.grid, source.options
        )
        for each in sheets
    ]


def _members(source: Source) -> list[Source]:
    found = members_of(source.data(), source.name, source.options)
    return [
        Source.of_bytes(f"{source.name}[{name}]", content, source.options)
        for name, content in found
    ]


def grid_of_json(value: Any, options: Options) -> Grid | None:
    """A JSON list of flat objects as a table: the names above, object 1 in row 1.

    >>> grid_of_json([{"serial": "A1", "qty": 2}, {"serial": "A2"}], Options()).rows
    [['serial', 'qty'], ['A1', 2], ['A2', '']]
    """
    objects = _objects(value)
    if not objects:
        return None
    names = list(dict.fromkeys(str(name) for each in objects for name in each))
    values = [cell for each in objects for cell in each.values()]
    flat = sum(1 for each in values if not isinstance(each, dict | list))
    if not values or flat < FLAT_SHARE * len(values) or len(names) > options.max_columns:
        return None
    rows = [[_cell(each.get(name)) for name in names] for each in objects]
    return Grid([list(names), *rows], first_row_no=0)


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or of the only list in a wrapping object."""
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list) and each]
        value = lists[0] if len(lists) == 1 else []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return []
    return value


def _cell(value: Any) -> GridCell:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) > 2**63:
        return str(value)[:64]
    if isinstance(value, str):
        return value.strip()
    return value if isinstance(value, int | float) else str(value)
