"""Devices as Snipe-IT's CSV for import: its own header words, its dates and its prices.

A comma between cells and a point in prices, whatever the language: its importer knows no other.

The header words are those in the default map of Snipe-IT's importer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from kringspoor.core.calendar import date_of, month_no_of
from kringspoor.formats.reading import Cell

HEADS: Mapping[str, str] = {
    "Item Name": "description",
    "Asset Tag": "tag",
    "Serial Number": "serial",
    "Manufacturer": "make",
    "Model Name": "model",
    "Model Number": "part_no",
    "Category": "kind",
    "Status": "state",
    "Company": "unit",
    "Location": "location",
    "Supplier": "supplier",
    "Order Number": "order_no",
    "Purchase Date": "purchased_days",
    "Purchase Cost": "price_cents",
    "Warranty": "warranty_months",
}
_STATUS = {  # the labels a new Snipe-IT has, where they say the same
    "ordered": "Ordered",
    "in_stock": "Ready to Deploy",
    "in_use": "In use",
    "on_loan": "On loan",
    "returned": "Returned",
    "in_repair": "Out for Repair",
    "broken": "Broken",
    "lost": "Lost/Stolen",
    "gone": "Disposed",
}


def snipeit_lines(devices: Iterable[Mapping[str, Cell]]) -> Iterator[str]:
    """The lines of the file, one for each device; its facts are those of a reading.

    >>> head, line = snipeit_lines([{"tag": "VB-1", "price_cents": 123450, "state": "in_use"}])
    >>> line
    ',VB-1,,,,,,In use,,,,,,1234.50,\\r\\n'
    """
    yield _line(HEADS)
    for each in devices:
        yield _line(_cell(field, each) for field in HEADS.values())


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(field: str, device: Mapping[str, Cell]) -> str:
    value = device.get(field)
    if field == "warranty_months":
        return _months(device)
    if value is None:
        return ""
    if field == "state":
        return _STATUS[str(value)]
    if field == "purchased_days" and isinstance(value, int):
        return date_of(value).isoformat()
    if field == "price_cents" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02}"
    return str(value)


def _months(device: Mapping[str, Cell]) -> str:
    """The warranty in whole months, when it ends on the day of the month it began.

    Units: days, days -> months.
    """
    begun, ended = device.get("purchased_days"), device.get("warranty_end_days")
    if not isinstance(begun, int) or not isinstance(ended, int) or ended < begun:
        return ""
    first, last = date_of(begun), date_of(ended)
    return str(month_no_of(last) - month_no_of(first)) if first.day == last.day else ""
