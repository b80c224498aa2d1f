"""What can be done with the devices that were chosen in a list: one line per verb.

A page that does something with many devices adds a line to ``BULK``. Its view takes a POST, asks
``views.choosing.chosen(request)`` for the numbers of the devices, and carries them to its own next
page with ``views.choosing.carried(request)`` and the include ``use/chosen.html``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kringspoor.core.words import Text
from kringspoor.people.language import language
from kringspoor.people.models import Membership
from kringspoor.people.rules import may


@dataclass(frozen=True, slots=True)
class Bulk:
    """A verb for many devices: its words, the url name of its page, and the verb a role needs."""

    label: Text
    view: str
    verb: str


BULK = (
    Bulk(Text(nl="Wijzigen", en="Change"), "devices_change", "change_inventory"),
    Bulk(Text(nl="Stap zetten", en="Take a step"), "devices_move", "change_state"),
    Bulk(Text(nl="Bewaren als Excel", en="Keep as Excel"), "devices_file", "see_inventory"),
)


def offered(member: Membership) -> list[dict[str, Any]]:
    """The verbs that a member may use, with their addresses."""
    said = language()
    return [
        {"label": each.label.spoken(said), "url": reverse(each.view)}
        for each in BULK
        if may(member, each.verb)
    ]
