"""dmidecode text: what the firmware of a machine says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import Scan
from kringspoor.formats.shelves import Format
from kringspoor.formats.sizes import memory_bytes
from kringspoor.formats.source import Source
from kringspoor.formats.tree import Branch

SLUG = "dmidecode"

_HANDLE = re.compile(r"Handle 0x[0-9A-Fa-f]{1,8}, DMI type (\d{1,3})\b")
_MARK = re.compile(r"^# dmidecode \d|^Handle 0x[0-9A-Fa-f]{1,8}, DMI type \d", re.MULTILINE)
_FIELD = re.compile(r"(?:\t| {4,8})([A-Za-z][^:\t]{0,60}): *(.*)")
_SYSTEM, _BOARD, _CHASSIS, _CPU, _MEMORY = 1, 2, 3, 4, 17


def _recognises(source: Source) -> float:
    if source.kind != "text":
        return 0.0
    return 0.95 if is_dmidecode(source.head.replace(b"\0", b"").decode("latin-1")) else 0.0


def _read(source: Source) -> Reading:
    scan = Scan(SLUG, source)
    read_dmidecode(scan, source.text())
    return scan.reading()


def is_dmidecode(text: str) -> bool:
    """Whether a text looks like the output of dmidecode.

    >>> is_dmidecode("# dmidecode 3.4"), is_dmidecode("tag;serial")
    (True, False)
    """
    return _MARK.search(text) is not None


def read_dmidecode(scan: Scan, text: str) -> None:
    """Take everything a dmidecode text tells of its device."""
    memory = 0.0
    for kind, fields in _structures(text):
        part = scan.root(fields, _PATHS.get(kind, "DMI"))
        if kind == _SYSTEM:
            _learn_system(scan, part)
        elif kind == _CHASSIS:
            scan.learn("serial", part, "Serial Number")
            scan.learn("tag", part, "Asset Tag")
            scan.learn("kind", part, "Type")
        elif kind == _CPU:
            scan.learn("cpu", part, "Version", "Family")
        elif kind == _MEMORY:
            memory += memory_bytes(part.text("Size") or "") or 0.0
        elif kind == _BOARD and scan.facts.get("model") is None:
            board = [part.text("Manufacturer"), part.text("Product Name")]
            scan.tell("description", " ".join(filter(None, board)), part.where("Product Name"))
    scan.memory(memory, "Memory Device.Size")


_PATHS = {
    _SYSTEM: "System Information",
    _BOARD: "Base Board Information",
    _CHASSIS: "Chassis Information",
    _CPU: "Processor Information",
    _MEMORY: "Memory Device",
}


def _learn_system(scan: Scan, part: Branch) -> None:
    scan.learn("serial", part, "Serial Number")
    scan.learn("make", part, "Manufacturer")
    scan.learn("model", part, "Product Name")
    scan.learn("part_no", part, "SKU Number")
    scan.version = scan.version or part.text("Version")


def _structures(text: str) -> Iterator[tuple[int, dict[str, object]]]:
    """The DMI structures in order: their type number and their one-line fields."""
    kind: int | None = None
    fields: dict[str, object] = {}
    for line in text.splitlines():
        handle = _HANDLE.match(line)
        if handle is not None:
            if kind is not None:
                yield kind, fields
            kind, fields = int(handle[1]), {}
        elif found := _FIELD.match(line):
            fields.setdefault(found[1], found[2].strip())
    if kind is not None:
        yield kind, fields


FORMAT = Format(
    slug=SLUG,
    name_nl="dmidecode (tekst)",
    name_en="dmidecode (text)",
    suffixes=(".txt", ".dmi"),
    recognises=_recognises,
    read=_read,
)
