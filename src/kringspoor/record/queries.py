"""Questions to the record: does it still hold, and what happened to a thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kringspoor.core.words import Text
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.chain import START, actor_commitment, commitment, link_hash, root_of
from kringspoor.record.models import Chain, Event, Link

_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the record does not hold."""

    link_no: int
    position_no: int | None
    what: Text


@within_organisation
def faults_of(*, organisation: Organisation) -> list[Fault]:
    """Every place where the chain, a link or an event was changed after it was written."""
    faults: list[Fault] = []
    previous, last_no = START, 0
    for link in Link.objects.order_by("number_no").iterator(_ROWS_AT_ONCE):
        if link.number_no != last_no + 1:
            faults.append(Fault(link.number_no, None, _MISSING))
        faults += _faults_of_link(link, previous)
        previous, last_no = bytes(link.hash), link.number_no
    chain = Chain.objects.filter(organisation=organisation).first()
    if chain is not None and (chain.links_count, bytes(chain.last_hash)) != (last_no, previous):
        faults.append(Fault(chain.links_count, None, _CUT))
    return faults


def _faults_of_link(link: Link, previous: bytes) -> Iterator[Fault]:
    bound = []
    for event in link.events.order_by("position_no").iterator(_ROWS_AT_ONCE):
        held = bytes(event.commitment)
        bound.append(held)
        if event.payload is not None and event.salt is not None:
            told = commitment(bytes(event.salt), event.kind, event.subject, event.payload)
            if told != held:
                yield Fault(link.number_no, event.position_no, _CHANGED)
    by = bytes(link.actor_commitment)
    salt = link.actor_salt
    if salt is not None and actor_commitment(bytes(salt), link.actor_id or 0) != by:
        yield Fault(link.number_no, None, _OTHER_ACTOR)
    if root_of(bound) != bytes(link.root) or len(bound) != link.events_count:
        yield Fault(link.number_no, None, _OTHER_EVENTS)
    told = link_hash(link.number_no, previous, link.at, by, bytes(link.root), link.events_count)
    if told != bytes(link.hash):
        yield Fault(link.number_no, None, _BROKEN)


@within_organisation
def links_count(*, organisation: Organisation) -> int:
    """How many acts are on record."""
    return Link.objects.count()


@within_organisation
def events_about(subject: str, *, organisation: Organisation) -> list[Event]:
    """What happened to a thing, the latest first, each with its act."""
    found = Event.objects.filter(subject=subject).select_related("link", "link__actor")
    return list(found.order_by("-link__number_no", "-position_no"))


_CHANGED = Text(nl="een gebeurtenis werd gewijzigd", en="an event was changed")
_OTHER_ACTOR = Text(nl="wie het deed, werd gewijzigd", en="who did it was changed")
_OTHER_EVENTS = Text(
    nl="er werden gebeurtenissen toegevoegd of weggenomen", en="events were added or taken away"
)
_BROKEN = Text(
    nl="deze schakel past niet meer op de vorige", en="this link no longer fits the one before"
)
_MISSING = Text(nl="ervoor ontbreekt een schakel", en="a link before it is missing")
_CUT = Text(nl="het einde van de keten is weggenomen", en="the end of the chain was taken away")
