"""The child process that opens a workbook: it has little memory, little time and nothing else.

It runs as a script (``python -I -S workbook_child.py SITE MEMORY SECONDS CELLS``), reads the file
from stdin and writes the sheets to stdout. It imports nothing of Kringspoor, so that it starts
fast and so that a hostile file meets as little as possible.
"""

from __future__ import annotations

import datetime
import io
import marshal
import resource
import sys
from typing import Any

OUT_OF_BOUNDS = 3
UNREADABLE = 4
PASSWORD = 5


def main() -> int:
    """Read the workbook on stdin; the exit code says what went wrong."""
    site, memory_bytes, seconds, max_cells = sys.argv[1], *map(int, sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    sys.path.insert(0, site)
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(sys.stdin.buffer.read())
        )
        sheets = _sheets(workbook, max_cells)
    except python_calamine.PasswordError:
        return PASSWORD
    except (python_calamine.CalamineError, OSError, ValueError, TypeError, OverflowError):
        return UNREADABLE
    except MemoryError:
        return OUT_OF_BOUNDS
    if sheets is None:
        return OUT_OF_BOUNDS
    marshal.dump(sheets, sys.stdout.buffer)
    return 0


def _sheets(workbook: Any, max_cells: int) -> list[tuple[str, bool, int, list[Any]]] | None:
    """Name, visibility, number of the first row and the rows of each sheet."""
    found = []
    for each in workbook.sheets_metadata:
        if not str(each.typ).endswith(".WorkSheet"):
            continue
        sheet = workbook.get_sheet_by_name(each.name)
        max_cells -= sheet.height * sheet.width
        if max_cells < 0:
            return None
        first_row_no = sheet.start[0] + 1 if sheet.start else 1
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python()]
        found.append((each.name, str(each.visible).endswith(".Visible"), first_row_no, rows))
    return found


def _plain(cell: Any) -> str | int | float:
    """A cell as text or number: dates become ISO text, which reads only one way."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, int | float):
        return cell
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    sys.exit(main())
