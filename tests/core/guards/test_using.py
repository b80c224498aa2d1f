"""Long enough in use, not too long on a shelf, and safe where it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.core.guards.complete import COMPLETE, NEXT_USE, TODAY, leaving_by

from kringspoor.core.guards import refusals
from kringspoor.core.guards.facts import EarlyExit, Facts, RiskContext
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.pool import Pool
from kringspoor.core.states import Route, SecurityState, Transition, transition

RETURN = transition("in_use", "returned")
TO_LEAVE = transition("screened", "to_leave")
RESERVE = transition("screened", "in_reserve")
START = transition("in_stock", "in_use")
HARD, SOFT = LifetimeRule(60, is_hard=True), LifetimeRule(60)
WHY = EarlyExit("role ended", "ticket 12")


def _codes(step: Transition, facts: Facts) -> list[str]:
    return [no.code for no in refusals(step, facts)]


@pytest.mark.parametrize(
    ("months", "day", "codes"),
    [
        (35, date(2023, 12, 24), ["G6.too_young"]),
        (36, date(2023, 11, 25), ["G6.too_young"]),  # a day short of it
        (36, date(2023, 11, 24), []),
        (37, date(2023, 10, 24), []),
    ],
)
def test_month_35_is_too_young_and_month_36_is_not(
    months: int, day: date, codes: list[str]
) -> None:
    facts = replace(COMPLETE, serves_since=day, lifetime=LifetimeRule(36))
    assert _codes(RETURN, facts) == codes


@pytest.mark.parametrize(
    ("rule", "early", "on_return", "on_leaving"),
    [
        (SOFT, None, ["G6.too_young"], ["G6.too_young"]),
        (SOFT, WHY, [], []),
        (HARD, WHY, [], ["G6.not_approved"]),
        (HARD, replace(WHY, approved_by="p-9"), [], []),
        (HARD, replace(WHY, evidence=None, approved_by="p-9"), ["G6.too_young"], ["G6.too_young"]),
    ],
)
def test_an_early_exit_has_a_reason_and_evidence_and_for_a_hard_rule_an_approval(
    rule: LifetimeRule, early: EarlyExit | None, on_return: list[str], on_leaving: list[str]
) -> None:
    young = {"serves_since": date(2024, 1, 1), "lifetime": rule, "early_exit": early}
    assert _codes(RETURN, replace(COMPLETE, **young)) == on_return  # type: ignore[arg-type]
    leaving = replace(leaving_by(Route.DONATED), **young)  # type: ignore[arg-type]
    assert _codes(TO_LEAVE, leaving) == on_leaving


def test_the_eleventh_device_does_not_fit_in_a_pool_of_ten() -> None:
    assert _codes(RESERVE, replace(COMPLETE, pool=Pool(10, 9))) == []
    (no,) = refusals(RESERVE, replace(COMPLETE, pool=Pool(10, 10)))
    assert (no.code, no.what.nl) == ("G8.full", "de pool is vol: 10 van 10")


def test_a_device_in_the_pool_is_reviewed_on_a_day_still_to_come() -> None:
    assert _codes(RESERVE, replace(COMPLETE, review_on=TODAY)) == ["G8.review"]
    assert _codes(RESERVE, replace(COMPLETE, review_on=TODAY + timedelta(1))) == []


UNSAFE = replace(COMPLETE, security=SecurityState.UNSUPPORTED)


@pytest.mark.parametrize(
    ("before", "after", "mitigation", "codes"),
    [
        (RiskContext.INTERNAL, RiskContext.ISOLATED, "no network", []),
        (RiskContext.INTERNAL, RiskContext.ISOLATED, "", ["G9.no_mitigation"]),
        (RiskContext.INTERNAL, RiskContext.INTERNAL, "no network", ["G9.no_lower"]),
        (RiskContext.INTERNAL, RiskContext.EDUCATION, "filtered", ["G9.no_lower"]),
        (RiskContext.INTERNET_FACING, RiskContext.EDUCATION, "filtered", []),
        (RiskContext.INTERNET_FACING, RiskContext.INTERNET_FACING, "firewall", ["G9.exposed"]),
    ],
)
def test_an_unsafe_device_only_goes_where_the_risk_is_lower_and_with_a_measure(
    before: RiskContext, after: RiskContext, mitigation: str, codes: list[str]
) -> None:
    use = replace(NEXT_USE, context=after, previous_context=before, mitigation=mitigation)
    for security in (SecurityState.UNSUPPORTED, SecurityState.RESTRICTED):
        assert _codes(START, replace(UNSAFE, security=security, next_use=use)) == codes


def test_a_phone_without_updates_does_not_enter_the_reserve_for_use_on_the_internet() -> None:
    use = replace(NEXT_USE, context=RiskContext.INTERNET_FACING, mitigation="kept apart")
    assert _codes(RESERVE, replace(UNSAFE, next_use=use)) == ["G9.exposed"]


def test_an_office_laptop_without_updates_is_not_given_to_a_school() -> None:
    use = replace(NEXT_USE, previous_context=RiskContext.INTERNAL, mitigation="filtered")
    unsafe = replace(leaving_by(Route.SCHOOL), security=SecurityState.UNSUPPORTED, next_use=use)
    assert _codes(TO_LEAVE, unsafe) == ["G9.no_lower"]


@pytest.mark.parametrize(
    ("grade", "support_months", "codes"),
    [("B", 12, []), ("A", 13, []), ("C", 12, ["G9.requirement"]), ("B", 11, ["G9.requirement"])],
)
def test_a_device_meets_what_its_use_asks(
    grade: str, support_months: int, codes: list[str]
) -> None:
    use = replace(NEXT_USE, min_grade="B", min_support_months=12)
    facts = replace(COMPLETE, next_use=use, grade=grade, support_months=support_months)
    assert _codes(START, facts) == codes
