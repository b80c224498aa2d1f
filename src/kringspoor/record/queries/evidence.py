"""Questions to the files that prove something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.db.models import F, Q, QuerySet

from kringspoor.core.errors import Unknown
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Evidence

SORTS: Mapping[str, str] = {
    "name": "name",
    "kind": "kind",
    "issuer": "issuer",
    "issued": "issued_on",
    "expires": "expires_on",
    "added": "added_at",
}
USUAL_SORT = "-added"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of evidence is asked for; every part of it stands in its address."""

    words: str = ""
    kind: str = ""
    visibility: str = ""
    validity: str = ""
    sort: str = USUAL_SORT


@within_organisation
def evidence(asked: Asked, *, organisation: Organisation, today: date) -> QuerySet[Evidence]:
    """The files asked for, in a total order. A sort nobody knows is the latest first."""
    found = Evidence.objects.all()
    for word in asked.words.split():
        named = Q(name__icontains=word) | Q(issuer__icontains=word)
        found = found.filter(named | Q(sha256__startswith=word.lower()))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.visibility:
        found = found.filter(visibility=asked.visibility)
    found = found.filter(_valid(asked.validity, today))
    name = SORTS.get(asked.sort.removeprefix("-"))
    if name is None:
        return _sorted(found, SORTS[USUAL_SORT.removeprefix("-")], is_descending=True)
    return _sorted(found, name, is_descending=asked.sort.startswith("-"))


def _valid(validity: str, today: date) -> Q:
    over = Q(expires_on__lt=today)
    return {
        "valid": Q(erased_at__isnull=True) & ~over,
        "expired": Q(erased_at__isnull=True) & over,
        "erased": Q(erased_at__isnull=False),
    }.get(validity, Q())


def _sorted(found: QuerySet[Evidence], name: str, *, is_descending: bool) -> QuerySet[Evidence]:
    column = F(name)
    if is_descending:
        return found.order_by(column.desc(nulls_last=True), "-id")
    return found.order_by(column.asc(nulls_last=True), "id")


@within_organisation
def evidence_kinds(*, organisation: Organisation) -> list[str]:
    """Every kind of file that is kept."""
    return list(Evidence.objects.order_by("kind").values_list("kind", flat=True).distinct())


@within_organisation
def evidence_numbered(number: int, *, organisation: Organisation) -> Evidence | None:
    """One file; nothing when it is not of this organisation."""
    return Evidence.objects.filter(pk=number).first()


@within_organisation
def opened(evidence: Evidence, *, organisation: Organisation) -> BinaryIO:
    """The bytes of a file. Raises Unknown when they are no longer there."""
    try:
        return evidence.path.open("rb")
    except OSError as error:
        is_erased = evidence.erased_at is not None
        raise Unknown(
            _ERASED if is_erased else _MISSING, hint=_NONE if is_erased else _BACK, code="no-file"
        ) from error


_ERASED = Text(nl="dit bestand werd gewist", en="this file was erased")
_NONE = Text(nl="wie het gaf, kan het opnieuw geven", en="whoever gave it can give it again")
_MISSING = Text(nl="dit bestand ontbreekt", en="this file is missing")
_BACK = Text(
    nl="zet het terug uit een reservekopie, of geef het opnieuw",
    en="put it back from a backup, or give it again",
)
