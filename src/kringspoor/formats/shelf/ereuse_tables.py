"""The tables of eReuse DeviceHub: device export, delivery note, OBADA list, placeholders, lots."""

from __future__ import annotations

from kringspoor.core.words import Text
from kringspoor.formats.shape import Shape
from kringspoor.formats.tables import table_format

SLUG = "ereuse_tables"
_PLACEHOLDER = {
    "Id device Supplier": "",
    "Id device Internal": "tag",
    "Pallet": "location",
    "Info": "",
}
_LOTS = Text(nl="lijst van partijen uit eReuse", en="list of lots from eReuse")
FORMAT = table_format(
    "eReuse DeviceHub, tabellen",
    "eReuse DeviceHub tables",
    SLUG,
    (
        Shape(
            SLUG,
            signature=(("PHID", "DHID", "Device Serial Number", "Device Type"),),
            headers={
                "DHID": "tag",
                "Type": "",  # Snapshot or Placeholder: how it was recorded, not what it is
                "Device Chassis": "kind",
                "Placeholder Info": "",
                "Registered in": "enrolled_days",
                "Updated in (software)": "last_seen_days",
                "DataStorage 1 Serial Number": "storage_serials",
                "Test DataStorage 1 Power on hours": "power_on_hours",
            },
            units={"RAM (MB)": "mb", "Data Storage Size (MB)": "mb"},
        ),
        Shape(
            SLUG,
            signature=(("Type", "Chassis", "Tag 1", "Serial Number", "Registered in"),),
            headers={
                "Chassis": "kind",
                "Tag 1": "tag",
                "Tag 2": "",
                "Tag 3": "",
                "Registered in": "enrolled_days",
            },
        ),
        Shape(
            SLUG,
            signature=(("Box", "Nº Inventary", "Type of device", "Brand"),),
            headers={"Nº Inventary": "tag", "Box": "", "Sub Type": "kind"},
        ),
        Shape(
            SLUG,
            signature=(("Id device Supplier", "Id device Internal", "Pallet"),),
            headers=_PLACEHOLDER,
        ),
        Shape(
            SLUG,
            signature=(("Manufacturer", "Model", "Serial Number"),),  # the OBADA export
            is_exact=True,
        ),
        Shape(
            SLUG,
            signature=(("Lot Id", "Lot Name", "Lot Type", "Transfer Status"),),
            about=_LOTS,
        ),
    ),
)
