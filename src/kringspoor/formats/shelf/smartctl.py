"""smartctl JSON: the health of storage media. It says nothing of the device they sit in."""

from __future__ import annotations

from collections.abc import Iterator

from kringspoor.core.words import Text
from kringspoor.formats.disks import Disk, disk_kind
from kringspoor.formats.fillers import clean_id
from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import Scan, json_root, not_an_inventory
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source
from kringspoor.formats.tree import Branch

SLUG = "smartctl"
ABOUT = Text(
    nl="een gezondheidsverslag (SMART) van {count} opslagmedia, zonder het toestel zelf",
    en="a health report (SMART) of {count} storage media, without the device itself",
)
_EXTERNAL = ("usb", "sntj", "snta", "sntr")  # bridges of a box on a cable


def _recognises(source: Source) -> float:
    return 0.95 if is_smartctl(json_root(source)) else 0.0


def _read(source: Source) -> Reading:
    scan = Scan(SLUG, source)
    value = source.json()
    count = sum(1 for _ in smart_disks(scan, value))
    row_count = len(value) if isinstance(value, list) else 1
    reading = not_an_inventory(source, SLUG, ABOUT.filled(count=count), row_count)
    reading.problems.extend(scan.problems)
    return reading


def is_smartctl(value: object) -> bool:
    """Whether a document is smartctl's, for one disk or a list of them."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and isinstance(each.get("smartctl"), dict):
            return True
    return False


def smart_disks(scan: Scan, value: object) -> Iterator[Disk]:
    """The disks in a smartctl document; what smartctl could not open is no disk."""
    for each in scan.root({"smartctl": value}).branches("smartctl"):
        device = each.branch("device")
        if (device.text("type") or "").startswith(_EXTERNAL):
            continue
        size = each.branch("user_capacity").number("bytes")
        size = size if size is not None else each.number("nvme_total_capacity")
        serial = clean_id(each.text("serial_number"))
        if serial is not None or size is not None:
            hours = each.branch("power_on_time").number("hours")
            yield Disk(serial, size, _kind(each, device), hours)


def _kind(each: Branch, device: Branch) -> str | None:
    turns = each.number("rotation_rate")
    if turns is not None:
        return "hdd" if turns > 0 else "ssd"
    return disk_kind(device.text("protocol"), device.text("type"), each.text("model_name"))


FORMAT = Format(
    slug=SLUG,
    name_nl="smartctl (JSON)",
    name_en="smartctl (JSON)",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
)
