"""The answer per device as a table for people and other tools: ISO dates, no internal numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from kringspoor.assess.live_formulas import neutral
from kringspoor.assess.run import RESULT, Assessment, Result
from kringspoor.core.calendar import EPOCH
from kringspoor.engine.columns import Frame, in_order, picked, renamed

MONTHS = range(1980 * 12, 2100 * 12)
DAYS = range(3652, 3652 + 120 * 366)  # 1980 to 2100
DATES = {"purchased_days": "purchased_on", "support_until_days": "supported_until"}
INTERNAL = ("device_no", "kind_no", "fleet_count", "scenario_low_kg", "scenario_high_kg",
            "saving_error_kg")  # fmt: skip


def device_frame(assessment: Assessment, result: Result) -> Frame:
    """One row per device or lot, dates as YYYY-MM-DD text and the due month as YYYY-MM."""
    engine, frame = assessment.engine, result.frame
    days = {"day": DAYS, "written": [(EPOCH + timedelta(days=n)).isoformat() for n in DAYS]}
    calendar = engine.table(days, {"day": "whole", "written": "text"})
    written = [
        engine.lookup(renamed(calendar, {"day": column, "written": name}), (column,))
        for column, name in DATES.items()
    ]
    months = {
        "due_month_no": MONTHS,
        "due_month": [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in MONTHS],
    }
    due = engine.table(months, {"due_month_no": "whole", "due_month": "text"})
    for each in (*written, engine.lookup(due, ("due_month_no",))):
        frame = engine.looked_up(frame, each)
    if not engine.keeps_order:
        frame = in_order(frame, ("device_no", "tag", "serial"))
    return picked(frame, columns())


def columns() -> list[str]:
    """The columns of the table, in order."""
    written = {**DATES, "due_month_no": "due_month"}
    return [written.get(name, name) for name in RESULT if name not in INTERNAL]


def csv_text(rows: Mapping[str, Sequence[Any]]) -> str:
    """The table as CSV for any spreadsheet: comma, point, UTF-8 with BOM, no live formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows)
    writer.writerows([_cell(value) for value in row] for row in zip(*rows.values(), strict=True))
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.6g}"
    return neutral(value) if isinstance(value, str) else value
