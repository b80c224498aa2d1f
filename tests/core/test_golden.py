"""Fixtures of the seed that any engine must reproduce (seed analysis, section 7)."""

from __future__ import annotations

from datetime import date

import pytest

from kringspoor.assess.plan import plan_of
from kringspoor.assess.totals import Cohort
from kringspoor.core.calendar import month_no_of
from kringspoor.core.footprint import (
    break_even_years,
    extension_saving_kg_per_year,
    extension_saving_share,
)
from kringspoor.core.lifetime import steady_purchases_per_year, warranty_gap_months
from kringspoor.core.quantity import FLOATS
from kringspoor.core.saving import deferred_eur, deferred_share


@pytest.mark.parametrize(("months", "bought"), [(48, 1500), (54, 1333), (60, 1200)])
def test_f04_six_thousand_pcs_a_year_by_lifetime(months: int, bought: int) -> None:
    assert round(steady_purchases_per_year(6000, months)) == bought


@pytest.mark.parametrize(("months", "bought"), [(48, 1500), (60, 1200)])
def test_f04_the_plan_of_a_fleet_of_all_ages_gives_the_same(months: int, bought: int) -> None:
    today = date(2026, 12, 31)
    start = month_no_of(date(2027, 1, 1))
    each = 6000 // months
    cohorts = [Cohort("desktop", "in_use", start + age, each, 0, 0) for age in range(months)]
    plan = plan_of(cohorts, {"desktop": months}, today)
    assert [plan.of_year(year).device_count for year in plan.years] == [bought] * 5


@pytest.mark.parametrize(("share", "saved"), [(0.60, 12.0), (0.85, 17.0)])
def test_f08_four_to_five_years(share: float, saved: float) -> None:
    assert round(100 * extension_saving_share(share, 4, 5), 1) == saved


@pytest.mark.parametrize(("share", "saved"), [(0.60, 20.0), (0.85, 28.3)])
def test_f09_four_to_six_years(share: float, saved: float) -> None:
    assert round(100 * extension_saving_share(share, 4, 6), 1) == saved


@pytest.mark.parametrize(("share", "saved"), [(0.60, 20.5), (0.85, 30.7)])
def test_f10_screens_five_to_eight_years(share: float, saved: float) -> None:
    assert round(100 * extension_saving_share(share, 5, 8, share_at_years=4), 1) == saved


@pytest.mark.parametrize(("cover", "gap"), [(36, 24), (48, 12)])
def test_f16_the_months_no_warranty_covers(cover: int, gap: int) -> None:
    assert warranty_gap_months(60, cover) == gap


def test_ten_thousand_laptops_from_four_to_five_years_save_120_tonnes_a_year() -> None:
    tonnes = 10_000 * extension_saving_kg_per_year(241.0, 4, 5) / 1000
    assert round(tonnes / 10) * 10 == 120


def test_forty_laptops_of_a_thousand_euro_put_off_sixteen_thousand() -> None:
    share = deferred_share(FLOATS, 60, 2.0, 1.0)
    assert 40 * deferred_eur(FLOATS, 1000.0, share, 0.0) == pytest.approx(16_000)


def test_ten_percent_less_power_never_earns_back_a_laptop() -> None:
    assert break_even_years(241.0, 18.8 * 0.1, 0.1176) > 1000
    assert break_even_years(241.0, 0.0, 0.1176) == float("inf")
