"""What each row of a table is before it is read: a device, a blank, a title, a total, a slip.

Everything a register holds between its devices is set apart here, so that a section title never
becomes a device and a total never becomes a price.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kringspoor.formats.grid import GridCell
from kringspoor.formats.headers import DROP, Header, fold
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Fate, Problem

IDENTITY = ("serial", "tag", "part_no", "model", "description", "kind", "make")
"""A row that fills none of these tells of no device."""
_IDS = ("serial", "tag")
TYPICAL_CELLS = 3  # in a table with this many filled cells a row, a lone cell is a title
_TOTAL = re.compile(
    r"(?:sub|eind|algemeen |grand |general |celkem |total )?"
    r"(?:totaal|total|totale|totaux|totals|total general|summe|gesamt|gesamtsumme|suma|soma|"
    r"celkem|soucet|mezisoucet|somme|zwischensumme|subtotal|sous-total|subtotaal|som)\b.{0,60}"
)
_LIKE_ID = re.compile(r"(?=.*\d)[A-Za-z0-9/_.\-]{4,}")


@dataclass(slots=True)
class Sorted:
    """Rows set apart: the indexes that may be devices, and the fate of every other row."""

    kept: list[int]
    fates: dict[int, Fate] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def sort_rows(
    rows: Sequence[Sequence[GridCell]], headers: Sequence[Header], row_nos: Sequence[int]
) -> Sorted:
    """Set apart what is no device. All rows are as wide as the header and stripped."""
    width = len(headers)
    filled = [width - row.count("") for row in rows]
    typical = sorted(filled)[len(filled) // 2] if filled else 0
    result = Sorted(kept=[])
    suspects = _suspects(rows, headers, filled, typical)
    header_words = [fold(each.text) for each in headers]
    for index in suspects:
        fate, code = _judged(rows[index], headers, header_words, filled[index], typical)
        if fate is None:
            continue
        result.fates[index] = fate
        if code:
            result.problems.append(problem(code, row_nos[index]))
    fates = result.fates
    result.kept = (
        [i for i in range(len(rows)) if i not in fates] if fates else list(range(len(rows)))
    )
    return result


def _suspects(
    rows: Sequence[Sequence[GridCell]],
    headers: Sequence[Header],
    filled: list[int],
    typical: int,
) -> list[int]:
    """The few rows worth a closer look; every other row is a device."""
    id_places = [place for place, each in enumerate(headers) if each.field in _IDS]
    others = [place for place, each in enumerate(headers) if each.field in IDENTITY]
    first = others[0] if others else 0
    word = headers[first].text
    found = {i for i, count in enumerate(filled) if count <= 1 or count < typical / 2}
    found.update(i for i, row in enumerate(rows) if row[first] == word)
    if id_places:
        for place in id_places[:1]:
            found.update(i for i, row in enumerate(rows) if row[place] == "")
    elif others:
        found.update(i for i, row in enumerate(rows) if row[first] == "")
    else:
        found.update(range(len(rows)))
    return sorted(found)


def _judged(
    row: Sequence[GridCell],
    headers: Sequence[Header],
    header_words: list[str],
    filled: int,
    typical: int,
) -> tuple[Fate | None, str]:
    """The fate of a suspect row; nothing when it is a device after all."""
    if filled == 0:
        return Fate.NOT_A_DEVICE, ""
    if _repeats_header(row, header_words):
        return Fate.NOT_A_DEVICE, ""
    known = {each.field: cell for each, cell in zip(headers, row, strict=True) if cell != ""}
    first = next(str(cell) for cell in row if cell != "")
    if _is_total(first, known):
        return Fate.NOT_A_DEVICE, ""
    if filled == 1 and typical >= TYPICAL_CELLS:
        is_device = any(_LIKE_ID.fullmatch(str(known[each])) for each in _IDS if each in known)
        return (None, "") if is_device else (Fate.NOT_A_DEVICE, "")
    if not any(each in known for each in IDENTITY):
        return Fate.PROBLEM, "nothing-to-identify"
    return None, ""


def _repeats_header(row: Sequence[GridCell], header_words: list[str]) -> bool:
    same = sum(
        1 for cell, word in zip(row, header_words, strict=True) if word and fold(str(cell)) == word
    )
    return same >= max(2, len([word for word in header_words if word]) // 2)


def _is_total(first: str, known: dict[str, GridCell]) -> bool:
    """A total names itself in its first cell and has no serial."""
    if len(first) > 80 or "serial" in known or _TOTAL.fullmatch(_plain(first)) is None:
        return False
    return all(
        each in ("price_cents", "quantity_count", "", DROP)
        or known[each] == first
        or _is_total_word(known[each])
        for each in known
    )


def _is_total_word(cell: GridCell) -> bool:
    return isinstance(cell, int | float) or not any(char.isalpha() for char in str(cell))


def _plain(text: str) -> str:
    folded = " ".join(text.casefold().split()).rstrip(" :")
    return folded.replace("č", "c").replace("ě", "e").replace("í", "i")
