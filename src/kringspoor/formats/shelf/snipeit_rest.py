"""Snipe-IT's REST answer for hardware: ``{"total": ..., "rows": [...]}``, one page of assets.

The answer is laid out as a table, so that dates, money in the site's own notation and states are
read as in any register. Who holds an asset is dropped at the door.
"""

from __future__ import annotations

import html

from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Cell, Fate, Problem, Reading
from kringspoor.formats.scan import json_root
from kringspoor.formats.shape import Shape
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source
from kringspoor.formats.states import meaning
from kringspoor.formats.table import read_table
from kringspoor.formats.tree import Branch

SLUG = "snipeit_rest"

_PLAIN = {
    "asset_tag": "tag",
    "serial": "serial",
    "model_number": "part_no",
    "order_number": "order_no",
    "purchase_cost": "price_cents",
    "warranty_months": "warranty_months",
}
_NAMED = {
    "model": "model",
    "manufacturer": "make",
    "category": "kind",
    "supplier": "supplier",
    "location": "location",
    "company": "unit",
}
_DAYS = {
    "purchase_date": "purchased_days",
    "warranty_expires": "warranty_end_days",
    "last_audit_date": "last_seen_days",
}
_STATUS, _OWNERSHIP = "status_label", "byod"
_PERSONS = ("assigned_to", "created_by", "user_can_checkout", "last_checkout", "expected_checkin")
_SHAPE = Shape(
    SLUG,
    signature=(("asset_tag", "serial"),),
    headers={**_PLAIN, **_NAMED, **_DAYS, _STATUS: "state_text", _OWNERSHIP: "ownership"},
    has_months_warranty=True,
)
_TAKEN = (*_PLAIN, *_NAMED, *_DAYS, _STATUS, _OWNERSHIP)


def _recognises(source: Source) -> float:
    root = json_root(source)
    if not isinstance(root, dict) or not isinstance(root.get("rows"), list):
        return 0.0
    rows = [each for each in root["rows"] if isinstance(each, dict)]
    if any("asset_tag" in each and {"model", "status_label"} & each.keys() for each in rows):
        return 0.95
    return 0.5 if not rows and "total" in root else 0.0


def _read(source: Source) -> Reading:
    answer = source.json()
    odd: list[Problem] = []
    rows = [_row(index, each, odd) for index, each in enumerate(answer["rows"], start=1)]
    names = list(dict.fromkeys([*_TAKEN, *(name for each in rows for name in each)]))
    grid = Grid([[*names], *([each.get(name, "") for name in names] for each in rows)], 0)
    reading = read_table(Source.of_grid(source.name, grid, source.options), _SHAPE)
    reading.encoding = source.encoding
    _keep_status_words(reading, answer["rows"])
    _name_what_stays_outside(reading, answer["rows"])
    reading.fates |= {
        each.row_no: Fate.PROBLEM for each in odd if each.column is None and each.row_no
    }
    reading.problems = [*_page(answer, len(rows)), *source.problems, *odd, *reading.problems]
    return reading


def _row(row_no: int, value: object, odd: list[Problem]) -> dict[str, GridCell]:
    """One asset as flat cells; what has the wrong shape is a problem of its row."""
    if not isinstance(value, dict):
        odd.append(problem("wrong-shape", row_no, None, type(value).__name__))
        return {}
    asset = Branch(value, "", lambda *told: odd.append(problem(told[0], row_no, *told[1:])))
    cells = {name: asset.text(name) for name in _PLAIN}
    cells |= {name: _name(asset, name) for name in _NAMED}
    cells |= {name: _day(asset, name) for name in _DAYS}
    cells[_STATUS] = _status(asset)
    cells[_OWNERSHIP] = "personal" if value.get("byod") is True else None
    custom = asset.branch("custom_fields")
    for name, field in custom.fields.items():
        if isinstance(field, dict):
            cells.setdefault(name, custom.branch(name).text("value"))
    return {name: html.unescape(cell).strip() for name, cell in cells.items() if cell}


def _name(asset: Branch, key: str) -> str | None:
    """The name in ``{"id": 1, "name": "Dell"}``, or the plain word of older versions."""
    if isinstance(asset.fields.get(key), str):
        return asset.text(key)
    return asset.branch(key).text("name")


def _day(asset: Branch, key: str) -> str | None:
    if isinstance(asset.fields.get(key), str):
        return asset.text(key)
    moment = asset.branch(key)
    return moment.text("date") or moment.text("datetime") or moment.text("formatted")


def _status(asset: Branch) -> str | None:
    """The word that decides the state: in someone's hands first, then the label's own name."""
    label = asset.branch(_STATUS)
    name, sort = label.text("name"), label.text("status_meta") or label.text("status_type")
    if sort == "deployed":
        return sort
    return name if name and (sort is None or meaning("states", name)) else sort


def _keep_status_words(reading: Reading, rows: list[object]) -> None:
    """The label as the site calls it, next to the state it was read as."""
    words: list[Cell] = []
    for row_no in reading.columns["row_no"]:
        row = rows[int(row_no or 1) - 1]
        label = row.get(_STATUS) if isinstance(row, dict) else None
        name = label.get("name") if isinstance(label, dict) else None
        words.append(html.unescape(name).strip() if isinstance(name, str) and name else None)
    told = reading.columns["state_text"]
    reading.columns["state_text"] = [a or b for a, b in zip(words, told, strict=True)]


def _name_what_stays_outside(reading: Reading, rows: list[object]) -> None:
    keys = dict.fromkeys(key for each in rows if isinstance(each, dict) for key in each)
    persons = [key for key in keys if key in _PERSONS]
    unused = [k for k in keys if k not in (*_TAKEN, *_PERSONS, "custom_fields")]
    reading.dropped = (*persons, *reading.dropped)
    reading.unused = (*unused, *reading.unused)


def _page(answer: dict[str, object], count: int) -> list[Problem]:
    """A page that is not the whole answer is said first: the rest of the fleet is missing."""
    total = answer.get("total")
    if isinstance(total, int) and not isinstance(total, bool) and total > count:
        return [problem("page-of-more", None, None, "", count=count, total=total)]
    return []


FORMAT = Format(
    slug=SLUG,
    name_nl="Snipe-IT, antwoord van de REST-interface (JSON)",
    name_en="Snipe-IT, answer of the REST interface (JSON)",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
)
