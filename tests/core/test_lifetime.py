"""How long devices serve under a policy, and how old they are."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from kringspoor.core.calendar import month_no_of
from kringspoor.core.lifetime import LifetimePolicy, LifetimeRule, age_months
from kringspoor.core.quantity import FLOATS

TODAY = date(2026, 11, 24)


def _age(bought: date | None) -> int | None:
    known = SimpleNamespace(
        purchased_month_no=None if bought is None else month_no_of(bought),
        purchased_dom_no=None if bought is None else bought.day,
    )
    age: int | None = age_months(FLOATS, known, month_no_of(TODAY), TODAY.day)
    return age


@pytest.mark.parametrize(
    ("bought", "months"),
    [
        (date(2021, 11, 24), 60),
        (date(2021, 11, 25), 59),
        (date(2021, 11, 23), 60),
        (date(2026, 11, 24), 0),
        (None, None),
    ],
)
def test_a_month_is_complete_on_the_same_day_of_the_month(
    bought: date | None, months: int | None
) -> None:
    assert _age(bought) == months


def test_minimum_and_window_are_the_target_where_a_policy_says_no_more() -> None:
    rule = LifetimeRule(60)
    assert (rule.minimum, rule.target_months, rule.window) == (60, 60, 60)
    wide = LifetimeRule(60, min_months=48, window_months=72)
    assert (wide.minimum, wide.window) == (48, 72)


def test_a_category_without_a_rule_of_its_own_takes_the_general_one() -> None:
    policy = LifetimePolicy(
        "ours", "Ons", "Ours", "kringspoor", LifetimeRule(60), {"mfp": LifetimeRule(96)}
    )
    assert policy.rule("mfp").target_months == 96
    assert policy.rule("laptop").target_months == 60
