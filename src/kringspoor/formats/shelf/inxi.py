"""inxi JSON: sections of small objects, whose keys carry their order: ``007#0#2#serial``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kringspoor.formats.disks import Disk, disk_kind, is_loose
from kringspoor.formats.fillers import clean_id
from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import Scan, json_root
from kringspoor.formats.screens import Screen
from kringspoor.formats.shelves import Format
from kringspoor.formats.sizes import inches, running_hours, size_bytes
from kringspoor.formats.source import Source
from kringspoor.formats.tree import shown

SLUG = "inxi"

_KEY = re.compile(r"(\d{1,6})#(\d)#(\d{1,3})#(.*)", re.DOTALL)
_CONDITION = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)/(\d{1,6}(?:\.\d{1,6})?)")
_PANEL_PORTS = ("eDP", "LVDS", "DSI")
_SECTIONS = frozenset(
    ["Machine", "Memory", "CPU", "Graphics", "Drives", "Battery", "System", "Info"]
)
_PRIVATE = ("Network", "Bluetooth", "Processes", "Repos", "Weather", "Sensors")

Piece = dict[str, str]


def _recognises(source: Source) -> float:
    return 0.95 if is_inxi(json_root(source)) else 0.0


def _read(source: Source) -> Reading:
    scan = Scan(SLUG, source)
    read_inxi(scan, source.json())
    return scan.reading()


def is_inxi(value: object) -> bool:
    """Whether a document is inxi's: a list of sections named ``000#1#0#Machine``."""
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return False
    return any(_KEY.fullmatch(key) for key in value[0])


def read_inxi(scan: Scan, value: object) -> None:
    """Take everything an inxi document tells of its device and of the monitors on it."""
    known = _sections(scan, value)
    for piece in known.get("Machine", []):
        _learn_machine(scan, piece)
    for piece in known.get("CPU", []):
        scan.tell("cpu", piece.get("model"), "CPU.model")
    for piece in known.get("System", []):
        scan.tell("os", piece.get("Distro"), "System.Distro")
    _learn_memory(scan, [*known.get("Memory", []), *known.get("Info", [])])
    for piece in known.get("Battery", []):
        _learn_battery(scan, piece)
    scan.stores(_disks(known.get("Drives", [])))
    scan.screens.extend(_screens(known.get("Graphics", [])))


def _sections(scan: Scan, value: object) -> dict[str, list[Piece]]:
    """The sections we read, each as plain pieces; the others stay closed."""
    known: dict[str, list[Piece]] = {}
    everything = scan.root({"inxi": value}).branches("inxi")
    for section in everything:
        for key in section.fields:
            name = _plain(key)
            if name in _PRIVATE:
                scan.leave(name)
            elif name in _SECTIONS:
                pieces = [_piece(scan, each.fields, name) for each in section.branches(key)]
                known.setdefault(name, []).extend(pieces)
    return known


def _plain(key: str) -> str:
    found = _KEY.fullmatch(key)
    return found[4] if found else key


@dataclass(frozen=True, slots=True, order=True)
class _Pair:
    order_no: int
    depth_count: int
    key: str
    value: str


def _piece(scan: Scan, fields: dict[str, object], section: str) -> Piece:
    """One object in its own order; a key seen before is kept under the part it belongs to.

    ``serial`` stands twice in a machine: once of the system, once as ``Chassis.serial``.
    """
    pairs = []
    for raw, value in fields.items():
        found = _KEY.fullmatch(raw)
        if isinstance(value, (dict, list)):
            scan.report("wrong-shape", f"{section}.{_plain(raw)}", shown(value))
        elif found is not None and value is not None:
            pairs.append(_Pair(int(found[1]), int(found[3]), found[4], str(value)[:500].strip()))
    piece: Piece = {}
    part = ""
    for pair in sorted(pairs):
        if pair.key[:1].isupper():
            part = pair.key
        piece.setdefault(pair.key, pair.value)
        piece.setdefault(f"{part}.{pair.key}", pair.value)
    return piece


def _learn_machine(scan: Scan, piece: Piece) -> None:
    if "System" not in piece and "Type" not in piece:
        return
    scan.tell("kind", piece.get("Type"), "Machine.Type")
    scan.tell("make", piece.get("System"), "Machine.System")
    scan.tell("model", piece.get("System.product"), "Machine.product")
    scan.tell("serial", piece.get("System.serial"), "Machine.serial")
    scan.tell("serial", piece.get("Chassis.serial"), "Machine.Chassis.serial")
    scan.version = scan.version or piece.get("System.v")


def _learn_memory(scan: Scan, pieces: list[Piece]) -> None:
    modules = [size_bytes(each.get("Device.size", "")) for each in pieces]
    fitted = sum(size for size in modules if size is not None)
    scan.memory(fitted, "Memory.size")
    for each in pieces:
        scan.memory(size_bytes(each.get("total", "")), "Memory.total")


def _learn_battery(scan: Scan, piece: Piece) -> None:
    found = _CONDITION.match(piece.get("condition", ""))
    if found is not None:
        scan.battery(float(found[2]), float(found[1]), "Battery.condition")


def _disks(pieces: list[Piece]) -> Iterator[Disk]:
    """A disk starts at its ID; the pieces after it, up to the next ID, add its running time."""
    current: Disk | None = None
    for each in pieces:
        if "ID" in each:
            if current is not None:
                yield current
            current = _disk(each)
        elif current is not None:
            current = current.joined(Disk(power_on_hours=running_hours(each.get("on", ""))))
    if current is not None:
        yield current


def _disk(piece: Piece) -> Disk | None:
    words = [piece.get(key) for key in ("type", "tech", "model", "ID")]
    if is_loose(*words):
        return None
    size = size_bytes(piece.get("size", ""))
    hours = running_hours(piece.get("on", ""))
    return Disk(clean_id(piece.get("serial")), size, disk_kind(*words), hours)


def _screens(pieces: list[Piece]) -> Iterator[Screen]:
    for each in pieces:
        port = each.get("Monitor")
        if port is None:
            continue
        built = each.get("built", "")
        model = each.get("model", "")
        yield Screen(
            make=model.split(" ")[0] or None,
            model=model or None,
            serial=clean_id(each.get("serial")),
            made_year=int(built) if re.fullmatch(r"\d{4}", built) else None,
            diagonal_inches=inches(each.get("diag", "")),
            is_panel=port.startswith(_PANEL_PORTS),
        )


FORMAT = Format(
    slug=SLUG,
    name_nl="inxi (JSON)",
    name_en="inxi (JSON)",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
)
