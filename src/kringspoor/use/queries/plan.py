"""Questions for the replacement plan: the fleet in groups, devices one by one, what-ifs by name.

A plan of a hundred thousand devices asks as many questions as one of ten: the database groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Substr

from kringspoor.core.calendar import month_after, month_no_of
from kringspoor.core.planning import Held, median_of
from kringspoor.core.states import Ownership, State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.models import Device, PlanScenario
from kringspoor.use.queries.lifetimes import Resolver, Ruled, RuleInForce, rules_in_force
from kringspoor.use.rules.due import approved_exceptions, life_of
from kringspoor.use.rules.plan import Fleet, Paid

SERVING = (State.IN_USE, State.ON_LOAN, State.IN_REPAIR)  # what somebody works with
PRICE_MONTHS = 36  # how far back a price still says something about the next one
LEAST_PRICES_COUNT = 5  # fewer are an accident, not a price


@dataclass(frozen=True, slots=True)
class DueDevice:
    """A device in the plan, with the day it is due; None: nobody knows its age."""

    tag: str
    serial: str
    category: str
    model: str
    unit: str
    purchased_on: date | None
    due_on: date | None
    price_eur: float | None
    rule: str


@within_organisation
def fleet_to_plan(*, organisation: Organisation, today: date) -> Fleet:
    """Everything a plan is made of, under the rules in force today."""
    return remembered(
        "fleet", today, lambda: _fleet(organisation, today), organisation=organisation
    )


def _fleet(organisation: Organisation, today: date) -> Fleet:
    rules = rules_in_force(organisation=organisation, on=today)
    names = _ruling(rules)
    own = _own_dates(rules, organisation)
    moved = Counter((_ruled(names, each.device), each.held.purchased_month_no) for each in own)
    held: Counter[Held] = Counter()
    for asked, month_no, count in _grouped(names):
        rule = rules.of(asked).rule
        group = Held(asked.category, month_no, 0, rule.target_months, rule.window)
        held[group] += count - moved[asked, month_no]
    merged = tuple(replace(each, device_count=count) for each, count in held.items() if count)
    return Fleet(merged, tuple(each.held for each in own), _paid(today))


def _serving() -> QuerySet[Device]:
    """What the organisation replaces: what is worked with, the users' own left out."""
    return Device.objects.filter(state__in=SERVING).exclude(ownership=Ownership.PERSONAL)


def _ruling(rules: Resolver) -> tuple[str, ...]:
    """What the rules look at in a device: the fewer names, the fewer groups."""
    versions = [*rules.versions.values()]
    units = ("unit_id",) if any(each.unit_id for each in versions) else ()
    profiles = ("use_profile",) if any(each.use_profile for each in versions) else ()
    return ("category", *units, *profiles)


def _ruled(names: tuple[str, ...], device: Device) -> Ruled:
    return Ruled(**{name: getattr(device, name) for name in names})


def _grouped(names: tuple[str, ...]) -> Iterator[tuple[Ruled, int | None, int]]:
    """Devices by what rules them and month of purchase. A date is text in every database."""
    month = Substr(Cast("purchased_on", CharField()), 1, 7)
    rows = _serving().annotate(month=month).order_by().values_list(*names, "month")
    for *ruling, text, count in rows.annotate(Count("id")):
        yield Ruled(**dict(zip(names, ruling, strict=True))), _month_no(text), count


def _month_no(text: str | None) -> int | None:
    return int(text[:4]) * 12 + int(text[5:7]) - 1 if text else None


@dataclass(frozen=True, slots=True)
class _OwnDate:
    """A device that two persons gave a date of its own."""

    device: Device
    held: Held
    due_on: date


def _own_dates(rules: Resolver, organisation: Organisation) -> list[_OwnDate]:
    """The devices with an exception that was approved."""
    approved = approved_exceptions(organisation=organisation)
    found = []
    for device in _serving().filter(lifetime_exceptions__in=approved.values()):
        since, dates = device.purchased_on, life_of(device, rules, approved[device.pk]).dates
        if since is None or dates is None:
            continue
        month_no = month_no_of(since)
        target, window = (month_no_of(day) - month_no for day in (dates.target_on, dates.window_on))
        held = Held(device.category, month_no, 1, max(target, 1), max(window, 1))
        found.append(_OwnDate(device, held, dates.target_on))
    return found


def _paid(today: date) -> dict[str, Paid]:
    """The median price of each category over its last purchases, where there are enough."""
    since = month_after(today, -PRICE_MONTHS)
    rows = Device.objects.filter(purchased_on__gt=since, price_cents__gt=0, currency="EUR")
    counted = rows.order_by().values_list("category", "price_cents").annotate(Count("id"))
    prices: dict[str, dict[int, int]] = defaultdict(dict)
    for category, cents, count in counted:
        prices[category][cents] = count
    found = {}
    for category, counts in prices.items():
        middle, many = median_of(counts), sum(counts.values())
        if middle is not None and many >= LEAST_PRICES_COUNT:
            found[category] = Paid(middle / 100, many)
    return found


@within_organisation
def due_devices(
    targets: Mapping[str, int], until: date, *, organisation: Organisation, today: date
) -> Iterator[DueDevice]:
    """The devices that fall due before a day, and those of unknown age, one by one for a file.

    ``targets`` are lifetimes in months that take the place of the rules.
    """
    rules = rules_in_force(organisation=organisation, on=today)
    own = {each.device.pk: each.due_on for each in _own_dates(rules, organisation)}
    found = _serving().order_by("category", "purchased_on", "tag", "id").values(*_COLUMNS)
    in_force = cache(rules.of)  # a few hundred kinds of device, however many there are
    told = (_told(each, in_force, own, targets) for each in found.iterator(2_000))
    return (each for each in told if each.due_on is None or each.due_on < until)


_COLUMNS = (
    "id", "tag", "serial", "category", "make", "model", "description", "unit_id", "unit__name",
    "use_profile", "purchased_on", "price_cents", "currency",
)  # fmt: skip


def _told(
    row: Mapping[str, Any],
    in_force: Callable[[Ruled], RuleInForce],
    own: Mapping[int, date],
    targets: Mapping[str, int],
) -> DueDevice:
    category, since = row["category"], row["purchased_on"]
    found = in_force(Ruled(category, row["unit_id"], row["use_profile"]))
    months = targets.get(category, found.rule.target_months)
    due_on = own.get(row["id"]) or (month_after(since, months) if since else None)
    is_euro = row["price_cents"] is not None and row["currency"] == "EUR"
    return DueDevice(
        tag=row["tag"],
        serial=row["serial"],
        category=category,
        model=f"{row['make']} {row['model']}".strip() or row["description"],
        unit=row["unit__name"] or "",
        purchased_on=since,
        due_on=due_on,
        price_eur=row["price_cents"] / 100 if is_euro else None,
        rule=found.version,
    )


@within_organisation
def scenarios(*, organisation: Organisation) -> list[PlanScenario]:
    """The what-ifs that were kept, by name."""
    return list(PlanScenario.objects.all())


@within_organisation
def scenario(number: int, *, organisation: Organisation) -> PlanScenario | None:
    """One what-if; nothing when it is not of this organisation."""
    return PlanScenario.objects.filter(pk=number).first()
