"""Which device may serve which demand: unknown is never good enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kringspoor.core.allocation import DAYS_PER_MONTH, Demand, Spare, Worth, benefit_value, missed

TODAY = 20781  # 24 November 2026
GOOD = Spare("VB-1", "laptop", "EliteBook 840", 16, 256, 0.8, "B", TODAY + 1200, site="Gent")
SCHOOL = Demand(
    "school",
    "laptop",
    10,
    TODAY,
    least_ram_gb=8,
    least_storage_gb=128,
    least_battery_share=0.5,
    worst_grade="B",
    support_months=24,
    is_outside=True,
    site="Gent",
)


def codes(spare: Spare, demand: Demand = SCHOOL) -> list[str]:
    """What is missed, by code."""
    return [each.code for each in missed(spare, demand)]


def test_a_good_laptop_may_go_to_a_school() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("spare", "code"),
    [
        (replace(GOOD, category="desktop"), "category"),
        (replace(GOOD, grade="C"), "grade"),
        (replace(GOOD, grade=None), "grade"),
        (replace(GOOD, ram_gb=4), "ram"),
        (replace(GOOD, ram_gb=None), "ram"),
        (replace(GOOD, storage_gb=None), "storage"),
        (replace(GOOD, battery_share=0.49), "battery"),
        (replace(GOOD, support_end_days=TODAY + 700), "support"),
        (replace(GOOD, support_end_days=None), "support"),
        (replace(GOOD, ownership="leased"), "ownership"),
        (replace(GOOD, ownership=None), "ownership"),
    ],
)
def test_one_thing_too_little_or_unknown_is_named(spare: Spare, code: str) -> None:
    assert codes(spare) == [code]


def test_a_leased_laptop_may_serve_inside_and_a_personal_one_may_not() -> None:
    inside = replace(SCHOOL, is_outside=False)
    assert codes(replace(GOOD, ownership="leased"), inside) == []
    assert codes(replace(GOOD, ownership="personal"), inside) == ["ownership"]


def test_what_is_not_asked_need_not_be_known() -> None:
    assert codes(Spare("VB-2", "laptop"), Demand("desk", "laptop", 1, TODAY)) == []


def test_a_benefit_counts_years_of_use_less_journey_and_refurbishing() -> None:
    years = round(36 * DAYS_PER_MONTH) + 1
    spare = replace(GOOD, support_end_days=TODAY + years)
    assert benefit_value(spare, SCHOOL, Worth()) == 30
    assert benefit_value(replace(spare, site="Leuven"), SCHOOL, Worth()) == 28
    assert benefit_value(replace(spare, refurbishing_cents=5000), SCHOOL, Worth()) == 25


def test_years_beyond_the_longest_and_before_the_date_add_nothing() -> None:
    assert benefit_value(replace(GOOD, support_end_days=TODAY + 9999), SCHOOL, Worth()) == 50
    assert benefit_value(replace(GOOD, support_end_days=TODAY - 500), SCHOOL, Worth()) == 0
