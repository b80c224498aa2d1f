"""Where one can go: every page that a menu leads to, under its stage, for who may see it.

A new page is one line of ``PLACES``. A stage appears when a role may see one of its pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from kringspoor.core.words import NOTHING, Text
from kringspoor.people.models import Membership
from kringspoor.people.rules import may


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a stage: its name, its url name, the verb it asks, the first part of its address.

    ``part`` is also that of the pages below it, so that the menu shows where one is. Pages of one
    ``group`` stand together.
    """

    stage: str
    label: Text
    view: str
    verb: str
    part: str
    group: Text = NOTHING


STAGES = {
    "today": Text(nl="Vandaag", en="Today"),
    "buy": Text(nl="Kopen", en="Buy"),
    "use": Text(nl="Gebruiken", en="Use"),
    "reuse": Text(nl="Hergebruiken", en="Reuse"),
    "prove": Text(nl="Bewijzen", en="Prove"),
    "share": Text(nl="Delen", en="Share"),
}
SEE = "see_inventory"
_STOCK = Text(nl="Inventaris", en="Inventory")
_COUNT = Text(nl="Tellen", en="Count")
_REPAIR = Text(nl="Herstellen en delen", en="Repair and share")
_LIFETIME = Text(nl="Levensduur", en="Lifetime")


def _use(group: Text, nl: str, en: str, view: str, part: str, verb: str = SEE) -> Place:
    return Place("use", Text(nl=nl, en=en), view, verb, part, group)


PLACES = (
    Place("today", Text(nl="Vandaag", en="Today"), "today", SEE, ""),
    _use(_STOCK, "Toestellen", "Devices", "devices", "devices/"),
    _use(_STOCK, "Partijen", "Lots", "lots", "lots/"),
    _use(_STOCK, "Bestellingen", "Orders", "orders", "orders/"),
    _use(_STOCK, "Contracten", "Contracts", "contracts", "contracts/"),
    _use(_STOCK, "Partners", "Partners", "partners", "partners/"),
    _use(_STOCK, "Lijsten inlezen", "Take in lists", "imports", "imports/", "import_inventory"),
    _use(_STOCK, "Koppelingen", "Connections", "connections", "connections/", "import_inventory"),
    _use(_COUNT, "Tellingen", "Counts", "counts", "counts/"),
    _use(_COUNT, "Onbekende etiketten", "Unknown labels", "drafts", "drafts/"),
    _use(_COUNT, "Etiketten", "Labels", "labels", "labels/"),
    _use(_COUNT, "Lang niet gezien", "Not seen for long", "dormant", "missing/"),
    _use(_COUNT, "Oproepbrieven", "Recall letters", "letters", "letters/", "change_inventory"),
    _use(_REPAIR, "Herstellingen", "Repairs", "repairs", "repairs/"),
    _use(_REPAIR, "Onderdelen", "Parts", "parts", "parts/"),
    _use(_REPAIR, "Pools", "Pools", "pools", "pools/"),
    _use(_LIFETIME, "Regels", "Rules", "lifetimes", "lifetimes/"),
    _use(_LIFETIME, "Aan vervanging toe", "Due for replacement", "due", "lifetimes/due/"),
    _use(_LIFETIME, "Uitzonderingen", "Exceptions", "lifetime_exceptions", "lifetimes/exceptions/"),
    _use(_LIFETIME, "Garantie", "Warranty", "warranty_gap", "lifetimes/warranty/"),
    _use(_LIFETIME, "Gehaalde levensduur", "Achieved lifetimes", "achieved", "achieved/"),
    _use(_LIFETIME, "Vervangingsplan", "Replacement plan", "plan", "plan/"),
    Place("prove", Text(nl="Logboek", en="Record"), "record", "see_record", "record/"),
)


def open_to(member: Membership) -> list[Place]:
    """The pages that a member may see, in the order of the menu."""
    return [each for each in PLACES if may(member, each.verb)]


def place_of(route: str) -> Place | None:
    """The page of the menu that an address belongs to: the one that says most of it."""
    found = [each for each in PLACES if each.part and route.startswith(each.part)]
    if not route:
        return next(each for each in PLACES if not each.part)
    return max(found, key=lambda each: len(each.part), default=None)
