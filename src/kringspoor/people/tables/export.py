"""Any list as a file: CSV that a spreadsheet opens as it is, or XLSX. No cell becomes a formula.

A list page offers it in three lines. In its view, before the page is cut from what was found::

    if kind := wanted(request):
        rows = (cells(each) for each in found.iterator(chunk_size=2_000))
        return download(kind, _("repairs"), heads, rows, organisation=organisation, today=today)

and in its template ``{% include "components/export.html" %}``, which keeps the filters in the
address. A cell is a text, a number, a day or nothing; money goes as euros, a share as a number.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias

import xlsxwriter
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.text import slugify

from kringspoor.assess.live_formulas import neutral
from kringspoor.core.words import Language
from kringspoor.people.language import language
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope

Cell: TypeAlias = "str | int | float | Decimal | date | None"
KINDS = ("csv", "xlsx")
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BYTE_ORDER_MARK = "\ufeff"  # by which a spreadsheet knows that it reads UTF-8
_ROWS_AT_ONCE = 500
_WIDEST = 48  # characters a column of a sheet is set to at most


def wanted(request: HttpRequest) -> str:
    """The kind of file that an address asks for: csv, xlsx, or '' for the page itself."""
    kind = request.GET.get("export", "")
    return kind if kind in KINDS else ""


def download(
    kind: str,
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    organisation: Organisation,
    today: date,
) -> StreamingHttpResponse:
    """A list as a file to keep, named after the organisation, the list and the day."""
    file = f"{organisation.slug}-{slugify(name) or 'list'}-{today.isoformat()}.{kind}"
    if kind == "xlsx":
        sheet = _sheet(name, heads, rows, today)
        return FileResponse(sheet, as_attachment=True, filename=file, content_type=_SHEET)
    lines = _within(organisation, language(), csv_lines(heads, rows, language()))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def csv_lines(
    heads: Sequence[str], rows: Iterable[Sequence[Cell]], said: Language
) -> Iterator[str]:
    """The lines of a CSV file: ``;`` and a decimal comma in Dutch, ``,`` and a point in English.

    >>> list(csv_lines(["naam", "prijs"], [["=1+1", 912.5]], "nl"))[1]
    "'=1+1;912,5\\r\\n"
    """
    yield _BYTE_ORDER_MARK + _line(heads, said)
    for row in rows:
        yield _line(row, said)


def _line(cells: Sequence[Cell], said: Language) -> str:
    out = io.StringIO()
    delimiter = ";" if said == "nl" else ","
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(
        [_plain(each, said) for each in cells]
    )
    return out.getvalue()


def _plain(cell: Cell, said: Language) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return text.replace(".", ",") if said == "nl" else text


def _within(organisation: Organisation, said: Language, lines: Iterator[str]) -> Iterator[str]:
    """The lines in parcels, each made in the organisation and the language of who asked.

    They are sent after the page is answered, when the surroundings of the request are gone.
    """
    while True:
        with scope(organisation), translation.override(said):
            parcel = "".join(islice(lines, _ROWS_AT_ONCE))
        if not parcel:
            return
        yield parcel


def _sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], today: date) -> Any:
    """A workbook of one sheet in a temporary file, made row by row: no list is too long for it."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": name, "created": datetime.combine(today, time())})
    sheet = book.add_worksheet(_sheet_name(name))
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format()
    day.set_num_format("dd/mm/yyyy")
    some = list(islice(rows := iter(rows), _ROWS_AT_ONCE))
    for column, head in enumerate(heads):
        longest = max([len(head), *(len(str(row[column] or "")) for row in some)])
        sheet.set_column(column, column, min(longest + 2, _WIDEST))
        sheet.write_string(0, column, neutral(head), bold)
    sheet.freeze_panes(1, 0)
    count = 0
    for parcel in (some, rows):
        for row in parcel:
            count += 1
            _write(sheet, count, row, day)
    sheet.autofilter(0, 0, count, max(len(heads) - 1, 0))
    book.close()
    file.seek(0)
    return file


def _sheet_name(name: str) -> str:
    """A name that a spreadsheet takes: at most 31 characters, and none that it reads as a path."""
    return "".join(each for each in name if each not in r"[]:*?/\'")[:31] or "1"


def _write(sheet: Any, number: int, row: Sequence[Cell], day: Any) -> None:
    for column, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):
            sheet.write_string(number, column, neutral(cell))
        elif isinstance(cell, date):
            sheet.write_datetime(number, column, datetime.combine(cell, time()), day)
        else:
            sheet.write_number(number, column, float(cell))
