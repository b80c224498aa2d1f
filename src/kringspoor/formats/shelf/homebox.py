"""Homebox's CSV, in both generations of its column names."""

from __future__ import annotations

from kringspoor.formats.headers import DROP
from kringspoor.formats.shape import Shape
from kringspoor.formats.tables import table_format

SLUG = "homebox"
_LEFT_OUT = (
    "HB.import_ref", "HB.field", "HB.description", "HB.insured", "HB.notes", "HB.sold_price",
    "HB.warranty_details", "HB.lifetime_warranty", "HB.url", "HB.sold_notes",
)  # fmt: skip
FORMAT = table_format(
    "Homebox",
    "Homebox",
    SLUG,
    (
        Shape(
            SLUG,
            signature=(("HB.name", "HB.quantity"), ("HB.name", "HB.serial_number")),
            headers={
                "HB.model_number": "model",
                "HB.name": "description",
                "HB.labels": "kind",
                "HB.tags": "kind",
                "HB.archived": "state_text",
                "HB.sold_to": DROP,
            }
            | dict.fromkeys(_LEFT_OUT, ""),
            values={"HB.archived": {"true": "archived", "false": "", "1": "archived", "0": ""}},
        ),
    ),
)
