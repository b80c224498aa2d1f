"""Finding the header row of a table, and which column fills which field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from kringspoor.core.device import NAMES
from kringspoor.formats.columns import plain_text
from kringspoor.formats.dialect import HEADER_WITHIN_ROWS
from kringspoor.formats.fates import IDENTITY
from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.headers import DROP, Header, fold, understood
from kringspoor.formats.problems import problem, refusal
from kringspoor.formats.reading import Options, Problem
from kringspoor.formats.shape import Shape

JOINED = {"os": " ", "location": ", "}
"""Fields that several columns tell together: system and version, building and room."""
_TELLING = frozenset({"serial", "tag", "part_no"})
"""Fields whose header words mean nothing else, so that one of them makes a header."""
_FIRST_NAMES = frozenset({"voornaam", "firstname", "prenom", "vorname", "apellidos", "apellido"})
_NAMES = frozenset({"naam", "name", "nom", "nombre", "nome"})
_BARE_DATES = frozenset({"datum", "date", "data", "fecha"})
_COMPANIONS = frozenset({"state", "purchased_precision", "row_no"})
MAPPABLE = tuple(name for name in NAMES if name not in _COMPANIONS)


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """The header of a table: where it stands and what each column means."""

    index: int
    headers: tuple[Header, ...]


def row_words(grid: Grid) -> tuple[frozenset[str], ...]:
    """The folded words of each row that may be a header, as a signature is compared."""
    return tuple(_folded(row) for row in grid.rows[:HEADER_WITHIN_ROWS])


def find_header(grid: Grid, shape: Shape, options: Options) -> HeaderRow | None:
    """The row that reads most like a header; ``None`` when none does."""
    chosen = {fold(header): field for header, field in options.mapping.items()}
    best: HeaderRow | None = None
    best_score = 0
    for index, row in enumerate(grid.rows[:HEADER_WITHIN_ROWS]):
        headers = _in_context(tuple(_header(cell, shape, chosen) for cell in row), chosen)
        if shape.signature and shape.fits(_folded(row)):
            return HeaderRow(index, headers)
        score = _score(headers)
        if score > best_score:
            best, best_score = HeaderRow(index, headers), score
    return best


def header_or_refusal(grid: Grid, shape: Shape, file: str, options: Options) -> HeaderRow:
    """The header row, or one sentence that says what the table needs."""
    for field in options.mapping.values():
        if field and field != DROP and field not in MAPPABLE:
            known = ", ".join(MAPPABLE)
            raise refusal("unknown-field", file, original=field, known=known)
    found = find_header(grid, shape, options)
    if found is None:
        index = next((i for i, row in enumerate(grid.rows) if any(row)), 0)
        count = len([cell for cell in grid.rows[index] if cell != ""]) if grid.rows else 0
        raise refusal("no-header", file, grid.row_no(index), count=count)
    return found


def _folded(row: Sequence[GridCell]) -> frozenset[str]:
    return frozenset(fold(plain_text(cell)) for cell in row if cell != "")


def _header(cell: GridCell, shape: Shape, chosen: Mapping[str, str]) -> Header:
    text = " ".join(plain_text(cell).split())
    if not text:
        return Header("", "")
    known, folded = understood(text), fold(text)
    unit = shape.folded_units.get(folded, known.unit)
    if folded in chosen:
        return Header(text, chosen[folded], unit)
    if folded in shape.meanings:
        rank = list(shape.meanings).index(folded)
        return Header(text, shape.meanings[folded], unit, rank)
    return replace(known, unit=unit)


def _in_context(headers: tuple[Header, ...], chosen: Mapping[str, str]) -> tuple[Header, ...]:
    """What a word means beside the others: a name beside a first name is a person's, and a bare
    date is that of the purchase only beside a price.
    """
    has_people = any(fold(each.text) in _FIRST_NAMES for each in headers)
    has_price = any(each.field == "price_cents" for each in headers)
    told = []
    for each in headers:
        word = fold(each.text)
        if word in chosen:
            told.append(each)
        elif has_people and word in _NAMES:
            told.append(replace(each, field=DROP))
        elif word in _BARE_DATES and not has_price:
            told.append(replace(each, field=""))
        else:
            told.append(each)
    return tuple(told)


def _score(headers: Sequence[Header]) -> int:
    """How much a row reads like a header: distinct fields, at least one that names a device."""
    fields = {each.field for each in headers if each.field}
    if not fields & set(IDENTITY):
        return 0
    known = sum(1 for each in headers if each.field)
    if len(fields) >= 2:
        return 10 * len(fields) + known
    filled = sum(1 for each in headers if each.text)
    return 1 if fields & _TELLING or filled == 1 else 0


def assign(
    row: HeaderRow, filled: Callable[[int], int], row_no: int
) -> tuple[dict[str, list[int]], list[Problem]]:
    """Each field to its columns, the winner first, and what the reader had to choose.

    ``filled`` counts the filled cells of a column.
    """
    fields: dict[str, list[int]] = {}
    for place, header in enumerate(row.headers):
        if header.field and header.field != DROP:
            fields.setdefault(header.field, []).append(place)
    problems: list[Problem] = []
    for field, places in fields.items():
        if len(places) > 1:
            fields[field] = _ranked(row, places, filled, row_no, problems)
    return fields, problems


def _ranked(
    row: HeaderRow,
    places: list[int],
    filled: Callable[[int], int],
    row_no: int,
    problems: list[Problem],
) -> list[int]:
    """Of columns with the same name the fullest stays; of others the surest word comes first."""
    by_name: dict[str, list[int]] = {}
    for place in places:
        by_name.setdefault(fold(row.headers[place].text), []).append(place)
    kept = []
    for same in by_name.values():
        kept.append(max(same, key=lambda place: (filled(place), -place)))
        if len(same) > 1:
            text = row.headers[same[0]].text
            problems.append(problem("same-column-twice", row_no, text, text))
    kept = [place for place in kept if filled(place)] or kept[:1]
    field = row.headers[kept[0]].field
    if field != "location":  # building and room stay in the order of the file
        kept.sort(key=lambda place: (row.headers[place].rank_no, -filled(place), place))
    winner = row.headers[kept[0]]
    for place in kept[1:]:
        text = row.headers[place].text
        if field not in JOINED:
            problems.append(problem("columns-joined", row_no, text, text, winner=winner.text))
    return kept
