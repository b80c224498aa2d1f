"""Writing down what happened: the only way an event comes into being."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import across_organisations, within_organisation
from kringspoor.record.chain import (
    SALT_BYTES,
    Plain,
    actor_commitment,
    commitment,
    link_hash,
    root_of,
)
from kringspoor.record.models import CLOSED, Batch, Chain, Event, Evidence, Link

_ROWS_AT_ONCE = 500
LEASE = timedelta(seconds=20)  # a worker silent for so long is gone
TAKEN = {"waiting": "looking", "accepted": "running"}  # what a worker takes, and what it becomes
_NOBODY = 0  # the number of who is erased, or of work that runs by itself


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a thing, not written down yet."""

    kind: str
    subject: str
    payload: Mapping[str, Plain]


@within_organisation
def hold_chain(*, organisation: Organisation) -> Chain:
    """The chain, held until the transaction ends: whoever writes in this organisation waits."""
    Chain.objects.get_or_create(organisation=organisation)
    return Chain.objects.select_for_update().get(organisation=organisation)


@within_organisation
@transaction.atomic
def write_down(
    happenings: Sequence[Happening],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    batch: Batch | None = None,
) -> Link:
    """Append one link with these events to the organisation's chain.

    Called within the transaction that changes the things themselves: both stay, or neither.
    """
    chain = hold_chain(organisation=organisation)
    salts = [os.urandom(SALT_BYTES) for _ in happenings]
    bound = [
        commitment(salt, each.kind, each.subject, each.payload)
        for salt, each in zip(salts, happenings, strict=True)
    ]
    actor_salt = os.urandom(SALT_BYTES)
    by = actor_commitment(actor_salt, actor.pk if actor else _NOBODY)
    number, root = chain.links_count + 1, root_of(bound)
    link = Link.objects.create(
        organisation=organisation,
        number_no=number,
        at=at,
        actor=actor,
        actor_salt=actor_salt,
        actor_commitment=by,
        batch=batch,
        events_count=len(bound),
        root=root,
        hash=link_hash(number, bytes(chain.last_hash), at, by, root, len(bound)),
    )
    _write_events(link, happenings, salts, bound)
    chain.links_count, chain.last_hash = number, link.hash
    chain.save(update_fields=("links_count", "last_hash"))
    return link


def _write_events(
    link: Link, happenings: Sequence[Happening], salts: Sequence[bytes], bound: Sequence[bytes]
) -> None:
    Event.objects.bulk_create(
        [
            Event(
                organisation=link.organisation,
                link=link,
                position_no=position,
                kind=each.kind,
                subject=each.subject,
                payload=each.payload,
                salt=salt,
                commitment=bind,
            )
            for position, (each, salt, bind) in enumerate(
                zip(happenings, salts, bound, strict=True)
            )
        ],
        batch_size=_ROWS_AT_ONCE,
    )


@within_organisation
@transaction.atomic
def erase_subject(subject: str, *, organisation: Organisation) -> int:
    """Forget what was written about a thing; how many events lost their payload.

    The chain still verifies: their commitments stay, and say nothing without the salt.
    """
    found = Event.objects.filter(subject=subject, payload__isnull=False)
    return int(found.update(payload=None, salt=None))


@across_organisations("a person is erased wherever they worked")
@transaction.atomic
def forget_actor(actor: User) -> int:
    """Forget who did what, for one person, in every organisation; how many acts."""
    return int(Link.objects.filter(actor=actor).update(actor=None, actor_salt=None))


@within_organisation
def keep_file(
    chunks: Iterable[bytes], *, organisation: Organisation, name: str, kind: str, at: datetime
) -> Evidence:
    """Keep a file under the digest of its bytes; the same bytes twice are kept once."""
    folder = Path(settings.MEDIA_ROOT) / str(organisation.pk)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size_bytes = sha256(), 0
    with NamedTemporaryFile(dir=folder, prefix="coming-", delete=False) as coming:
        for chunk in chunks:
            digest.update(chunk)
            size_bytes += len(chunk)
            coming.write(chunk)
    about = {"name": name[:255], "size_bytes": size_bytes, "kind": kind, "added_at": at}
    kept = Evidence(organisation=organisation, sha256=digest.hexdigest())
    kept.path.parent.mkdir(exist_ok=True)
    Path(coming.name).replace(kept.path)  # whole or not at all
    found, _ = Evidence.objects.get_or_create(
        sha256=kept.sha256, defaults={"organisation": organisation, **about}
    )
    return found


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
def take_batch(kind: str, *, at: datetime) -> Batch | None:
    """Take the oldest batch that waits, or whose worker has gone silent; nothing when none does.

    Of two workers that see the same batch, one gets it.
    """
    is_silent = Q(state__in=TAKEN.values(), heartbeat_at__lt=at - LEASE)
    waiting = Batch.objects.filter(Q(state__in=TAKEN) | is_silent, kind=kind)
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
