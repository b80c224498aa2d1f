"""Questions about people and organisations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kringspoor.people.models import ApiToken, Invitation, Membership, Organisation, User
from kringspoor.people.roles import ROLES
from kringspoor.people.tenancy import across_organisations, within_organisation


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """For whom a program acts, and which of their verbs it may use."""

    member: Membership
    verbs: frozenset[str]


@across_organisations("signing in: a person chooses among their own organisations")
def memberships_of(user: User, today: date) -> list[Membership]:
    """The memberships that hold today, each with its organisation."""
    found = Membership.objects.filter(_holds(today), user=user).select_related("organisation")
    members = list(found.order_by("organisation__name", "id"))
    for each in members:
        each.user = user  # known, so nobody asks for it again
    return members


def _holds(today: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)


@within_organisation
def members(today: date, *, organisation: Organisation) -> Sequence[Membership]:
    """Who has a role today."""
    found = Membership.objects.filter(_holds(today)).select_related("user")
    return list(found.order_by("user__name", "user__email"))


@within_organisation
def member_numbered(number: int, today: date, *, organisation: Organisation) -> Membership | None:
    """The membership of that number, when it holds today."""
    found = Membership.objects.filter(_holds(today), pk=number)
    return found.select_related("user", "organisation").first()


@within_organisation
def open_invitations(today: date, *, organisation: Organisation) -> Sequence[Invitation]:
    """The invitations whose link still works."""
    return list(Invitation.objects.filter(closed_on__isnull=True, expires_on__gte=today))


@within_organisation
def invitation_numbered(number: int, *, organisation: Organisation) -> Invitation | None:
    """The invitation of that number."""
    return Invitation.objects.filter(pk=number, closed_on__isnull=True).first()


@across_organisations("an invitation is read by who is not in an organisation yet")
def invitation_waiting(number: int, today: date) -> Invitation | None:
    """The invitation of that number, when nobody took it up and its days are not over."""
    found = Invitation.objects.filter(pk=number, closed_on__isnull=True, expires_on__gte=today)
    return found.select_related("organisation", "invited_by").first()


@across_organisations("a provider of identities names an organisation by its code")
def organisation_coded(org_code: str) -> Organisation | None:
    """The organisation of that code."""
    return Organisation.objects.filter(org_code=org_code).first() if org_code else None


@within_organisation
def tokens_of(user: User, *, organisation: Organisation) -> Sequence[ApiToken]:
    """The keys a person made here, those that opened something once included."""
    return list(ApiToken.objects.filter(user=user))


@across_organisations("a key says by itself to which organisation it belongs")
def token_holder(raw: str, today: date) -> TokenHolder | None:
    """Who stands behind a key that works today, and writes down that it was used today.

    A key never does more than the role of its owner, also when that role became smaller.
    """
    digest = hashlib.sha256(raw.encode()).hexdigest()
    found = (
        ApiToken.objects.filter(sha256=digest, revoked_on__isnull=True, expires_on__gte=today)
        .filter(user__is_active=True)
        .first()
    )
    if found is None:
        return None
    holds = Membership.objects.filter(
        _holds(today), user=found.user_id, organisation=found.organisation_id
    )
    member = holds.select_related("user", "organisation").first()
    if member is None:
        return None
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return TokenHolder(member, frozenset(found.verbs) & ROLES[member.role].verbs)
