"""What waits for somebody today, as sentences with a number and one button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.people.models import Membership
from kringspoor.people.rules import may
from kringspoor.use import tables
from kringspoor.use.queries import today as queries
from kringspoor.use.rules.quarters import IN_WINDOW, OVERDUE

# Which verb each kind of work asks, in the order in which it holds others up.
VERBS = {
    "exception": "approve_exception",
    "correction": "approve_exception",
    "import": "import_inventory",
    "connection": "import_inventory",
    "medium": "change_state",
    "returned": "change_state",
    "repair": "change_state",
    "loan": "change_state",
    "review": "change_state",
    "permit": "change_state",
    "contract": "see_prices",
    "order": "change_inventory",
    "draft": "change_inventory",
    OVERDUE: "see_prices",
    IN_WINDOW: "see_prices",
    "warranty": "see_prices",
    "checkpoint": "see_record",
}
# What its button asks, where more people may look than may act.
_ACTS = {"contract": "change_inventory", OVERDUE: "change_state", IN_WINDOW: "change_state"}


@dataclass(frozen=True, slots=True)
class _Said:
    """How one kind of work is told: what, why it matters, and the button that leads to it."""

    what: str
    why: str
    action: str
    url: str


def waiting(member: Membership, today: date, at: datetime) -> list[dict[str, Any]]:
    """The work that waits for a member; what holds others up comes first."""
    kinds = [kind for kind, verb in VERBS.items() if may(member, verb)]
    found = queries.waiting(
        kinds, organisation=member.organisation, member=member, today=today, at=at
    )
    said = dict(
        (*_decided(found), *_asked(found), *_moved(found), *_ending(found, today), *_planned(found))
    )
    return [
        {"count": found.counts[kind], "what": each.what, "why": each.why,
         "action": each.action if may(member, _ACTS.get(kind, VERBS[kind])) else _("See which"),
         "url": each.url}
        for kind, each in ((kind, said[kind]) for kind in kinds)
        if found.counts[kind]
    ]  # fmt: skip


def _decided(found: queries.Waiting) -> Iterator[tuple[str, _Said]]:
    """What a person must decide before another can go on."""
    count = found.counts.get
    first = found.first_correction_no
    yield "exception", _Said(
        ngettext(
            "exception to a lifetime waits for your answer.",
            "exceptions to a lifetime wait for your answer.",
            count("exception", 0),
        ),
        _("Whoever asked cannot go on."), _("Answer them"), reverse("lifetime_exceptions"),
    )  # fmt: skip
    yield "correction", _Said(
        ngettext(
            "correction waits for a second person.",
            "corrections wait for a second person.",
            count("correction", 0),
        ),
        _("Two persons strike a device off, never one."), _("Look at the first"),
        reverse("device", args=[first]) if first else "",
    )  # fmt: skip


def _asked(found: queries.Waiting) -> Iterator[tuple[str, _Said]]:
    """What came in and asks something."""
    count = found.counts.get
    yield "import", _Said(
        ngettext(
            "list was read and waits for your word.",
            "lists were read and wait for your word.",
            count("import", 0),
        ),
        _("Nothing of it is in the inventory yet."), _("See what would change"), reverse("imports"),
    )  # fmt: skip
    yield "connection", _Said(
        ngettext(
            "connection with another tool does not work.",
            "connections with another tool do not work.",
            count("connection", 0),
        ),
        _("What changes there does not come in."), _("See why"), reverse("connections"),
    )  # fmt: skip
    yield "draft", _Said(
        ngettext(
            "label was scanned that nobody knows.",
            "labels were scanned that nobody knows.",
            count("draft", 0),
        ),
        "", _("Say what they are"), reverse("drafts"),
    )  # fmt: skip


def _moved(found: queries.Waiting) -> Iterator[tuple[str, _Said]]:
    """What must be done with devices and their media."""
    count = found.counts.get
    back = f"{reverse('devices')}?state=returned"
    yield "medium", _Said(
        ngettext(
            "proof of erasure is missing.", "proofs of erasure are missing.", count("medium", 0)
        ),
        _("These devices came back; without proof none of them leaves."),
        _("Erase and add the certificate"), back,
    )  # fmt: skip
    yield "returned", _Said(
        ngettext(
            "device is back and waits to be screened.",
            "devices are back and wait to be screened.",
            count("returned", 0),
        ),
        _("Until then nobody can use or get them."), _("Screen them"), back,
    )  # fmt: skip
    yield "repair", _Said(
        ngettext(
            "repair is past the day that was agreed.",
            "repairs are past the day that was agreed.",
            count("repair", 0),
        ),
        "", _("Follow them up"), f"{reverse('repairs')}?status=open&late=yes",
    )  # fmt: skip
    yield "loan", _Said(
        ngettext("loan is overdue.", "loans are overdue.", count("loan", 0)),
        "", _("Ask for them back"), reverse("pools"),
    )  # fmt: skip
    yield "review", _Said(
        ngettext(
            "device in a pool is due for a new look.",
            "devices in a pool are due for a new look.",
            count("review", 0),
        ),
        _("What nobody asks for finds another use."), _("Look again"), reverse("pools"),
    )  # fmt: skip


def _ending(found: queries.Waiting, today: date) -> Iterator[tuple[str, _Said]]:
    """What ends soon."""
    count = found.counts.get
    yield "permit", _Said(
        ngettext(
            "permit of a partner ends within 30 days.",
            "permits of partners end within 30 days.",
            count("permit", 0),
        ),
        _("First: %(name)s. Without a permit no device goes there.") % {"name": found.first_permit},
        _("Ask for a new permit"),
        f"{reverse('partners')}?{urlencode({'q': found.first_permit})}",
    )  # fmt: skip
    day = tables.day(found.notice_on) if found.notice_on else ""
    yield "contract", _Said(
        ngettext(
            "contract can still be ended within 30 days.",
            "contracts can still be ended within 30 days.",
            count("contract", 0),
        ),
        _("%(name)s: until %(day)s.") % {"name": found.first_contract, "day": day},
        _("Decide"), reverse("contracts"),
    )  # fmt: skip
    before = (today + timedelta(days=queries.SOON_DAYS + 1)).isoformat()
    yield "warranty", _Said(
        ngettext(
            "warranty ends within 30 days.", "warranties end within 30 days.", count("warranty", 0)
        ),
        _("Report faults before that."), _("See which"),
        f"{reverse('devices')}?warranty_before={before}&sort=-warranty",
    )  # fmt: skip


def _planned(found: queries.Waiting) -> Iterator[tuple[str, _Said]]:
    """What asks for a plan, or for a mark that all is still there."""
    count, due = found.counts.get, reverse("due")
    yield "order", _Said(
        ngettext(
            "device was delivered and is not in the inventory.",
            "devices were delivered and are not in the inventory.",
            count("order", 0),
        ),
        "", _("See which"), reverse("orders"),
    )  # fmt: skip
    yield OVERDUE, _Said(
        ngettext(
            "device is past its window.", "devices are past their window.", count(OVERDUE, 0)
        ),
        _("Each is replaced, or kept longer by an exception."), _("Decide for each"),
        f"{due}?when={OVERDUE}",
    )  # fmt: skip
    yield IN_WINDOW, _Said(
        ngettext("device is in its window.", "devices are in their window.", count(IN_WINDOW, 0)),
        "", _("Plan their next lives"), f"{due}?when={IN_WINDOW}",
    )  # fmt: skip
    yield "checkpoint", _Said(
        ngettext(
            "act is on record since the last checkpoint, of more than a month ago.",
            "acts are on record since the last checkpoint, of more than a month ago.",
            count("checkpoint", 0),
        ),
        _("A signed checkpoint is what a partner keeps as a witness."), _("Make a checkpoint"),
        reverse("checkpoints"),
    )  # fmt: skip


def all_done() -> dict[str, str]:
    """The page of a day on which nothing waits."""
    return {
        "icon": "good",
        "heading": _("All is done"),
        "words": _("Nothing waits for you. Tomorrow Kringspoor looks again."),
        "action": _("Look at the devices"),
        "action_url": reverse("devices"),
    }
