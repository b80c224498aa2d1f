"""What a list of devices may be asked for: words, filters, an order. All of it is an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Case, F, OrderBy, Q

from kringspoor.use.models import PastedList
from kringspoor.use.rules.data_known import DATA_KNOWN, with_data

SORTS: Mapping[str, tuple[str, ...]] = {
    "tag": ("tag", "serial"),
    "serial": ("serial", "tag"),
    "make": ("make", "model", "tag"),
    "model": ("make", "model", "tag"),
    "category": ("category", "tag"),
    "state": ("state", "tag"),
    "unit": ("unit__name", "tag"),
    "site": ("site__name", "tag"),
    "ownership": ("ownership", "tag"),
    "use_profile": ("use_profile", "tag"),
    "grade": ("grade", "tag"),
    "life": ("life_no", "tag"),
    "purchased": ("purchased_on", "tag"),
    "age": ("-purchased_on", "tag"),
    "warranty": ("warranty_end_on", "tag"),
    "support": ("support_end_on", "tag"),
    "seen": ("last_seen_on", "tag"),
    "price": ("price_cents", "tag"),
    "order": ("order_no", "tag"),
    "supplier": ("supplier", "tag"),
    "cpu": ("cpu", "tag"),
    "ram": ("ram_gb", "tag"),
    "storage": ("storage_gb", "tag"),
    "os": ("os", "tag"),
}
FACETS: Mapping[str, str | Case] = {
    "state": "state",
    "category": "category",
    "make": "make",
    "unit": "unit__name",
    "site": "site__name",
    "ownership": "ownership",
    "use_profile": "use_profile",
    "life_no": "life_no",
    "data_state": DATA_KNOWN,
}
# sorts whose first column is a filter: its values are few, and counted
SORTED_BY_FACET: Mapping[str, str] = {
    "make": "make", "model": "make", "category": "category", "state": "state", "unit": "unit",
    "site": "site", "ownership": "ownership", "use_profile": "use_profile", "life": "life_no",
}  # fmt: skip
BOUNDS: Mapping[str, str] = {
    "bought_from": "purchased_on__gte",
    "bought_to": "purchased_on__lte",
    "warranty_before": "warranty_end_on__lt",
    "seen_before": "last_seen_on__lt",
}
PASTED = "pasted"
FILTERS = (*FACETS, *BOUNDS, PASTED)
NOT_KNOWN = "-"  # the value of a facet that asks for what nobody knows
SEARCHED = ("tag", "serial", "make", "model", "order_no")
_NULLABLE = {
    "unit__name", "site__name", "purchased_on", "warranty_end_on", "support_end_on",
    "last_seen_on", "price_cents", "ram_gb", "storage_gb",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for; every part of it stands in its address."""

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = "tag"
    is_descending: bool = False
    among: tuple[int, ...] | None = None  # only of these numbers

    def without(self, name: str) -> Asked:
        """The same, but for one filter."""
        kept = {each: value for each, value in self.filters.items() if each != name}
        return replace(self, filters=kept)


def asked_of(address: Mapping[str, str]) -> Asked:
    """What an address asks for."""
    sort = address.get("sort", "") or "tag"
    return Asked(
        words=address.get("q", "").strip(),
        filters={name: address[name] for name in FILTERS if address.get(name)},
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
    )


def order_of(asked: Asked) -> list[OrderBy]:
    """The order of a list; what nobody knows comes last, whichever way it is sorted.

    A column that is always filled is sorted plainly, so that its index serves both ways.
    """
    order: list[OrderBy] = []
    for name in (*SORTS.get(asked.sort, SORTS["tag"]), "id"):
        plain = name.removeprefix("-")
        column, is_last = F(plain), True if plain in _NULLABLE else None
        is_down = name.startswith("-") is not asked.is_descending
        order.append(column.desc(nulls_last=is_last) if is_down else column.asc(nulls_last=is_last))
    return order


def fits(asked: Asked) -> Q:
    """The condition that every word and every filter makes."""
    found = Q() if asked.among is None else Q(pk__in=asked.among)
    for word in asked.words.split():
        anywhere = Q()
        for name in SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        found &= anywhere
    for name, value in asked.filters.items():
        if value:
            found &= _filter(name, value)
    return found


def with_pasted(asked: Asked) -> Asked:
    """The same question, with the devices of a pasted list by their numbers."""
    if PASTED not in asked.filters:
        return asked
    value = asked.filters[PASTED]
    found = PastedList.objects.filter(pk=int(value)).first() if value.isdecimal() else None
    return replace(asked.without(PASTED), among=tuple(found.numbers) if found else ())


def _filter(name: str, value: str) -> Q:
    """The condition of one filter; a value that cannot be fits nothing."""
    try:
        if name == "life_no":
            return Q(life_no=int(value))
        if name in BOUNDS:
            return Q(**{BOUNDS[name]: date.fromisoformat(value)})
        if name == PASTED:
            pasted = PastedList.objects.filter(pk=int(value)).first()
            return Q(pk__in=pasted.numbers if pasted else [])
    except (ValueError, OverflowError):
        return Q(pk__in=[])
    if name not in FACETS:
        return Q()
    return of_facet(name, "" if value == NOT_KNOWN else value)


def of_facet(name: str, value: object) -> Q:
    """The condition of one value of a facet; '' is what nobody knows."""
    path = FACETS[name]
    if isinstance(path, Case):
        return with_data(value)
    if value == "" and path in _NULLABLE:
        return Q(**{f"{path}__isnull": True})
    return Q(**{path: value})
