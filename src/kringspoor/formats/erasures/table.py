"""The list of an erasure firm, our own form, a destruction certificate: a row for each medium."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from kringspoor.core.guards.facts import MethodClass
from kringspoor.formats.columns import plain_text
from kringspoor.formats.dialect import HEADER_WITHIN_ROWS
from kringspoor.formats.erasures.methods import class_of
from kringspoor.formats.erasures.proof import (
    ERRORS,
    FAILED,
    PASSED,
    UNKNOWN,
    Outcome,
    Proof,
    Proofs,
)
from kringspoor.formats.fillers import clean_id
from kringspoor.formats.grid import Grid, GridCell, is_blank
from kringspoor.formats.headers import fold
from kringspoor.formats.problems import problem
from kringspoor.formats.sizes import size_bytes

SLUG = "erasure_table"
_OUTCOMES = {"passed": PASSED, "errors": ERRORS, "failed": FAILED}
_TELLING = frozenset({"method", "result"})  # with a serial, one of these makes a proof of erasure
_STAMPS = (
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M",
    "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
)  # fmt: skip
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_EXCEL_START = datetime(1899, 12, 30)
_EXCEL_END_DAYS = 80_000  # in 2119; a larger number is no date


def read_table(name: str, grid: Grid) -> Proofs | None:
    """One row for each medium of a list; nothing when it is no list of erased media."""
    head = _head(grid)
    if head is None:
        return None
    index, columns = head
    found = Proofs(name, SLUG)
    for place in range(index + 1, len(grid.rows)):
        cells = grid.rows[place]
        if all(is_blank(each) for each in cells):
            continue
        row = {field: cells[at] for field, at in columns.items() if at < len(cells)}
        found.proofs += _proof(row, grid.row_no(place), found)
    return found


def moment_of(cell: GridCell) -> datetime | None:
    """A moment as people and Excel write it, day before month.

    A bare day is taken as its begin, so that a proof never seems later than it was.

    >>> moment_of("24/11/2026 16:05"), moment_of(45000.5), moment_of("soon")
    (datetime.datetime(2026, 11, 24, 16, 5), datetime.datetime(2023, 3, 15, 12, 0), None)
    """
    if not isinstance(cell, str):
        if not 1 <= cell < _EXCEL_END_DAYS:
            return None
        return _EXCEL_START + timedelta(seconds=round(cell * 86_400))
    text = cell.strip()[:40]
    for form in (*_STAMPS, *_DAYS):
        try:
            return datetime.strptime(text, form)
        except ValueError:  # another form, or the thirtieth of February
            continue
    return None


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    names, _ = _words()
    for index, cells in enumerate(grid.rows[:HEADER_WITHIN_ROWS]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(cells):
            if field := names.get(fold(plain_text(cell))):
                columns.setdefault(field, at)
        if "serial" in columns and _TELLING & set(columns):
            return index, columns
    return None


def _proof(row: Mapping[str, GridCell], row_no: int, found: Proofs) -> list[Proof]:
    told = {field: " ".join(plain_text(cell).split())[:100] for field, cell in row.items()}
    serial = clean_id(told["serial"])
    if serial is None:
        found.problems.append(problem("erasure-no-serial", row_no, "serial", told["serial"]))
        return []
    method = told.get("method", "")
    strength = class_of(method)
    if strength is None:
        found.problems.append(problem("erasure-no-method", row_no, "method", method))
    finished_at = moment_of(row.get("finished", ""))
    if finished_at is None:
        end = told.get("finished", "")
        found.problems.append(problem("erasure-no-end", row_no, "finished", end, serial=serial))
    size = size_bytes(told.get("capacity", ""))
    return [
        Proof(
            found.file, row_no, serial, _outcome(told, strength, row_no, found),
            told.get("model", ""), None if size is None else size / 1e9, method, strength,
            told.get("tool", ""), told.get("tool_version", "")[:60],
            started_at=moment_of(row.get("started", "")), finished_at=finished_at,
            operator=told.get("operator", ""), verifier=told.get("verifier", ""),
        )
    ]  # fmt: skip


def _outcome(
    told: Mapping[str, str], strength: MethodClass | None, row_no: int, found: Proofs
) -> Outcome:
    if "result" not in told and strength is MethodClass.DESTROY:
        return PASSED  # a list of what was destroyed has no other result
    _, results = _words()
    outcome = results.get(fold(told.get("result", "")), UNKNOWN)
    if outcome is UNKNOWN:
        original = told.get("result", "")
        serial = told["serial"]
        found.problems.append(
            problem("erasure-no-result", row_no, "result", original, serial=serial)
        )
    return outcome


@cache
def _words() -> tuple[dict[str, str], dict[str, Outcome]]:
    """What the columns are called, and how a result is said."""
    table = files("kringspoor.formats.erasures") / "table.toml"
    told = tomllib.loads(table.read_text("utf-8"))
    return (
        {fold(name): field for field, names in told["columns"].items() for name in names},
        {fold(name): _OUTCOMES[slug] for slug, names in told["results"].items() for name in names},
    )
