"""What every page knows: where one is, and in which words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from kringspoor import __version__
from kringspoor.people.language import language
from kringspoor.people.rules import may
from kringspoor.web.places import STAGES, Place, open_to, place_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organisation, the language, and the stages of a device's life as ways to go."""
    if not hasattr(request, "organisation"):
        return {"language": get_language(), "nav": [], "version": __version__}
    member = request.member  # type: ignore[attr-defined]
    match = request.resolver_match
    here = place_of(match.route) if match else None
    nav = _nav(open_to(member), here)
    return {
        "language": get_language(),
        "version": __version__,
        "nav": nav,
        "places": next((each["places"] for each in nav if each["is_current"]), []),
        "sees_people": may(member, "invite_people"),
    }


def _nav(places: list[Place], here: Place | None) -> list[dict[str, Any]]:
    """The stages, each leading to its first page; that of the page itself with all of them."""
    stages = []
    for slug, name in STAGES.items():
        found = [each for each in places if each.stage == slug]
        if not found:
            continue
        is_current = here is not None and here.stage == slug
        stages.append(
            {
                "slug": slug,
                "label": name.spoken(language()),
                "url": reverse(found[0].view),
                "icon": slug,
                "is_current": is_current,
                "places": _shown(found, here) if is_current and len(found) > 1 else [],
            }
        )
    return stages


def _shown(places: list[Place], here: Place | None) -> list[dict[str, Any]]:
    said = language()
    return [
        {
            "label": each.label.spoken(said),
            "url": reverse(each.view),
            "is_current": each == here,
            "group": each.group.spoken(said),
        }
        for each in places
    ]
