"""Who may connect other asset tools."""

from __future__ import annotations

from kringspoor.people.models import Membership
from kringspoor.people.rules import demand, may

_VERB = "import_inventory"  # what is fetched is taken in like any list


def may_connect(member: Membership) -> bool:
    """Whether a member may connect other tools, and fetch from them."""
    return may(member, _VERB)


def demand_connect(member: Membership) -> None:
    """Raise Refused for a member who may not connect other tools."""
    demand(member, _VERB)
