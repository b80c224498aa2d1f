"""Who may do what with the inventory."""

from __future__ import annotations

from kringspoor.people.models import Membership
from kringspoor.people.rules import demand, demand_open, may


def may_see_prices(member: Membership) -> bool:
    """Whether a member may see what a device cost."""
    return may(member, "see_prices")


def demand_budget(member: Membership) -> None:
    """Raise Refused for a member who may not keep what-ifs: who makes budgets does."""
    demand(member, "see_prices")
    demand_open(member.organisation)


def may_import(member: Membership) -> bool:
    """Whether a member may bring files in, and undo that."""
    return may(member, "import_inventory")


def demand_inventory(member: Membership) -> None:
    """Raise Refused for a member who may not see devices."""
    demand(member, "see_inventory")


def demand_import(member: Membership) -> None:
    """Raise Refused for a member who may not bring files in."""
    demand(member, "import_inventory")


def may_change(member: Membership) -> bool:
    """Whether a member may add devices and change what is known of them."""
    return may(member, "change_inventory")


def demand_change(member: Membership) -> None:
    """Raise Refused for a member who may not change devices."""
    demand(member, "change_inventory")


def may_move(member: Membership) -> bool:
    """Whether a member may bring devices from one state to another."""
    return may(member, "change_state")


def demand_state(member: Membership) -> None:
    """Raise Refused for a member who may not move devices."""
    demand(member, "change_state")


def demand_approval(member: Membership) -> None:
    """Raise Refused for a member who may not agree to what another asks."""
    demand(member, "approve_exception")
