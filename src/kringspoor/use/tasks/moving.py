"""What the worker does with a step of many devices, and with long work that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from kringspoor.core.errors import KringspoorError
from kringspoor.people.models import User
from kringspoor.record.actions.batches import move_batch
from kringspoor.record.models import Batch
from kringspoor.use.actions.devices import CHANGE, undo_change
from kringspoor.use.actions.imports import IMPORT
from kringspoor.use.actions.imports_undo import undo_import
from kringspoor.use.actions.moves import MOVE, do_move, look_at_move, undo_move
from kringspoor.use.forms.moves import said_of

KINDS = (IMPORT, MOVE, CHANGE)  # what waits for the worker, in one row
Told = Callable[[int], None]


def move_on(batch: Batch, at: datetime, told: Told) -> None:
    """Look at a step of many devices, or take it."""
    organisation, today, said = batch.organisation, timezone.localdate(at), said_of(batch)
    if batch.state == "looking":
        look_at_move(batch, said, organisation=organisation, today=today)
    else:
        do_move(batch, said, organisation=organisation, at=at, today=today, told=told)


def undo(batch: Batch, at: datetime, told: Told) -> None:
    """Take long work back for who asked it: whole, or not at all."""
    organisation = batch.organisation
    actor = User.objects.filter(pk=batch.answers["undone_by"]).first()
    if batch.kind == IMPORT:
        undo_import(batch, organisation=organisation, actor=actor, at=at, told=told)
    elif batch.kind == MOVE:
        undo_move(
            batch, organisation=organisation, actor=actor, at=at, told=told,
            today=timezone.localdate(at),
        )  # fmt: skip
    else:
        undo_change(batch, organisation=organisation, actor=actor, at=at)


def stay_done(batch: Batch, error: KringspoorError) -> None:
    """Leave what could not be taken back as it was done, and keep why."""
    why = {
        "code": error.code, "nl": error.what.nl, "en": error.what.en,
        "hint_nl": error.hint.nl, "hint_en": error.hint.en,
    }  # fmt: skip
    answers = {**batch.answers, "undo_refused": why}
    move_batch(
        batch, "done", organisation=batch.organisation, when=("undoing",), answers=answers,
        done_count=batch.rows_count,
    )  # fmt: skip
