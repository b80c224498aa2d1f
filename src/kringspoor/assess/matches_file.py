"""The small file in which a person says which pairs are the same device and which are not.

One pair per row: ``action`` (same or different), and for each side a file with a row, or a serial
number, or a tag. Kringspoor writes the doubtful pairs with an empty action; rows without an action
change nothing.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kringspoor.assess.fleet import Doubt, Fleet, Sightings
from kringspoor.assess.groups import Groups
from kringspoor.assess.keys import serial_key, tag_parts
from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Language, Text, number
from kringspoor.formats.source import Source

SIDE: Final = ("file", "row", "tag", "serial")
COLUMNS: Final = (
    "action",
    *(f"{name}_a" for name in SIDE),
    "device_a",
    *(f"{name}_b" for name in SIDE),
    "device_b",
    "now",
    "score",
    "why",
)
SAME: Final = frozenset(("same", "zelfde", "hetzelfde", "="))
DIFFERENT: Final = frozenset(("different", "ander", "verschillend", "niet hetzelfde", "!="))
_SEPARATORS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a pair as written; what is empty does not narrow it down."""

    file: str
    row_no: int | None
    tag: str
    serial: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One decision of a person: these two are the same device, or they are not."""

    is_same: bool
    left: Side
    right: Side
    where: Where


@dataclass(frozen=True, slots=True)
class Decisions:
    """The same decisions as positions of sightings."""

    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()


def read_matches(text: str, file: str) -> list[Fix]:
    """The decisions in a pairs file; a row that cannot be understood is refused where it stands.

    >>> fixes = read_matches("action,tag_a,serial_b\\nsame,VB-12,PF2ABCDE\\n", "pairs.csv")
    >>> fixes[0].is_same, fixes[0].left.tag, fixes[0].right.serial
    (True, 'VB-12', 'PF2ABCDE')
    """
    text = text.removeprefix("\ufeff")
    header = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=header.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=separator)
    known = [(each or "").strip().casefold() for each in rows.fieldnames or ()]
    rows.fieldnames = known
    if "action" not in known:
        raise BadInput(
            Text(nl="heeft geen kolom 'action'", en="has no column 'action'"),
            hint=Text(
                nl=f"de kolommen zijn {', '.join(COLUMNS)}", en=f"columns: {', '.join(COLUMNS)}"
            ),
            where=Where(file, 1),
        )
    fixes = []
    for row in rows:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if cells["action"]:
            fixes.append(_fix(cells, Where(file, rows.line_num, "action")))
    return fixes


def read_matches_file(path: Path | str) -> list[Fix]:
    """The decisions in a pairs file on disk, in whatever encoding a spreadsheet saved it."""
    source = Source.of_file(Path(path))
    if source.kind != "text":
        raise BadInput(
            Text(nl="is geen tekst", en="is not text"),
            hint=Text(nl="bewaar het koppelbestand als CSV", en="save the pairs file as CSV"),
            where=Where(source.name),
        )
    return read_matches(source.text(), source.name)


def _fix(cells: dict[str, str], where: Where) -> Fix:
    action = cells["action"].casefold()
    if action not in SAME | DIFFERENT:
        raise BadInput(
            Text(nl=f"'{cells['action']}' is geen actie", en=f"'{cells['action']}' is no action"),
            hint=Text(nl="schrijf same of different", en="write same or different"),
            where=where,
        )
    return Fix(action in SAME, _side(cells, "a", where), _side(cells, "b", where), where)


def _side(cells: dict[str, str], end: str, where: Where) -> Side:
    row = cells[f"row_{end}"]
    place = Where(where.file, where.row_no, f"row_{end}")
    if row and not (row.isascii() and row.isdigit()):
        raise BadInput(
            Text(nl=f"'{row}' is geen rijnummer", en=f"'{row}' is no row number"),
            hint=Text(nl="schrijf een geheel getal", en="write a whole number"),
            where=place,
        )
    side = Side(
        cells[f"file_{end}"], int(row) if row else None, cells[f"tag_{end}"], cells[f"serial_{end}"]
    )
    if not (side.serial or side.tag or (side.file and side.row_no is not None)):
        raise BadInput(
            Text(nl=f"zegt niet welk toestel {end} is", en=f"does not say which device {end} is"),
            hint=Text(
                nl="geef een serienummer, een label, of bestand en rij",
                en="give a serial number, a tag, or file and row",
            ),
            where=place,
        )
    return side


class _Finder:
    """Finds the sightings a side speaks of."""

    def __init__(self, seen: Sightings) -> None:
        self._seen = seen
        self._serials: defaultdict[str, list[int]] = defaultdict(list)
        self._tags: defaultdict[str, list[int]] = defaultdict(list)
        self._rows: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for at in range(len(seen)):
            file, row = seen.files[seen.file_nos[at]], seen.row_nos[at]
            self._rows[file, row].append(at)
            self._rows[_name(file), row].append(at)
            if (serial := seen.serial_keys[at]) is not None:
                self._serials[serial].append(at)
            if (parts := tag_parts(seen.columns["tag"][at])) is not None:
                self._tags[parts[1]].append(at)

    def find(self, side: Side, end: str, where: Where) -> list[int]:
        """Every sighting that fits all that is written; none or several devices are refused."""
        found: set[int] | None = None
        for members in self._candidates(side):
            found = set(members) if found is None else found & set(members)
        if found and side.file:
            names = (side.file, _name(side.file))
            seen = self._seen
            found = {
                at
                for at in found
                if seen.files[seen.file_nos[at]] in names
                or _name(seen.files[seen.file_nos[at]]) in names
            }
        if not found:
            raise _cannot_find(end, where)
        if len({self._seen.serial_keys[at] for at in found} - {None}) > 1:
            raise _ambiguous(end, where)
        return sorted(found)

    def _candidates(self, side: Side) -> list[list[int]]:
        candidates = []
        if side.row_no is not None and side.file:
            rows = self._rows.get((side.file, side.row_no))
            candidates.append(rows or self._rows.get((_name(side.file), side.row_no), []))
        if side.serial:
            candidates.append(self._serials.get(serial_key(side.serial) or "", []))
        parts = tag_parts(side.tag) if side.tag else None
        if side.tag:
            candidates.append(self._tags.get(parts[1], []) if parts else [])
        return candidates


def _cannot_find(end: str, where: Where) -> BadInput:
    return BadInput(
        Text(
            nl=f"toestel {end} staat in geen van de bestanden",
            en=f"device {end} stands in none of the files",
        ),
        hint=Text(
            nl="controleer bestand, rij, label en serienummer",
            en="check file, row, tag and serial number",
        ),
        where=Where(where.file, where.row_no),
    )


def _ambiguous(end: str, where: Where) -> BadInput:
    return BadInput(
        Text(
            nl=f"toestel {end} kan meer dan één toestel zijn",
            en=f"device {end} can be more than one device",
        ),
        hint=Text(nl="geef ook het serienummer", en="give the serial number as well"),
        where=Where(where.file, where.row_no),
    )


def _name(file: str) -> str:
    return file.replace("\\", "/").rsplit("/", 1)[-1]


def decide(fixes: Sequence[Fix], seen: Sightings) -> Decisions:
    """The decisions as positions; a pair that is both the same and different is refused."""
    if not fixes:
        return Decisions()
    finder = _Finder(seen)
    same: list[tuple[int, int]] = []
    different: list[tuple[int, int, Where]] = []
    for fix in fixes:
        lefts = finder.find(fix.left, "a", fix.where)
        rights = finder.find(fix.right, "b", fix.where)
        if fix.is_same:
            first = lefts[0]
            same += [(first, each) for each in (*lefts[1:], *rights) if each != first]
        else:
            different += [(a, b, fix.where) for a in lefts for b in rights]
    groups = Groups(len(seen))
    for left, right in same:
        groups.join(left, right)
    for left, right, where in different:
        if groups.find(left) == groups.find(right):
            raise BadInput(
                Text(
                    nl="dit paar is volgens dit bestand zowel hetzelfde als verschillend",
                    en="by this file this pair is both the same and different",
                ),
                hint=Text(nl="haal één van beide weg", en="take one of the two away"),
                where=where,
            )
    return Decisions(tuple(same), tuple((left, right) for left, right, _ in different))


def write_matches(fleet: Fleet, language: Language) -> str:
    """The doubtful pairs as a pairs file, the least sure first, for a person to fill in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for doubt in sorted(fleet.doubts, key=lambda each: (each.score_share, each.left_no)):
        writer.writerow(_row(fleet.sightings, doubt, language))
    return out.getvalue()


def _row(seen: Sightings, doubt: Doubt, language: Language) -> list[str]:
    now = Text(nl="gekoppeld", en="joined") if doubt.is_joined else Text(nl="apart", en="apart")
    return [
        "",
        *_cells(seen, doubt.left_no),
        *_cells(seen, doubt.right_no),
        now.spoken(language),
        number(doubt.score_share, language, 2),
        doubt.text.spoken(language),
    ]


def _cells(seen: Sightings, at: int) -> list[str]:
    columns = seen.columns
    device = " ".join(str(columns[name][at]) for name in ("make", "model") if columns[name][at])
    return [
        seen.files[seen.file_nos[at]],
        str(seen.row_nos[at]),
        str(columns["tag"][at] or ""),
        str(columns["serial"][at] or ""),
        device,
    ]
