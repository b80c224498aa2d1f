"""Lots as a person reads them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use.models import Lot
from kringspoor.use.tables import category_name, day

HEADS = (
    Text(nl="Wat", en="What"),
    Text(nl="Soort", en="Category"),
    Text(nl="Aantal", en="Count"),
    Text(nl="Dienst", en="Department"),
    Text(nl="Plaats", en="Place"),
    Text(nl="Bestelbon", en="Order"),
    Text(nl="Gekocht", en="Bought"),
)


def name_of(lot: Lot) -> str:
    """What a lot is: its make and model, else what was written."""
    words = f"{lot.make} {lot.model}".strip() or lot.description
    return words or category_name(lot.category)


def row(lot: Lot) -> dict[str, Any]:
    """One lot as a row of the list."""
    return {
        "number": lot.pk,
        "name": name_of(lot),
        "category": category_name(lot.category),
        "count": number(lot.quantity_count, language()),
        "unit": lot.unit or "",
        "bought": day(lot.purchased_on),
    }


def facts(lot: Lot, *, sees_prices: bool) -> list[tuple[str, str]]:
    """What is known about a lot, and only that."""
    price = "" if lot.price_cents is None else euros(lot.price_cents / 100, language(), 2)
    known = [
        (_("Category"), category_name(lot.category)),
        (_("Department"), str(lot.unit or "")),
        (_("Place"), str(lot.site or "")),
        (_("Order"), lot.order_no),
        (_("Bought"), day(lot.purchased_on)),
        (_("Price each"), price if sees_prices else ""),
        (_("As written"), lot.description),
    ]
    return [(name, value) for name, value in known if value]


def file_heads() -> list[str]:
    """The heads of the list as a file."""
    return [each.spoken(language()) for each in HEADS]


def file_row(lot: Lot) -> list[Cell]:
    """One lot as a row of a file."""
    return [
        name_of(lot), category_name(lot.category), lot.quantity_count, str(lot.unit or ""),
        str(lot.site or ""), lot.order_no, lot.purchased_on,
    ]  # fmt: skip
