"""Reading a file of orders or a delivery note, in the worker: no page opens what somebody sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import DataError, IntegrityError

from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.normalise import normalise
from kringspoor.catalogue.facts import load
from kringspoor.core.calendar import date_of
from kringspoor.core.errors import BadInput, KringspoorError
from kringspoor.core.words import NOTHING, Text
from kringspoor.formats import read_source
from kringspoor.formats.reading import Cell, Options, Reading
from kringspoor.formats.source import Source
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.batches import TAKEN, move_batch
from kringspoor.record.forms.uploads import MAX_BYTES
from kringspoor.record.models import Batch
from kringspoor.use.actions.orders import Bought, take_in_lines

MOST_PROBLEMS_COUNT = 2_000
MOST_TRIES_COUNT = 25  # a file that ends its worker so often is not tried again
_TEXTS = {"supplier": 200, "description": 500, "category": 60, "make": 100, "model": 200}


@within_organisation
def read_orders(batch: Batch, *, organisation: Organisation, at: datetime) -> None:
    """Read a file of orders that a worker took, and take its lines in; say why when it cannot."""
    try:
        if batch.tries_count > MOST_TRIES_COUNT:
            raise BadInput(_TOO_MUCH, hint=_SMALLER, code="too-much")
        found, problems = _read(batch)
        move_batch(
            batch, "looking", organisation=organisation, when=TAKEN.values(),
            problems=problems,
        )  # fmt: skip
        take_in_lines(found, batch, organisation=organisation, at=at)
    except KringspoorError as error:
        _fail(batch, error, at)
    except (DataError, IntegrityError):
        _fail(batch, BadInput(_NOT_KEPT, hint=_CHECK, code="not-kept"), at)


def _read(batch: Batch) -> tuple[list[Bought], list[dict[str, Any]]]:
    assert batch.evidence is not None
    options = Options(day_first=True, max_bytes=MAX_BYTES)  # as the page says before it is sent
    readings = read_source(Source(batch.evidence.path, options, batch.name))
    lists = [each for each in readings if each.is_inventory]
    if not lists:
        raise BadInput(readings[0].about or _NO_LIST, hint=_COLUMNS, code="not-orders")
    found: dict[tuple[Any, ...], Bought] = {}
    problems: list[dict[str, Any]] = []
    for reading in lists:
        problems += _lines_of(reading, found)
    if not found:
        raise BadInput(_NO_ORDER, hint=_COLUMNS, code="no-order-number")
    return list(found.values()), problems[:MOST_PROBLEMS_COUNT]


def _lines_of(reading: Reading, found: dict[tuple[Any, ...], Bought]) -> list[dict[str, Any]]:
    """Add the lines of a table to those found: rows that say the same are one line."""
    columns = normalise(reading, _lexicon()).columns
    problems = [
        _problem(reading.file, each.row_no, each.code, each.what, each.column or "", each.original)
        for each in reading.problems
    ]
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        order_no = " ".join(str(row["order_no"] or "").split())[:200]
        if not order_no:
            number = row["row_no"] if isinstance(row["row_no"], int) else None
            problems.append(_problem(reading.file, number, "no-order-number", _NO_ORDER))
            continue
        fields = _fields(row)
        key = (order_no.upper(), *fields.values())
        line = found.setdefault(key, Bought(order_no, 0, fields))
        quantity = row["quantity_count"]
        line.quantity_count += quantity if isinstance(quantity, int) and quantity > 0 else 1
        if row["serial"]:
            line.serials.append(str(row["serial"])[:100])
    return problems


def _fields(row: Mapping[str, Cell]) -> dict[str, Any]:
    texts = {name: str(row.get(name) or "")[:most] for name, most in _TEXTS.items()}
    days, cents = row["purchased_days"], row["price_cents"]
    return {
        **texts,
        "ordered_on": date_of(days) if isinstance(days, int) else None,
        "price_cents": cents if isinstance(cents, int) else None,
        "currency": str(row["currency"] or "")[:3],
    }


def _problem(
    file: str, row_no: int | None, code: str, what: Text, column: str = "", original: str = ""
) -> dict[str, Any]:
    return {
        "file": file, "row_no": row_no, "column": column, "original": original, "code": code,
        "nl": what.nl, "en": what.en,
    }  # fmt: skip


def _fail(batch: Batch, error: KringspoorError, at: datetime) -> None:
    where = error.where
    told = _problem(batch.name, where.row_no if where else None, error.code, error.what)
    hint = error.hint or NOTHING
    move_batch(
        batch, "failed", organisation=batch.organisation, when=TAKEN.values(), ended_at=at,
        problems=[{**told, "hint_nl": hint.nl, "hint_en": hint.en}],
    )  # fmt: skip


@cache
def _lexicon() -> Lexicon:
    return Lexicon.of(load())


_NO_LIST = Text(nl="geen lijst van bestellingen", en="not a list of orders")
_NO_ORDER = Text(nl="er staat geen bestelnummer", en="there is no order number")
_COLUMNS = Text(
    nl="geef een tabel met een kolom voor het bestelnummer, het aantal en wat het is",
    en="give a table with a column for the order number, the quantity and what it is",
)
_NOT_KEPT = Text(
    nl="past niet bij wat er al staat; er is niets opgenomen",
    en="does not fit what is there already; nothing was taken in",
)
_CHECK = Text(nl="kijk na of nummers te lang zijn", en="check whether numbers are too long")
_TOO_MUCH = Text(nl="is te zwaar om te lezen", en="is too heavy to read")
_SMALLER = Text(nl="deel het bestand in kleinere", en="split the file into smaller ones")
