"""Does the chain still say what a checkpoint says, and from which link does it not."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.conf import settings
from django.db.models import Max, QuerySet, TextField
from django.db.models.functions import Cast

from kringspoor.core.words import Text
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.chain import START, Header, end_of, moment_told, unpacked
from kringspoor.record.checkpoints import Statement, is_genuine, public_key
from kringspoor.record.models import Checkpoint, Link
from kringspoor.record.queries.proof import Fault

_ROWS_AT_ONCE = 2_000


def _statement(checkpoint: Checkpoint) -> Statement:
    return Statement(
        organisation=checkpoint.organisation.slug,
        link_no=checkpoint.link_no,
        link_hash=bytes(checkpoint.link_hash),
        at=checkpoint.made_at,
        key=_hexadecimal(checkpoint.key),
        signature=_hexadecimal(checkpoint.signature),
    )


def _hexadecimal(told: str) -> bytes:
    """The bytes; none for what was changed into something else, which no signature fits."""
    try:
        return bytes.fromhex(told)
    except ValueError:
        return b""


@within_organisation
def checkpoints(*, organisation: Organisation) -> QuerySet[Checkpoint]:
    """Every checkpoint, the latest first."""
    return Checkpoint.objects.select_related("actor", "organisation").defer("trail")


@within_organisation
def statement_of(number: int, *, organisation: Organisation) -> Statement | None:
    """What one checkpoint says; nothing when it is not of this organisation."""
    found = Checkpoint.objects.select_related("organisation").filter(pk=number).first()
    return _statement(found) if found else None


@within_organisation
def faults_against(statement: Statement, *, organisation: Organisation) -> list[Fault]:
    """Where the chain differs from a checkpoint that somebody kept."""
    stored = Checkpoint.objects.values_list("key", flat=True).distinct()
    known = {public_key(str(settings.SIGNING_KEY)), *map(_hexadecimal, stored)}
    return [*_faults_against(statement, organisation, known)]


@within_organisation
def faults_of_checkpoints(*, organisation: Organisation) -> list[Fault]:
    """Where the chain differs from the checkpoints kept here: the earliest place, and no more."""
    for each in Checkpoint.objects.select_related("organisation").order_by("link_no", "id"):
        statement = _statement(each)
        found = [*_faults_against(statement, organisation, {statement.key})]
        if not found and _trail(each, statement.link_hash) is None:
            found = [Fault(None, None, _OTHER_TRAIL, _about(statement))]
        if found:
            return found
    return []


def _faults_against(
    statement: Statement, organisation: Organisation, known: Collection[bytes]
) -> Iterator[Fault]:
    about = _about(statement)
    if not is_genuine(statement):
        yield Fault(None, None, _NOT_GENUINE, about)  # it says nothing about the chain
        return
    if statement.organisation != organisation.slug:
        yield Fault(None, None, _ELSEWHERE.filled(name=statement.organisation), about)
        return
    if statement.key not in known:
        yield Fault(None, None, _OTHER_KEY, about)
    here = _hash_of(statement.link_no)
    if here is None:
        yield Fault(_last_no() + 1, None, _SHORTER.filled(**_said(statement)))
    elif here != statement.link_hash:
        yield _first_difference(statement)


def _first_difference(statement: Statement) -> Fault:
    """The first link that is not what it was, as far back as the trails of checkpoints lead.

    A trail that ends in the hash on the paper is itself genuine: nobody can make another. So it
    tells what each link was, and its first hash leads to the trail before it.
    """
    number, genuine = statement.link_no, statement.link_hash
    while True:
        trails = (_trail(each, genuine) for each in Checkpoint.objects.filter(link_no=number))
        trail = next((each for each in trails if each is not None), None)
        if trail is None:
            return Fault(number, None, _REWRITTEN_BEFORE.filled(**_said(statement)))
        previous, headers = trail
        before_no = number - len(headers)
        if previous == _hash_of(before_no):
            differs = _first_other(before_no, headers)
            return Fault(differs, None, _REWRITTEN.filled(**_said(statement)))
        number, genuine = before_no, previous


def _trail(checkpoint: Checkpoint, genuine: bytes) -> tuple[bytes, list[Header]] | None:
    """The trail of a checkpoint, when it ends in the hash that is known to be genuine."""
    try:
        previous, headers = unpacked(bytes(checkpoint.trail))
    except ValueError:
        return None
    first_no = checkpoint.link_no - len(headers) + 1
    is_whole = headers and end_of(previous, first_no, headers) == genuine
    return (previous, headers) if is_whole else None


def _first_other(before_no: int, headers: list[Header]) -> int:
    """The number of the first link after that one which no longer says what its header says."""
    last_no = before_no + len(headers)
    links = Link.objects.filter(number_no__gt=before_no, number_no__lte=last_no)
    rows = links.annotate(moment=Cast("at", TextField())).values_list(
        "number_no", "moment", "actor_commitment", "root", "events_count"
    )
    now = {
        number: Header(moment_told(moment), bytes(by), bytes(root), events_count)
        for number, moment, by, root, events_count in rows.iterator(_ROWS_AT_ONCE)
    }
    told = enumerate(headers, start=before_no + 1)
    return next((number for number, each in told if now.get(number) != each), last_no)


def _hash_of(number: int) -> bytes | None:
    """The hash that the chain now has after that link; nothing when there is none."""
    if number == 0:
        return START
    found = Link.objects.filter(number_no=number).values_list("hash", flat=True).first()
    return None if found is None else bytes(found)


def _last_no() -> int:
    return Link.objects.aggregate(last_no=Max("number_no"))["last_no"] or 0


def _about(statement: Statement) -> Text:
    return _CHECKPOINT.filled(**_said(statement))


def _said(statement: Statement) -> dict[str, object]:
    return {"link": statement.link_no, "at": f"{statement.at:%d/%m/%Y}"}


_CHECKPOINT = Text(
    nl="controlepunt van {at} (schakel {link})", en="checkpoint of {at} (link {link})"
)
_NOT_GENUINE = Text(
    nl="de handtekening klopt niet: dit controlepunt is niet zo ondertekend",
    en="the signature is wrong: this checkpoint was not signed as it stands",
)
_ELSEWHERE = Text(
    nl="dit controlepunt is van een andere organisatie ({name})",
    en="this checkpoint is of another organisation ({name})",
)
_OTHER_KEY = Text(
    nl="ondertekend met een sleutel die deze site niet kent",
    en="signed with a key that this site does not know",
)
_OTHER_TRAIL = Text(
    nl="wat de schakels toen waren, werd gewijzigd", en="what the links were then was changed"
)
_SHORTER = Text(
    nl="vanaf hier ontbreekt de geschiedenis van het controlepunt van {at} (schakel {link})",
    en="from here the history of the checkpoint of {at} (link {link}) is missing",
)
_REWRITTEN = Text(
    nl="vanaf hier is de geschiedenis anders dan op het controlepunt van {at} (schakel {link})",
    en="from here history differs from the checkpoint of {at} (link {link})",
)
_REWRITTEN_BEFORE = Text(
    nl="hier, en misschien al eerder, is de geschiedenis anders dan op het controlepunt van {at} "
    "(schakel {link})",
    en="here, and perhaps earlier, history differs from the checkpoint of {at} (link {link})",
)
