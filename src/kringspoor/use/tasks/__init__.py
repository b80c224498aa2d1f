"""What the worker does with an import: look at the file, and later do what was accepted.

No page ever opens a file that somebody sent: it is read here, in another process, and what it says
is kept with the batch as plain values.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import DataError, IntegrityError, OperationalError, connection
from django.utils import timezone

from kringspoor.assess.fleet import Fleet
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.reconcile import gather
from kringspoor.catalogue.facts import load
from kringspoor.core.errors import BadInput, KringspoorError, Refused
from kringspoor.core.words import Text
from kringspoor.formats import read_source
from kringspoor.formats.reading import Options, Reading
from kringspoor.formats.source import Source
from kringspoor.people.actions.mail import send_due_mails
from kringspoor.people.models import Organisation
from kringspoor.record.actions.batches import TAKEN, beat, move_batch, take_batch
from kringspoor.record.actions.checkpoints import make_due_checkpoints
from kringspoor.record.actions.files import clear_files
from kringspoor.record.forms.uploads import MAX_BYTES
from kringspoor.record.models import Batch
from kringspoor.use.actions.imports import IMPORT, forget_mapping, import_batch
from kringspoor.use.actions.moves import MOVE
from kringspoor.use.actions.orders import ORDERS
from kringspoor.use.actions.orders_reading import read_orders
from kringspoor.use.actions.pulls import pull_due
from kringspoor.use.actions.writebacks import write_due
from kringspoor.use.importing import compared, look_of, problems_of, shape_of
from kringspoor.use.queries.connections import only_owned
from kringspoor.use.queries.imports import mapping_of
from kringspoor.use.tasks.moving import KINDS, move_on, stay_done, undo
from kringspoor.use.tasks.telling import deliveries_due, remind_due

MOST_TRIES_COUNT = 25  # a file that ends its worker so often is not tried again
BEAT_SECONDS = 2.0
Told = Callable[[int], None]
Pulse = Callable[[Batch], AbstractContextManager[Told]]


def _quiet(_: Batch) -> AbstractContextManager[Told]:
    return nullcontext(lambda _: None)


@contextmanager
def beating(batch: Batch) -> Iterator[Told]:
    """Say every two seconds, on a connection of its own, that the worker lives and how far it is.

    What the transaction of an import wrote is not seen before its end; this is.
    """
    done, is_over = [0], threading.Event()

    def run() -> None:
        while not is_over.wait(BEAT_SECONDS):
            try:
                beat(batch, done[0], organisation=batch.organisation, at=timezone.now())
            except OperationalError:  # SQLite has one writer, and just now it is the import
                continue
        connection.close()

    heart = threading.Thread(target=run, daemon=True)
    heart.start()
    try:
        yield lambda count: done.__setitem__(0, count)
    finally:
        is_over.set()
        heart.join()


def work_once(at: datetime, pulse: Pulse = _quiet) -> bool:
    """Do one step of the work that has waited longest, or of a round; whether any waited.

    ``pulse`` says, while the step lasts, that the worker lives.
    """
    batch = take_batch(*KINDS, at=at)
    if batch is None:
        clear_up(at)
        return any(each(at) for each in ROUNDS)
    try:
        if batch.tries_count > MOST_TRIES_COUNT:
            raise BadInput(_TOO_MUCH, hint=_SMALLER, code="too-much")
        with pulse(batch) as told:
            _step(batch, at, told)
    except KringspoorError as error:
        _fail(batch, error, at)
    except (DataError, IntegrityError):
        _fail(batch, BadInput(_NOT_KEPT, hint=_ASK, code="not-kept"), at)
    return True


def _step(batch: Batch, at: datetime, told: Told) -> None:
    """What comes next for a batch that was taken."""
    if batch.state == "undoing":
        undo(batch, at, told)
    elif batch.kind == MOVE:
        move_on(batch, at, told)
    elif batch.state == "looking":
        _look(batch)
    else:
        _commit(batch, at, told)


_cleared_on: set[date] = set()


def clear_up(at: datetime) -> None:
    """Once a day, take away the files of imports that were stopped, failed or undone long ago."""
    if at.date() not in _cleared_on:
        _cleared_on.add(at.date())
        clear_files(IMPORT, at=at, after=timedelta(days=settings.STOPPED_FILES_DAYS))


def _orders_once(at: datetime) -> bool:
    batch = take_batch(ORDERS, at=at)
    if batch is None:
        return False
    read_orders(batch, organisation=batch.organisation, at=at)
    return True


def _checkpoints_once(at: datetime) -> bool:
    """Once a day, a checkpoint of each chain that grew."""
    make_due_checkpoints(at=at)
    return False


# what is done when no list waits, one step each time
ROUNDS: tuple[Callable[[datetime], bool], ...] = (
    _orders_once,
    pull_due,
    write_due,
    deliveries_due,
    remind_due,
    send_due_mails,
    _checkpoints_once,
)


def _look(batch: Batch) -> None:
    """Read the file and keep what taking it in would do."""
    organisation = batch.organisation
    readings = _read(batch, {})
    shape = shape_of(readings)
    mapping = mapping_of(shape, organisation=organisation)
    if mapping:
        readings = _read_as_said(batch, mapping, shape, organisation)
    fleet = _gathered(batch, readings)
    comparison = compared(fleet.columns, organisation=organisation)
    look = look_of(readings, fleet, comparison)
    move_batch(
        batch,
        "looked_at",
        organisation=organisation,
        when=("looking",),
        looked={**look, "shape": shape, "said": mapping},
        problems=problems_of(fleet, comparison),
        rows_count=len(fleet),
    )


def _read_as_said(
    batch: Batch, mapping: Mapping[str, str], shape: str, organisation: Organisation
) -> list[Reading]:
    try:
        return _read(batch, mapping)
    except BadInput:
        forget_mapping(shape, organisation=organisation)
        raise


def _commit(batch: Batch, at: datetime, told: Told) -> None:
    """Do it; look again when what was shown would no longer be what happens."""
    organisation = batch.organisation
    fleet = _gathered(batch, _read(batch, batch.looked["said"]))
    try:
        import_batch(batch, fleet.columns, organisation=organisation, at=at, told=told)
    except Refused:
        again = {**batch.answers, "is_again": True}
        move_batch(batch, "waiting", organisation=organisation, when=("running",), answers=again)


def _read(batch: Batch, mapping: Mapping[str, str]) -> list[Reading]:
    assert batch.evidence is not None
    options = Options(
        day_first=batch.answers.get("is_day_first"), mapping=mapping, max_bytes=MAX_BYTES
    )
    return read_source(Source(batch.evidence.path, options, batch.name))


def _gathered(batch: Batch, readings: list[Reading]) -> Fleet:
    """The devices of the file. Raises BadInput for a file that holds another kind of list."""
    lists = [each for each in readings if each.is_inventory]
    if not lists:
        raise BadInput(readings[0].about or _NO_LIST, hint=_DEVICES, code="not-devices")
    fleet = gather(lists, _lexicon(), defaults=())  # an inventory takes nothing for granted
    fetched = only_owned(fleet.columns, batch, organisation=batch.organisation)
    return replace(fleet, columns=fetched)


@cache
def _lexicon() -> Lexicon:
    return Lexicon.of(load())


def _fail(batch: Batch, error: KringspoorError, at: datetime) -> None:
    if batch.state == "undoing":
        stay_done(batch, error)
        return
    where = error.where
    said = {
        "file": where.file if where else batch.name,
        "row_no": where.row_no if where else None,
        "column": (where.column if where else None) or "",
        "original": "",
        "code": error.code,
        "nl": error.what.nl,
        "en": error.what.en,
        "hint_nl": error.hint.nl,
        "hint_en": error.hint.en,
    }
    move_batch(
        batch,
        "failed",
        organisation=batch.organisation,
        when=TAKEN.values(),
        problems=[said],
        ended_at=at,
    )


_TOO_MUCH = Text(nl="is te zwaar om te lezen", en="is too heavy to read")
_SMALLER = Text(nl="deel het bestand in kleinere", en="split the file into smaller ones")
_NOT_KEPT = Text(
    nl="past niet in de inventaris; er is niets opgenomen",
    en="does not fit the inventory; nothing was taken in",
)
_ASK = Text(
    nl="kijk na of nummers dubbel staan of te lang zijn",
    en="check whether numbers are double or too long",
)
_NO_LIST = Text(nl="geen lijst van toestellen", en="not a list of devices")
_DEVICES = Text(
    nl="geef een lijst met één toestel per rij", en="give a list with one device per row"
)
