"""eReuse snapshots: a device and its components, or the raw texts of the tools that scanned it.

Old workbenches write the device in their own words; the new script keeps dmidecode, inxi, lshw
and smartctl as strings inside its JSON. Erasures in a snapshot are evidence: named in ``about``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.formats.disks import Disk, disk_kind
from kringspoor.formats.documents import parse_json
from kringspoor.formats.fillers import clean_id
from kringspoor.formats.problems import refusal
from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import Scan, json_root
from kringspoor.formats.screens import Screen
from kringspoor.formats.shelf.dmidecode import is_dmidecode, read_dmidecode
from kringspoor.formats.shelf.inxi import is_inxi, read_inxi
from kringspoor.formats.shelf.lshw import read_lshw, system_of
from kringspoor.formats.shelf.smartctl import is_smartctl, smart_disks
from kringspoor.formats.shelves import Format
from kringspoor.formats.sizes import inches
from kringspoor.formats.source import Source
from kringspoor.formats.tree import Branch

SLUG = "ereuse_snapshot"
ERASURE = Text(
    nl="bevat ook bewijs van het wissen van {count} opslagmedia ({methods})",
    en="also holds proof of the erasure of {count} storage media ({methods})",
)
_YAML = re.compile(rb"^type: *['\"]?Snapshot\b", re.MULTILINE)
_DISK_KINDS = {"SolidStateDrive": "ssd", "HardDrive": None, "DataStorage": None, "Mmc": "emmc"}
# "HardDrive" is what old workbenches call every disk: an SSD too.
_MB = 2.0**20
_DISK_MB = 1e6
_PRIVATE = ("imei", "meid", "uuid", "hostname")


def _recognises(source: Source) -> float:
    if source.kind == "text":
        return 0.9 if _YAML.search(source.head) else 0.0
    root = json_root(source)
    if not isinstance(root, dict) or root.get("type") != "Snapshot":
        return 0.0
    return 0.95 if isinstance(root.get("device"), dict) or "data" in root else 0.5


def _read(source: Source) -> Reading:
    if source.kind == "text":
        raise refusal("yaml-snapshot", source.name)
    scan = Scan(SLUG, source)
    root = scan.root(source.json())
    scan.drop(root, "operator_id")
    _learn_device(scan, root.branch("device"))
    _learn_components(scan, list(root.branches("components")))
    if root.has("data"):
        _learn_raw(scan, root.branch("data"))
    for moment in ("endTime", "timestamp"):
        scan.seen(root.text(moment), root.where(moment))
    methods = [*_erasures(root), *(each.text("type") or "erase" for each in root.branches("erase"))]
    if methods:
        names = ", ".join(dict.fromkeys(methods))
        scan.about = ERASURE.filled(count=len(methods), methods=names)
    return scan.reading()


def _learn_device(scan: Scan, device: Branch) -> None:
    scan.drop(device, *_PRIVATE)
    scan.learn("serial", device, "serialNumber")
    scan.learn("make", device, "manufacturer")
    scan.learn("model", device, "model")
    scan.learn("part_no", device, "sku", "partNumber")
    scan.learn("kind", device, "type", "chassis")
    scan.version = device.text("version")


def _learn_components(scan: Scan, components: list[Branch]) -> None:
    memory = 0.0
    for each in components:
        sort = each.text("type") or ""
        if sort == "RamModule":
            memory += each.size("size", _MB, is_memory=True) or 0.0
        elif sort == "Processor":
            scan.learn("cpu", each, "model")
        elif sort == "Display":
            scan.screens.append(_screen(each))
        elif sort == "Battery":
            _learn_battery(scan, each)
        elif sort == "NetworkAdapter":
            scan.drop(each, "serialNumber")  # the MAC address
        elif sort == "Motherboard" and scan.facts.get("model") is None:
            board = " ".join(filter(None, (each.text("manufacturer"), each.text("model"))))
            scan.tell("description", board, each.where("model"))
    scan.memory(memory, "components.RamModule.size")
    scan.stores(_disks(components))


def _disks(components: list[Branch]) -> Iterator[Disk]:
    for each in components:
        sort = each.text("type") or ""
        if sort in _DISK_KINDS:
            hours = [test.measure("lifetime") for test in each.branches("actions")]
            kind = _DISK_KINDS[sort] or disk_kind(each.text("model"), each.text("interface"))
            known = [each for each in hours if each is not None]
            size = each.size("size", _DISK_MB)
            serial = clean_id(each.text("serialNumber"))
            yield Disk(serial, size, kind, max(known) if known else None)


def _screen(display: Branch) -> Screen:
    made = (display.text("productionDate") or "")[:4]
    size = display.text("size") or ""
    return Screen(
        make=display.text("manufacturer"),
        model=display.text("model"),
        serial=display.text("serialNumber"),
        made_year=int(made) if re.fullmatch(r"\d{4}", made) else None,
        diagonal_inches=inches(size) if '"' in size or "in" in size else display.measure("size"),
    )


def _learn_battery(scan: Scan, battery: Branch) -> None:
    for action in battery.branches("actions"):
        if action.text("type") == "MeasureBattery":
            now = action.measure("size")
            scan.battery(battery.measure("size"), now, battery.where("actions.size"))


def _erasures(root: Branch) -> Iterator[str]:
    """The method of each finished erasure, one per medium."""
    for each in root.branches("components"):
        for action in each.branches("actions"):
            method = action.text("type") or ""
            done = action.has("endTime") and action.text("severity") != "Error"
            if method.startswith("Erase") and done:
                yield method
                break


def _learn_raw(scan: Scan, data: Branch) -> None:
    """Ask the tools in the order in which they can be trusted, whatever order they stand in."""
    text = data.fields.get("dmidecode")
    if isinstance(text, str) and is_dmidecode(text):
        read_dmidecode(scan, text)
    smart = _document(scan, data, "smartctl") or _document(scan, data, "smart")
    if is_smartctl(smart):
        scan.stores(smart_disks(scan, smart))
    inxi = _document(scan, data, "inxi")
    if is_inxi(inxi):
        read_inxi(scan, inxi)
    lshw = system_of(_document(scan, data, "lshw"))
    if lshw is not None:
        read_lshw(scan, scan.root(lshw, data.where("lshw")))


def _document(scan: Scan, data: Branch, key: str) -> Any:
    """The JSON a tool printed, as a string or as it is; a broken one costs only that tool."""
    value = data.fields.get(key)
    if not isinstance(value, str) or not value.strip():
        return value
    try:
        options = scan.source.options
        return parse_json(value, scan.source.name, options.max_depth_count)
    except BadInput as error:
        scan.report("scan-part", data.where(key), error.what.spoken("en"))
        return None


FORMAT = Format(
    slug=SLUG,
    name_nl="eReuse-momentopname (JSON)",
    name_en="eReuse snapshot (JSON)",
    suffixes=(".json", ".yaml"),
    recognises=_recognises,
    read=_read,
)
