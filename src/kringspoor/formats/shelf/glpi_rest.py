"""GLPI's REST answers, kept together by kind: computers, monitors, phones ... and their purchases.

``{"glpi": "rest", "Computer": [...], "Monitor": [...], "Infocom": [...]}`` with names for numbers
(``expand_dropdowns``), as a connection keeps what it fetched. Laid out as a table, so that dates,
money and states are read as in any register.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Fate, Problem, Reading
from kringspoor.formats.scan import json_root
from kringspoor.formats.shape import Shape
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source
from kringspoor.formats.table import read_table

SLUG = "glpi_rest"
KINDS = ("Computer", "Monitor", "Phone", "Printer", "NetworkEquipment", "Peripheral")
_TOLD_BY_TYPE = frozenset({"Computer", "Peripheral"})  # a notebook, a dock; else the kind says it
_PURCHASES = "Infocom"
_OWN = {
    "otherserial": "tag",
    "serial": "serial",
    "manufacturers_id": "make",
    "model": "model",
    "type": "kind",
    "states_id": "state_text",
    "locations_id": "location",
    "entities_id": "unit",
    "last_inventory_update": "last_seen_days",
    "size": "screen_inches",
}
_BOUGHT = {
    "buy_date": "purchased_days",
    "order_number": "order_no",
    "suppliers_id": "supplier",
    "value": "price_cents",
    "warranty_duration": "warranty_months",
}
_SHAPE = Shape(
    SLUG,
    signature=(("otherserial", "serial"),),
    headers={**_OWN, **_BOUGHT},
    units={"size": "inch"},
    has_months_warranty=True,
)
_NAMES = (*_OWN, *_BOUGHT)


def _recognises(source: Source) -> float:
    root = json_root(source)
    return 0.95 if isinstance(root, dict) and root.get("glpi") == "rest" else 0.0


def _read(source: Source) -> Reading:
    answer: Mapping[str, object] = source.json()
    bought = _purchases(answer.get(_PURCHASES))
    odd: list[Problem] = []
    cells: list[dict[str, GridCell]] = []
    for kind in KINDS:
        rows = answer.get(kind)
        for row in rows if isinstance(rows, list) else ():
            cells.append(_row(len(cells) + 1, kind, row, bought, odd))
    grid = Grid([[*_NAMES], *([row.get(name, "") for name in _NAMES] for row in cells)], 0)
    reading = read_table(Source.of_grid(source.name, grid, source.options), _SHAPE)
    reading.encoding = source.encoding
    reading.fates |= {each.row_no: Fate.PROBLEM for each in odd if each.row_no}
    reading.problems = [*source.problems, *odd, *reading.problems]
    return reading


def _purchases(rows: object) -> dict[tuple[str, str], Mapping[str, object]]:
    """What was paid, by the kind and number of the thing it is about."""
    known = [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
    return {(str(each.get("itemtype")), str(each.get("items_id"))): each for each in known}


def _row(
    row_no: int,
    kind: str,
    row: object,
    bought: Mapping[tuple[str, str], Mapping[str, object]],
    odd: list[Problem],
) -> dict[str, GridCell]:
    if not isinstance(row, dict):
        odd.append(problem("wrong-shape", row_no, None, type(row).__name__))
        return {}
    cells = {name: _cell(row.get(name)) for name in _OWN}
    if kind not in _TOLD_BY_TYPE or not cells["type"]:
        cells["type"] = kind
    paid = bought.get((kind, str(row.get("id"))), {})
    cells |= {name: _cell(paid.get(name)) for name in _BOUGHT}
    return {name: cell for name, cell in cells.items() if cell}


def _cell(value: object) -> str:
    """A value as text; GLPI writes an empty choice as a number 0 or as a hard space."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = " ".join(html.unescape(str(value)).split())
    return "" if text in ("0", "0.0", "0.00", "0.0000") else text


FORMAT = Format(
    slug=SLUG,
    name_nl="GLPI, antwoorden van de REST-interface (JSON)",
    name_en="GLPI, answers of the REST interface (JSON)",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
)
