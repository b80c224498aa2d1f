"""What every page knows: where one is, and in which words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from kringspoor import __version__
from kringspoor.core.words import Language
from kringspoor.people.language import language
from kringspoor.people.rules import may
from kringspoor.web.places import STAGES, Place, open_to, place_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organisation, the language, and the stages of a device's life as ways to go."""
    if not hasattr(request, "organisation"):
        return {"language": get_language(), "version": __version__}
    member = request.member  # type: ignore[attr-defined]
    match = request.resolver_match
    here = place_of(match.route) if match else None
    rail, places = _menu(tuple(open_to(member)), here, language(), get_script_prefix())
    return {
        "language": get_language(),
        "version": __version__,
        "rail": rail,
        "places": places,
        "sees_people": may(member, "invite_people"),
    }


@lru_cache(maxsize=1_000)
def _menu(
    places: tuple[Place, ...], here: Place | None, said: Language, prefix: str
) -> tuple[str, str]:
    """The stages, and the pages of the one that is open: the same for all who may see the same.

    The addresses in it begin with ``prefix``, which names the organisation.
    """
    stages = _stages(places, here, said)
    near = [place for each in stages for place in each["places"]]
    beside = render_to_string("components/beside.html", {"places": near})
    return render_to_string("components/rail.html", {"stages": stages}), beside


def _stages(places: tuple[Place, ...], here: Place | None, said: Language) -> list[dict[str, Any]]:
    """The stages, each leading to its first page; that of the page itself with all of them."""
    stages = []
    for slug, name in STAGES.items():
        found = [each for each in places if each.stage == slug]
        if not found:
            continue
        is_current = here is not None and here.stage == slug
        stages.append(
            {
                "label": name.spoken(said),
                "url": reverse(found[0].view),
                "icon": slug,
                "is_current": is_current,
                "places": _shown(found, here, said) if is_current and len(found) > 1 else [],
            }
        )
    return stages


def _shown(places: list[Place], here: Place | None, said: Language) -> list[dict[str, Any]]:
    return [
        {
            "label": each.label.spoken(said),
            "url": reverse(each.view),
            "is_current": each == here,
            "group": each.group.spoken(said),
        }
        for each in places
    ]
