"""Looking a small table up by position, for DuckDB.

A join gives rows back in whatever order its threads finish, so a result in order would have to be
made on one thread. A list that stands beside every row keeps the order on all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MOST_POSITIONS = 50_000  # beyond it a list is no longer small; a join is the better tool
INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
NUMBERS = (*INTEGERS, "DOUBLE")
SEPARATOR = "chr(31)"  # stands in no key


@dataclass(frozen=True, slots=True)
class Positions:
    """Where a row stands in the list, as SQL over the frame's keys and over the table's."""

    in_frame: str
    in_table: str
    count: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A small table as one list of rows, and where a frame's row finds its own."""

    name: str
    in_frame: str
    added: Sequence[str]


def placed(
    connection: Any, table: Any, left: Sequence[str], right: Sequence[str], name: str
) -> Placed | None:
    """``table`` made ready to be looked up where ``left`` equals ``right``; None: use a join.

    The table's keys are unique. ``name`` is new for every call.
    """
    query, names = table.sql_query(), table.columns
    kinds = dict(zip(names, map(str, table.types), strict=True))
    types = [kinds[key] if kinds[key] in NUMBERS else "VARCHAR" for key in right]
    of = _by_number if set(types) <= set(INTEGERS) else _by_words
    # a file may hold a whole number as a fraction: both sides meet in the table's own type
    asked = [f"TRY_CAST({quoted(key)} AS {kind})" for key, kind in zip(left, types, strict=True)]
    held = [quoted(key) for key in right]
    found = of(connection, query, asked, held, name)
    if found is None or found.count > MOST_POSITIONS:
        return None
    added = [column for column in names if column not in right]
    row = ", ".join(f"{quoted(column)} := {quoted(column)}" for column in added)
    connection.execute(
        f"CREATE TABLE {name} AS SELECT list(row ORDER BY place) AS {name} "
        f"FROM range(1, {found.count} + 1) AS places(place) "
        f"LEFT JOIN (SELECT struct_pack({row}) AS row, {found.in_table} AS place FROM ({query})) "
        "USING (place)"
    )
    return Placed(name, found.in_frame, added)


def found_by_position(connection: Any, native: Any, at: Placed) -> Any:
    """``native`` with the columns of the table beside each row."""
    kept = [quoted(column) for column in native.columns]
    told = [f"{at.name}_row.{quoted(column)} AS {quoted(column)}" for column in at.added]
    row = f"{at.name}[{at.in_frame}] AS {at.name}_row"
    beside = native.cross(connection.table(at.name)).project(", ".join([*kept, row]))
    return beside.project(", ".join(kept + told))


def _by_number(
    connection: Any, table: str, asked: Sequence[str], held: Sequence[str], name: str
) -> Positions | None:
    """Whole numbers count up to a position by themselves, as digits do."""
    ends = ", ".join(f"min({key}), max({key})" for key in held)
    bounds = connection.execute(f"SELECT {ends} FROM ({table})").fetchone()
    if None in bounds:
        return None
    lows, highs = bounds[::2], bounds[1::2]
    count = 1
    for low, high in zip(lows, highs, strict=True):
        count *= high - low + 1

    def place(keys: Sequence[str]) -> str:
        inside, digits = [], "0"
        for key, low, high in zip(keys, lows, highs, strict=True):
            inside.append(f"{key} BETWEEN {low} AND {high}")
            digits = f"({digits}) * {high - low + 1} + ({key} - ({low}))"
        return f"CASE WHEN {' AND '.join(inside)} THEN {digits} + 1 END"

    return Positions(place(asked), place(held), count)


def _by_words(
    connection: Any, table: str, asked: Sequence[str], held: Sequence[str], name: str
) -> Positions | None:
    """Words get a position from an enumeration of all that the table holds."""

    def word(keys: Sequence[str]) -> str:
        return f" || {SEPARATOR} || ".join(keys)

    words = f"SELECT DISTINCT {word(held)} AS word FROM ({table}) WHERE word IS NOT NULL"
    count = connection.execute(f"SELECT count(*) FROM ({words})").fetchone()[0]
    if not 0 < count <= MOST_POSITIONS:
        return None
    connection.execute(f"CREATE TYPE {name}_words AS ENUM ({words} ORDER BY word)")

    def place(keys: Sequence[str]) -> str:
        return f"enum_code(TRY_CAST({word(keys)} AS {name}_words))::INTEGER + 1"

    return Positions(place(asked), place(held), count)


def quoted(column: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + column.replace('"', '""') + '"'
