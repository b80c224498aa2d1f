"""Devices as inventories for GLPI: one JSON document each, as its agent would send them.

GLPI takes computers, phones, printers and network equipment this way. It learns of a screen or a
dock from the computer it hangs on, so those cannot be sent alone.

The shape is that of inventory.schema.json in GLPI's inventory format.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kringspoor.core.calendar import date_of
from kringspoor.formats.reading import Cell

_ITEM_TYPES = {
    "Computer": (
        "laptop", "desktop", "all_in_one", "mini_pc", "thin_client", "workstation", "chromebook",
        "tablet", "server", "pos_terminal",
    ),
    "Phone": ("smartphone", "ip_phone", "desk_phone"),
    "Printer": ("printer", "mfp"),
    "NetworkEquipment": ("switch", "router", "firewall", "access_point"),
}  # fmt: skip
_BY_CATEGORY = {slug: kind for kind, slugs in _ITEM_TYPES.items() for slug in slugs}
_ON_THE_NETWORK = {"Printer": "Printer", "NetworkEquipment": "Networking"}
_MB_IN_GB, _DISK_MB_IN_GB = 1024, 1000
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same devices give the same bytes


@dataclass(frozen=True, slots=True)
class Medium:
    """A disk in a device."""

    serial: str
    kind: str
    size_gb: float | None


def item_type_of(category: str) -> str | None:
    """What GLPI calls a kind of device; nothing for one it does not take alone.

    >>> item_type_of("laptop"), item_type_of("monitor")
    ('Computer', None)
    """
    return _BY_CATEGORY.get(category)


def glpi_inventory(
    device: Mapping[str, Cell], number_no: int, kind: str, media: Sequence[Medium] = ()
) -> bytes:
    """One device as an inventory. ``kind`` is its category in English words.

    Raises KeyError for a category that GLPI does not take.
    """
    item_type = _BY_CATEGORY[str(device["category"])]
    content: dict[str, object] = {"versionclient": "Kringspoor"}
    if item_type in _ON_THE_NETWORK:
        content["network_device"] = _on_the_network(device, item_type)
    else:
        content |= _machine(device, kind, media)
    seen = device.get("last_seen_days")
    if isinstance(seen, int):
        content["accesslog"] = {"logdate": f"{date_of(seen).isoformat()} 00:00:00"}
    document = {
        "action": "netinventory" if item_type in _ON_THE_NETWORK else "inventory",
        "content": content,
        "deviceid": f"kringspoor-{number_no}",
        "itemtype": item_type,
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _on_the_network(device: Mapping[str, Cell], item_type: str) -> dict[str, object]:
    told = {
        "name": device.get("tag") or device.get("serial"),
        "manufacturer": device.get("make"),
        "model": device.get("model"),
        "serial": device.get("serial"),
        "assettag": device.get("tag"),
        "location": device.get("location"),
    }
    return {**_known(told), "type": _ON_THE_NETWORK[item_type]}


def _machine(device: Mapping[str, Cell], kind: str, media: Sequence[Medium]) -> dict[str, object]:
    ram = device.get("ram_gb")
    bios = {
        "ssn": device.get("serial"),
        "smanufacturer": device.get("make"),
        "smodel": device.get("model"),
        "skunumber": device.get("part_no"),
        "assettag": device.get("tag"),
    }
    hardware = {
        "name": device.get("tag") or device.get("serial"),
        "chassis_type": kind,
        "memory": round(ram * _MB_IN_GB) if isinstance(ram, int | float) else None,
    }
    parts: dict[str, object] = {"bios": _known(bios), "hardware": _known(hardware)}
    if device.get("cpu"):
        parts["cpus"] = [{"name": device["cpu"]}]
    if device.get("os"):
        parts["operatingsystem"] = {"full_name": device["os"]}
    if stored := _storages(device, media):
        parts["storages"] = stored
    return parts


def _storages(device: Mapping[str, Cell], media: Sequence[Medium]) -> list[dict[str, object]]:
    """Each medium that is known; the size of the whole when that of the parts is not."""
    whole = device.get("storage_gb")
    is_told = any(each.size_gb for each in media)
    kinds = [each for each in media if each.serial or each.size_gb] or [Medium("", "", None)]
    told = []
    for place, each in enumerate(kinds):
        size = each.size_gb if is_told else whole if place == 0 else None
        disk = {
            "serial": each.serial or None,
            "type": each.kind or None,
            "disksize": round(size * _DISK_MB_IN_GB) if isinstance(size, int | float) else None,
        }
        told.append(_known(disk))
    return [each for each in told if each]


def _known(told: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in told.items() if value not in (None, "")}


class _Pipe(io.RawIOBase):
    """Where a zip is written without ever being whole."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        """It can be written."""
        return True

    def write(self, data: object) -> int:
        """Keep what comes until it is taken."""
        told = bytes(data)  # type: ignore[call-overload]
        self.parts.append(told)
        return len(told)

    def taken(self) -> bytes:
        """What came since."""
        told, self.parts = b"".join(self.parts), []
        return told


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Files in a zip, a part at a time: it may be longer than the memory."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            about = zipfile.ZipInfo(name, _LONG_AGO)
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, data)
            yield pipe.taken()
    yield pipe.taken()
