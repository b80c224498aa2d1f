"""Parts as a person reads them: a row, a page, what a device gave and took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use.models import Device, Part, PartKind, PartState
from kringspoor.use.queries.parts import Balance
from kringspoor.use.tables import day
from kringspoor.use.tables.repairs import bar, heads_of

_CENTS = 100
_LEVELS = {PartState.STOCK: "info", PartState.INSTALLED: "good", PartState.SCRAPPED: ""}
HEADS = (
    Text(nl="Soort", en="Kind"),
    Text(nl="Serienummer", en="Serial"),
    Text(nl="Omschrijving", en="Description"),
    Text(nl="Toestand", en="State"),
    Text(nl="Uit", en="From"),
    Text(nl="In", en="In"),
    Text(nl="Gekomen op", en="Came on"),
    Text(nl="Weg op", en="Went on"),
)
PRICE = Text(nl="Prijs (€)", en="Price (€)")


def kind_name(slug: str) -> str:
    """What a part is, in words."""
    return PartKind(slug).text.spoken(language()) if slug in set(PartKind) else slug


def state_name(slug: str) -> str:
    """Where a part is, in words."""
    return PartState(slug).text.spoken(language())


def filters(chosen: Mapping[str, str], form: forms.Form, found_count: int) -> dict[str, Any]:
    """The filter bar of the parts."""
    words = {name: kind_name(value) if name == "kind" else value for name, value in chosen.items()}
    state = chosen.get("state", "")
    words["state"] = state_name(state) if state in set(PartState) else _("all")
    result = ngettext("{count} part", "{count} parts", found_count)
    return bar(chosen, form, words, result.format(count=number(found_count, language())))


def columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the list of parts."""
    shown = (
        (_("Kind"), "kind", False),
        (_("Serial"), "serial", False),
        (_("Description"), "", True),
        (_("Comes from"), "donor", True),
        (_("Came"), "came", True),
        (_("State"), "", False),
    )
    return heads_of(shown, sort)


def row(part: Part) -> dict[str, Any]:
    """One part as a row of a list."""
    return {
        "number": part.pk,
        "kind": kind_name(part.kind).capitalize(),
        "serial": part.serial,
        "description": part.description,
        "donor": str(part.donor or _("bought")),
        "donor_number": part.donor_id,
        "receiver": str(part.receiver or ""),
        "receiver_number": part.receiver_id,
        "repair_number": part.repair_id,
        "came": day(part.came_on),
        "went": day(part.went_on),
        "state": state_name(part.state),
        "level": _LEVELS[PartState(part.state)],
        "is_on_shelf": part.state == PartState.STOCK,
    }


def facts(part: Part, *, sees_prices: bool) -> list[tuple[str, str]]:
    """What is known about a part, and only that."""
    price = "" if part.price_cents is None else euros(part.price_cents / _CENTS, language(), 2)
    known = [
        (_("Kind"), kind_name(part.kind).capitalize()),
        (_("Serial"), part.serial),
        (_("Description"), part.description),
        (_("Came on"), day(part.came_on)),
        (_("Went on"), day(part.went_on)),
        (_("Price"), price if sees_prices else ""),
    ]
    return [(name, value) for name, value in known if value]


def balance(found: Balance) -> list[tuple[str, str]]:
    """What was taken out of a device and where it is, as it must add up."""
    said = language()
    return [
        (_("Taken out"), number(found.listed_count, said)),
        (_("On the shelf"), number(found.stocked_count, said)),
        (_("In another device"), number(found.installed_count, said)),
        (_("Scrapped"), number(found.scrapped_count, said)),
    ]


def of_device(device: Device, parts: list[Part]) -> dict[str, list[dict[str, Any]]]:
    """The parts a device gave, and those it took."""
    return {
        "given": [row(each) for each in parts if each.donor_id == device.pk],
        "taken": [row(each) for each in parts if each.receiver_id == device.pk],
    }


def file_heads(*, sees_prices: bool) -> list[str]:
    """The heads of the list as a file."""
    shown = (*HEADS, PRICE) if sees_prices else HEADS
    return [each.spoken(language()) for each in shown]


def file_row(part: Part, *, sees_prices: bool) -> list[Cell]:
    """One part as a row of a file."""
    price = None if part.price_cents is None else part.price_cents / _CENTS
    cells: list[Cell] = [
        kind_name(part.kind), part.serial, part.description, state_name(part.state),
        str(part.donor or ""), str(part.receiver or ""), part.came_on, part.went_on,
    ]  # fmt: skip
    return [*cells, price] if sees_prices else cells
