"""Files that prove something: kept with what is known of them, and bound to the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.files import keep_file
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.chain import KEPT, Plain
from kringspoor.record.models import Event, Evidence

DESCRIBED = "evidence.described"


@dataclass(frozen=True, slots=True)
class About:
    """What a person says about a file."""

    kind: str
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    visibility: str = "private"


@within_organisation
@transaction.atomic
def add_evidence(
    chunks: Iterable[bytes],
    about: About,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    name: str,
) -> tuple[Evidence, bool]:
    """Keep a file as evidence; and whether it is new. The same bytes twice are kept once."""
    found = keep_file(chunks, organisation=organisation, name=name, kind=about.kind, at=at)
    is_new = found.added_at == at
    if is_new:
        _fill(found, about)
        write_down((_kept(found),), organisation=organisation, actor=actor, at=at)
    return found, is_new


@within_organisation
@transaction.atomic
def describe_evidence(
    evidence: Evidence, about: About, *, organisation: Organisation, actor: User, at: datetime
) -> bool:
    """Say what a file is, who gave it and who may see it; whether anything changed."""
    held = Evidence.objects.select_for_update().get(pk=evidence.pk)
    before = _told(held)
    _fill(held, about)
    changes: dict[str, Plain] = {
        name: [before[name], now] for name, now in _told(held).items() if before[name] != now
    }
    if changes:
        happening = Happening(DESCRIBED, held.subject, changes)
        write_down((happening,), organisation=organisation, actor=actor, at=at)
    return bool(changes)


@within_organisation
@transaction.atomic
def bind_files(*, organisation: Organisation, at: datetime) -> int:
    """Write down the files that no event tells of yet, such as lists taken in; how many."""
    subject = Concat(
        Value("evidence:"), Cast(OuterRef("pk"), CharField()), output_field=CharField()
    )
    on_record = Event.objects.filter(kind=KEPT, subject=subject)
    loose = Evidence.objects.filter(~Exists(on_record), erased_at__isnull=True).order_by("id")
    happenings = [_kept(each) for each in loose]
    if happenings:
        write_down(happenings, organisation=organisation, actor=None, at=at)
    return len(happenings)


def _fill(evidence: Evidence, about: About) -> None:
    evidence.kind, evidence.issuer = about.kind, about.issuer
    evidence.issued_on, evidence.expires_on = about.issued_on, about.expires_on
    evidence.visibility = about.visibility
    evidence.save(update_fields=("kind", "issuer", "issued_on", "expires_on", "visibility"))


def _kept(evidence: Evidence) -> Happening:
    what: dict[str, Plain] = {
        "name": evidence.name, "sha256": evidence.sha256, "size_bytes": evidence.size_bytes,
    }  # fmt: skip
    return Happening(KEPT, evidence.subject, {**what, **_told(evidence)})


def _told(evidence: Evidence) -> Mapping[str, Plain]:
    """What is said of a file, as it is written down."""
    issued, expires = evidence.issued_on, evidence.expires_on
    return {
        "kind": evidence.kind,
        "issuer": evidence.issuer,
        "issued_on": issued.isoformat() if issued else None,
        "expires_on": expires.isoformat() if expires else None,
        "visibility": evidence.visibility,
    }
