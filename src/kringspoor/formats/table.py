"""A table of devices, column by column: header found, rows sorted, facts read, sightings merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import cast

from kringspoor.core.device import NAMES
from kringspoor.formats.columns import DAY_FIELDS, Column, Facts, facts_of
from kringspoor.formats.dates import Wrong, read_date
from kringspoor.formats.day_columns import day_column, order_of, settled
from kringspoor.formats.fates import Sorted, sort_rows
from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.header_row import JOINED, HeaderRow, assign, header_or_refusal
from kringspoor.formats.headers import DROP
from kringspoor.formats.merging import merge_sightings
from kringspoor.formats.opening import grid_of
from kringspoor.formats.problems import problem, refusal
from kringspoor.formats.reading import Fate, Problem, Reading
from kringspoor.formats.shape import Shape
from kringspoor.formats.source import Source

_DATE_SHARE = 0.5  # of a warranty column must be dates for it to be the end of the warranty


@dataclass(slots=True)
class _Body:
    """The rows under a header, all of the header's width and stripped."""

    columns: list[Sequence[GridCell]]
    row_nos: list[int]
    slips: list[Problem] = field(default_factory=list)


def read_table(source: Source, shape: Shape) -> Reading:
    """Read a table of devices under its shape."""
    grid = grid_of(source)
    if grid is None:
        raise refusal("unrecognised", source.name)
    header = header_or_refusal(grid, shape, source.name, source.options)
    body = _body(grid, header)
    reading = Reading(source.name, shape.slug, about=shape.about)
    reading.encoding, reading.separator = source.encoding, grid.separator
    reading.problems = [*source.problems, *grid.problems]
    if shape.about is not None:
        reading.is_inventory = False
        reading.fates = dict.fromkeys(body.row_nos, Fate.NOT_A_DEVICE)
        return reading
    reading.problems += body.slips
    sorted_rows = sort_rows(list(zip(*body.columns, strict=True)), header.headers, body.row_nos)
    _set_apart(reading, body, sorted_rows)
    columns = _chosen_columns(reading, header, body, sorted_rows, grid, shape)
    _fill(reading, columns, [body.row_nos[i] for i in sorted_rows.kept], source, shape)
    _count_lots(reading, shape)
    merged, told = merge_sightings(reading.columns)
    reading.problems += told
    reading.fates |= dict.fromkeys(merged, Fate.SECOND_SIGHTING)
    return _in_order(reading)


def _in_order(reading: Reading) -> Reading:
    reading.fates = dict(sorted(reading.fates.items()))
    reading.problems.sort(key=lambda each: each.row_no or 0)
    return reading


def _body(grid: Grid, header: HeaderRow) -> _Body:
    """Every row after the header, squared and stripped; rows with cells too many are slips."""
    rows = grid.rows[header.index + 1 :]
    first, width = grid.row_no(header.index + 1), len(header.headers)
    slips = []
    widths = list(map(len, rows))
    if rows and (max(widths) > width or min(widths) < width):
        for index, count in enumerate(widths):
            if count > width and any(str(cell).strip() for cell in rows[index][width:]):
                slips.append(problem("too-many-cells", first + index, count=count, width=width))
        rows = [
            row if len(row) == width else (row + [""] * (width - len(row)))[:width] for row in rows
        ]
    columns = [_stripped(column) for column in zip(*rows, strict=True)]
    return _Body(
        columns or [[] for _ in range(width)], list(range(first, first + len(rows))), slips
    )


def _stripped(column: tuple[GridCell, ...]) -> Sequence[GridCell]:
    if _is_text(column):
        return list(map(str.strip, cast(tuple[str, ...], column)))
    return [each.strip() if isinstance(each, str) else each for each in column]


def _is_text(column: tuple[GridCell, ...]) -> bool:
    return set(map(type, column)) == {str}


def _set_apart(reading: Reading, body: _Body, sorted_rows: Sorted) -> None:
    """Record the fate of every row that is no device, and take slips out of the kept rows."""
    reading.problems += sorted_rows.problems
    reading.fates = {body.row_nos[i]: fate for i, fate in sorted_rows.fates.items()}
    slipped = {each.row_no for each in body.slips}
    if slipped:
        sorted_rows.kept = [i for i in sorted_rows.kept if body.row_nos[i] not in slipped]
        reading.fates |= {no: Fate.PROBLEM for no in slipped if no is not None}


def _chosen_columns(
    reading: Reading,
    header: HeaderRow,
    body: _Body,
    sorted_rows: Sorted,
    grid: Grid,
    shape: Shape,
) -> list[Column]:
    """The columns that fill a field, with only the rows that may be devices."""
    filled = [len(column) - column.count("") for column in body.columns]
    fields, told = assign(header, filled, grid.row_no(header.index))
    if not shape.signature:  # of a known export the columns hold no surprise
        reading.problems += told
    used = {place for places in fields.values() for place in places}
    _list_headers(reading, header, used)
    kept, total = sorted_rows.kept, len(body.row_nos)
    row_nos = [body.row_nos[i] for i in kept]
    cells = {
        p: shape.cells(header.headers[p].text, _selected(body.columns[p], kept, total))
        for p in used
    }
    columns = []
    for name, places in fields.items():
        lead = header.headers[places[0]]
        joined = _joined(name, [cells[place] for place in places])
        unit = "months" if shape.has_months_warranty and name == "warranty_months" else lead.unit
        columns.append(Column(name, lead.text, unit, joined, row_nos))
    return [_as_warranty_end(each, fields) for each in columns]


def _list_headers(reading: Reading, header: HeaderRow, used: set[int]) -> None:
    named = [(place, each) for place, each in enumerate(header.headers) if each.text]
    reading.mapping = {each.text: each.field for place, each in named if place in used}
    dropped = [each.text for _, each in named if each.field == DROP]
    unused = [e.text for p, e in named if p not in used and e.field != DROP]
    reading.dropped = tuple(dict.fromkeys(dropped))
    reading.unused = tuple(each for each in dict.fromkeys(unused) if each not in reading.mapping)


def _selected(column: Sequence[GridCell], kept: list[int], total: int) -> Sequence[GridCell]:
    if len(kept) == total:
        return column
    wanted = bytearray(total)
    for index in kept:
        wanted[index] = 1
    return list(compress(column, wanted))


def _joined(name: str, columns: list[Sequence[GridCell]]) -> Sequence[GridCell]:
    """Several columns for one field: told together where that makes sense."""
    result = columns[0]
    for other in columns[1:]:
        if name in JOINED:
            result = [
                _told_together(a, b, JOINED[name]) for a, b in zip(result, other, strict=True)
            ]
        else:
            result = [a if a != "" else b for a, b in zip(result, other, strict=True)]
    return result


def _told_together(one: GridCell, other: GridCell, sign: str) -> GridCell:
    if one == "" or other == "":
        return other if one == "" else one
    return one if str(other) in str(one) else f"{one}{sign}{other}"


def _as_warranty_end(column: Column, fields: dict[str, list[int]]) -> Column:
    """A warranty column that holds dates tells the end of the warranty, not its length."""
    if column.field != "warranty_months" or "warranty_end_days" in fields:
        return column
    reads = [read_date(each) for each in set(column.cells) if each != ""]
    dates = [each for each in reads if each is not None and not isinstance(each, Wrong)]
    if not dates or len(dates) < _DATE_SHARE * len(reads):
        return column
    return Column("warranty_end_days", column.header, "", column.cells, column.row_nos)


def _fill(
    reading: Reading, columns: list[Column], row_nos: list[int], source: Source, shape: Shape
) -> None:
    """All facts of the kept rows, every field present."""
    facts: Facts = {"row_no": list(row_nos)}
    for column in columns:
        if column.field in DAY_FIELDS:
            continue
        for name, cells in facts_of(column, reading.problems).items():
            known = facts.get(name, cells)  # a currency may come from its price and its column
            facts[name] = [a or b for a, b in zip(cells, known, strict=True)]
    facts |= _days(reading, [each for each in columns if each.field in DAY_FIELDS], source)
    for name, constant in shape.constants.items():
        known = facts.get(name, [None] * len(row_nos))
        facts[name] = [constant if each is None else each for each in known]
    reading.columns = {name: facts.get(name) or [None] * len(row_nos) for name in NAMES}


def _days(reading: Reading, columns: list[Column], source: Source) -> Facts:
    """All date columns of the file together: what one shows about the order helps the others."""
    read = [(each, day_column(each.header, each.cells, each.row_nos)) for each in columns]
    chosen = source.options.day_first
    shared = order_of([each for _, each in read], chosen)
    facts: Facts = {}
    for column, days in read:
        keeps_year = column.field == "purchased_days"
        of, problems, questions = settled(days, shared, chosen, keeps_year)
        reading.problems += problems
        reading.questions += questions
        facts[column.field] = [day.days if (day := of[c]) else None for c in column.cells]
        if keeps_year:
            facts["purchased_precision"] = [
                day.precision if (day := of[c]) else None for c in column.cells
            ]
    return facts


def _count_lots(reading: Reading, shape: Shape) -> None:
    """Rows with a quantity and no serial are lots; a quantity of none counts for nothing."""
    columns = reading.columns
    row_nos, serials = columns["row_no"], columns["serial"]
    reading.fates |= dict.fromkeys(cast(list[int], row_nos), Fate.DEVICE)
    none = set()
    for index, quantity in enumerate(columns["quantity_count"]):
        if quantity is None and not shape.is_all_lots:
            continue
        row_no = cast(int, row_nos[index])
        if quantity == 0:
            none.add(index)
            reading.fates[row_no] = Fate.NOT_A_DEVICE
            reading.problems.append(problem("no-quantity", row_no))
        elif shape.is_all_lots or (cast(int, quantity) > 1 and serials[index] is None):
            reading.fates[row_no] = Fate.LOT
        if quantity is not None and cast(int, quantity) > 1 and serials[index] is not None:
            reading.problems.append(problem("quantity-with-serial", row_no, None, quantity))
    if none:
        for name, cells in columns.items():
            columns[name] = [cell for index, cell in enumerate(cells) if index not in none]
