"""Who may do what with the record."""

from __future__ import annotations

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Membership
from kringspoor.people.rules import demand, may
from kringspoor.record.facts import EVERY_MEMBER
from kringspoor.record.models import Evidence


def demand_record(member: Membership) -> None:
    """Raise Refused for a member who may not see what was written down."""
    demand(member, "see_record")


def may_keep(member: Membership) -> bool:
    """Whether a member may keep files as evidence, and say what they are."""
    return may(member, "see_record") and may(member, "change_inventory")


def demand_keeping(member: Membership) -> None:
    """Raise Refused for a member who may not keep files as evidence."""
    demand(member, "see_record")
    demand(member, "change_inventory")


def demand_file(member: Membership, evidence: Evidence) -> None:
    """Raise Refused for a member who may not open this file."""
    if evidence.visibility not in EVERY_MEMBER:
        demand(member, "see_record")


def may_erase(member: Membership) -> bool:
    """Whether a member may have something erased: an administrator in person, never by a key."""
    return member.role == "admin" and member.narrowed_to is None


def demand_erasing(member: Membership) -> None:
    """Raise Refused for whoever is not an administrator."""
    if not may_erase(member):
        raise Refused(
            Text(
                nl="alleen een beheerder kan iets wissen",
                en="only an administrator can erase something",
            ),
            hint=Text(
                nl="vraag het aan een beheerder van uw organisatie",
                en="ask an administrator of your organisation",
            ),
            code="role",
        )


def may_hook(member: Membership) -> bool:
    """Whether a member may have other programs told of what happens."""
    return may(member, "see_record") and may(member, "change_inventory")


def demand_hooking(member: Membership) -> None:
    """Raise Refused for a member who may not have other programs told of what happens."""
    demand(member, "see_record")
    demand(member, "change_inventory")
