"""Pools are bounded, lend in time, and social lending knows no names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.site import an_organisation
from tests.use.lives import TODAY, WHY_NOT, Life

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.guards.facts import RiskContext
from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.states import State
from kringspoor.people.models import Organisation, Unit
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event
from kringspoor.use.actions.pools import (
    Loan,
    extend_loan,
    keep_pool,
    lend,
    put_in_pool,
    review_stay,
)
from kringspoor.use.models import Pool
from kringspoor.use.queries import pools as queries
from kringspoor.use.tables import pools
from kringspoor.use.tables.pools import share_of_fleet

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Iterator[Organisation]:
    organisation = an_organisation()
    with scope(organisation):
        yield organisation


def a_pool(found: Life, kind: str = "loan", **fields: Any) -> Pool:
    known = {
        "name": kind, "kind": kind, "unit": None, "cap_count": 2, "max_idle_days": None,
        "loan_days": 14, "month_cents": 1500, "is_open": True,
    }  # fmt: skip
    return keep_pool(None, {**known, **fields}, **found.by)


def in_pool(here: Organisation, pool: Pool | None = None, serial: str = "SN1") -> Life:
    found = Life(here, serial=serial)
    found.reach(State.SCREENED)
    pool = pool or a_pool(found)
    put_in_pool(
        found.fresh(), pool, date(2027, 3, 1), today=TODAY, refused_steps=WHY_NOT, **found.by
    )
    return found


def borrow(found: Life, pool: Pool, holder: str = "mw-7", **said: Any) -> None:
    loan = Loan(holder, None, RiskContext.INTERNAL, **said)
    lend(found.fresh(), pool, loan, today=TODAY, **found.by)


def test_one_more_than_the_cap_is_refused(here: Organisation) -> None:
    first = in_pool(here)
    pool = Pool.objects.get()
    in_pool(here, pool, "SN2")
    with pytest.raises(StepRefused, match="the pool is full: 2 of 2"):
        in_pool(here, pool, "SN3")
    assert first.fresh().state == State.IN_RESERVE


def test_a_device_is_lent_only_when_it_is_erased(here: Organisation) -> None:
    found = in_pool(here)
    pool = Pool.objects.get()
    with pytest.raises(StepRefused, match="which storage media it holds"):
        borrow(found, pool)
    found.erase_all()
    borrow(found, pool)
    (loan,) = found.fresh().assignments.all()
    assert (loan.holder, loan.use_type, loan.due_on) == ("mw-7", "loan", date(2026, 12, 8))
    found.step(State.RETURNED, found.said_for(State.RETURNED))
    found.screened()
    put_in_pool(
        found.fresh(), pool, date(2027, 3, 1), today=TODAY, refused_steps=WHY_NOT, **found.by
    )
    with pytest.raises(StepRefused, match="erased before its last use"):
        borrow(found, pool, "mw-8")


def test_a_loan_without_an_end_is_refused(here: Organisation) -> None:
    found = in_pool(here)
    pool = keep_pool(Pool.objects.get(), {"loan_days": None}, **found.by)
    found.erase_all()
    with pytest.raises(BadInput, match="the day of return is missing"):
        borrow(found, pool)
    borrow(found, pool, due_on=date(2026, 12, 1))
    extend_loan(found.fresh(), date(2026, 12, 15), today=TODAY, **found.by)
    assert found.fresh().assignments.get().due_on == date(2026, 12, 15)
    with pytest.raises(BadInput, match="not later"):
        extend_loan(found.fresh(), date(2026, 12, 15), today=TODAY, **found.by)


def test_social_lending_has_no_place_for_a_name(here: Organisation) -> None:
    found = Life(here, ownership="social_loan_pool")
    found.reach(State.SCREENED)
    pool = a_pool(found, "social")
    put_in_pool(
        found.fresh(), pool, date(2027, 3, 1), today=TODAY, refused_steps=WHY_NOT, **found.by
    )
    found.erase_all()
    with pytest.raises(BadInput, match="social lending keeps no name"):
        borrow(found, pool, "Jan")
    borrow(found, pool, "")
    assert found.fresh().assignments.get().holder == ""
    assert not Event.objects.filter(payload__has_key="holder").exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE use_assignment SET holder = 'Jan'")


def test_a_pool_that_holds_devices_is_not_closed(here: Organisation) -> None:
    found = in_pool(here)
    with pytest.raises(Refused, match="still devices in this pool"):
        keep_pool(Pool.objects.get(), {"is_open": False}, **found.by)


def test_what_lay_idle_too_long_goes_back_to_triage(here: Organisation) -> None:
    found = in_pool(here)
    keep_pool(Pool.objects.get(), {"max_idle_days": 90}, **found.by)
    review_stay(found.fresh(), TODAY + timedelta(days=90), today=TODAY, **found.by)
    with pytest.raises(Refused, match="90 days at most"):
        review_stay(found.fresh(), TODAY + timedelta(days=91), today=TODAY, **found.by)


def test_two_pools_have_no_same_name(here: Organisation) -> None:
    found = Life(here)
    a_pool(found)
    with pytest.raises(BadInput, match="a pool 'LOAN' already"):
        a_pool(found, "loan", name="LOAN")


def test_days_lent_and_held_and_their_price_by_department(here: Organisation) -> None:
    found = in_pool(here)
    pool = Pool.objects.get()
    found.erase_all()
    unit = Unit.objects.create(organisation=here, name="ICT")
    lend(found.fresh(), pool, Loan("mw-7", unit, RiskContext.INTERNAL), today=TODAY, **found.by)
    since, until = TODAY, TODAY + timedelta(days=10)
    use = queries.use_of(pool, since, until, organisation=here)
    assert (use.lent_days, use.held_days, use.share) == (10, 10, 1.0)
    (charge,) = queries.charges_of(pool, since, until, organisation=here)
    assert (charge.unit, charge.lent_days, charge.charge_cents) == ("ICT", 10, 493)


def test_six_hundred_of_six_thousand_is_ten_per_cent() -> None:
    assert share_of_fleet(600, 6000)["value"] in ("10,0 %", "10.0 %")


def test_a_list_of_pools_asks_as_much_for_three_as_for_one(
    here: Organisation, django_assert_num_queries: Any
) -> None:
    found = in_pool(here)
    with django_assert_num_queries(1):
        list(queries.pools(organisation=here))
    for name in ("a", "b"):
        a_pool(found, name=name)
    with django_assert_num_queries(1):
        rows = [pools.row(each) for each in queries.pools(organisation=here)]
    assert [each["held"] for each in rows] == [0, 0, 1]
    pool = Pool.objects.get(name="loan")
    with django_assert_num_queries(2):
        assert len(queries.stays_in(pool, organisation=here)) == 1
