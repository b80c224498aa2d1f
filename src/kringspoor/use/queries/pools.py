"""Questions to the pools: what they hold, who has it, what is late, and how well they serve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from kringspoor.core.pool import charge_cents, days_within, utilisation_share
from kringspoor.core.states import HELD, State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Assignment, Device, Pool, PoolStay


@dataclass(frozen=True, slots=True)
class Use:
    """How a pool served in a period. Units: days, share."""

    held_days: int
    lent_days: int

    @property
    def share(self) -> float | None:
        """The part of its days on which a device served somebody."""
        return utilisation_share(self.lent_days, self.held_days)


@dataclass(frozen=True, slots=True)
class Charge:
    """What one department had of a pool in a period. Units: days, cents."""

    unit: str
    lent_days: int
    charge_cents: int


@within_organisation
def pools(*, organisation: Organisation) -> QuerySet[Pool]:
    """Every pool with how many devices it holds and how many of those are lent."""
    now = Q(stays__to_on__isnull=True, stays__isnull=False)
    return (
        Pool.objects.select_related("unit")
        .annotate(
            held_count=Count("stays", filter=now),
            lent_count=Count("stays", filter=now & Q(stays__device__state=State.ON_LOAN)),
        )
        .order_by("name", "pk")
    )


@within_organisation
def pool(number: int, *, organisation: Organisation) -> Pool | None:
    """One pool with its counts; nothing when it is not of this organisation."""
    return pools(organisation=organisation).filter(pk=number).first()


@within_organisation
def stays_in(pool: Pool, *, organisation: Organisation) -> QuerySet[PoolStay]:
    """What a pool holds now, the first to be looked at first, each with its borrower."""
    open_loans = Assignment.objects.filter(to_on__isnull=True).select_related("unit")
    return (
        PoolStay.objects.filter(pool=pool, to_on__isnull=True)
        .select_related("device__unit", "device__site")
        .prefetch_related(Prefetch("device__assignments", open_loans, to_attr="open_loans"))
        .order_by("review_on", "pk")
    )


@within_organisation
def screened_devices(*, organisation: Organisation) -> Sequence[Device]:
    """What may still go into a pool."""
    return list(Device.objects.filter(state=State.SCREENED).order_by("tag", "serial", "pk")[:500])


@within_organisation
def use_of(pool: Pool, since: date, until: date, *, organisation: Organisation) -> Use:
    """How a pool served between two days."""
    held, lent = _spans(pool)
    return Use(days_within(held, since, until), days_within(lent, since, until))


@within_organisation
def charges_of(pool: Pool, since: date, until: date, *, organisation: Organisation) -> list[Charge]:
    """What each department had of a pool between two days, and what that costs."""
    spans: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for each in _loans(pool).select_related("unit"):
        spans[str(each.unit or "")].append((each.from_on, each.to_on))
    found = []
    for unit in sorted(spans):
        lent_days = days_within(spans[unit], since, until)
        found.append(Charge(unit, lent_days, charge_cents(pool.month_cents or 0, lent_days)))
    return found


def _spans(pool: Pool) -> tuple[Any, Any]:
    held = PoolStay.objects.filter(pool=pool).values_list("from_on", "to_on")
    lent = _loans(pool).values_list("from_on", "to_on")
    return list(held), list(lent)


def _loans(pool: Pool) -> QuerySet[Assignment]:
    """The loans from a pool: a device is lent while it stays in it, and by its kind of use."""
    stays = PoolStay.objects.filter(pool=pool)
    return Assignment.objects.filter(
        device__in=stays.values("device"),
        use_type__in=(pool.kind, "social_loan") if pool.kind == "social" else (pool.kind,),
    )


@within_organisation
def held_and_fleet(*, organisation: Organisation) -> tuple[int, int]:
    """How many devices lie in pools, and how many the organisation has all told."""
    held = PoolStay.objects.filter(to_on__isnull=True).count()
    return held, Device.objects.filter(state__in=[each.value for each in HELD]).count()
