"""One fleet out of many files: columns with one entry per device or lot, and how they came to be.

A *sighting* is one device or lot in one file. The fleet joins the sightings of the same device
and keeps every one of them, so each value can be traced to a file and a row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kringspoor.core.errors import Where
from kringspoor.core.words import Text
from kringspoor.formats.reading import Cell, Fate, Problem, Reading

Columns = dict[str, list[Cell]]
Role = Literal["register", "management", "count", "list"]
How = Literal["person", "serial", "barcode", "tag", "score"]

ROLE_NAMES: dict[Role, Text] = {
    "register": Text(nl="aankoopregister", en="purchase register"),
    "management": Text(nl="beheertool", en="management tool"),
    "count": Text(nl="telling", en="count"),
    "list": Text(nl="lijst", en="list"),
}
HOW_NAMES: dict[How, Text] = {
    "person": Text(nl="door u gekoppeld", en="joined by you"),
    "serial": Text(nl="zelfde serienummer", en="same serial number"),
    "barcode": Text(
        nl="zelfde serienummer, met het voorvoegsel van de streepjescode",
        en="same serial number, with the prefix of its barcode",
    ),
    "tag": Text(nl="zelfde inventarisnummer", en="same asset tag"),
    "score": Text(nl="gelijkenis", en="likeness"),
}


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that was taken for granted because no file says it, and for how many devices."""

    code: str
    devices_count: int
    text: Text


@dataclass(frozen=True, slots=True)
class SetApart:
    """A row that is no ICT device: which kind of thing it is and the words that say so."""

    row_no: int
    slug: str
    original: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words that name no category we know, with the devices that wait for it."""

    words: str
    devices_count: int


@dataclass(frozen=True, slots=True)
class Table:
    """One file after normalising: categories, canonical makes, clean models, mended sizes.

    ``fates`` still gives each source row after the header exactly one fate.
    """

    reading: Reading
    columns: Columns
    fates: dict[int, Fate]
    problems: tuple[Problem, ...] = ()
    set_apart: tuple[SetApart, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    @property
    def file(self) -> str:
        """The file the table came from, as the person gave it."""
        return self.reading.file

    def __len__(self) -> int:
        return len(self.columns["row_no"])


class Sighting(NamedTuple):
    """One device or lot in one file. A tuple, because a fleet has hundreds of thousands."""

    file_no: int
    row_no: int


class Join(NamedTuple):
    """Two sightings taken as one device: how, how sure (0 to 1), and the terms of the score.

    ``left_no`` and ``right_no`` are positions in :class:`Sightings`.
    """

    left_no: int
    right_no: int
    how: How
    score_share: float = 1.0
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sightings:
    """Every sighting of every file in one set of columns, with the keys that recognise a device."""

    files: tuple[str, ...]
    columns: Columns
    file_nos: list[int]
    row_nos: list[int]
    serial_keys: list[str | None]
    tag_keys: list[str | None]
    model_keys: list[str | None]
    are_lots: list[bool]

    def __len__(self) -> int:
        return len(self.file_nos)

    def at(self, sighting_no: int) -> Sighting:
        """File and row of one sighting."""
        return Sighting(self.file_nos[sighting_no], self.row_nos[sighting_no])

    def where(self, sighting_no: int, column: str | None = None) -> Where:
        """The place a person can look it up."""
        file = self.files[self.file_nos[sighting_no]]
        return Where(file, self.row_nos[sighting_no] or None, column)


@dataclass(frozen=True, slots=True)
class Said:
    """What one file says about one field."""

    sighting: Sighting
    value: Cell


@dataclass(frozen=True, slots=True)
class Conflict:
    """Files that say different things about one field of one device. The first one is kept."""

    device_no: int
    field: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A number that stands on more than one device: nothing was joined on it.

    ``code`` is ``tag-twice`` (in one file), ``tag-other-serials``, ``tag-other-kinds`` or
    ``serial-other-kinds``.
    """

    code: str
    key: str
    sightings: tuple[Sighting, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two sightings a person should look at, joined or not; the pairs file offers them."""

    left_no: int
    right_no: int
    is_joined: bool
    score_share: float
    text: Text


@dataclass(frozen=True, slots=True)
class LotCount:
    """A lot beside the devices other files list one by one: 100 bought, 96 found.

    In the fleet the lot keeps the quantity nobody found, so nothing is counted twice; ``found``
    are the devices that stand for the rest, and they have the lot's purchase date and price.
    """

    device_no: int
    bought_count: int
    found_count: int
    found: tuple[int, ...]

    @property
    def missing_count(self) -> int:
        """How many of the lot no other file lists."""
        return self.bought_count - self.found_count


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One file in the fleet: what it is for, the fate of its rows, what stands in it alone.

    ``holds`` gives per group of fields (register, management, count) the share of its devices
    for which the file says something.
    """

    table: Table
    role: Role
    holds: dict[Role, float]
    fates: dict[int, Fate]
    only_here: tuple[int, ...]

    def count(self, fate: Fate) -> int:
        """How many source rows had this fate."""
        return sum(1 for each in self.fates.values() if each is fate)


@dataclass(frozen=True, slots=True)
class Fleet:
    """The devices of an organisation, one entry per device or lot, each with its sightings.

    ``columns`` holds core.device.NAMES and ``category``, ``file_no``, ``files_count``; all lists
    are equally long. ``members`` gives per device its positions in ``sightings``.
    """

    columns: Columns
    members: list[tuple[int, ...]]
    sightings: Sightings
    files: tuple[FileSeen, ...]
    winners: dict[str, tuple[int, ...]]
    joins: tuple[Join, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    clashes: tuple[Clash, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    lots: tuple[LotCount, ...] = ()
    never_seen: tuple[int, ...] = ()
    never_bought: tuple[int, ...] = ()
    not_looked_for: tuple[int, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()

    def __len__(self) -> int:
        return len(self.members)

    @property
    def devices_count(self) -> int:
        """Devices, each lot counted by its quantity."""
        return sum(int(each or 0) for each in self.columns["quantity_count"])

    def seen_at(self, device_no: int) -> tuple[Sighting, ...]:
        """Every file and row in which a device stands."""
        return tuple(self.sightings.at(each) for each in self.members[device_no])

    def origin(self, device_no: int, field: str) -> Where | None:
        """Where the value of a field was read; ``None`` when no file says it (an assumption)."""
        kept = self.columns[field][device_no]
        lots = (self.members[each.device_no] for each in self.lots if device_no in each.found)
        for each in (*self.members[device_no], *(at for lot in lots for at in lot)):
            if kept is not None and self.sightings.columns[field][each] == kept:
                return self.sightings.where(each)
        return None

    def count_joins(self) -> dict[How, int]:
        """How many pairs were joined in which way."""
        return dict(Counter(each.how for each in self.joins))
