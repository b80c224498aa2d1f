"""Questions about partners and their permits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kringspoor.people.models import Authorisation, Organisation, Partner
from kringspoor.people.tenancy import within_organisation

SORTS: Mapping[str, tuple[str, ...]] = {"name": ("name",), "country": ("country", "name")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of partners is asked for; every part of it stands in its address."""

    words: str = ""
    role: str = ""
    sort: str = "name"
    is_descending: bool = False


@within_organisation
def partners(asked: Asked, *, organisation: Organisation) -> QuerySet[Partner]:
    """The partners asked for, in a total order, each with its permits."""
    found = Partner.objects.prefetch_related("authorisations")
    for word in asked.words.split():
        found = found.filter(Q(name__icontains=word))
    if asked.role:  # SQLite cannot ask whether a list holds something
        held = Partner.objects.values_list("pk", "roles")
        found = found.filter(pk__in=[pk for pk, roles in held if asked.role in roles])
    fields = SORTS.get(asked.sort, SORTS["name"])
    return found.order_by(*(f"-{each}" if asked.is_descending else each for each in fields), "id")


@within_organisation
def partner_numbered(number: int, *, organisation: Organisation) -> Partner | None:
    """The partner of that number, with its permits."""
    return Partner.objects.prefetch_related("authorisations").filter(pk=number).first()


@within_organisation
def permit_numbered(number: int, *, organisation: Organisation) -> Authorisation | None:
    """The permit of that number."""
    return Authorisation.objects.select_related("partner").filter(pk=number).first()
