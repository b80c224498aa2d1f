"""What every page knows: where one is, and in which words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kringspoor.people.rules import may

# the stage, the page it begins with, and the first parts of the addresses of its pages
_STAGES = (("today", "today", ("",)), ("use", "devices", ("devices", "imports")))


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organisation, the language, and the stages of a device's life as ways to go."""
    if not hasattr(request, "organisation"):
        return {"language": get_language(), "nav": []}
    words = {"today": _("Today"), "use": _("Use")}
    current = request.resolver_match.route.partition("/")[0] if request.resolver_match else ""
    nav = [
        {
            "slug": slug,
            "label": words[slug],
            "url": reverse(view),
            "icon": slug,
            "is_current": current in firsts,
        }
        for slug, view, firsts in _STAGES
    ]
    sees_people = may(request.member, "invite_people")  # type: ignore[attr-defined]
    return {"language": get_language(), "nav": nav, "sees_people": sees_people}
