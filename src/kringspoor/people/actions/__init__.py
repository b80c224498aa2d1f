"""Verbs that change who takes part.

This room is under the record, so a verb that must be written down returns the :class:`Change` that
happened; the door that called it writes it down within the same transaction.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction

from kringspoor.people.models import (
    ApiToken,
    Invitation,
    Membership,
    Organisation,
    Site,
    Unit,
    User,
)
from kringspoor.people.roles import role
from kringspoor.people.rules import demand_an_administrator_stays, demand_own_verbs
from kringspoor.people.tenancy import across_organisations, within_organisation

Named = TypeVar("Named", Unit, Site)
INVITATION_DAYS = 7
TOKEN_MARK = "ks_"  # so that a scanner for leaked keys can recognise one
_PREFIX_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to whom, for the record."""

    kind: str
    subject: str
    payload: Mapping[str, str | None]


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
@transaction.atomic
def change_role(
    member: Membership,
    role_slug: str,
    *,
    organisation: Organisation,
    ends_on: date | None = None,
) -> Change:
    """Give a member another role or last day. Raises Refused when no administrator would stay."""
    _hold(organisation)
    if role_slug != "admin" or ends_on:
        demand_an_administrator_stays(member)
    before = member.role
    member.role, member.ends_on = role(role_slug).slug, ends_on
    member.save(update_fields=("role", "ends_on"))
    told = {"from": before, "to": member.role, "ends_on": _written(ends_on)}
    return Change("role_changed", member.user.subject, told)


@within_organisation
@transaction.atomic
def take_role_of_provider(
    user: User, role_slug: str, *, organisation: Organisation
) -> Change | None:
    """Give a person the role their provider gives them; None when they have it already.

    Also the last administrator takes the role of the provider: there, another one is named.
    """
    held = Membership.objects.filter(user=user).first()
    if held and held.role == role_slug and held.ends_on is None:
        return None
    give_role(user, role_slug, organisation=organisation)
    told = {"from": held.role if held else None, "to": role_slug}
    return Change("role_vouched_for", user.subject, told)


@within_organisation
@transaction.atomic
def end_membership(member: Membership, *, organisation: Organisation, today: date) -> Change:
    """End a membership, from now on. Raises Refused for the last administrator."""
    _hold(organisation)
    demand_an_administrator_stays(member)
    member.ends_on = today - timedelta(days=1)  # a membership holds until the end of its last day
    member.save(update_fields=("ends_on",))
    return Change("membership_ended", member.user.subject, {"role": member.role})


@within_organisation
@transaction.atomic
def invite(
    email: str,
    role_slug: str,
    *,
    organisation: Organisation,
    actor: User,
    today: date,
    ends_on: date | None = None,
) -> tuple[Invitation, Change]:
    """Let a role wait for whoever reads the mail of this address; an older one is replaced."""
    address = email.strip().lower()
    Invitation.objects.filter(email=address, closed_on__isnull=True).update(closed_on=today)
    made = Invitation.objects.create(
        organisation=organisation,
        email=address,
        role=role(role_slug).slug,
        role_ends_on=ends_on,
        invited_by=actor,
        expires_on=today + timedelta(days=INVITATION_DAYS),
    )
    told = {"role": made.role, "ends_on": _written(ends_on)}
    return made, Change("invited", f"invitation:{made.pk}", told)


@within_organisation
@transaction.atomic
def withdraw_invitation(
    invitation: Invitation, *, organisation: Organisation, today: date
) -> Change:
    """Let the link of an invitation work no more."""
    Invitation.objects.filter(pk=invitation.pk, closed_on__isnull=True).update(closed_on=today)
    return Change("invitation_withdrawn", f"invitation:{invitation.pk}", {})


@within_organisation
@transaction.atomic
def take_up_invitation(
    invitation: Invitation, user: User, *, organisation: Organisation, today: date
) -> Change | None:
    """Give the invited person the role, once: None when somebody was before."""
    waiting = Invitation.objects.filter(pk=invitation.pk, closed_on__isnull=True)
    if not waiting.update(closed_on=today):
        return None
    held = Membership.objects.filter(user=user).first()
    if held:
        return change_role(
            held, invitation.role, organisation=organisation, ends_on=invitation.role_ends_on
        )
    give_role(user, invitation.role, organisation=organisation, ends_on=invitation.role_ends_on)
    told = {"to": invitation.role, "ends_on": _written(invitation.role_ends_on)}
    return Change("invitation_taken_up", user.subject, told)


@within_organisation
@transaction.atomic
def make_token(
    member: Membership,
    name: str,
    verbs: Collection[str],
    *,
    organisation: Organisation,
    expires_on: date,
) -> tuple[str, ApiToken, Change]:
    """A key for a program. Its text is returned here and never again: only a digest is kept."""
    demand_own_verbs(member, verbs)
    raw = TOKEN_MARK + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        organisation=organisation,
        user=member.user,
        name=name[:120],
        prefix=raw[: len(TOKEN_MARK) + _PREFIX_LETTERS],
        # 256 random bits need no slow hash: there is nothing to guess
        sha256=hashlib.sha256(raw.encode()).hexdigest(),
        verbs=sorted(verbs),
        expires_on=expires_on,
    )
    told = {"verbs": " ".join(made.verbs), "expires_on": expires_on.isoformat()}
    return raw, made, Change("token_made", f"token:{made.pk}", told)


@within_organisation
@transaction.atomic
def revoke_token(token: ApiToken, *, organisation: Organisation, today: date) -> Change:
    """Let a key open nothing any more."""
    ApiToken.objects.filter(pk=token.pk, revoked_on__isnull=True).update(revoked_on=today)
    return Change("token_revoked", f"token:{token.pk}", {"prefix": token.prefix})


def _hold(organisation: Organisation) -> None:
    """Let nobody else change roles meanwhile: two administrators may not end each other."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
