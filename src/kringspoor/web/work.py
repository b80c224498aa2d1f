"""What waits for somebody today, as sentences with a number and one button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def waiting(count_by_state: Mapping[str, int]) -> list[dict[str, Any]]:
    """The work that the states of the devices ask for; what holds others up comes first."""
    return [
        {
            "count": count,
            "what": what,
            "why": why,
            "action": action,
            "url": f"{reverse('devices')}?state={state}",
        }
        for state, (count, what, why, action) in _asked(count_by_state).items()
        if count
    ]


def _asked(count_by_state: Mapping[str, int]) -> dict[str, tuple[int, str, str, str]]:
    back, broken, ordered = (
        count_by_state.get(state, 0) for state in ("returned", "in_repair", "ordered")
    )
    return {
        "returned": (
            back,
            ngettext(
                "device is back and waits to be screened.",
                "devices are back and wait to be screened.",
                back,
            ),
            _("Until then nobody can use or get them."),
            _("Screen them"),
        ),
        "in_repair": (
            broken,
            ngettext("device is in repair.", "devices are in repair.", broken),
            "",
            _("Follow them up"),
        ),
        "ordered": (
            ordered,
            ngettext(
                "device is ordered and did not come yet.",
                "devices are ordered and did not come yet.",
                ordered,
            ),
            "",
            _("See which"),
        ),
    }


def all_done() -> dict[str, str]:
    """The page of a day on which nothing waits."""
    return {
        "icon": "good",
        "heading": _("All is done"),
        "words": _("Nothing waits for you. Tomorrow Kringspoor looks again."),
        "action": _("Look at the devices"),
        "action_url": reverse("devices"),
    }
