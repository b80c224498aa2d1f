"""What somebody may be reminded of by mail, and which verb that asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kringspoor.core.words import Text
from kringspoor.people.models import Membership
from kringspoor.people.rules import may

AHEAD_DAYS = 30


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to be reminded of: its name, its heading in a mail, the verb it asks, its page."""

    name: Text
    heading: Text
    verb: str
    page: str


REMINDERS: Mapping[str, Reminder] = {
    "exception": Reminder(
        Text(nl="Uitzonderingen die op een antwoord wachten", en="Exceptions that wait"),
        Text(nl="Wachten op uw antwoord", en="Wait for your answer"),
        "approve_exception",
        "/lifetimes/exceptions/",
    ),
    "repair": Reminder(
        Text(nl="Herstellingen die te laat zijn", en="Repairs that are late"),
        Text(nl="Herstellingen die te laat zijn", en="Repairs that are late"),
        "change_inventory",
        "/repairs/?late=yes",
    ),
    "loan": Reminder(
        Text(nl="Uitgeleende toestellen die terug moesten zijn", en="Loans that are overdue"),
        Text(nl="Hadden terug moeten zijn", en="Should have come back"),
        "change_inventory",
        "/pools/",
    ),
    "review": Reminder(
        Text(nl="Toestellen in een pool om opnieuw te bekijken", en="Pool reviews that are due"),
        Text(nl="Horen deze nog in hun pool?", en="Do these still belong in their pool?"),
        "change_inventory",
        "/pools/",
    ),
    "warranty": Reminder(
        Text(nl="Garanties die binnen 30 dagen eindigen", en="Warranties that end in 30 days"),
        Text(nl="De garantie eindigt binnen 30 dagen", en="The warranty ends within 30 days"),
        "change_inventory",
        "/devices/?sort=warranty",
    ),
    "contract": Reminder(
        Text(nl="Contracten die u weldra moet opzeggen", en="Contracts to give notice on"),
        Text(nl="De opzegdag komt eraan", en="The day to give notice is near"),
        "see_prices",
        "/contracts/",
    ),
    "checkpoint": Reminder(
        Text(nl="Het controlepunt van de maand", en="The checkpoint of the month"),
        Text(nl="Het controlepunt van deze maand", en="The checkpoint of this month"),
        "see_record",
        "/record/checkpoints/",
    ),
}


def open_to(member: Membership) -> dict[str, Reminder]:
    """What a member may be reminded of."""
    return {slug: each for slug, each in REMINDERS.items() if may(member, each.verb)}
