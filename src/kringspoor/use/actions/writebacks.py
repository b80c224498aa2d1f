"""Telling another tool our state: an outbox that is tried until it is done or given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from kringspoor.core.errors import KringspoorError
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import across_organisations, within_organisation
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.connections.calling import Line, line_of, link_to
from kringspoor.use.connections.snipeit import write_asset
from kringspoor.use.connections.troubles import PASSING, as_kept
from kringspoor.use.models import Connection, Counterpart, Writeback

AT_ONCE_COUNT = 50  # in one step, so that other work has its turn
_MOST_ASKED_COUNT = 1_000
_PASSING_TRIES, _OTHER_TRIES = 10, 3
_LONGEST = timedelta(hours=12)
_CLOSES_THE_DOOR = frozenset({*PASSING, "sign-in", "key-lost", "private-address", "certificate"})


@across_organisations("a worker tells other tools what changed, whoever it is of")
def write_due(at: datetime) -> bool:
    """Put what changed in the outbox, and send some of what is due. Whether there was any."""
    is_any = _put_in_outbox(at)
    due = Writeback.objects.filter(
        done_at__isnull=True, is_given_up=False, next_at__lte=at,
        counterpart__connection__is_on=True, counterpart__connection__is_writing=True,
        counterpart__connection__organisation__successor=None,
    ).select_related("counterpart__connection__organisation", "counterpart__device")  # fmt: skip
    some = list(due.order_by("counterpart__connection", "next_at", "id")[:AT_ONCE_COUNT])
    for connection, writes in groupby(some, key=lambda each: each.counterpart.connection):
        _send_all(connection, list(writes), at)
    return is_any or bool(some)


def _put_in_outbox(at: datetime) -> bool:
    """One open write for each device whose state is not what the other tool was told."""
    is_asked = Writeback.objects.filter(
        counterpart=OuterRef("pk"), done_at__isnull=True, state=OuterRef("device__state")
    )
    telling = Counterpart.objects.filter(connection__is_on=True, connection__is_writing=True)
    changed = telling.exclude(told_state=F("device__state")).exclude(Exists(is_asked))
    new = list(changed.select_related("device")[:_MOST_ASKED_COUNT])
    for each in new:
        Writeback.objects.update_or_create(
            counterpart=each,
            done_at=None,
            defaults={
                "state": each.device.state, "asked_at": at, "next_at": at, "tries_count": 0,
                "is_given_up": False, "trouble": {},
            },
        )  # fmt: skip
    return bool(new)


def _send_all(connection: Connection, writes: Sequence[Writeback], at: datetime) -> None:
    """Send writes over one line; when the door is closed, the others wait with the first."""
    try:
        line = line_of(connection)
    except KringspoorError as error:
        for each in writes:
            _fail(each, error, at)
        return
    for position, each in enumerate(writes):
        try:
            changes = _send(line, each)
        except KringspoorError as error:
            waiting = writes[position:] if error.code in _CLOSES_THE_DOOR else [each]
            for other in waiting:
                _fail(other, error, at)
            if len(waiting) > 1:
                break
            continue
        _finish(each, changes, at)


def _send(line: Line, write: Writeback) -> dict[str, Any]:
    counterpart = write.counterpart
    connection = counterpart.connection
    chosen = connection.statuses.get(write.state)
    if not (chosen or connection.link_column):
        return {}
    return write_asset(
        line.caller, line.account, counterpart.number,
        status_no=int(chosen) if chosen else None,
        column=connection.link_column,
        link=link_to(connection, counterpart.device_id),
    )  # fmt: skip


@transaction.atomic
def _finish(write: Writeback, changes: dict[str, Any], at: datetime) -> None:
    Writeback.objects.filter(pk=write.pk).update(done_at=at, written=changes, trouble={})
    told: dict[str, Any] = {"told_state": write.state}
    if "status_id" in changes:
        told["status_no"] = changes["status_id"]
    Counterpart.objects.filter(pk=write.counterpart_id).update(**told)
    if changes:
        connection = write.counterpart.connection
        payload: dict[str, Plain] = {"device": write.counterpart.device_id, "state": write.state}
        written = Happening("connection.written", connection.subject, payload)
        write_down([written], organisation=connection.organisation, actor=None, at=at)


def _fail(write: Writeback, error: KringspoorError, at: datetime) -> None:
    """Try again later, each time twice as long; give up in the end, where a person sees it."""
    tries = write.tries_count + 1
    most = _PASSING_TRIES if error.code in _CLOSES_THE_DOOR else _OTHER_TRIES
    pause = min(timedelta(minutes=2**tries), _LONGEST)
    Writeback.objects.filter(pk=write.pk).update(
        tries_count=tries, next_at=at + pause, trouble=as_kept(error), is_given_up=tries >= most
    )


@within_organisation
def try_again(connection: Connection, *, organisation: Organisation, at: datetime) -> int:
    """Try what waits or was given up once more, now; how many."""
    waiting = Writeback.objects.filter(counterpart__connection=connection, done_at__isnull=True)
    return waiting.update(is_given_up=False, tries_count=0, next_at=at)
