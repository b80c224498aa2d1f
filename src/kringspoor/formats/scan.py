"""One device as scan tools tell it: facts gathered piece by piece, then given back as a reading.

The first known value of a fact stays, so a reader asks the surest place first. Fillers of the
maker are unknown, impossible values are problems, personal data is dropped at the door.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from kringspoor.core.device import NAMES
from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.formats.disks import Disk, joined_disks, storage_row
from kringspoor.formats.fillers import clean_id, is_filler
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Cell, Fate, Problem, Reading
from kringspoor.formats.scan_days import scan_day
from kringspoor.formats.screens import Screen, plausible_inches, split_screens
from kringspoor.formats.sizes import memory_gb
from kringspoor.formats.source import Source
from kringspoor.formats.tree import Branch

ROW_NO = 1  # a scan file is one source row

_IDENTITY = ("serial", "make", "model")
_ABSENT = frozenset(
    [
        "",
        "not specified",
        "not provided",
        "not available",
        "not present",
        "none",
        "unknown",
        "n/a",
        "null",
        "unspecified",
        "no asset tag",
        "no asset information",
    ]
)
_VIRTUAL = re.compile(
    r"\b(qemu|kvm|vmware|virtualbox|innotek|bochs|parallels|xen|bhyve|hvm domu)\b"
    r"|virtual (machine|platform)|standard pc \(",
    re.IGNORECASE,
)
_NAMED_BY_VERSION = re.compile(r"think|idea|yoga|legion|lenovo", re.IGNORECASE)
_LEAST_GB, _MOST_GB = 0.03, 100_000.0
_FULL_SHARE, _MOST_SHARE = 1.0, 1.2  # a new battery may hold a little more than it promises


class Scan:
    """What is known so far of one device and of the devices found inside its scan."""

    def __init__(self, slug: str, source: Source) -> None:
        self.slug = slug
        self.source = source
        self.facts: dict[str, Cell] = {}
        self.mapping: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.disks: list[Disk] = []
        self.screens: list[Screen] = []
        self.inside: list[dict[str, Cell]] = []
        self.unused: tuple[str, ...] = ()
        self.about: Text | None = None
        self.version: str | None = None
        self._dropped: dict[str, None] = {}
        self._fillers: dict[str, tuple[str, str]] = {}
        self._virtual: tuple[str, str] | None = None

    def report(self, code: str, column: str, original: str) -> None:
        """Note one problem, at the path of its value."""
        self.problems.append(problem(code, ROW_NO, column, original))

    def root(self, value: object, path: str = "") -> Branch:
        """The document, ready to walk through; anything but an object is empty."""
        if isinstance(value, dict):
            return Branch(value, path, self.report)
        return Branch({}, path, self.report)

    def learn(self, field: str, branch: Branch, *keys: str) -> None:
        """Take a text fact from the first of these keys that says something."""
        for key in keys:
            self.tell(field, branch.text(key), branch.where(key))

    def tell(self, field: str, text: str | None, where: str) -> None:
        """Take a text fact, unless it is known already or the text says nothing."""
        text = (text or "").strip()
        if self.facts.get(field) is not None or text.casefold().rstrip(".") in _ABSENT:
            return
        known = clean_id(text) if field in ("serial", "tag", "part_no") else text
        if known is None or is_filler(known) or known.startswith("<"):  # inxi: <superuser>
            self._fillers.setdefault(field, (where, text))
            return
        self.facts[field] = known
        self.mapping[where] = field

    def measure(self, field: str, value: float | None, where: str) -> None:
        """Take a fact in numbers that is known to be possible."""
        if value is not None and self.facts.get(field) is None:
            self.facts[field] = value
            self.mapping[where] = field

    def memory(self, size: float | None, where: str) -> None:
        """Take the working memory. Units: bytes -> gb."""
        if size is None or size <= 0 or self.facts.get("ram_gb") is not None:
            return
        gigabytes = memory_gb(size)
        if _LEAST_GB <= gigabytes <= _MOST_GB:
            self.measure("ram_gb", gigabytes, where)
        else:
            self.report("scan-implausible", where, f"{gigabytes:g} GB")

    def battery(self, design: float | None, left: float | None, where: str) -> None:
        """Take the share of the battery's design capacity that is left."""
        if design is None or left is None or design <= 0 or left <= 0:
            return
        share = left / design
        if share <= _MOST_SHARE:
            self.measure("battery_share", round(min(share, _FULL_SHARE), 3), where)
        else:
            self.report("scan-implausible", where, f"{left:g} / {design:g}")

    def seen(self, text: str | None, where: str) -> None:
        """Take the moment of the scan as the day the device was last seen."""
        if text and self.facts.get("last_seen_days") is None:
            day = scan_day(text)
            if day is None:
                self.report("scan-moment", where, text)
            self.measure("last_seen_days", day, where)

    def stores(self, disks: Iterable[Disk]) -> None:
        """Join the disks that one tool tells of with what is known."""
        self.disks = joined_disks(self.disks, disks)

    def drop(self, branch: Branch, *keys: str) -> None:
        """Leave personal and network data at the door; only the names are kept."""
        self.leave(*(branch.where(key) for key in keys if branch.has(key)))

    def leave(self, *names: str) -> None:
        """The same, for data that stands under these names."""
        self._dropped.update(dict.fromkeys(names))

    def virtual(self, word: str, where: str) -> None:
        """Note that this is a virtual machine, which is no device."""
        self._virtual = self._virtual or (word, where)

    def reading(self) -> Reading:
        """The device, the devices found inside, and every problem met on the way."""
        self._name_by_version()
        fate = self._fate()
        rows = self._rows() if fate is Fate.DEVICE else []
        return Reading(
            file=self.source.name,
            format=self.slug,
            columns=columns_of(rows),
            fates={ROW_NO: fate},
            problems=[*self.source.problems, *self.problems],
            mapping=self.mapping,
            dropped=tuple(self._dropped),
            unused=self.unused,
            found_inside_count=max(0, len(rows) - 1),
            encoding=self.source.encoding,
            about=self.about,
        )

    def _forget_copy(self, field: str, *, of: str) -> None:
        """Makers copy one fact into the place of another, where it tells nothing."""
        if self.facts.get(field) is not None and self.facts[field] == self.facts.get(of):
            del self.facts[field]
            self.mapping = {place: to for place, to in self.mapping.items() if to != field}

    def _name_by_version(self) -> None:
        """Lenovo writes the name people know in the version, and its order code in the model."""
        if self.version and _NAMED_BY_VERSION.search(self.version):
            code = self.facts.get("model")
            if isinstance(code, str) and "think" not in code.casefold():
                self.facts["part_no"] = code
                self.facts["model"] = self.version

    def _fate(self) -> Fate:
        words = " ".join(str(self.facts.get(each) or "") for each in ("make", "model"))
        if self._virtual is None and _VIRTUAL.search(words):
            self._virtual = (words.strip(), "model")
        if self._virtual is not None:
            self.report("scan-virtual", self._virtual[1], self._virtual[0])
            return Fate.NOT_A_DEVICE
        for field, (where, original) in self._fillers.items():
            if field in _IDENTITY and self.facts.get(field) is None:
                self.report("scan-filler", where, original)
        if not any(self.facts.get(each) for each in (*_IDENTITY, "kind")):
            self.report("scan-nothing", "serial", "")
            return Fate.PROBLEM
        if self.facts.get("serial") is None and "serial" not in self._fillers:
            self.report("scan-no-serial", "serial", "")
        return Fate.DEVICE

    def _rows(self) -> list[dict[str, Cell]]:
        storage, odd = storage_row(self.disks)
        for each in odd:
            self.report("scan-implausible", "storage", each)
        kind = self.facts.get("kind")
        panel, monitors = split_screens(self.screens, kind if isinstance(kind, str) else None)
        if panel is not None:
            self.measure("screen_inches", plausible_inches(panel.diagonal_inches), "screen")
        self._forget_copy("tag", of="serial")
        self._forget_copy("part_no", of="model")
        device = {**self.facts, **storage}
        seen = {"last_seen_days": self.facts.get("last_seen_days")}
        found = [*(each.row() for each in monitors), *self.inside]
        return [device, *({**each, **seen} for each in found)]


def columns_of(rows: list[dict[str, Cell]]) -> dict[str, list[Cell]]:
    """Rows as columns, one list per field; a scan is source row 1, whatever stands in it."""
    return {
        name: [row.get(name, ROW_NO if name == "row_no" else None) for row in rows]
        for name in NAMES
    }


def json_root(source: Source) -> Any:
    """The JSON of a file that holds any, for recognising it; nothing when it is not valid."""
    if source.kind != "json":
        return None
    try:
        return source.json()
    except BadInput:
        return None  # the format of last resort says what is wrong, and where


def not_an_inventory(source: Source, slug: str, about: Text, row_count: int = 1) -> Reading:
    """A file that is understood and holds no devices: named, never guessed at."""
    return Reading(
        file=source.name,
        format=slug,
        columns=columns_of([]),
        fates=dict.fromkeys(range(1, row_count + 1), Fate.NOT_A_DEVICE),
        problems=list(source.problems),
        encoding=source.encoding,
        is_inventory=False,
        about=about,
    )
