"""Writing down what happened: the only way an event comes into being, and how it is forgotten."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat

from django.db import transaction

from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import across_organisations, within_organisation
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
from kringspoor.record.rows import write_rows

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
    dice = os.urandom(SALT_BYTES * len(happenings))
    salts = [dice[at : at + SALT_BYTES] for at in range(0, len(dice), SALT_BYTES)]
    spelled = [canonical(each.payload) for each in happenings]
    bound = [
        commitment_of(salt, each.kind, each.subject, payload)
        for salt, each, payload in zip(salts, happenings, spelled, strict=True)
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
    write_rows(
        Event,
        {
            "organisation_id": repeat(organisation.pk),
            "link_id": repeat(link.pk),
            "position_no": range(len(bound)),
            "kind": [each.kind for each in happenings],
            "subject": [each.subject for each in happenings],
            "payload": [each.decode() for each in spelled],
            "salt": salts,
            "commitment": bound,
        },
    )
    chain.links_count, chain.last_hash = number, link.hash
    chain.save(update_fields=("links_count", "last_hash"))
    return link


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
