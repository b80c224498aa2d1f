"""The page that one field at the top leads to: things, people, pages, and words of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from kringspoor.core.states import State
from kringspoor.people.language import language
from kringspoor.people.models import Membership
from kringspoor.people.queries import members
from kringspoor.people.rules import may
from kringspoor.use.models import Device
from kringspoor.use.queries import finding
from kringspoor.use.rules import demand_inventory, may_import
from kringspoor.use.tables import LEVELS
from kringspoor.use.tables.lots import name_of
from kringspoor.web.middleware import Request
from kringspoor.web.places import open_to
from kringspoor.web.seed import meanings

MOST = finding.MOST
MOST_WORDS_CHARACTERS = 100


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What is called so. A whole tag or serial, as a scanner types it, opens its device."""
    member = cast(Request, request).member
    demand_inventory(member)
    words = " ".join(request.GET.get("q", "").split())[:MOST_WORDS_CHARACTERS]
    found = finding.devices_called(words, organisation=member.organisation)
    whole = [each for each in found if words.upper() in (each.tag.upper(), each.serial.upper())]
    if len(whole) == 1 and "all" not in request.GET:
        return redirect("device", whole[0].pk)
    groups = _groups(words, found, member) if words else {}
    return render(request, "search.html", {"words": words, "is_asked": bool(words), **groups})


def _groups(words: str, found: list[Device], member: Membership) -> dict[str, Any]:
    """What was found, kind by kind."""
    names = finding.names_of(organisation=member.organisation)
    groups = {
        "devices": [_device(each) for each in found[:MOST]],
        "has_more": len(found) > MOST,
        "models": _models(words, names),
        "orders": _orders(words, names),
        "lots": _lots(words, names),
        "lists": _named(words, names.lists, "import") if may_import(member) else [],
        "partners": _named(words, names.partners, "partner"),
        "people": _people(words, member),
        "places": _places(words, member),
        "meanings": _meanings(words, member),
    }
    return {**groups, "is_nothing": not any(groups.values())}


def _device(device: Device) -> dict[str, Any]:
    return {
        "number": device.pk,
        "name": str(device),
        "about": " · ".join(filter(None, (f"{device.make} {device.model}".strip(), device.serial))),
        "state": State(device.state).text.spoken(language()),
        "level": LEVELS.get(device.state, ""),
    }


def _models(words: str, names: finding.Names) -> list[dict[str, Any]]:
    return [_listed(name, count) for name, count in _with_all(words, names.models)]


def _orders(words: str, names: finding.Names) -> list[dict[str, Any]]:
    return [_listed(name, count) for name, count in _with(words, names.orders)]


def _listed(name: str, count: int) -> dict[str, Any]:
    return {"name": name, "count": count, "url": f"{reverse('devices')}?{urlencode({'q': name})}"}


def _lots(words: str, names: finding.Names) -> list[dict[str, Any]]:
    return [
        {"name": name_of(each), "count": each.quantity_count, "url": reverse("lot", args=[each.pk])}
        for (each,) in _with_all(words, names.lots)
    ]


def _named(words: str, names: Sequence[tuple[str, str, int]], view: str) -> list[dict[str, Any]]:
    """What has these words in its name, each with its page."""
    found = _with(words, names)
    return [{"name": name, "url": reverse(view, args=[number])} for name, number in found]


def _with(words: str, names: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The first of what has these words, one behind the other, in what it is sought by."""
    key = words.upper()
    return [each[1:] for each in islice((each for each in names if key in each[0]), MOST)]


def _with_all(words: str, names: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The first of what has all these words, wherever, in what it is sought by."""
    first, *others = words.upper().split()
    found = (each for each in names if first in each[0] and all(key in each[0] for key in others))
    return [each[1:] for each in islice(found, MOST)]


def _people(words: str, member: Membership) -> list[dict[str, Any]]:
    """Colleagues, for who looks after them."""
    if not may(member, "invite_people"):
        return []
    everybody = members(timezone.localdate(), organisation=member.organisation)
    key = words.casefold()
    return [
        {"name": str(each.user), "about": each.user.email, "url": reverse("person", args=[each.pk])}
        for each in everybody
        if key in f"{each.user.name} {each.user.email}".casefold()
    ][:MOST]


def _places(words: str, member: Membership) -> list[dict[str, Any]]:
    key = words.casefold()
    return [
        {"name": each.label.spoken(language()), "url": reverse(each.view)}
        for each in open_to(member)
        if key in f"{each.label.nl} / {each.label.en}".casefold()
    ]


def _meanings(words: str, member: Membership) -> list[dict[str, Any]]:
    """What a word of the articles leads to; a page a role may not see is not a way."""
    views = {each.view for each in open_to(member)}
    return [
        {
            "what": each.what.spoken(language()),
            "is_english": each.what.nl == each.what.en and language() == "nl",
            "url": reverse(each.view) if each.view in views else "",
            "command": each.command,
            "is_there": each.is_there,
            "note": each.note,
        }
        for each in meanings(words)[:MOST]
    ]
