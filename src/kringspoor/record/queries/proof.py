"""Does the record still hold, and where does it not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from kringspoor.core.words import NOTHING, Text
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.chain import (
    ERASED,
    START,
    actor_commitment,
    commitment,
    link_hash,
    moment_told,
    payload_told,
)
from kringspoor.record.models import Chain, Event, Link

_LINKS_AT_ONCE = 500
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the record does not hold: an event, a link, or what ``about`` names."""

    link_no: int | None
    position_no: int | None
    what: Text
    about: Text = NOTHING

    @property
    def place(self) -> Text:
        """Where it is, in words."""
        if self.link_no is None:
            return self.about
        if self.position_no is None:
            return Text(nl=f"schakel {self.link_no}", en=f"link {self.link_no}")
        at = self.position_no + 1
        return Text(
            nl=f"schakel {self.link_no}, gebeurtenis {at}", en=f"link {self.link_no}, event {at}"
        )


@dataclass(slots=True)
class _Inside:
    """What was read of the events of one link."""

    digest: Any = field(default_factory=sha256)
    events_count: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Erasures:
    """What was emptied, and what the record says was erased: the two must agree."""

    emptied: list[tuple[str, int, int]] = field(default_factory=list)
    said: dict[str, int] = field(default_factory=dict)  # the last link that says so
    forgotten_count: int = 0
    acts_count: int = 0
    first_forgotten_no: int = 0

    def faults(self) -> Iterator[Fault]:
        """What was emptied and is not on record as erased."""
        for subject, link_no, position_no in self.emptied:
            if self.said.get(subject, 0) <= link_no:
                yield Fault(link_no, position_no, _EMPTIED)
        if self.forgotten_count > self.acts_count:
            yield Fault(self.first_forgotten_no, None, _FORGOTTEN)


@within_organisation
def faults_of(*, organisation: Organisation) -> list[Fault]:
    """Every place where the chain, a link or an event was changed after it was written."""
    faults: list[Fault] = []
    erasures = _Erasures()
    fits: tuple[bytes, ...] = (START,)  # what the next link may hold on to
    last_no, count_before = 0, _head()[0]
    with _readable():
        for links in _by_hundreds():
            inside = _events_of(links, erasures)
            for link in links:
                is_missing = link["number_no"] != last_no + 1
                found, told = _faults_of_link(link, fits, inside[link["pk"]], erasures)
                if is_missing:
                    found = [Fault(link["number_no"], None, _MISSING)]
                faults += found
                fits, last_no = (told, bytes(link["hash"])), link["number_no"]
    return [*faults, *_faults_of_head(count_before, last_no, fits), *erasures.faults()]


@contextmanager
def _readable() -> Iterator[None]:
    """Read text that is no text any more too: a changed byte is found, it does not stop the search.

    SQLite keeps whatever bytes it is given; PostgreSQL keeps valid text only.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    raw: Any = connection.connection
    usual = raw.text_factory
    raw.text_factory = lambda value: value.decode("utf-8", "replace")
    try:
        yield
    finally:
        raw.text_factory = usual


def _by_hundreds() -> Iterator[Sequence[Mapping[str, Any]]]:
    """The links in order, so many at a time; the moment as it is stored."""
    names = ("pk", "number_no", "actor_id", "actor_salt", "actor_commitment", "events_count")
    links = Link.objects.order_by("number_no").annotate(moment=Cast("at", TextField()))
    last_no = 0
    while some := list(
        links.filter(number_no__gt=last_no).values(*names, "root", "hash", "moment")[
            :_LINKS_AT_ONCE
        ]
    ):
        yield some
        last_no = some[-1]["number_no"]


def _events_of(links: Sequence[Mapping[str, Any]], erasures: _Erasures) -> Mapping[int, _Inside]:
    """What the events of these links add up to, read once and in order."""
    numbers = {each["pk"]: each["number_no"] for each in links}
    inside: dict[int, _Inside] = defaultdict(_Inside)
    rows = (
        Event.objects.filter(link__in=numbers)
        .order_by("link_id", "position_no")
        .annotate(told=Cast("payload", TextField()))
        .values_list("link_id", "position_no", "kind", "subject", "told", "salt", "commitment")
    )
    for link_id, position_no, kind, subject, told, salt, held in rows.iterator(_ROWS_AT_ONCE):
        one, number = inside[link_id], numbers[link_id]
        one.digest.update(bytes(held))
        one.events_count += 1
        if told is None and salt is None:
            erasures.emptied.append((subject, number, position_no))
            continue
        payload = payload_told(told)
        if salt is None or _bound(bytes(salt), kind, subject, payload) != bytes(held):
            one.faults.append(Fault(number, position_no, _CHANGED))
        elif kind == ERASED and payload is not None:
            erasures.said[subject] = number
            erasures.acts_count += payload.get("acts_count", 0)
    return inside


def _bound(salt: bytes, kind: str, subject: str, payload: Mapping[str, Any] | None) -> bytes:
    """The digest of what the event says now; nothing binds what cannot have been written."""
    if payload is None:
        return b""
    try:
        return commitment(salt, kind, subject, payload)
    except (TypeError, ValueError):  # a fraction, or half a character
        return b""


def _faults_of_link(
    link: Mapping[str, Any], fits: Sequence[bytes], inside: _Inside, erasures: _Erasures
) -> tuple[list[Fault], bytes]:
    """Where a link does not hold, and the hash it should have."""
    number, faults = link["number_no"], [*inside.faults]
    by, salt, root = bytes(link["actor_commitment"]), link["actor_salt"], bytes(link["root"])
    if salt is None:
        erasures.first_forgotten_no = erasures.first_forgotten_no or number
        erasures.forgotten_count += 1
    if salt is not None and actor_commitment(bytes(salt), link["actor_id"] or 0) != by:
        faults.append(Fault(number, None, _OTHER_ACTOR))
    if inside.digest.digest() != root or inside.events_count != link["events_count"]:
        faults.append(Fault(number, None, _OTHER_EVENTS))
    at = moment_told(link["moment"])
    hashes = [link_hash(number, each, at, by, root, link["events_count"]) for each in fits]
    if bytes(link["hash"]) not in hashes:
        faults.append(Fault(number, None, _BROKEN))
    return faults, hashes[0]


def _head() -> tuple[int, bytes]:
    """How many links the chain says it has, and the hash of the last."""
    chain = Chain.objects.first()
    return (chain.links_count, bytes(chain.last_hash)) if chain else (0, START)


def _faults_of_head(count_before: int, last_no: int, fits: Sequence[bytes]) -> Iterator[Fault]:
    """Whether the links end where the chain says; it may have grown while it was read."""
    count, last_hash = _head()
    if count_before > last_no:
        yield Fault(last_no + 1, None, _CUT)
    elif count < last_no:
        yield Fault(count + 1, None, _GROWN)
    elif count == last_no and last_hash not in fits:
        yield Fault(count, None, _OTHER_HEAD)


_CHANGED = Text(nl="deze gebeurtenis werd gewijzigd", en="this event was changed")
_EMPTIED = Text(
    nl="deze gebeurtenis werd leeggemaakt, en er staat niet dat iemand ze wiste",
    en="this event was emptied, and nothing says that somebody erased it",
)
_OTHER_ACTOR = Text(nl="wie het deed, werd gewijzigd", en="who did it was changed")
_FORGOTTEN = Text(
    nl="wie dit of iets later deed, werd weggehaald zonder dat het er staat",
    en="who did this or something later was taken away without saying so",
)
_OTHER_EVENTS = Text(
    nl="er werden gebeurtenissen toegevoegd, weggenomen of verwisseld",
    en="events were added, taken away or put in another order",
)
_BROKEN = Text(
    nl="deze schakel werd gewijzigd, of past niet meer op de vorige",
    en="this link was changed, or no longer fits the one before",
)
_MISSING = Text(nl="ervoor ontbreekt een schakel", en="a link before it is missing")
_CUT = Text(
    nl="vanaf hier is het einde van de keten weggenomen",
    en="from here the end of the chain was taken away",
)
_GROWN = Text(
    nl="vanaf hier staan er schakels die nooit zo geschreven zijn",
    en="from here there are links that were never written that way",
)
_OTHER_HEAD = Text(
    nl="het einde van de keten werd gewijzigd", en="the end of the chain was changed"
)
