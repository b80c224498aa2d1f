"""The filters of the list of devices in words: choices with their counts, chips, saved views."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.states import DataState, Ownership, State
from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.people.models import User
from kringspoor.use.forms.devices import FilterForm
from kringspoor.use.models import SavedView
from kringspoor.use.rules.filters import BOUNDS, NOT_KNOWN, PASTED
from kringspoor.use.tables import category_name, profile_name

_LASTING = ("columns", "rows", "sort")  # of the page, not of what is sought
_PASSING = ("page", "export")
_MORE = (
    "ownership",
    "use_profile",
    "life_no",
    "data_state",
    *BOUNDS,
)  # folded until one of them is used


def named(facet: str, value: str) -> str:
    """The value of a facet in words."""
    if value == NOT_KNOWN:
        return _("not known")
    if facet == "state":
        return State(value).text.spoken(language())
    if facet == "ownership":
        return Ownership(value).text.spoken(language())
    if facet == "data_state":
        return DataState(value).text.spoken(language()) if value in set(DataState) else value
    if facet in BOUNDS:
        return "/".join(reversed(value.split("-")))
    words = {"category": category_name, "use_profile": profile_name}
    return words[facet](value) if facet in words else value


def choices(facets: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, list[tuple[str, str]]]:
    """The options of each filter, with how many devices each gives beside the other filters."""
    said = language()
    return {
        name: [(value, f"{named(name, value)} ({number(count, said)})") for value, count in values]
        for name, values in facets.items()
    }


def bar(chosen: Mapping[str, str], form: FilterForm, found_count: int) -> dict[str, Any]:
    """The filter bar: what is chosen, each with the address that drops it."""
    kept = {n: v for n, v in chosen.items() if v and n in form.fields}
    lasting = {name: value for name, value in kept.items() if name in _LASTING}
    active = [
        {
            "label": form.fields[name].label,
            "value": "" if name == PASTED else value if name == "q" else named(name, value),
            "url": f"?{urlencode({n: v for n, v in kept.items() if n != name})}",
        }
        for name, value in kept.items()
        if name not in _LASTING
    ]
    return {
        "form": form,
        "active": active,
        "more": _MORE,
        "is_more_used": any(name in kept for name in _MORE),
        "clear_url": f"?{urlencode(lasting)}",
        "result": devices_in_words(found_count),
    }


def devices_in_words(count: int) -> str:
    """So many devices."""
    said = ngettext("{count} device", "{count} devices", count)
    return said.format(count=number(count, language()))


def address_of(query: str, but: Collection[str] = ()) -> str:
    """The part of an address that says what is sought and how it is shown, in one spelling."""
    pairs = parse_qsl(query)
    return urlencode(sorted((n, v) for n, v in pairs if n not in (*_PASSING, *but)))


def tabs(saved: Iterable[SavedView], query: str, person: User) -> list[dict[str, Any]]:
    """The saved views as tabs, after that of all devices; the one that is open is marked."""
    now = address_of(query)
    views = [
        {
            "number": each.pk,
            "label": each.name,
            "url": f"?{each.query}",
            "is_current": each.query == now,
            "is_own": each.owner_id == person.pk,
            "is_shared": each.is_shared,
        }
        for each in saved
    ]
    return [{"label": _("All devices"), "url": "?", "is_current": not now}, *views]
