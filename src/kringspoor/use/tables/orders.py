"""Orders as a person reads them: how many were bought, how many were found, and which are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.record.models import Batch
from kringspoor.use.queries.orders import LineFound, OrderFound
from kringspoor.use.tables import category_name, day
from kringspoor.use.tables.imports import moment

_STATES: Mapping[str, tuple[str, Text]] = {
    "waiting": ("info", Text(nl="wacht", en="waits")),
    "looking": ("info", Text(nl="wordt gelezen", en="is being read")),
    "done": ("good", Text(nl="opgenomen", en="taken in")),
    "failed": ("bad", Text(nl="niet gelezen", en="not read")),
    "undone": ("", Text(nl="ongedaan gemaakt", en="undone")),
}


def address(order_no: str) -> str:
    """The page of an order."""
    return f"{reverse('order')}?{urlencode({'order_no': order_no})}"


def row(group: Mapping[str, Any], found: OrderFound) -> dict[str, Any]:
    """One order as a row of the list."""
    said, missing = language(), found.missing_count
    return {
        "name": group["number"],
        "url": address(group["number"]),
        "supplier": group["seller"],
        "day": day(group["day"]),
        "bought": number(found.bought_count, said),
        "found": number(found.found_count, said),
        "missing": number(missing, said),
        "level": "bad" if missing else "good",
        "words": _("{count} missing").format(count=number(missing, said))
        if missing
        else _("all found"),
    }


def sentence(found: OrderFound) -> str:
    """An order against the inventory, in one sentence."""
    said = language()
    told = _("{bought} bought, {found} found").format(
        bought=number(found.bought_count, said), found=number(found.found_count, said)
    )
    if not found.missing_count:
        return f"{told}."
    gap = ngettext("{count} is missing", "{count} are missing", found.missing_count)
    return f"{told}: {gap.format(count=number(found.missing_count, said))}."


def line(each: LineFound, *, sees_prices: bool) -> dict[str, Any]:
    """One line of an order with what is missing of it."""
    said, bought = language(), each.line
    price = "" if bought.price_cents is None else euros(bought.price_cents / 100, said, 2)
    unnamed = each.missing_count - len(each.missing_serials)
    return {
        "number": bought.pk,
        "no": bought.line_no,
        "what": f"{bought.make} {bought.model}".strip() or bought.description,
        "category": category_name(bought.category),
        "day": day(bought.ordered_on),
        "price": price if sees_prices else "",
        "bought": number(bought.quantity_count, said),
        "found": number(each.found_count, said),
        "missing": number(each.missing_count, said),
        "is_short": each.missing_count > 0,
        "serials": each.missing_serials,
        "unnamed": number(unnamed, said) if unnamed > 0 else "",
        "has_note": bool(each.line.serials.all()),
    }


def heads() -> list[str]:
    """The heads of an order that leaves as a file."""
    return [
        _("Order number"), _("Line"), _("Supplier"), _("What"), _("Result"), _("Serial number"),
        _("Tag"),
    ]  # fmt: skip


def cells(found: OrderFound) -> Iterator[Sequence[Cell]]:
    """Every thing of an order: found, missing with its serial number, or missing without one."""
    for each in found.lines:
        bought = each.line
        what = f"{bought.make} {bought.model}".strip() or bought.description
        start = (bought.order_no, bought.line_no, bought.supplier, what)
        for device in each.devices:
            yield (*start, _("found"), device.serial, device.tag)
        for _lot in range(each.lots_count):
            yield (*start, _("found"), "", "")
        for serial in each.missing_serials:
            yield (*start, _("not found"), serial, "")
        for _unnamed in range(each.missing_count - len(each.missing_serials)):
            yield (*start, _("not found"), "", "")
    for device in found.surplus:
        what = f"{device.make} {device.model}".strip()
        yield (device.order_no, None, device.supplier, what, _("not on the order"),
               device.serial, device.tag)  # fmt: skip


def list_heads() -> list[str]:
    """The heads of the list of orders, as a file."""
    return [
        _("Order number"), _("Supplier"), _("Ordered on"), _("Bought"), _("Found"), _("Missing")
    ]  # fmt: skip


def list_cells(
    groups: Iterable[Mapping[str, Any]], found: Mapping[str, OrderFound]
) -> Iterator[Sequence[Cell]]:
    """Each order as a row of a file."""
    for group in groups:
        one = found[group["name"].upper()]
        yield (group["number"], group["seller"], group["day"], one.bought_count, one.found_count,
               one.missing_count)  # fmt: skip


def file_row(batch: Batch) -> dict[str, Any]:
    """One file of orders: where it stands, and what could not be read."""
    level, state = _STATES.get(batch.state, ("", Text(nl=batch.state, en=batch.state)))
    said = language()
    return {
        "number": batch.pk,
        "name": batch.name,
        "level": level,
        "state": state.spoken(said),
        "code": batch.state,
        "at": moment(batch.started_at),
        "made": number(batch.made_count, said),
        "changed": number(batch.changed_count, said),
        "problems": [_problem(each) for each in batch.problems[:100]],
        "problems_count": number(len(batch.problems), said),
    }


def _problem(told: Mapping[str, Any]) -> dict[str, Any]:
    said = language()
    return {**told, "what": told[said], "hint": told.get(f"hint_{said}", "")}
