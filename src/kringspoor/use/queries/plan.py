"""Questions for the replacement plan: the fleet in groups, devices one by one, what-ifs by name.

A plan of a hundred thousand devices asks as many questions as one of ten: the database groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Substr

from kringspoor.core.calendar import month_after, month_no_of
from kringspoor.core.planning import Held, median_of
from kringspoor.core.states import Ownership, State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device, LifetimeException, PlanScenario
from kringspoor.use.queries.lifetimes import Resolver, Ruled, rules_in_force
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
    rules = rules_in_force(organisation=organisation, on=today)
    fixed, moved = _with_own_date(organisation, rules)
    held: Counter[Held] = Counter()
    for asked, month_no, count in _grouped():
        rule = rules.of(asked).rule
        group = Held(asked.category, month_no, 0, rule.target_months, rule.window)
        held[group] += count - moved[asked, month_no]
    merged = tuple(replace(each, device_count=count) for each, count in held.items() if count)
    return Fleet(merged, fixed, _paid(today))


def _serving() -> QuerySet[Device]:
    """What the organisation replaces: what is worked with, the users' own left out."""
    return Device.objects.filter(state__in=SERVING).exclude(ownership=Ownership.PERSONAL)


def _grouped() -> Iterator[tuple[Ruled, int | None, int]]:
    """Devices by kind and month of purchase. A date as text is the same in every database."""
    month = Substr(Cast("purchased_on", CharField()), 1, 7)
    rows = _serving().annotate(month=month).order_by()
    names = ("category", "unit_id", "use_profile", "month")
    for category, unit_id, profile, text, count in rows.values_list(*names).annotate(Count("id")):
        yield Ruled(category, unit_id, profile), _month_no(text), count


def _month_no(text: str | None) -> int | None:
    return int(text[:4]) * 12 + int(text[5:7]) - 1 if text else None


def _with_own_date(
    organisation: Organisation, rules: Resolver
) -> tuple[tuple[Held, ...], Counter[tuple[Ruled, int | None]]]:
    """Devices that two persons gave a date of their own, and the groups they come from."""
    approved = approved_exceptions(organisation=organisation)
    fixed: list[Held] = []
    moved: Counter[tuple[Ruled, int | None]] = Counter()
    for device in _serving().filter(lifetime_exceptions__in=approved.values()):
        since, dates = device.purchased_on, life_of(device, rules, approved[device.pk]).dates
        if since is None or dates is None:
            continue
        month_no = month_no_of(since)
        moved[Ruled(device.category, device.unit_id, device.use_profile), month_no] += 1
        target, window = (month_no_of(day) - month_no for day in (dates.target_on, dates.window_on))
        fixed.append(Held(device.category, month_no, 1, max(target, 1), max(window, 1)))
    return tuple(fixed), moved


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
    approved = approved_exceptions(organisation=organisation)
    found = _serving().select_related("unit").order_by("category", "purchased_on", "tag", "id")
    told = (_told(each, rules, approved.get(each.pk), targets) for each in found.iterator(2_000))
    return (each for each in told if each.due_on is None or each.due_on < until)


def _told(
    device: Device,
    rules: Resolver,
    exception: LifetimeException | None,
    targets: Mapping[str, int],
) -> DueDevice:
    life, since = life_of(device, rules, exception), device.purchased_on
    due_on = life.dates.target_on if life.dates else None
    if since is not None and exception is None and device.category in targets:
        due_on = month_after(since, targets[device.category])
    is_euro = device.price_cents is not None and device.currency == "EUR"
    return DueDevice(
        tag=device.tag,
        serial=device.serial,
        category=device.category,
        model=f"{device.make} {device.model}".strip() or device.description,
        unit=device.unit.name if device.unit else "",
        purchased_on=since,
        due_on=due_on,
        price_eur=(device.price_cents or 0) / 100 if is_euro else None,
        rule=life.in_force.version,
    )


@within_organisation
def scenarios(*, organisation: Organisation) -> list[PlanScenario]:
    """The what-ifs that were kept, by name."""
    return list(PlanScenario.objects.all())


@within_organisation
def scenario(number: int, *, organisation: Organisation) -> PlanScenario | None:
    """One what-if; nothing when it is not of this organisation."""
    return PlanScenario.objects.filter(pk=number).first()
