"""What waits for somebody today, as sentences with a number and one button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def waiting(count_by_state: Mapping[str, int]) -> list[dict[str, Any]]:
    """The work that the states of the devices ask for; what holds others up comes first."""
    asked = (
        (
            "returned",
            lambda n: ngettext("device is back and waits to be screened.",
                               "devices are back and wait to be screened.", n),
            _("Until then nobody can use or get them."),
            _("Screen them"),
        ),
        (
            "in_repair",
            lambda n: ngettext("device is in repair.", "devices are in repair.", n),
            "",
            _("Follow them up"),
        ),
        (
            "ordered",
            lambda n: ngettext("device is ordered and did not come yet.",
                               "devices are ordered and did not come yet.", n),
            "",
            _("See which"),
        ),
    )  # fmt: skip
    return [
        {
            "count": count,
            "what": what(count),
            "why": why,
            "action": action,
            "url": f"{reverse('devices')}?state={state}",
        }
        for state, what, why, action in asked
        if (count := count_by_state.get(state, 0))
    ]


def all_done() -> dict[str, str]:
    """The page of a day on which nothing waits."""
    return {
        "icon": "good",
        "heading": _("All is done"),
        "words": _("Nothing waits for you. Tomorrow Kringspoor looks again."),
        "action": _("Look at the devices"),
        "action_url": reverse("devices"),
    }
