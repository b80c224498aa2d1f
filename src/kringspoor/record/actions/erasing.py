"""Erasing what was written about a thing or a person: no byte stays, and the chain still holds."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import connection, transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Mail, Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.chain import ERASED, Plain
from kringspoor.record.models import CLOSED, Batch, Event, Evidence, Link

_OVER = (*CLOSED, "done")
_SWEPT = (Event, Link, Evidence, Batch, Mail)


@within_organisation
@transaction.atomic
def erase_subject(
    subject: str, *, organisation: Organisation, actor: User, at: datetime, reason: str
) -> int:
    """Forget what was written about a thing, and say that it was; how many events and acts.

    Of a person the acts are forgotten too, of a file its bytes and its name. The chain still
    verifies: the commitments stay, and say nothing without the salt. Raises Refused when nothing
    is found, or while a file is still being read.
    """
    evidence = _evidence(subject)
    events = Event.objects.filter(subject=subject, payload__isnull=False).exclude(kind=ERASED)
    events_count = events.update(payload=None, salt=None)
    acts_count = _forget_acts(subject)
    if evidence is not None:
        _erase_file(evidence, at)
    elif not events_count and not acts_count:
        raise Refused(_NOTHING.filled(subject=subject), hint=_LOOK, code="nothing-to-erase")
    told: dict[str, Plain] = {
        "reason": reason,
        "events_count": events_count,
        "acts_count": acts_count,
    }
    happening = Happening(ERASED, subject, told)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    transaction.on_commit(_sweep, robust=True)  # what is erased stays erased if others are busy
    return events_count + acts_count


def _evidence(subject: str) -> Evidence | None:
    kind, _, number = subject.partition(":")
    if kind != "evidence" or not number.isdecimal():
        return None
    return Evidence.objects.select_for_update().filter(pk=number, erased_at__isnull=True).first()


def _forget_acts(subject: str) -> int:
    """Forget which acts were a person's, in this organisation."""
    kind, _, number = subject.partition(":")
    if kind != "person" or not number.isdecimal():
        return 0
    Mail.objects.filter(user=int(number)).delete()  # what was told to them goes with them
    acts = Link.objects.filter(actor=int(number), actor_salt__isnull=False)
    return acts.update(actor=None, actor_salt=None)


def _erase_file(evidence: Evidence, at: datetime) -> None:
    """Take away a file, its name, and what was read in it."""
    for batch in evidence.batches.select_for_update():
        if batch.state not in _OVER:
            raise Refused(_READ, hint=_STOP, code="still-in-use")
        batch.name, batch.looked, batch.answers = "", {}, {}
        batch.problems = [{**each, "original": ""} for each in batch.problems]
        batch.save(update_fields=("name", "looked", "answers", "problems"))
    evidence.name = evidence.issuer = ""
    evidence.erased_at = at
    evidence.save(update_fields=("name", "issuer", "erased_at"))
    transaction.on_commit(partial(evidence.path.unlink, missing_ok=True))


def _sweep() -> None:
    """Write the tables anew, so that nothing of what was erased is left in their free space."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            tables = ", ".join(each._meta.db_table for each in _SWEPT)
            cursor.execute(f"VACUUM (FULL) {tables}")


_NOTHING = Text(
    nl="over {subject} staat er niets meer om te wissen",
    en="about {subject} there is nothing left to erase",
)
_LOOK = Text(
    nl="zoek het in het logboek; een onderwerp ziet eruit als device:17",
    en="find it in the record; a subject looks like device:17",
)
_READ = Text(nl="dit bestand wordt nog opgenomen", en="this file is still being taken in")
_STOP = Text(nl="stop die invoer eerst, of wacht erop", en="stop that import first, or wait for it")
