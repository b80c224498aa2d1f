"""Many rows of one table at once, as its database takes them fastest.

Django makes an object for every row and a piece of SQL for every few hundred. A list of a hundred
thousand devices is columns already: here they go to PostgreSQL by COPY, and to SQLite by one
statement that is prepared once. The model stays the one place that says which columns there are,
what stands in them by default and how a value is written.

All of it belongs within a transaction of the caller. What the database refuses is raised as
Django's own errors.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from itertools import chain, groupby, islice, repeat, tee
from operator import itemgetter
from typing import Any, TypeAlias

from django.db import connection, models

ROWS_AT_ONCE = 2_000
_ROWS_WITH_EACH = 100
Columns = Mapping[str, Iterable[Any]]
_Field: TypeAlias = "models.Field[Any, Any]"
_AS_THEY_ARE = (
    models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField,
    models.ForeignKey, models.BinaryField, models.JSONField,
)  # fmt: skip


class _Written(dict[Any, Any]):
    """Values of one field as the database is given them; each is worked out once."""

    def __init__(self, field: _Field) -> None:
        super().__init__()
        self._field = field

    def __missing__(self, value: Any) -> Any:
        self[value] = written = self._field.get_db_prep_save(value, connection)
        return written


def numbers_for(model: type[models.Model], count: int) -> list[int]:
    """As many numbers for new rows of a table, which nobody else is given."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT, [count, _table(model), _column(model._meta.pk)])
            return [number for (number,) in cursor.fetchall()]
        cursor.execute(_LAST, [model._meta.db_table])  # nobody else writes until we are done
        (last,) = cursor.fetchone()
    return list(range(last + 1, last + 1 + count))


_NEXT = """
WITH numbers AS MATERIALIZED (SELECT generate_series(1, %s)),
     its AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence)
SELECT nextval(its.sequence) FROM its, numbers
"""  # looked up once, not for every number
_LAST = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s"


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: _Field) -> str:
    assert field.column is not None
    return field.column


def write_rows(
    model: type[models.Model], columns: Columns, told: Callable[[int], None] = lambda _: None
) -> None:
    """Add rows, given by column: the values of each row, or ``repeat(value)`` for all.

    A column that is not given holds its default. JSON is given as text. ``told`` hears how many
    rows are written. Raises ValueError for columns that do not fit together or the table.
    """
    lengths = {len(each) for each in columns.values() if isinstance(each, Sized)}
    unknown = set(columns) - {each.attname for each in model._meta.concrete_fields}
    if len(lengths) > 1 or unknown:
        raise ValueError(f"{model.__name__}: columns of {sorted(lengths)} rows, {unknown} unknown")
    names, values = [], []
    for field in model._meta.concrete_fields:
        if (given := _given(field, columns)) is not None:
            names.append(connection.ops.quote_name(_column(field)))
            values.append(given)
    into = f"{_table(model)} ({', '.join(names)})"
    write = _copy if connection.vendor == "postgresql" else _insert
    with connection.wrap_database_errors:
        write(into, len(names), _in_portions(zip(*values, strict=False), told))


def columns_of(rows: Iterable[Sequence[Any]], names: Sequence[str]) -> dict[str, Iterator[Any]]:
    """The columns of rows that are made one by one, while they are asked for.

    >>> [*zip(*columns_of(((each, each * each) for each in range(3)), ("a", "b")).values())]
    [(0, 0), (1, 1), (2, 4)]
    """
    alike = tee(rows, len(names))
    return {name: map(itemgetter(at), alike[at]) for at, name in enumerate(names)}


def _given(field: _Field, columns: Columns) -> Iterable[Any] | None:
    """The values of a field as they are written; None where the database has its own."""
    values = columns.get(field.attname)
    if values is not None:
        is_plain = isinstance(field, _AS_THEY_ARE)
        return values if is_plain else map(_Written(field).__getitem__, values)
    if field.primary_key or field.generated or field.has_db_default():
        return None
    return repeat(field.get_db_prep_save(field.get_default(), connection))


def _in_portions(
    rows: Iterator[Sequence[Any]], told: Callable[[int], None]
) -> Iterator[list[Sequence[Any]]]:
    count = 0
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield some
        count += len(some)
        told(count)


def _copy(into: str, width: int, portions: Iterable[list[Sequence[Any]]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for rows in portions:
            for row in rows:
                copy.write_row(row)


def _insert(into: str, width: int, portions: Iterable[list[Sequence[Any]]]) -> None:
    """Some rows with each statement: where there are triggers, SQLite keeps a journal of each."""
    row = f"({', '.join(['%s'] * width)})"
    most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width
    size = min(_ROWS_WITH_EACH, most)
    with connection.cursor() as cursor:
        for rows in portions:
            parts = [rows[at : at + size] for at in range(0, len(rows), size)]
            for length, alike in groupby(parts, len):
                statement = f"INSERT INTO {into} VALUES {', '.join([row] * length)}"
                cursor.executemany(statement, [[*chain.from_iterable(each)] for each in alike])


def change_rows(
    model: type[models.Model], changes: Iterable[tuple[int, Mapping[str, Any]]], version: str
) -> None:
    """Give rows, each by its number, new values of some fields; their version goes up by one."""
    fields = {each.name: each for each in model._meta.concrete_fields}
    alike: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for number, new in changes:
        written = [fields[name].get_db_prep_save(each, connection) for name, each in new.items()]
        alike[tuple(new)].append([*written, number])
    quoted = {name: connection.ops.quote_name(_column(each)) for name, each in fields.items()}
    where = f"WHERE {connection.ops.quote_name(_column(model._meta.pk))} = %s"
    with connection.cursor() as cursor:
        for names, rows in alike.items():
            sets = ", ".join(f"{quoted[name]} = %s" for name in names)
            up = f"{quoted[version]} = {quoted[version]} + 1"
            cursor.executemany(f"UPDATE {_table(model)} SET {sets}, {up} {where}", rows)


def referring_to(
    model: type[models.Model], beside: Iterable[type[models.Model]] = ()
) -> Iterator[models.QuerySet[Any, Any]]:
    """What each other table refers to in this one, as numbers of its rows."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in beside:
            column = relation.field.attname
            others = relation.related_model._base_manager.exclude(**{column: None})
            yield others.values(column)


def remove_rows(rows: models.QuerySet[Any]) -> None:
    """Delete rows at once, without reading them; what refers to them must be gone already."""
    rows._raw_delete(rows.db)
