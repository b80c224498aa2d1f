"""The devices that a person chose in a list: those ticked, or all that its address finds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.use.queries import devices as queries
from kringspoor.use.rules.filters import asked_of
from kringspoor.use.views.asking import member_of

MOST_TICKED = 1_000


def chosen(request: HttpRequest) -> list[int]:
    """The numbers of the devices a list sent along. Raises BadInput when that is none."""
    organisation = member_of(request).organisation
    if request.POST.get("all"):
        asked = asked_of(QueryDict(request.POST.get("query", "")).dict())
        found = queries.devices(asked, organisation=organisation)
        numbers = list(found.values_list("pk", flat=True))
    else:
        ticked = request.POST.getlist("number")[:MOST_TICKED]
        numbers = [int(each) for each in ticked if each.isdecimal() and len(each) < 19]
    if not numbers:
        raise BadInput(_NONE, hint=_TICK, code="none-chosen")
    return numbers


def carried(request: HttpRequest) -> dict[str, Any]:
    """What the next page sends along again, so that it is about the same devices."""
    is_all = bool(request.POST.get("all"))
    return {
        "is_all": is_all,
        "query": request.POST.get("query", ""),
        "numbers": [] if is_all else request.POST.getlist("number")[:MOST_TICKED],
    }


_NONE = Text(nl="u koos geen toestellen", en="you chose no devices")
_TICK = Text(nl="vink ze aan in de lijst", en="tick them in the list")
