"""Questions to the inventory."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device
from kringspoor.use.queries.register import register_of, sorted_numbers
from kringspoor.use.rules.filters import (
    FACETS,
    SORTED_BY_FACET,
    Asked,
    fits,
    of_facet,
    order_of,
    with_pasted,
)
from kringspoor.use.rules.register import Register

_FEW_ROWS = 1_000  # that are sorted by number sooner than found by an order

__all__ = (
    "FACETS",
    "Asked",
    "counts_by_state",
    "device",
    "devices",
    "numbered",
    "page_of",
)


@within_organisation
def devices(asked: Asked, *, organisation: Organisation) -> QuerySet[Device]:
    """The devices asked for, always in a total order. A sort nobody knows is that by tag."""
    found = Device.objects.select_related("unit", "site").filter(fits(asked))
    return found.order_by(*order_of(asked))


@within_organisation
def page_of(
    asked: Asked,
    first: int,
    last: int,
    *,
    organisation: Organisation,
    register: Register | None = None,
) -> list[Device]:
    """The devices on a page of the list, in its order; out of a register that was read before.

    The register says which devices are found; the database sorts the few, or reads an order it has
    an index of. Of a filter that the list is sorted by, it reads only the values on the page.
    """
    register, plain = register or register_of(organisation=organisation), with_pasted(asked)
    found = register.fitting(plain)
    if found.bit_count() <= _FEW_ROWS:
        some = Device.objects.filter(pk__among=register.numbers_in(found))
        some = some.select_related("unit", "site").order_by(*order_of(asked))
        return list(some[first:last])
    facet = SORTED_BY_FACET.get(asked.sort)
    if plain.words or plain.among is not None or not (facet or asked.sort == "tag"):
        numbers = sorted_numbers(plain, register, first, last, organisation=organisation)
        return numbered(numbers, organisation=organisation)
    every = devices(plain, organisation=organisation)
    if facet is None:
        return list(every[first:last])
    page: list[Device] = []
    for value, count in register.in_order(facet, found, asked.is_descending):
        if first < count and last > 0:
            page += every.filter(of_facet(facet, value))[max(first, 0) : min(last, count)]
        first, last = first - count, last - count
    return page


@within_organisation
def numbered(numbers: Sequence[int], *, organisation: Organisation) -> list[Device]:
    """The devices of those numbers, in that order; what is not here is left out."""
    found = Device.objects.select_related("unit", "site").in_bulk(numbers)
    return [found[each] for each in numbers if each in found]


@within_organisation
def device(number: int, *, organisation: Organisation) -> Device | None:
    """One device, with its place; nothing when it is not of this organisation."""
    return Device.objects.select_related("unit", "site", "batch").filter(pk=number).first()


@within_organisation
def counts_by_state(*, organisation: Organisation) -> dict[str, int]:
    """How many devices are in each state."""
    register = register_of(organisation=organisation)
    counted = {
        state: (bits & register.there).bit_count()
        for state, bits in register.facets["state"].items()
    }
    return {state: counted[state] for state in sorted(counted) if counted[state]}
