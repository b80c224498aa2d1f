"""Repairs as a person reads them: a row, a page, what a device went through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import State
from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use.models import RepairOrder
from kringspoor.use.rules.repairs import is_late, wall_clock
from kringspoor.use.tables import category_name, day

_CENTS = 100
HEADS = (
    Text(nl="Toestel", en="Device"),
    Text(nl="Soort", en="Category"),
    Text(nl="Defect", en="Fault"),
    Text(nl="Stuk sinds", en="Broken since"),
    Text(nl="Gemeld op", en="Reported on"),
    Text(nl="Wie herstelt", en="Who repairs"),
    Text(nl="Hersteller", en="Repairer"),
    Text(nl="Moet komen tegen", en="Service due"),
    Text(nl="Gekomen op", en="Service came"),
    Text(nl="Op tijd", en="Service"),
    Text(nl="Afloop", en="Outcome"),
    Text(nl="Gesloten op", en="Closed on"),
    Text(nl="Uren", en="Hours"),
)
COST = Text(nl="Gefactureerd (€)", en="Invoiced (€)")


def moment(value: datetime | None) -> str:
    """A day and an hour on the clock of the place."""
    return f"{wall_clock(value):%d/%m/%Y %H:%M}" if value else ""


def route_name(slug: str) -> str:
    """Who repairs, in words."""
    return RepairRoute(slug).text.spoken(language())


def named(facet: str, value: str) -> str:
    """The value of a filter in words."""
    words = {"route": route_name, "category": category_name}
    if facet in words:
        return words[facet](value)
    return {"open": _("open"), "closed": _("closed"), "yes": _("too late")}.get(value, value)


def choices(facets: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, list[tuple[str, str]]]:
    """The options of each filter, with how many repairs each gives."""
    said = language()
    return {
        name: [(value, f"{named(name, value)} ({number(count, said)})") for value, count in values]
        for name, values in facets.items()
    }


def bar(
    chosen: Mapping[str, str], form: forms.Form, words: Mapping[str, str], result: str
) -> dict[str, Any]:
    """A filter bar: what is chosen, each in words with the address that drops it."""
    kept = {name: value for name, value in chosen.items() if value and name in form.fields}
    active = [
        {
            "label": form.fields[name].label,
            "value": words.get(name, value),
            "url": f"?{urlencode({n: v for n, v in kept.items() if n != name})}",
        }
        for name, value in kept.items()
        if name != "sort"
    ]
    return {"form": form, "active": active, "clear_url": "?", "result": result}


def filters(chosen: Mapping[str, str], form: forms.Form, found_count: int) -> dict[str, Any]:
    """The filter bar of the repairs."""
    words = {n: v if n in ("q", "repairer") else named(n, v) for n, v in chosen.items() if v}
    result = ngettext("{count} repair", "{count} repairs", found_count)
    return bar(chosen, form, words, result.format(count=number(found_count, language())))


def heads_of(columns: Sequence[tuple[str, str, bool]], sort: str) -> list[dict[str, Any]]:
    """The heads of a list, each with what a press on it asks for: label, key and is_minor."""
    now, is_down = sort.removeprefix("-"), sort.startswith("-")
    return [
        {
            "label": label,
            "is_minor": is_minor,
            "sort": key and (f"-{key}" if key == now and not is_down else key),
            "direction": ("descending" if is_down else "ascending") if key == now else "",
        }
        for label, key, is_minor in columns
    ]


def columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the list of repairs."""
    shown = (
        (_("Device"), "device", False),
        (_("Fault"), "", False),
        (_("Repairer"), "repairer", True),
        (_("Reported"), "reported", True),
        (_("Service due"), "due", True),
        (_("Status"), "closed", False),
    )
    return heads_of(shown, sort)


def row(order: RepairOrder, today: date) -> dict[str, Any]:
    """One repair as a row of a list."""
    return {
        "number": order.pk,
        "device": str(order.device),
        "device_number": order.device_id,
        "fault": order.fault,
        "repairer": who(order),
        "reported": day(wall_clock(order.reported_at).date()),
        "due": day(order.due_on),
        "status": status(order),
        "service": service(order, today),
    }


def who(order: RepairOrder) -> str:
    """The repairer, else the route: the own bench is no partner."""
    return str(order.repairer or route_name(order.route).capitalize())


def status(order: RepairOrder) -> dict[str, str]:
    """How a repair stands, as a badge."""
    if order.is_cancelled:
        return {"level": "", "words": _("withdrawn")}
    if order.closed_on is None:
        return {"level": "warn", "words": _("open")}
    level = "good" if order.outcome == RepairOutcome.REPAIRED else "bad"
    return {"level": level, "words": _short(order)}


def _short(order: RepairOrder) -> str:
    """How a repair ended, in a word or two."""
    words = {
        RepairOutcome.REPAIRED: _("repaired"),
        RepairOutcome.SWAPPED: _("swapped"),
        RepairOutcome.UNECONOMIC: _("not worth it"),
    }
    return words[RepairOutcome(order.outcome)]


def outcome_name(order: RepairOrder) -> str:
    """How a repair ended, in words."""
    return RepairOutcome(order.outcome).text.spoken(language()) if order.outcome else ""


def service(order: RepairOrder, today: date) -> dict[str, str]:
    """Whether service came in time, as a badge; nothing where nothing was agreed."""
    late = is_late(order, today)
    if late is None:
        return {}
    if late:
        return {"level": "bad", "words": _("too late")}
    return {"level": "good", "words": _("in time")}


def facts(order: RepairOrder, *, sees_prices: bool) -> list[tuple[str, str]]:
    """What is known about a repair, and only that."""
    said = language()
    cost = "" if order.cost_cents is None else euros(order.cost_cents / _CENTS, said, 2)
    hours = "" if order.worked_hours is None else number(order.worked_hours, said, 1)
    known = [
        (_("Broken since"), day(order.fault_on)),
        (_("Reported"), moment(order.reported_at)),
        (_("Who repairs"), route_name(order.route).capitalize()),
        (_("Repairer"), str(order.repairer or "")),
        (_("Service due"), day(order.due_on)),
        (_("Service came"), moment(order.responded_at)),
        (_("How it ended"), outcome_name(order).capitalize()),
        (_("Ended on"), day(order.closed_on)),
        (_("Hours of work"), hours),
        (_("Invoiced"), cost if sees_prices else ""),
        (_("Note"), order.note),
    ]
    return [(name, value) for name, value in known if value]


def page(order: RepairOrder, today: date, *, sees_prices: bool) -> dict[str, Any]:
    """One repair, and what can be done with it."""
    is_open, state = order.closed_on is None, State(order.device.state)
    return {
        **row(order, today),
        "facts": facts(order, sees_prices=sees_prices),
        "is_open": is_open,
        "is_cancelled": order.is_cancelled,
        "is_away": state is State.IN_REPAIR,
        "may_go": is_open and state in (State.IN_USE, State.SCREENED),
        "is_swapped": order.outcome == RepairOutcome.SWAPPED and state is State.IN_REPAIR,
        "state": state.text.spoken(language()),
    }


def file_heads(*, sees_prices: bool) -> list[str]:
    """The heads of the list as a file."""
    shown = (*HEADS, COST) if sees_prices else HEADS
    return [each.spoken(language()) for each in shown]


def file_row(order: RepairOrder, today: date, *, sees_prices: bool) -> list[Cell]:
    """One repair as a row of a file."""
    cost = None if order.cost_cents is None else order.cost_cents / _CENTS
    served = order.responded_at and timezone.localtime(order.responded_at).date()
    cells: list[Cell] = [
        str(order.device), category_name(order.device.category), order.fault, order.fault_on,
        wall_clock(order.reported_at).date(), route_name(order.route), str(order.repairer or ""),
        order.due_on, served, service(order, today).get("words", ""), status(order)["words"],
        order.closed_on, order.worked_hours,
    ]  # fmt: skip
    return [*cells, cost] if sees_prices else cells
