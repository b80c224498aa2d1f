"""A table of devices, column by column: header found, rows sorted, facts read, sightings merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kringspoor.core.device import NAMES
from kringspoor.formats.body import Body, body_of
from kringspoor.formats.columns import DAY_FIELDS, Column, Facts, facts_of
from kringspoor.formats.dates import Wrong, read_date
from kringspoor.formats.day_columns import day_column, order_of, settled
from kringspoor.formats.grid import Grid, GridCell, is_blank
from kringspoor.formats.header_row import JOINED, HeaderRow, assign, header_or_refusal
from kringspoor.formats.headers import DROP, fold
from kringspoor.formats.merging import merge_sightings
from kringspoor.formats.opening import grid_of
from kringspoor.formats.problems import problem, refusal
from kringspoor.formats.reading import Cell, Fate, Reading
from kringspoor.formats.shape import Shape
from kringspoor.formats.source import Source

_TYPE_WORDS = frozenset({"type", "typ", "tipo"})
_MODEL_SHARE = 0.5  # of the distinct types must hold a digit for them to be models
_DATE_SHARE = 0.5  # of a warranty column must be dates for it to be the end of the warranty


def read_table(source: Source, shape: Shape) -> Reading:
    """Read a table of devices under its shape."""
    grid = grid_of(source)
    if grid is None:
        raise refusal("unrecognised", source.name)
    source.let_go_of_text()
    header = header_or_refusal(grid, shape, source.name, source.options)
    body = body_of(grid, header)
    reading = Reading(source.name, shape.slug, about=shape.about)
    reading.encoding, reading.separator = source.encoding, grid.separator
    reading.problems = [*source.problems, *grid.problems]
    if shape.about is not None:
        reading.is_inventory = False
        reading.fates = dict.fromkeys(body.fates, Fate.NOT_A_DEVICE)
        return reading
    reading.fates = body.fates
    reading.problems += body.problems
    columns = _chosen_columns(reading, header, body, grid, shape)
    _fill(reading, columns, body.row_nos, source, shape)
    _count_lots(reading, shape)
    serial_header = next((h for h, f in reading.mapping.items() if f == "serial"), "serial")
    merged, told = merge_sightings(reading.columns, serial_header)
    reading.problems += told
    reading.fates |= dict.fromkeys(merged, Fate.SECOND_SIGHTING)
    reading.problems.sort(key=lambda each: each.row_no or 0)
    return reading


def _chosen_columns(
    reading: Reading, header: HeaderRow, body: Body, grid: Grid, shape: Shape
) -> list[Column]:
    """The columns that fill a field."""
    fields, told = assign(header, body.filled, grid.row_no(header.index))
    if not shape.signature:  # of a known export the columns hold no surprise
        reading.problems += told
    if not shape.signature:
        _type_as_model(header, fields, body.columns)
    used = {place for places in fields.values() for place in places}
    _list_headers(reading, header, fields, used)
    cells = {p: shape.cells(header.headers[p].text, body.columns[p]) for p in used}
    columns = []
    for name, places in fields.items():
        lead = header.headers[places[0]]
        joined = _joined(name, [cells[place] for place in places])
        unit = "months" if shape.has_months_warranty and name == "warranty_months" else lead.unit
        columns.append(Column(name, lead.text, unit, joined, body.row_nos))
    return [_as_warranty_end(each, fields) for each in columns]


def _type_as_model(
    header: HeaderRow, fields: dict[str, list[int]], columns: Sequence[Sequence[GridCell]]
) -> None:
    """Beside a kind, or full of digits, a column named type holds models, not kinds."""
    kinds = fields.get("kind", [])
    typed = [place for place in kinds if fold(header.headers[place].text) in _TYPE_WORDS]
    if not typed or "model" in fields:
        return
    values = {str(each) for each in columns[typed[0]] if not is_blank(each)}
    with_digit = [each for each in values if any(char.isdigit() for char in each)]
    if len(kinds) > len(typed) or len(with_digit) > _MODEL_SHARE * len(values):
        fields["model"] = typed
        fields["kind"] = [place for place in kinds if place not in typed]
        if not fields["kind"]:
            del fields["kind"]


def _list_headers(
    reading: Reading, header: HeaderRow, fields: dict[str, list[int]], used: set[int]
) -> None:
    named = [(place, each) for place, each in enumerate(header.headers) if each.text]
    reading.mapping = {
        header.headers[place].text: name for name, places in fields.items() for place in places
    }
    dropped = [each.text for _, each in named if each.field == DROP]
    unused = [e.text for p, e in named if p not in used and e.field != DROP]
    reading.dropped = tuple(dict.fromkeys(dropped))
    reading.unused = tuple(each for each in dict.fromkeys(unused) if each not in reading.mapping)


def _joined(name: str, columns: list[Sequence[GridCell]]) -> Sequence[GridCell]:
    """Several columns for one field: told together where that makes sense."""
    result = columns[0]
    for other in columns[1:]:
        if name in JOINED:
            result = [
                _told_together(a, b, JOINED[name]) for a, b in zip(result, other, strict=True)
            ]
        else:
            result = [b if is_blank(a) else a for a, b in zip(result, other, strict=True)]
    return result


def _told_together(one: GridCell, other: GridCell, sign: str) -> GridCell:
    if is_blank(one) or is_blank(other):
        return other if is_blank(one) else one
    return one if str(other) in str(one) else f"{one}{sign}{other}"


def _as_warranty_end(column: Column, fields: dict[str, list[int]]) -> Column:
    """A warranty column that holds dates tells the end of the warranty, not its length."""
    if column.field != "warranty_months" or "warranty_end_days" in fields:
        return column
    reads = [read_date(each) for each in set(column.cells) if not is_blank(each)]
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
            facts[name] = _first_known(cells, facts[name]) if name in facts else cells
    facts |= _days(reading, [each for each in columns if each.field in DAY_FIELDS], source)
    for name, constant in shape.constants.items():
        known = facts.get(name, [None] * len(row_nos))
        facts[name] = [constant if each is None else each for each in known]
    nothing: list[Cell] = [None] * len(row_nos)  # shared: nobody writes where nothing is known
    reading.columns = {name: facts.get(name) or nothing for name in NAMES}


def _first_known(cells: list[Cell], others: list[Cell]) -> list[Cell]:
    """A currency may stand beside its amount and in a column of its own."""
    return [other if cell is None else cell for cell, other in zip(cells, others, strict=True)]


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
        known = {cell: day.days if day else None for cell, day in of.items()}
        facts[column.field] = list(map(known.__getitem__, column.cells))
        if keeps_year:
            precise = {cell: day.precision if day else None for cell, day in of.items()}
            facts["purchased_precision"] = list(map(precise.__getitem__, column.cells))
    return facts


def _count_lots(reading: Reading, shape: Shape) -> None:
    """Rows with a quantity and no serial are lots; a quantity of none counts for nothing."""
    columns = reading.columns
    row_nos, serials = columns["row_no"], columns["serial"]
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
