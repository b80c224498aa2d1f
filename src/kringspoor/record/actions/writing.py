"""Writing down what happened: the only way an event comes into being."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count, repeat

from django.db import transaction

from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.chain import (
    SALT_BYTES,
    Plain,
    actor_commitment,
    canonical,
    commitment_of,
    link_hash,
    root_of,
)
from kringspoor.record.models import Batch, Chain, Event, Link
from kringspoor.record.rows import columns_of, numbers_for, write_rows

_NOBODY = 0  # the number of who is erased, or of work that runs by itself


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a thing, not written down yet.

    The payload may be spelled already, as ``chain.canonical`` does: many are, by column.
    """

    kind: str
    subject: str
    payload: Mapping[str, Plain] | bytes


@within_organisation
def hold_chain(*, organisation: Organisation) -> Chain:
    """The chain, held until the transaction ends: whoever writes in this organisation waits."""
    held, _ = Chain.objects.select_for_update().get_or_create(organisation=organisation)
    return held


@within_organisation
@transaction.atomic
def write_down(
    happenings: Iterable[Happening],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    batch: Batch | None = None,
) -> Link:
    """Append one link with these events to the organisation's chain.

    Called within the transaction that changes the things themselves: both stay, or neither. The
    events are written while they come, before the link that binds them.
    """
    chain = hold_chain(organisation=organisation)
    (link_id,) = numbers_for(Link, 1)
    bound = _write_events(happenings, organisation, link_id)
    actor_salt = os.urandom(SALT_BYTES)
    by = actor_commitment(actor_salt, actor.pk if actor else _NOBODY)
    number, root = chain.links_count + 1, root_of(bound)
    link = Link.objects.create(
        pk=link_id,
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
    chain.links_count, chain.last_hash = number, link.hash
    chain.save(update_fields=("links_count", "last_hash"))
    return link


def _write_events(
    happenings: Iterable[Happening], organisation: Organisation, link_id: int
) -> list[bytes]:
    """Write events that belong to a link to come; their commitments."""
    bound: list[bytes] = []

    def events() -> Iterator[tuple[str, str, str, bytes, bytes]]:
        for each in happenings:
            told, salt = each.payload, os.urandom(SALT_BYTES)
            spelled = told if isinstance(told, bytes) else canonical(told)
            bound.append(commitment_of(salt, each.kind, each.subject, spelled))
            yield each.kind, each.subject, spelled.decode(), salt, bound[-1]

    names = ("kind", "subject", "payload", "salt", "commitment")
    write_rows(
        Event,
        {
            "organisation_id": repeat(organisation.pk),
            "link_id": repeat(link_id),
            "position_no": count(),
            **columns_of(events(), names),
        },
    )
    return bound
