"""What each row of a table is before it is read: a device, a blank, a title, a total, a slip.

Everything a register holds between its devices is set apart here, so that a section title never
becomes a device and a total never becomes a price.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kringspoor.formats.grid import GridCell
from kringspoor.formats.headers import Header, fold
from kringspoor.formats.reading import Fate

IDENTITY = ("serial", "tag", "part_no", "model", "description", "kind", "make")
"""A row that fills none of these tells of no device."""
_IDS = ("serial", "tag")
TYPICAL_CELLS = 3  # in a table with this many filled cells a row, a lone cell is a title
_BY_DEVICE = frozenset({"serial", "model", "purchased_days"})
_TOTAL = re.compile(
    r"(?:sub|eind|algemeen |grand |general |celkem |total )?"
    r"(?:totaal|total|totale|totaux|totals|total general|summe|gesamt|gesamtsumme|suma|soma|"
    r"celkem|soucet|mezisoucet|somme|zwischensumme|subtotal|sous-total|subtotaal|som)\b.{0,60}"
)
_TOTAL_STARTS = re.compile(
    "\0((?=[tsegacmz])(?:tot|sub|ein|alg|gra|gen|cel|sum|ges|som|sou|mez|zwi)[^\0]*)",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\0(\s*)(?=\0|\Z)")
_SAMPLE = 500  # rows that show which column is filled best
_LIKE_ID = re.compile(r"(?=.*\d)[A-Za-z0-9/_.\-]{4,}")


def sort_rows(
    columns: Sequence[Sequence[GridCell]], filled: list[int], headers: Sequence[Header]
) -> dict[int, tuple[Fate, str]]:
    """The rows that are no device, by index: their fate, and the code of the problem if any.

    There is a column for each header; ``filled`` counts the filled cells of each row.
    """
    typical = sorted(filled)[len(filled) // 2] if filled else 0
    header_words = [fold(each.text) for each in headers]
    apart = {}
    for index in _suspects(columns, headers, filled, typical):
        cells = [column[index] for column in columns]
        row = [each.strip() if isinstance(each, str) else each for each in cells]
        fate, code = _judged(row, headers, header_words, typical)
        if fate is not None:
            apart[index] = (fate, code)
    return apart


def _suspects(
    columns: Sequence[Sequence[GridCell]],
    headers: Sequence[Header],
    filled: list[int],
    typical: int,
) -> list[int]:
    """The few rows worth a closer look; every other row is a device."""
    places = [place for place, each in enumerate(headers) if each.field in IDENTITY]
    if not places:
        return list(range(len(filled)))
    fullest = min(places, key=lambda place: columns[place][:_SAMPLE].count(""))
    word = headers[fullest].text
    few = max(1, (typical - 1) // 2)
    found = {index for index, count in enumerate(filled) if count <= few}
    for place in {0, places[0], fullest}:
        cells = columns[place]
        joined = "\0" + "\0".join(map(str, cells))
        odd: set[GridCell] = set(_TOTAL_STARTS.findall(joined))
        if place == fullest:
            odd |= {"", word, *_BLANKS.findall(joined)}
        if not odd.isdisjoint(cells):
            found.update(index for index, cell in enumerate(cells) if cell in odd)
    return sorted(found)


def _judged(
    row: Sequence[GridCell], headers: Sequence[Header], header_words: list[str], typical: int
) -> tuple[Fate | None, str]:
    """The fate of a suspect row; nothing when it is a device after all."""
    filled = len(row) - row.count("")
    if filled == 0:
        return Fate.NOT_A_DEVICE, ""
    if _repeats_header(row, header_words):
        return Fate.NOT_A_DEVICE, ""
    known = {each.field: cell for each, cell in zip(headers, row, strict=True) if cell != ""}
    first = next(str(cell) for cell in row if cell != "")
    if _is_total(first, known, filled, typical):
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


def _is_total(first: str, known: dict[str, GridCell], filled: int, typical: int) -> bool:
    """A total names itself in its first cell, is half empty and has no serial, model or date."""
    if len(first) > 80 or filled > max(3, typical // 2) or _BY_DEVICE & known.keys():
        return False
    return _TOTAL.fullmatch(_plain(first)) is not None


def _plain(text: str) -> str:
    folded = " ".join(text.casefold().split()).rstrip(" :")
    return folded.replace("č", "c").replace("ě", "e").replace("í", "i")
