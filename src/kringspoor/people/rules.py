"""Who may do what: a question to the role a person has in an organisation."""

from __future__ import annotations

from collections.abc import Collection

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Membership, Organisation
from kringspoor.people.roles import VERBS, role

# what is left to do in an organisation that another one succeeded: to read, and to let read
LEFT = frozenset({"see_inventory", "see_prices", "see_record", "invite_people"})


def may(member: Membership, verb: str) -> bool:
    """Whether a member's role has this verb, and the key that asks for them if one does.

    In an organisation that another one succeeded, only what reads is left.
    """
    assert verb in VERBS, verb
    narrowed = member.narrowed_to
    is_open = verb in LEFT or member.organisation.successor_id is None
    return is_open and verb in role(member.role).verbs and (narrowed is None or verb in narrowed)


def demand(member: Membership, verb: str) -> None:
    """Raise Refused unless the member's role has this verb, and the organisation is not closed."""
    if verb not in LEFT:
        demand_open(member.organisation)
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


def demand_open(organisation: Organisation) -> None:
    """Raise Refused for an organisation that another one succeeded: it can only be read."""
    if organisation.successor is not None:
        now = organisation.successor.name
        raise Refused(
            Text(
                nl=f"{organisation.name} is opgevolgd door {now} en kan alleen nog gelezen worden",
                en=f"{organisation.name} was succeeded by {now} and can only be read",
            ),
            hint=Text(nl=f"werk verder in {now}", en=f"work on in {now}"),
            code="succeeded",
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
