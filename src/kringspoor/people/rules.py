"""Who may do what: a question to the role a person has in an organisation."""

from __future__ import annotations

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Membership
from kringspoor.people.roles import VERBS, role


def may(member: Membership, verb: str) -> bool:
    """Whether a member's role has this verb."""
    assert verb in VERBS, verb
    return verb in role(member.role).verbs


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
