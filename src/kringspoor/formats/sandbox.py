"""Workbooks are opened in a child process with bounded memory and time, never in this one."""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kringspoor.formats import workbook_child as child
from kringspoor.formats.archive import heads_of
from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.problems import problem, refusal
from kringspoor.formats.reading import Options, Problem

CHILD = Path(child.__file__)
_DIMENSION = re.compile(rb'<dimension[^>]*ref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
_LOOK_BYTES = 4096  # the dimension stands at the start of a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    grid: Grid


def read_workbook(data: bytes, file: str, options: Options) -> list[Sheet]:
    """The visible sheets of a workbook; refused when it asks for too much memory or time."""
    _refuse_wide(data, file, options)
    sheets = _ask_child(data, file, options)
    hidden = [name for name, is_visible, _, _ in sheets if not is_visible]
    told = tuple(problem("hidden-sheet", original=name) for name in hidden)
    visible = [each for each in sheets if each[1]]
    wanted = [each for each in visible if options.sheet in (None, each[0])]
    if not wanted:
        names = ", ".join(name for name, *_ in visible)
        raise refusal("no-such-sheet", file, original=options.sheet or "", known=names)
    return [Sheet(name, _grid(rows, no, told, file, options)) for name, _, no, rows in wanted]


def _grid(
    rows: list[list[GridCell]],
    first_row_no: int,
    told: tuple[Problem, ...],
    file: str,
    options: Options,
) -> Grid:
    if len(rows) > options.max_rows:
        raise refusal("too-many-rows", file, limit=options.max_rows)
    if rows and len(rows[0]) > options.max_columns:
        raise refusal("too-many-columns", file, limit=options.max_columns)
    return Grid(rows, first_row_no, problems=told)


def _ask_child(
    data: bytes, file: str, options: Options
) -> list[tuple[str, bool, int, list[list[GridCell]]]]:
    command = [sys.executable, "-I", "-S", str(CHILD), _calamine_folder()]
    limits = (options.child_memory_bytes, options.child_seconds, options.max_cells_count)
    try:
        done = subprocess.run(
            command + [str(each) for each in limits],
            input=data,
            capture_output=True,
            timeout=options.child_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("workbook-bomb", file) from error
    if done.returncode == child.PASSWORD:
        raise refusal("password", file)
    if done.returncode in (child.UNREADABLE, 1):
        raise refusal("broken-workbook", file)
    if done.returncode != 0:  # the child hit a limit or was stopped by one
        raise refusal("workbook-bomb", file)
    sheets: Any = marshal.loads(done.stdout)
    return list(sheets)


def _calamine_folder() -> str:
    found = find_spec("python_calamine")
    if found is None or found.origin is None:
        raise refusal("broken-workbook", "python-calamine")
    return str(Path(found.origin).parent.parent)


def _refuse_wide(data: bytes, file: str, options: Options) -> None:
    """A sheet that declares more cells than fit is refused before the child is asked."""
    if not data.startswith(b"PK"):
        return
    for head in heads_of(data, file, "xl/worksheets/", _LOOK_BYTES):
        found = _DIMENSION.search(head)
        if found and _cells(found[1], int(found[2])) > options.max_cells_count:
            raise refusal("workbook-bomb", file)


def _cells(letters: bytes, rows: int) -> int:
    columns = 0
    for letter in letters:
        columns = columns * 26 + letter - 64
    return columns * rows
