"""Who may do what: a question to the role a person has in an organisation."""

from __future__ import annotations

from collections.abc import Collection

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Membership
from kringspoor.people.roles import VERBS, role


def may(member: Membership, verb: str) -> bool:
    """Whether a member's role has this verb, and the key that asks for them if one does."""
    assert verb in VERBS, verb
    narrowed = member.narrowed_to
    return verb in role(member.role).verbs and (narrowed is None or verb in narrowed)


def demand(member: Membership, verb: str) -> None:
    """Raise Refused unless the member's role has this verb."""
    if not may(member, verb):
        name = role(member.role).name
        raise Refused(
            Text(
                nl=f"als {name.nl} kunt u dit niet doen",
                en=f"as {name.en} you cannot do this",
            ),
            hint=Text(
                nl="vraag het aan een beheerder van uw organisatie",
                en="ask an administrator of your organisation",
            ),
            code="role",
        )


def demand_an_administrator_stays(member: Membership) -> None:
    """Raise Refused when nobody but this member would be administrator without an end."""
    others = Membership.objects.filter(
        role="admin", ends_on__isnull=True, user__is_active=True
    ).exclude(pk=member.pk)
    if member.role == "admin" and member.ends_on is None and not others.exists():
        raise Refused(
            Text(
                nl="dit is de laatste beheerder van uw organisatie",
                en="this is the last administrator of your organisation",
            ),
            hint=Text(
                nl="maak eerst iemand anders beheerder, zonder einddatum",
                en="first make somebody else administrator, without a last day",
            ),
            code="last-administrator",
        )


def demand_own_verbs(member: Membership, verbs: Collection[str]) -> None:
    """Raise Refused when a key would do what its owner may not."""
    for verb in verbs:
        demand(member, verb)
