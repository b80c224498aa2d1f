"""Where one can go: every page that a menu leads to, under its stage, for who may see it.

A new page is one line of ``PLACES``. A stage appears when a role may see one of its pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from kringspoor.core.words import Text
from kringspoor.people.models import Membership
from kringspoor.people.rules import may


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a stage: its name, its url name, the verb it asks, the first part of its address.

    ``part`` is also that of the pages below it, so that the menu shows where one is.
    """

    stage: str
    label: Text
    view: str
    verb: str
    part: str


STAGES = {
    "today": Text(nl="Vandaag", en="Today"),
    "buy": Text(nl="Kopen", en="Buy"),
    "use": Text(nl="Gebruiken", en="Use"),
    "reuse": Text(nl="Hergebruiken", en="Reuse"),
    "prove": Text(nl="Bewijzen", en="Prove"),
    "share": Text(nl="Delen", en="Share"),
}
PLACES = (
    Place("today", Text(nl="Vandaag", en="Today"), "today", "see_inventory", ""),
    Place("use", Text(nl="Toestellen", en="Devices"), "devices", "see_inventory", "devices/"),
    Place("use", Text(nl="Partijen", en="Lots"), "lots", "see_inventory", "lots/"),
    Place(
        "use", Text(nl="Lijsten inlezen", en="Take in lists"), "imports", "import_inventory",
        "imports/",
    ),
)  # fmt: skip


def open_to(member: Membership) -> list[Place]:
    """The pages that a member may see, in the order of the menu."""
    return [each for each in PLACES if may(member, each.verb)]


def place_of(route: str) -> Place | None:
    """The page of the menu that an address belongs to: the one that says most of it."""
    found = [each for each in PLACES if each.part and route.startswith(each.part)]
    if not route:
        return next(each for each in PLACES if not each.part)
    return max(found, key=lambda each: len(each.part), default=None)
