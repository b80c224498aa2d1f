"""Questions about warranty that ends before the minimum period of use."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import median

from kringspoor.core.lifetime import warranty_gap_months
from kringspoor.core.states import HELD
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.models import Device
from kringspoor.use.rules.due import cover_months
from kringspoor.use.rules.lifetimes import Ruled, rules_in_force


@dataclass(frozen=True, slots=True)
class Uncovered:
    """One device whose warranty ends before its minimum, and by how much."""

    device_no: int
    category: str
    name: str  # make and model
    minimum_months: int
    cover_months: int
    gap_months: int


@dataclass(frozen=True, slots=True)
class ModelGap:
    """The devices of one model that no warranty covers up to their minimum."""

    category: str
    name: str
    devices_count: int
    gap_months: float  # the median


@dataclass(frozen=True, slots=True)
class WarrantyGaps:
    """Warranty against the minimum period of use, over all devices held."""

    uncovered: tuple[Uncovered, ...]  # the widest gap first
    covered_count: int
    unknown_count: int  # no day of purchase, or none on which the warranty ends
    gap_months: float | None  # the median, over the devices that have such months
    models: tuple[ModelGap, ...]  # those with most devices without cover first

    def by_category(self) -> Mapping[str, int]:
        """How many devices of each category are without cover."""
        return Counter(each.category for each in self.uncovered)


@within_organisation
def warranty_gaps(
    *, organisation: Organisation, today: date, category: str = "", words: str = ""
) -> WarrantyGaps:
    """The devices held whose warranty ends before the minimum of the rule they are under.

    Source: fair-ict-flanders (Ghent: five years of use, three of warranty).
    """
    return remembered(
        "gaps",
        (today, category, words),
        lambda: _gaps(organisation, today, category, words),
        organisation=organisation,
    )


def _gaps(organisation: Organisation, today: date, category: str, words: str) -> WarrantyGaps:
    resolver = rules_in_force(organisation=organisation, on=today)
    minimum_months = cache(lambda *about: resolver.of(Ruled(*about)).rule.minimum)
    covered_months = cache(cover_months)
    rows = Device.objects.filter(state__in=HELD).order_by("tag", "id")
    rows = rows.filter(category=category) if category else rows
    names = ("pk", "category", "unit_id", "use_profile", "make", "model", "purchased_on",
             "warranty_end_on")  # fmt: skip
    found, covered_count, unknown_count = [], 0, 0
    for pk, *about, make, model, bought, end in rows.values_list(*names).iterator(2_000):
        name = f"{make} {model}".strip()
        if words.casefold() not in name.casefold():
            continue
        if bought is None or end is None:
            unknown_count += 1
            continue
        minimum, cover = minimum_months(*about), covered_months(bought, end)
        gap = warranty_gap_months(minimum, cover)
        covered_count += gap == 0
        if gap:
            found.append(Uncovered(pk, about[0], name, minimum, cover, gap))
    found.sort(key=lambda each: -each.gap_months)
    middle = median(each.gap_months for each in found) if found else None
    return WarrantyGaps(tuple(found), covered_count, unknown_count, middle, _by_model(found))


def _by_model(uncovered: Sequence[Uncovered]) -> tuple[ModelGap, ...]:
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for each in uncovered:
        found[each.category, each.name].append(each.gap_months)
    rows = [ModelGap(*key, len(gaps), median(gaps)) for key, gaps in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.devices_count, row.category, row.name)))


@within_organisation
def devices_numbered(numbers: Sequence[int], *, organisation: Organisation) -> Mapping[int, Device]:
    """Devices by their number."""
    return Device.objects.select_related("unit").in_bulk(numbers)
