"""Fetching from other asset tools when it is due: kept as it came, and taken in like any list."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from kringspoor.core.errors import BadInput, KringspoorError
from kringspoor.people.tenancy import across_organisations
from kringspoor.record.actions.batches import move_batch, open_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.record.models import Batch
from kringspoor.use.actions.connections import OPEN
from kringspoor.use.actions.imports import IMPORT
from kringspoor.use.actions.linking import link_counterparts
from kringspoor.use.connections.calling import line_of
from kringspoor.use.connections.fetching import fetched
from kringspoor.use.connections.planning import next_at
from kringspoor.use.connections.troubles import PASSING, as_kept, trouble
from kringspoor.use.models import Connection, Pull

LEASE = timedelta(minutes=15)  # a worker silent for so long, waits included, is gone
SOON = timedelta(minutes=30)  # when a trouble may be over
MOST_TRIES_COUNT = 3  # a fetch that ends its worker so often is not tried again
Now = Callable[[], datetime]


@across_organisations("a worker fetches what is due, whoever it is of")
def pull_due(at: datetime, now: Now = timezone.now) -> bool:
    """Do one step: follow up what came in, or plan and fetch once. Whether there was any.

    ``now`` says, while a fetch lasts, that the worker lives.
    """
    settled = [each for each in _unsettled() if _settle(each, at)]
    if settled:
        return True
    _plan(at)
    pull = _taken(at)
    if pull is None:
        return False
    _fetch(pull, at, now)
    return True


def _plan(at: datetime) -> None:
    """A fetch for every connection whose hour has come, and its next hour."""
    due = Connection.objects.filter(is_on=True, next_at__lte=at, organisation__successor=None)
    for each in due.exclude(pulls__state__in=OPEN):
        Pull.objects.get_or_create(
            connection=each, state__in=OPEN, defaults={"state": "waiting", "asked_at": at}
        )
        Connection.objects.filter(pk=each.pk).update(next_at=next_at(each, at))


def _taken(at: datetime) -> Pull | None:
    """The fetch that waits longest, or whose worker has gone silent; of two workers one gets it."""
    silent = Q(state="fetching", heartbeat_at__lt=at - LEASE)
    waiting = Pull.objects.filter(Q(state="waiting") | silent).order_by("asked_at", "id")
    for each in waiting.select_related("connection", "connection__organisation", "asked_by"):
        as_seen = Pull.objects.filter(pk=each.pk, state=each.state, heartbeat_at=each.heartbeat_at)
        fields = {"state": "fetching", "heartbeat_at": at, "tries_count": F("tries_count") + 1}
        if as_seen.update(**fields, done_count=0):
            each.tries_count += 1
            return each
    return None


def _fetch(pull: Pull, at: datetime, now: Now) -> None:
    connection = pull.connection

    def told(done_count: int, rows_count: int) -> None:
        alive = Pull.objects.filter(pk=pull.pk, state="fetching")
        if not alive.update(done_count=done_count, rows_count=rows_count, heartbeat_at=now()):
            raise trouble("stopped")

    try:
        if pull.tries_count > MOST_TRIES_COUNT:
            raise trouble("too-big", host=connection.name)
        line = line_of(connection)
        data = fetched(line.tool, line.caller, line.account, told)
    except KringspoorError as error:
        _fail(pull, as_kept(error), at)
        if error.code in PASSING and connection.next_at and connection.next_at > at + SOON:
            Connection.objects.filter(pk=connection.pk).update(next_at=at + SOON)
        return
    _give(pull, data, at)


@transaction.atomic
def _give(pull: Pull, data: bytes, at: datetime) -> None:
    """Keep what came, and have it looked at as a list; the same answers twice are one list."""
    connection = pull.connection
    organisation, name = connection.organisation, _name_of(connection, at)
    kept = keep_file([data], organisation=organisation, name=f"{name}.json", kind="pull", at=at)
    fields = sorted(connection.fields)
    key = sha256(json.dumps([kept.sha256, connection.pk, fields]).encode()).hexdigest()
    batch = open_batch(
        IMPORT, organisation=organisation, actor=pull.asked_by, at=at, name=name, key=key,
        evidence=kept,
    )  # fmt: skip
    is_known = Pull.objects.filter(batch=batch).exists()
    if not is_known:
        answers = {**batch.answers, "connection": connection.pk, "fields": fields}
        Batch.objects.filter(pk=batch.pk).update(answers=answers)
        _replace_older(pull)
    state = "same" if is_known else "fetched"
    fetching = Pull.objects.filter(pk=pull.pk, state="fetching")
    fetching.update(state=state, batch=batch, ended_at=at, trouble={})


def _name_of(connection: Connection, at: datetime) -> str:
    """What a fetched list is called: the connection and the moment."""
    return f"{connection.name} {timezone.localtime(at):%d/%m/%Y %H:%M}"


def _replace_older(pull: Pull) -> None:
    """A list of before that still waits for a person is of no use beside a newer one."""
    older = Pull.objects.filter(connection=pull.connection, state="fetched").exclude(pk=pull.pk)
    for each in older.select_related("batch", "connection__organisation"):
        if each.batch is not None:
            move_batch(
                each.batch, "cancelled", organisation=each.connection.organisation,
                when=("waiting", "looked_at"),
            )  # fmt: skip


def _fail(pull: Pull, said: dict[str, str], at: datetime) -> None:
    running = Pull.objects.filter(pk=pull.pk, state__in=(*OPEN, "fetched"))
    running.update(state="failed", trouble=said, ended_at=at)


def _unsettled() -> list[Pull]:
    found = Pull.objects.filter(state="fetched").exclude(
        batch__state__in=("waiting", "looking", "accepted", "running")
    )
    return list(found.select_related("connection__organisation", "batch__evidence"))


def _settle(pull: Pull, at: datetime) -> bool:
    """Follow a list that was fetched: accept it where that was agreed, and note who is who."""
    batch, organisation = pull.batch, pull.connection.organisation
    if batch is None:  # somebody took the list away
        return _closed(pull, "stopped")
    if batch.state == "looked_at":
        return _may_be_accepted(pull, batch) and move_batch(
            batch, "accepted", organisation=organisation, when=("looked_at",),
            tries_count=0, done_count=0,
        )  # fmt: skip
    if batch.state == "failed":
        first = batch.problems[0] if batch.problems else as_kept(trouble("not-json"))
        _fail(
            pull, {k: str(first.get(k, "")) for k in ("code", "nl", "en", "hint_nl", "hint_en")}, at
        )
        return True
    if batch.state == "done":
        try:
            link_counterparts(pull.connection, batch, organisation=organisation, at=at)
        except BadInput as error:
            _fail(pull, as_kept(error), at)
            return True
    return _closed(pull, "settled")


def _closed(pull: Pull, state: str) -> bool:
    return bool(Pull.objects.filter(pk=pull.pk, state="fetched").update(state=state))


def _may_be_accepted(pull: Pull, batch: Batch) -> bool:
    """Whether nobody needs to look: it was agreed, an earlier list was taken in and was not undone,

    nothing is asked, and no problem is one that nobody saw before.
    """
    if not pull.connection.is_automatic or batch.looked.get("questions"):
        return False
    before = Batch.objects.filter(
        pulls__connection=pull.connection, state__in=("done", "undone")
    ).exclude(pk=batch.pk)
    last = before.order_by("-started_at", "-pk").first()
    if last is None or last.state == "undone":
        return False
    return _named(batch) <= _named(last)


def _named(batch: Batch) -> set[tuple[Any, ...]]:
    """The problems of a list, whatever the row they stand in."""
    return {(each["code"], each.get("column"), each.get("original")) for each in batch.problems}
