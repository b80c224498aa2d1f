"""When a device is due: its rule in force, and the exception two persons agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kringspoor.core.calendar import month_no_of
from kringspoor.core.due import LifeDates, Standing, life_dates
from kringspoor.core.guards.facts import EarlyExit
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device, LifetimeException
from kringspoor.use.models.lifetimes import Asked, Shift
from kringspoor.use.rules.lifetimes import Resolver, RuleInForce, rules_in_force


@dataclass(frozen=True, slots=True)
class Life:
    """How long one device serves: its rule, the dates that gives, and its exception if any."""

    in_force: RuleInForce
    dates: LifeDates | None  # None: nobody knows since when it serves
    exception: LifetimeException | None = None

    def standing(self, today: date) -> Standing | None:
        """Where it stands today; nothing when its first day is unknown."""
        return self.dates.standing(today) if self.dates else None


def life_of(device: Device, resolver: Resolver, exception: LifetimeException | None = None) -> Life:
    """The life of a device under the rules of a day. An exception moves its end."""
    in_force, since = resolver.of(device), device.purchased_on
    dates = life_dates(in_force.rule, since) if since else None
    if dates and exception:
        dates = moved_dates(dates, exception)
    return Life(in_force, dates, exception)


def moved_dates(dates: LifeDates, exception: LifetimeException) -> LifeDates:
    """The dates after an exception: earlier moves all of them, later moves the end."""
    day = exception.new_target_on
    if exception.kind == Shift.LATER:
        return LifeDates(dates.minimum_on, day, max(day, dates.window_on))
    return LifeDates(min(dates.minimum_on, day), day, day)


def moved_rule(life: Life, since: date | None) -> LifetimeRule:
    """The rule after an exception, in whole months, as the formulas of the ladder ask it.

    Units: date -> months.
    """
    rule = life.in_force.rule
    if life.exception is None or life.dates is None or since is None:
        return rule
    minimum, target, window = (
        whole_months(since, each)
        for each in (life.dates.minimum_on, life.dates.target_on, life.dates.window_on)
    )
    return replace(rule, min_months=minimum, target_months=target, window_months=window)


def whole_months(since: date, until: date) -> int:
    """Whole calendar months between two days.

    Units: date, date -> months.

    >>> whole_months(date(2022, 3, 1), date(2026, 3, 1)), whole_months(
    ...     date(2022, 3, 2), date(2026, 3, 1))
    (48, 47)
    """
    months = month_no_of(until) - month_no_of(since)
    return max(months - (until.day < since.day), 0)


def cover_months(bought: date, end: date) -> int:
    """Whole months of warranty; its last day counts.

    Units: date, date -> months.

    >>> cover_months(date(2022, 3, 1), date(2025, 2, 28)), cover_months(
    ...     date(2022, 3, 1), date(2025, 2, 27))
    (36, 35)
    """
    return whole_months(bought, end + timedelta(days=1))


@within_organisation
def approved_exceptions(*, organisation: Organisation) -> Mapping[int, LifetimeException]:
    """The exception that holds for each device that has one: the last that was approved."""
    rows = LifetimeException.objects.filter(state=Asked.APPROVED)
    return {each.device_id: each for each in rows.order_by("decided_at", "id")}


@within_organisation
def life_on(
    device: Device, *, organisation: Organisation, on: date, rules: Resolver | None = None
) -> Life:
    """The life of one device as it stands on a day; ``rules`` are those of that day, when known."""
    resolver = rules or rules_in_force(organisation=organisation, on=on)
    return life_of(device, resolver, _approved(device.lifetime_exceptions.all()))


@within_organisation
def early_exit_of(device: Device, *, organisation: Organisation, on: date) -> EarlyExit | None:
    """What is on record of a device that stops before its minimum, for the guard that asks.

    A request that waits tells the reason and the evidence; only an approved one who approved.
    """
    rows = device.lifetime_exceptions.all()
    approved = _approved(rows)
    waiting = next((each for each in rows if each.state == Asked.WAITING), None)
    found = next((each for each in (approved, waiting) if _lets_go(each, on)), None)
    if found is None:
        return None
    is_approved = found is approved
    return EarlyExit(
        found.reason,
        found.evidence.sha256 if found.evidence else None,
        f"person:{found.decided_by_id}" if is_approved and found.decided_by_id else None,
    )


def _approved(rows: Iterable[LifetimeException]) -> LifetimeException | None:
    """The exception that holds: the last that was approved."""
    found = (each for each in rows if each.state == Asked.APPROVED)
    return max(found, key=lambda each: (each.decided_at or each.asked_at, each.pk), default=None)


def _lets_go(asked: LifetimeException | None, on: date) -> bool:
    """Whether an exception is for leaving earlier, and its day is there."""
    return asked is not None and asked.kind == Shift.EARLIER and asked.new_target_on <= on
