"""What comes: held to sums by hand, and to what really happened in drawn fleets."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.engine.survival.fleets import TODAY, drawn, drawn_lives, office

from kringspoor.core.quantity import FLOATS
from kringspoor.engine.survival import Fit, Lives, achieved, lives_of, remaining_months, years_ahead
from kringspoor.engine.survival.lives import DAYS_PER_MONTH


def fit_of(lives: Lives) -> Fit:
    fit = achieved(lives).fit
    assert isinstance(fit, Fit)
    return fit


def test_the_coming_year_is_the_sum_of_each_devices_chance() -> None:
    lives = office()
    fit = fit_of(lives)
    k, scale = fit.weibull.shape_ratio, fit.weibull.scale_months
    ages = lives.age_days[lives.is_in_use] / DAYS_PER_MONTH
    by_hand = sum(1 - math.exp((a / scale) ** k - ((a + 12) / scale) ** k) for a in ages)
    assert years_ahead(lives, fit, 1)[0].leaving_count.mid == pytest.approx(by_hand, rel=1e-12)


def test_in_the_end_all_of_them_leave() -> None:
    lives = office()
    years = years_ahead(lives, fit_of(lives), 60)
    assert [each.year_no for each in years] == list(range(1, 61))
    assert sum(each.leaving_count.mid for each in years) == pytest.approx(lives.is_in_use.sum())


def test_what_leaves_is_between_nought_and_all() -> None:
    lives = office()
    for year in years_ahead(lives, fit_of(lives), 30):
        spread = year.leaving_count
        assert 0 <= spread.low <= spread.mid <= spread.high <= lives.is_in_use.sum()


def test_one_old_device_is_not_foretold_to_leave_twice() -> None:
    lives = lives_of([TODAY - 4000], [None], today_days=TODAY)
    leaving = years_ahead(lives, fit_of(office()), 1)[0].leaving_count
    assert leaving.mid > 0.5
    assert leaving.high == 1.0


def test_nineteen_of_twenty_fleets_lose_in_a_year_what_was_foretold() -> None:
    """Look from a year ago, then count who had left by today."""
    then, inside = TODAY - 365.25, 0
    for seed in range(100):
        start, end = drawn(800, seed)
        known = start < then
        start, end = start[known], end[known]
        before = lives_of(
            start,
            np.where(end <= int(then), end, np.nan),
            today_days=int(then),
            inventory_start_days=17897,
        )
        left = float(((end > int(then)) & (end <= TODAY)).sum())
        foretold = years_ahead(before, fit_of(before), 1)[0].leaving_count
        inside += foretold.low <= left <= foretold.high
    assert 88 <= inside <= 100


def test_missing_and_departed_devices_are_not_foretold() -> None:
    start, end = drawn(400, seed=2)
    lives = lives_of(start, end, today_days=TODAY)
    fit = fit_of(lives)
    seen = np.where(np.isnan(end), TODAY - 400.0, np.nan)
    lost = lives_of(start, end, today_days=TODAY, missing_since_days=seen)
    young = int((lost.is_in_use).sum())
    assert young < lives.is_in_use.sum()
    assert set(remaining_months(lost, fit)) == set(lost.row[lost.is_in_use].tolist())


def test_a_lot_leaves_as_its_devices() -> None:
    start, end = drawn(300, seed=9)
    lot = lives_of(start, end, today_days=TODAY, device_counts=[3.0] * len(start))
    each = lives_of(np.repeat(start, 3), np.repeat(end, 3), today_days=TODAY)
    fit = fit_of(each)
    one, other = (years_ahead(lives, fit, 2)[1].leaving_count for lives in (lot, each))
    assert (one.low, one.mid, one.high) == pytest.approx((other.low, other.mid, other.high))


def test_remaining_life_is_known_by_row_and_is_the_formula_of_one_device() -> None:
    lives = drawn_lives(500, seed=1)
    fit = fit_of(lives)
    remaining = remaining_months(lives, fit)
    for row, age in list(zip(lives.row.tolist(), lives.age_days.tolist(), strict=True))[:50]:
        if row in remaining:
            expected = fit.weibull.remaining_months(FLOATS, age / DAYS_PER_MONTH)
            assert remaining[row] == pytest.approx(expected, rel=1e-12)


def test_an_older_device_has_less_to_go_but_a_longer_life_in_all() -> None:
    lives = lives_of([TODAY - 100, TODAY - 2000], [None, None], today_days=TODAY)
    young, old = remaining_months(lives, fit_of(office())).values()
    assert young > old > 0
    assert old + 2000 / DAYS_PER_MONTH > young + 100 / DAYS_PER_MONTH


def test_the_uncertainty_of_the_estimate_widens_what_is_foretold() -> None:
    """The slopes, held to small steps of shape and scale."""
    lives = office()
    fit = fit_of(lives)
    ages = lives.age_days[lives.is_in_use] / DAYS_PER_MONTH
    k, scale, h = fit.weibull.shape_ratio, fit.weibull.scale_months, 1e-6

    def leaving(log_k: float, log_scale: float) -> float:
        shape, long = k * math.exp(log_k), scale * math.exp(log_scale)
        return sum(1 - math.exp((a / long) ** shape - ((a + 12) / long) ** shape) for a in ages)

    a = (leaving(h, 0) - leaving(-h, 0)) / (2 * h)
    b = (leaving(0, h) - leaving(0, -h)) / (2 * h)
    v = fit.log_covariance
    chances = [1 - math.exp((x / scale) ** k - ((x + 12) / scale) ** k) for x in ages]
    variance = a * a * v[0] + 2 * a * b * v[1] + b * b * v[2] + sum(p * (1 - p) for p in chances)
    spread = years_ahead(lives, fit, 1)[0].leaving_count
    assert spread.high - spread.mid == pytest.approx(1.959963984540054 * math.sqrt(variance))
