"""The five-year plan: what falls due when, under the policy and under another lifetime."""

from __future__ import annotations

from datetime import date

from kringspoor.assess.plan import HORIZON_YEARS, Plan, plan_of
from kringspoor.assess.totals import Cohort
from kringspoor.core.calendar import month_no_of

TODAY = date(2026, 11, 24)
POLICY = {"laptop": 60}


def _cohort(due: date | None, count: int = 10, state: str | None = "in_use") -> Cohort:
    month = None if due is None else month_no_of(due)
    return Cohort("laptop", state, month, count, count * 241_000, count * 100_000)


def _by_year(plan: Plan) -> list[int]:
    return [plan.of_year(year).device_count for year in plan.years]


def test_the_plan_starts_next_year_and_looks_five_years_ahead() -> None:
    assert plan_of([], POLICY, TODAY).years == (2027, 2028, 2029, 2030, 2031)
    assert HORIZON_YEARS == 5


def test_what_is_overdue_is_replaced_in_the_first_year() -> None:
    assert _by_year(plan_of([_cohort(date(2024, 3, 1))], POLICY, TODAY)) == [10, 0, 0, 0, 0]


def test_what_falls_due_later_is_replaced_then() -> None:
    assert _by_year(plan_of([_cohort(date(2029, 6, 1))], POLICY, TODAY)) == [0, 0, 10, 0, 0]


def test_a_replacement_that_falls_due_within_five_years_counts_again() -> None:
    plan = plan_of([_cohort(date(2027, 3, 1))], POLICY, TODAY, {"laptop": 36})
    assert _by_year(plan) == [10, 0, 0, 10, 0]


def test_a_longer_life_moves_the_year_and_its_euro_and_kilograms() -> None:
    cohorts = [_cohort(date(2027, 6, 1))]
    policy = plan_of(cohorts, POLICY, TODAY)
    longer = plan_of(cohorts, POLICY, TODAY, {"laptop": 72})
    assert (_by_year(policy), _by_year(longer)) == ([10, 0, 0, 0, 0], [0, 10, 0, 0, 0])
    cell = longer.of_year(2028)
    assert (cell.price_cents, cell.embodied_g) == (1_000_000, 2_410_000)


def test_devices_of_unknown_age_stand_in_no_year_and_are_counted() -> None:
    plan = plan_of([_cohort(None, 7)], POLICY, TODAY)
    assert (_by_year(plan), plan.undated_count) == ([0, 0, 0, 0, 0], 7)


def test_what_nobody_works_with_is_not_replaced() -> None:
    states = ("in_stock", "returned", "gone", "lost", "ordered")
    cohorts = [_cohort(date(2027, 6, 1), 10, state) for state in states]
    assert _by_year(plan_of(cohorts, POLICY, TODAY)) == [0, 0, 0, 0, 0]


def test_a_device_whose_state_nobody_knows_is_taken_to_serve() -> None:
    assert _by_year(plan_of([_cohort(date(2027, 6, 1), 10, None)], POLICY, TODAY))[0] == 10
