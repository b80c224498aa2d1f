"""Questions about which devices are due: in their window, past it, or in a quarter to come."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import ExtractMonth, ExtractYear

from kringspoor.core.calendar import month_after
from kringspoor.core.due import LifeDates, Standing, life_dates
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.states import HELD
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.models import Device, LifetimeException
from kringspoor.use.rules.due import Life, approved_exceptions, early_exit_of, life_of, life_on
from kringspoor.use.rules.lifetimes import Resolver, Ruled, rules_in_force
from kringspoor.use.rules.quarters import (
    ALL,
    IN_WINDOW,
    OVERDUE,
    last_purchase,
    quarter,
    quarter_of,
    quarters,
)

__all__ = ("early_exit_of", "life_on")
_FACETS = {"category": "category", "unit": "unit__name"}
_SEARCHED = ("tag", "serial", "make", "model")
SORTS: Mapping[str, tuple[str, ...]] = {  # beside that by due date
    "tag": ("tag", "id"),
    "model": ("make", "model", "tag", "id"),
    "category": ("category", "tag", "id"),
    "unit": ("unit__name", "tag", "id"),
    "purchased": ("purchased_on", "tag", "id"),
}


@dataclass(frozen=True, slots=True)
class DueAsked:
    """What the list of due devices is asked for; every part of it stands in its address.

    ``when`` is overdue, in_window, a quarter such as 2027-1, or empty for all that is due now. A
    sort that nobody knows is that by due date.
    """

    when: str = ""
    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Bucket:
    """A part of the list, and how many devices are in it."""

    slug: str
    devices_count: int


@dataclass(frozen=True, slots=True)
class DueRules:
    """The rules and exceptions of a day, ready to be asked of the database."""

    resolver: Resolver
    exceptions: Mapping[int, LifetimeException]
    lanes: Sequence[tuple[LifetimeRule, Q]]
    exceptional: Sequence[tuple[int, Life]]  # devices with dates of their own
    today: date

    def where(self, when: str) -> Q:
        """The devices of a part of the list."""
        found = Q(pk__in=[pk for pk, life in self.exceptional if self._is_in(life, when)])
        for rule, who in self.lanes:
            found |= who & self._purchased(rule, when)
        return found

    def _purchased(self, rule: LifetimeRule, when: str) -> Q:
        """When a device was bought that is in a part of the list under this rule."""
        past = Q(purchased_on__lte=last_purchase(self.today - timedelta(days=1), rule.window))
        reached = Q(purchased_on__lte=last_purchase(self.today, rule.target_months))
        if when == OVERDUE:
            return past
        if when == IN_WINDOW:
            return reached & ~past
        if when == ALL:
            return Q(purchased_on__isnull=False)
        if not when:
            return reached
        first, after = quarter(when)
        months = rule.target_months
        return ~reached & Q(
            purchased_on__gte=month_after(first, -months),
            purchased_on__lt=month_after(after, -months),
        )

    def _is_in(self, life: Life, when: str) -> bool:
        dates = life.dates
        if dates is None:
            return False
        is_reached, is_past = dates.target_on <= self.today, dates.window_on < self.today
        if when in ("", ALL, OVERDUE, IN_WINDOW):
            return {"": is_reached, ALL: True, OVERDUE: is_past}.get(
                when, is_reached and not is_past
            )
        first, after = quarter(when)
        return not is_reached and first <= dates.target_on < after


@within_organisation
def due_rules(*, organisation: Organisation, today: date) -> DueRules:
    """The rules of today as conditions on the day of purchase, so that no device is walked."""
    resolver = rules_in_force(organisation=organisation, on=today)
    exceptions = approved_exceptions(organisation=organisation)
    moved = Device.objects.filter(pk__in=list(exceptions)) if exceptions else ()
    lives = [(each.pk, life_of(each, resolver, exceptions[each.pk])) for each in moved]
    lanes = [*_lanes(resolver, list(exceptions))]
    return DueRules(resolver, exceptions, lanes, lives, today)


def _lanes(resolver: Resolver, apart: Sequence[int]) -> Iterator[tuple[LifetimeRule, Q]]:
    """Every rule by its months, with the devices it is about."""
    names_units = any(each.unit_id for each in resolver.versions.values())
    names_profiles = any(each.use_profile for each in resolver.versions.values())
    names = ["category", *["unit_id"] * names_units, *["use_profile"] * names_profiles]
    held = remembered(
        "kinds held",
        names,
        lambda: list(Device.objects.filter(state__in=HELD).order_by().values(*names).distinct()),
        organisation=resolver.organisation,
    )
    about: defaultdict[LifetimeRule, defaultdict[tuple[tuple[str, object], ...], set[str]]]
    about = defaultdict(lambda: defaultdict(set))
    for each in held:
        rule = resolver.of(Ruled(**each)).rule
        months = LifetimeRule(rule.target_months, rule.minimum, rule.window)
        place = tuple((name, value) for name, value in each.items() if name != "category")
        about[months][place].add(each["category"])
    for months, places in about.items():
        who = Q()
        for place, categories in places.items():
            who |= Q(category__in=sorted(categories), **_at(place))
        yield months, who & ~Q(pk__in=apart) if apart else who


def _at(place: Sequence[tuple[str, object]]) -> dict[str, object]:
    known = {name: value for name, value in place if value is not None}
    return known | {f"{name}__isnull": True for name, value in place if value is None}


@within_organisation
def due_devices(
    asked: DueAsked, rules: DueRules, *, organisation: Organisation
) -> QuerySet[Device]:
    """The devices that are due, those that are due longest first."""
    found = Device.objects.select_related("unit").filter(state__in=HELD)
    found = found.filter(rules.where(asked.when))
    for word in asked.words.split():
        anywhere = Q()
        for name in _SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        found = found.filter(anywhere)
    for name, value in asked.filters.items():
        if name in _FACETS and value:
            found = found.filter(**{_FACETS[name]: value})
    return found.order_by(*_order(asked, rules))


@within_organisation
def due_numbers(asked: DueAsked, rules: DueRules, *, organisation: Organisation) -> Sequence[int]:
    """The numbers of the devices that are due, in the same order."""
    found = due_devices(asked, rules, organisation=organisation).values_list("pk", flat=True)
    return remembered(
        "due", (asked, rules.today), lambda: array("q", found), organisation=organisation
    )


@within_organisation
def due_numbered(numbers: Sequence[int], *, organisation: Organisation) -> list[Device]:
    """The devices of those numbers, in that order."""
    found = Device.objects.select_related("unit").in_bulk(numbers)
    return [found[each] for each in numbers if each in found]


def _order(asked: DueAsked, rules: DueRules) -> list[OrderBy]:
    by_due: tuple[Case | F, ...] = (_due_month(rules), F("purchased_on"), F("tag"), F("id"))
    names = SORTS.get(asked.sort)
    parts: tuple[Case | F, ...] = tuple(map(F, names)) if names else by_due
    if asked.is_descending:
        return [OrderBy(each, descending=True, nulls_last=True) for each in parts]
    return [OrderBy(each, nulls_last=True) for each in parts]


def _due_month(rules: DueRules) -> Case:
    """The month in which a device is due, counted since year 0."""
    bought = ExtractYear("purchased_on") * 12 + ExtractMonth("purchased_on")
    moved = [
        When(pk=pk, then=Value(life.dates.target_on.year * 12 + life.dates.target_on.month))
        for pk, life in rules.exceptional
        if life.dates
    ]
    ruled = [When(who, then=bought + Value(rule.target_months)) for rule, who in rules.lanes]
    return Case(*moved, *ruled, output_field=IntegerField())


@within_organisation
def due_buckets(rules: DueRules, *, organisation: Organisation) -> list[Bucket]:
    """How many devices are past their window, in it, and due in each quarter to come.

    The database counts by rule and day of purchase; what a day means is said by the one formula.
    """
    return remembered("due parts", rules.today, lambda: _buckets(rules), organisation=organisation)


def _buckets(rules: DueRules) -> list[Bucket]:
    found: Counter[str] = Counter()
    lane = Case(*(When(who, then=Value(at)) for at, (_, who) in enumerate(rules.lanes)),
                output_field=IntegerField())  # fmt: skip
    held = Device.objects.filter(state__in=HELD, purchased_on__isnull=False).order_by()
    if rules.lanes:
        rows = held.annotate(lane=lane).filter(lane__isnull=False)
        counted = rows.values_list("lane", "purchased_on").annotate(count=Count("pk"))
        for at, bought, count in counted:
            found[_part(life_dates(rules.lanes[at][0], bought), rules.today)] += count
    for _pk, life in rules.exceptional:
        if life.dates:
            found[_part(life.dates, rules.today)] += 1
    return [Bucket(slug, found[slug]) for slug in (OVERDUE, IN_WINDOW, *quarters(rules.today))]


def _part(dates: LifeDates, today: date) -> str:
    """The part of the list a device with these dates is in."""
    standing = dates.standing(today)
    if standing is Standing.OVERDUE or standing is Standing.IN_WINDOW:
        return OVERDUE if standing is Standing.OVERDUE else IN_WINDOW
    return quarter_of(dates.target_on)


@within_organisation
def undated_count(*, organisation: Organisation) -> int:
    """How many devices nobody knows the purchase date of, so that they are never due."""
    found = Device.objects.filter(state__in=HELD, purchased_on__isnull=True)
    return remembered("undated", None, found.count, organisation=organisation)


@within_organisation
def due_facets(
    asked: DueAsked, rules: DueRules, *, organisation: Organisation
) -> dict[str, list[tuple[str, int]]]:
    """The values of each filter among what is due, with how many devices have each, most first."""
    part = DueAsked(asked.when)
    return remembered(
        "due choices",
        (part, rules.today),
        lambda: _facets(part, rules, organisation),
        organisation=organisation,
    )


def _facets(
    part: DueAsked, rules: DueRules, organisation: Organisation
) -> dict[str, list[tuple[str, int]]]:
    found = due_devices(part, rules, organisation=organisation).order_by()
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    for *values, count in found.values_list(*_FACETS.values()).annotate(count=Count("id")):
        for name, value in zip(_FACETS, values, strict=True):
            counts[name][value or ""] += count
    return {
        name: sorted(((v, n) for v, n in each.items() if v), key=lambda pair: (-pair[1], pair[0]))
        for name, each in counts.items()
    }
