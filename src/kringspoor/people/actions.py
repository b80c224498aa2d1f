"""Verbs that change who takes part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db import transaction

from kringspoor.people.models import Membership, Organisation, Site, Unit, User
from kringspoor.people.roles import role
from kringspoor.people.tenancy import across_organisations, within_organisation

Named = TypeVar("Named", Unit, Site)


@across_organisations("the administrator of an installation founds an organisation")
def found_organisation(slug: str, name: str, **rest: object) -> Organisation:
    """A new organisation, or the one of this slug with its name brought up to date."""
    found, _ = Organisation.objects.update_or_create(slug=slug, defaults={"name": name, **rest})
    return found


@within_organisation
@transaction.atomic
def give_role(
    user: User, role_slug: str, *, organisation: Organisation, ends_on: date | None = None
) -> Membership:
    """Give a person a role, in place of the one they had. Raises Unknown for no known role."""
    member, _ = Membership.objects.update_or_create(
        organisation=organisation,
        user=user,
        defaults={"role": role(role_slug).slug, "ends_on": ends_on},
    )
    return member


@within_organisation
def units_named(names: Iterable[str], *, organisation: Organisation) -> dict[str, Unit]:
    """The units of these names; those that are new are made."""
    return _named(Unit, names, organisation)


@within_organisation
def sites_named(names: Iterable[str], *, organisation: Organisation) -> dict[str, Site]:
    """The sites of these names; those that are new are made."""
    return _named(Site, names, organisation)


def _named(
    model: type[Named], names: Iterable[str], organisation: Organisation
) -> dict[str, Named]:
    wanted = {name[:200] for name in names if name}
    model.objects.bulk_create(
        [model(organisation=organisation, name=name) for name in sorted(wanted)],
        ignore_conflicts=True,
    )
    return {each.name: each for each in model.objects.filter(name__in=wanted)}
