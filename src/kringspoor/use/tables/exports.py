"""The devices as files that another asset tool takes in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.utils.translation import gettext as _

from kringspoor.assess.live_formulas import neutral
from kringspoor.formats.reading import Cell
from kringspoor.formats.writing_glpi import Medium, glpi_inventory, item_type_of, zipped
from kringspoor.formats.writing_snipeit import snipeit_lines
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.facts import facts_of
from kringspoor.use.models import Device
from kringspoor.use.tables import category_names

_AT_ONCE = 200
T = TypeVar("T")


def as_snipeit(devices: Iterable[Device], *, sees_prices: bool) -> Iterator[str]:
    """The lines of a CSV that Snipe-IT imports; no cell of it can become a formula."""
    return snipeit_lines(_facts(each, sees_prices=sees_prices) for each in devices)


def as_glpi(devices: Iterable[Device]) -> Iterator[bytes]:
    """A zip with an inventory of each device that GLPI takes alone, and a list of the others."""
    return zipped(_inventories(devices))


def _inventories(devices: Iterable[Device]) -> Iterator[tuple[str, bytes]]:
    left_out = []
    for each in devices:
        if item_type_of(each.category) is None:
            left_out.append(each)
            continue
        media = [
            Medium(one.serial, one.kind, one.size_gb)
            for one in each.media.all()
            if not one.is_removed
        ]
        kind = category_names()[each.category].en.capitalize()
        yield f"{each.pk}.json", glpi_inventory(facts_of(each), each.pk, kind, media)
    if left_out:
        yield "left-out.csv", _left_out(left_out)


def _left_out(devices: Iterable[Device]) -> bytes:
    """Which devices GLPI cannot take alone: screens and docks come with their computer."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("Tag"), _("Serial number"), _("Kind"), _("Model")])
    for each in devices:
        cells = (each.tag, each.serial, each.category, f"{each.make} {each.model}".strip())
        writer.writerow([neutral(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _facts(device: Device, *, sees_prices: bool) -> dict[str, Cell]:
    """What Snipe-IT is told of a device, in words that no spreadsheet takes for a formula."""
    facts = facts_of(device)
    names = category_names()
    facts["kind"] = names[device.category].en.capitalize() if device.category in names else None
    facts["unit"] = str(device.unit or "") or None
    facts["location"] = str(device.site or "") or None
    if not sees_prices:
        facts["price_cents"] = None
    return {
        name: neutral(value) if isinstance(value, str) else value for name, value in facts.items()
    }


def within(organisation: Organisation, parts: Iterator[T]) -> Iterator[T]:
    """Parts of a file, each made in the organisation of who asked.

    They are sent after the page is answered, when the surroundings of the request are gone.
    """
    while True:
        with scope(organisation):
            parcel = list(islice(parts, _AT_ONCE))
        if not parcel:
            return
        yield from parcel
