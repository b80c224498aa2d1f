"""What is due, for all devices and for one, and exceptions, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.due import LifeDates, Standing
from kringspoor.core.states import State
from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use import tables
from kringspoor.use.models import Device, LifetimeException
from kringspoor.use.models.lifetimes import Asked, Shift, ShiftReason
from kringspoor.use.queries.due import Bucket, DueRules
from kringspoor.use.rules.due import Life, life_of
from kringspoor.use.rules.lifetimes import Origin
from kringspoor.use.rules.quarters import ALL, IN_WINDOW, OVERDUE
from kringspoor.use.tables.lifetimes import preset_name, scope_words

LEVELS = {
    Standing.TOO_YOUNG: "info",
    Standing.SERVING: "good",
    Standing.IN_WINDOW: "warn",
    Standing.OVERDUE: "bad",
}
_ASKED = {Asked.WAITING: "warn", Asked.APPROVED: "good", Asked.REFUSED: "bad"}
_BAR_WIDTH = 1000


def due_row(device: Device, rules: DueRules) -> dict[str, Any]:
    """One due device as a row of the list."""
    life = life_of(device, rules.resolver, rules.exceptions.get(device.pk))
    standing = life.standing(rules.today)
    dates = life.dates
    return {
        **tables.row(device, rules.today),
        "due": tables.day(dates.target_on) if dates else "",
        "until": tables.day(dates.window_on) if dates else "",
        "standing": standing.text.spoken(language()) if standing else "",
        "standing_level": LEVELS[standing] if standing else "unknown",
        "rule": rule_words(life),
        "is_moved": life.exception is not None,
    }


def due_columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the list, each with what a press on it asks for."""
    heads: list[dict[str, Any]] = [
        {"label": _("Tag"), "key": "tag"},
        {"label": _("Model"), "key": "model"},
        {"label": _("Category"), "key": "category", "is_minor": True},
        {"label": _("Department"), "key": "unit", "is_minor": True},
        {"label": _("Bought"), "key": "purchased", "is_minor": True},
        {"label": _("Due"), "key": "due"},
        {"label": _("End of the window"), "is_minor": True},
        {"label": _("Standing")},
        {"label": _("Rule"), "is_minor": True},
    ]
    for each in heads:
        if key := each.pop("key", ""):
            is_now, is_down = sort.removeprefix("-") == key, sort.startswith("-")
            each["sort"] = f"-{key}" if is_now and not is_down else key
            each["direction"] = ("descending" if is_down else "ascending") if is_now else ""
    return heads


def due_cells(devices: Iterable[Device], rules: DueRules) -> Iterator[Sequence[Cell]]:
    """The due devices as the rows of a file."""
    for each in devices:
        life = life_of(each, rules.resolver, rules.exceptions.get(each.pk))
        standing, dates = life.standing(rules.today), life.dates
        yield (
            each.tag, each.serial, tables.category_name(each.category), each.make, each.model,
            str(each.unit or ""), State(each.state).text.spoken(language()), each.purchased_on,
            dates.minimum_on if dates else None, dates.target_on if dates else None,
            dates.window_on if dates else None,
            standing.text.spoken(language()) if standing else "", rule_words(life),
        )  # fmt: skip


def due_heads() -> list[str]:
    """The heads of that file."""
    return [
        _("Tag"), _("Serial number"), _("Category"), _("Make"), _("Model"), _("Department"),
        _("State"), _("Bought"), _("Minimum met"), _("Due"), _("End of the window"),
        _("Standing"), _("Rule"),
    ]  # fmt: skip


def rule_words(life: Life) -> str:
    """The rule a device is under: its months, its version and where it comes from."""
    found, said = life.in_force, language()
    name, origin = found.of_name.spoken(said), found.origin.text.spoken(said)
    words = {
        Origin.PRESET: f"{origin} {name}",
        Origin.INHERITED: f"{name} {found.version}",
        Origin.OWN: f"{origin} {found.version}",
    }[found.origin]
    return f"{found.rule.target_months} {_('months')} ({words})"


def when_words(slug: str) -> str:
    """A part of the list in words."""
    if slug == OVERDUE:
        return _("past the window")
    if slug == IN_WINDOW:
        return _("in the window")
    if slug == ALL:
        return _("all devices")
    year, _dash, quarter = slug.partition("-")
    return _("quarter {quarter} of {year}").format(quarter=quarter, year=year)


def buckets(found: Sequence[Bucket], chosen: str) -> list[dict[str, Any]]:
    """The parts of the list, with how many devices each holds and how long its bar is."""
    most = max((each.devices_count for each in found), default=0) or 1
    return [
        {
            "url": f"?when={each.slug}",
            "words": when_words(each.slug),
            "count": number(each.devices_count, language()),
            "width": round(each.devices_count / most * _BAR_WIDTH),
            "is_current": each.slug == chosen,
        }
        for each in found
    ]


def lifetime(
    life: Life, device: Device, today: date, asked: LifetimeException | None, *, may_ask: bool
) -> dict[str, Any]:
    """The part of a device's page about how long it serves: dates, bar, rule and exception."""
    standing = life.standing(today)
    return {
        "rule": rule_words(life),
        "dates": _dates(life.dates) if life.dates else [],
        "bar": _bar(life.dates, device.purchased_on, today),
        "standing": standing.text.spoken(language()) if standing else "",
        "level": LEVELS[standing] if standing else "unknown",
        "is_overdue": standing is Standing.OVERDUE,
        "exception": exception(asked) if asked else None,
        "ask_url": reverse("exception_ask", args=(device.pk,)) if may_ask and standing else "",
    }


def _dates(dates: LifeDates) -> list[tuple[str, str]]:
    return [
        (_("Minimum met"), tables.day(dates.minimum_on)),
        (_("Due"), tables.day(dates.target_on)),
        (_("End of the window"), tables.day(dates.window_on)),
    ]


def _bar(dates: LifeDates | None, since: date | None, today: date) -> dict[str, Any] | None:
    """Where the minimum, the target, the window and today stand between purchase and the end."""
    if dates is None or since is None:
        return None
    last = max(dates.window_on, today)
    span_days = max((last - since).days, 1)
    stops = [
        round(max((each - since).days, 0) / span_days * _BAR_WIDTH)
        for each in (dates.minimum_on, dates.target_on, dates.window_on, today)
    ]
    minimum, target, window, now = stops
    return {
        "minimum": minimum,
        "target": target,
        "serving": target - minimum,
        "window": window - target,
        "now": min(now, _BAR_WIDTH - 4),
        "words": _("Bought {since}, due {due}, today {today}").format(
            since=tables.day(since), due=tables.day(dates.target_on), today=tables.day(today)
        ),
    }


def exception(asked: LifetimeException, units: Mapping[int, str] | None = None) -> dict[str, Any]:
    """A request for an exception, and where it stands."""
    said, state = language(), Asked(asked.state)
    return {
        "number": asked.pk,
        "device": str(asked.device),
        "device_number": asked.device_id,
        "kind": Shift(asked.kind).text.spoken(said),
        "reason": ShiftReason(asked.reason).text.spoken(said),
        "until": tables.day(asked.new_target_on),
        "note": asked.note,
        "evidence": asked.evidence.name if asked.evidence else "",
        "evidence_number": asked.evidence_id,
        "rule": _rule_then(asked.rule_version, units or {}),
        "asked": f"{asked.asked_at:%d/%m/%Y}",
        "by": str(asked.asked_by or ""),
        "by_number": asked.asked_by_id,
        "state": state.text.spoken(said),
        "level": _ASKED.get(state, ""),
        "is_waiting": state is Asked.WAITING,
        "answer": asked.answer,
        "decided_by": str(asked.decided_by or ""),
    }


def _rule_then(told: str, units: Mapping[int, str]) -> str:
    """The rule a request deviates from, as it was when it was asked."""
    owner, scope, version = told.split(" ")
    return f"{scope_words(scope, units)}: {version if owner != version else preset_name(version)}"


def exception_tabs(state: str) -> list[dict[str, Any]]:
    """The requests by where they stand."""
    said = language()
    return [
        {"url": f"?state={each.value}", "words": each.text.spoken(said).capitalize(),
         "is_current": each == state}
        for each in Asked
    ]  # fmt: skip


def filters(chosen: Mapping[str, str], form: Form, found_count: int) -> dict[str, Any]:
    """The filter bar: what is chosen, each with the address that drops it."""
    kept = {name: value for name, value in chosen.items() if value and name in form.fields}
    active = [
        {
            "label": form.fields[name].label,
            "value": _value(name, value),
            "url": f"?{urlencode({n: v for n, v in kept.items() if n != name})}",
        }
        for name, value in kept.items()
        if name != "sort"
    ]
    result = ngettext("{count} device", "{count} devices", found_count)
    result = result.format(count=number(found_count, language()))
    return {"form": form, "active": active, "clear_url": "?", "result": result}


def _value(name: str, value: str) -> str:
    if name == "when":
        return when_words(value)
    return tables.category_name(value) if name == "category" else value


def due_choices(
    found: Sequence[Bucket], facets: Mapping[str, Sequence[tuple[str, int]]]
) -> dict[str, list[tuple[str, str]]]:
    """The options of each filter, with how many devices each gives."""
    said = language()
    parts = [(each.slug, each.devices_count) for each in found]
    named = {"when": [(slug, f"{when_words(slug)} ({number(n, said)})") for slug, n in parts]}
    for name, values in facets.items():
        named[name] = [(value, f"{_value(name, value)} ({number(n, said)})") for value, n in values]
    return named
