"""The storage media of a device, as one or more tools tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kringspoor.formats.fillers import clean_id
from kringspoor.formats.reading import Cell
from kringspoor.formats.sizes import disk_gb

_SSD = re.compile(r"\b(ssd|nvme|solid.?state|m\.2)|ssd\b", re.IGNORECASE)
_HDD = re.compile(r"\b(hdd|rotational|\d{4,5} ?rpm)\b", re.IGNORECASE)
_EMMC = re.compile(r"\b(e?mmc|mmcblk)", re.IGNORECASE)
_LOOSE = re.compile(
    r"removable|\b(cd|dvd|blu-?ray|floppy|tape|usb|external|card ?reader|sd/mmc|virtual)\b|cd-?rom",
    re.IGNORECASE,
)
_LEAST_GB, _MOST_GB = 0.4, 1_000_000.0
_MOST_HOURS = 30 * 8766.0


@dataclass(frozen=True, slots=True)
class Disk:
    """One storage medium; what nobody told is unknown."""

    serial: str | None = None
    capacity_bytes: float | None = None
    kind: str | None = None
    power_on_hours: float | None = None

    def joined(self, other: Disk) -> Disk:
        """This disk, with what only the other telling knows."""
        return Disk(
            self.serial or other.serial,
            self.capacity_bytes if self.capacity_bytes is not None else other.capacity_bytes,
            self.kind or other.kind,
            self.power_on_hours if self.power_on_hours is not None else other.power_on_hours,
        )


def disk_kind(*words: str | None) -> str | None:
    """ssd, hdd or emmc when a word says so; never guessed from a model number.

    >>> disk_kind("PM951 NVMe SAMSUNG 256GB"), disk_kind("7200 rpm"), disk_kind("ST3500418AS")
    ('ssd', 'hdd', None)
    """
    text = " ".join(each for each in words if each)
    if _EMMC.search(text):
        return "emmc"
    if _SSD.search(text):
        return "ssd"
    return "hdd" if _HDD.search(text) else None


def is_loose(*words: str | None) -> bool:
    """Whether a medium is a disc drive, stick or card: no part of the device.

    >>> is_loose("Removable media"), is_loose("DVD-RAM writer"), is_loose("Fixed hard disk media")
    (True, True, False)
    """
    return any(_LOOSE.search(each) for each in words if each)


def joined_disks(known: list[Disk], told: Iterable[Disk]) -> list[Disk]:
    """The disks known so far together with what a next tool tells; matched on their serials.

    >>> joined_disks([Disk("S1", kind="ssd")], [Disk("S1", power_on_hours=10.0), Disk("S2")])
    [Disk(serial='S1', capacity_bytes=None, kind='ssd', power_on_hours=10.0), \
Disk(serial='S2', capacity_bytes=None, kind=None, power_on_hours=None)]
    """
    disks = list(known)
    for each in told:
        place = _place(disks, each, alone=not known)
        if place is None:
            disks.append(each)
        elif place >= 0:
            disks[place] = disks[place].joined(each)
    return disks


def _place(disks: list[Disk], new: Disk, *, alone: bool) -> int | None:
    """Where a disk stands already; -1: leave it out; None: it is new."""
    if new.serial is None:
        return None if alone else -1  # without a serial a second tool proves no second disk
    for index, each in enumerate(disks):
        old = each.serial
        if old and (old == new.serial or old.startswith(new.serial) or new.serial.startswith(old)):
            return index
    return None


def storage_row(disks: list[Disk]) -> tuple[dict[str, Cell], list[str]]:
    """The storage fields of a device, and the values that no disk can have.

    Capacity is the sum, the kind is that of the first disk (the one that starts the device),
    the hours are the most of any disk.

    >>> storage_row([Disk("S1", 5e11, "ssd", 9e9)])
    ({'storage_gb': 500.0, 'storage_kind': 'ssd', 'storage_serials': 'S1'}, ['9000000000 h'])
    """
    odd: list[str] = []
    sizes, hours = [], []
    for each in disks:
        if each.capacity_bytes is not None and each.capacity_bytes > 0:
            size = disk_gb(each.capacity_bytes)
            sizes.append(size) if _LEAST_GB <= size <= _MOST_GB else odd.append(f"{size:g} GB")
        if each.power_on_hours is not None:
            value = each.power_on_hours
            hours.append(value) if 0 <= value <= _MOST_HOURS else odd.append(f"{value:.0f} h")
    serials = dict.fromkeys(serial for each in disks if (serial := clean_id(each.serial)))
    row: dict[str, Cell] = {
        "storage_gb": round(sum(sizes), 1) if sizes else None,
        "storage_kind": next((each.kind for each in disks if each.kind), None),
        "storage_serials": ";".join(serials) or None,
        "power_on_hours": float(round(max(hours))) if hours else None,
    }
    return {name: value for name, value in row.items() if value is not None}, odd
