"""The hardware hash file of Windows Autopilot: serials only; the hash itself stays outside."""

from __future__ import annotations

from kringspoor.formats.headers import DROP
from kringspoor.formats.shape import Shape
from kringspoor.formats.tables import table_format

SLUG = "autopilot"
FORMAT = table_format(
    "Windows Autopilot, hardwarehash",
    "Windows Autopilot hardware hash",
    SLUG,
    (
        Shape(
            SLUG,
            signature=(("Device Serial Number", "Hardware Hash"),),
            headers={
                "Windows Product ID": DROP,
                "Hardware Hash": DROP,
                "Assigned User": DROP,
                "Group Tag": "",
            },
        ),
    ),
)
