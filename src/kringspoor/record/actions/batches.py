"""Long work: opened, taken by a worker, followed, accepted or stopped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import across_organisations, within_organisation
from kringspoor.record.models import CLOSED, Batch, Evidence

LEASE = timedelta(seconds=20)  # a worker silent for so long is gone
# what a worker takes, and what it becomes
TAKEN = {"waiting": "looking", "accepted": "running", "to_undo": "undoing"}
UNDONE_AT_ONCE_COUNT = 2_000  # longer ones are taken back by a worker


@within_organisation
def open_batch(
    kind: str,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    name: str,
    key: str,
    evidence: Evidence | None = None,
    state: str = "waiting",
) -> Batch:
    """The batch of this key that is still open, else a new one: a double click opens one."""
    batch, _ = Batch.objects.exclude(state__in=CLOSED).get_or_create(
        key=key,
        defaults={
            "organisation": organisation, "kind": kind, "actor": actor, "started_at": at,
            "name": name[:255], "evidence": evidence, "state": state,
        },
    )  # fmt: skip
    return batch


@across_organisations("a worker takes what waits, whoever it is of")
def take_batch(*kinds: str, at: datetime) -> Batch | None:
    """Take the oldest batch that waits, or whose worker has gone silent; nothing when none does.

    Of two workers that see the same batch, one gets it.
    """
    is_silent = Q(state__in=TAKEN.values(), heartbeat_at__lt=at - LEASE)
    waiting = Batch.objects.filter(Q(state__in=TAKEN) | is_silent, kind__in=kinds)
    waiting = waiting.filter(organisation__successor=None)  # what was succeeded only reads
    for each in waiting.select_related("organisation", "evidence").order_by("started_at", "id"):
        as_seen = Batch.objects.filter(pk=each.pk, state=each.state, heartbeat_at=each.heartbeat_at)
        each.state, each.heartbeat_at = TAKEN.get(each.state, each.state), at
        if as_seen.update(state=each.state, heartbeat_at=at, tries_count=F("tries_count") + 1):
            each.tries_count += 1
            return each
    return None


@within_organisation
def beat(batch: Batch, done_count: int, *, organisation: Organisation, at: datetime) -> None:
    """Say that the worker lives, and how far it is."""
    taken = Batch.objects.filter(pk=batch.pk, state__in=TAKEN.values())
    taken.update(heartbeat_at=at, done_count=done_count)


@within_organisation
def move_batch(
    batch: Batch, new: str, *, organisation: Organisation, when: Iterable[str], **fields: Any
) -> bool:
    """Bring a batch into a state, if it is still in one of those; whether it was."""
    found = Batch.objects.filter(pk=batch.pk, state__in=tuple(when))
    return found.update(state=new, **fields) == 1


@within_organisation
def accept_batch(batch: Batch, *, organisation: Organisation, actor: User) -> None:
    """Let what was looked at be done. Twice is once; raises Refused for what was stopped."""
    fields = {"actor": actor, "tries_count": 0, "done_count": 0}
    if not move_batch(batch, "accepted", organisation=organisation, when=("looked_at",), **fields):
        _refuse_unless(batch, ("accepted", "running", "done"))


@within_organisation
def ask_undo(batch: Batch, *, organisation: Organisation, actor: User) -> bool:
    """Let a worker take a long batch back; whether it is one: a short one is undone at once."""
    if batch.state == "done" and batch.rows_count <= UNDONE_AT_ONCE_COUNT:
        return False
    answers = {**batch.answers, "undone_by": actor.pk, "undo_refused": None}
    is_asked = move_batch(
        batch, "to_undo", organisation=organisation, when=("done",), answers=answers,
        tries_count=0, done_count=0,
    )  # fmt: skip
    return is_asked or batch.state in ("to_undo", "undoing")


@within_organisation
def cancel_batch(batch: Batch, *, organisation: Organisation, at: datetime) -> None:
    """Stop a batch of which nothing was done yet. Raises Refused when it is too late."""
    when = ("waiting", "looking", "looked_at")
    if not move_batch(batch, "cancelled", organisation=organisation, when=when, ended_at=at):
        _refuse_unless(batch, ("cancelled",))


def _refuse_unless(batch: Batch, states: Iterable[str]) -> None:
    batch.refresh_from_db(fields=("state",))
    if batch.state not in states:
        raise Refused(
            Text(nl="dit kan nu niet meer", en="it is too late for this"),
            hint=Text(nl="kijk waar deze invoer staat", en="look where this import stands"),
            code="other-state",
        )
