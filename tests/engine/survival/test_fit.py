"""The fit, held to the truth it was drawn from, to a search over a grid, and to another program."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.engine.survival.fleets import (
    TODAY,
    TRUTH_MEDIAN_MONTHS,
    TRUTH_SCALE_MONTHS,
    TRUTH_SHAPE,
    drawn,
    drawn_lives,
    months,
    office,
    watched_until,
)

from kringspoor.core.quantity import Range
from kringspoor.engine.survival import Fit, Lives, NoFit, Prior, achieved, lives_of
from kringspoor.engine.survival.fit import Likelihood
from kringspoor.engine.survival.lives import DAYS_PER_MONTH


def fit_of(lives: Lives, prior: Prior | None = None) -> Fit:
    fit = achieved(lives, prior).fit
    assert isinstance(fit, Fit)
    return fit


def refusal_of(lives: Lives) -> NoFit:
    refusal = achieved(lives).fit
    assert isinstance(refusal, NoFit)
    return refusal


def holds(interval: Range, truth: float) -> bool:
    return interval.low < truth < interval.high


def likelihood_by_hand(lives: Lives, shape: float, scale: float) -> float:
    """As the method page writes it, one life after another."""
    total = 0.0
    columns = (lives.age_days, lives.entry_days, lives.has_left, lives.device_count)
    for age, entry, left, count in zip(*columns, strict=True):
        d, e = age / DAYS_PER_MONTH, entry / DAYS_PER_MONTH
        event = math.log(shape / scale) + (shape - 1) * math.log(d / scale) if left else 0.0
        total += count * (event - (d / scale) ** shape + (e / scale) ** shape)
    return total


def test_with_entry_the_truth_is_inside_every_interval() -> None:
    fit = fit_of(drawn_lives(20_000, seed=2026))
    assert holds(fit.shape_ratio, TRUTH_SHAPE)
    assert holds(fit.scale_months, TRUTH_SCALE_MONTHS)
    assert holds(fit.median_months, TRUTH_MEDIAN_MONTHS)
    assert holds(fit.mean_months, TRUTH_SCALE_MONTHS * math.gamma(1 + 1 / TRUTH_SHAPE))


def test_without_entry_the_median_flatters_by_eight_percent() -> None:
    start, end = drawn(20_000, seed=2026)
    naive = fit_of(lives_of(start, end, today_days=TODAY))
    assert naive.median_months.mid / TRUTH_MEDIAN_MONTHS == pytest.approx(1.08, abs=0.01)
    assert naive.median_months.low > TRUTH_MEDIAN_MONTHS
    assert naive.shape_ratio.mid == pytest.approx(2.75, abs=0.05)


def test_the_mean_age_of_who_is_still_there_is_no_lifetime() -> None:
    lives = drawn_lives(20_000, seed=2026)
    mean_age = lives.age_days[lives.is_in_use].mean() / DAYS_PER_MONTH
    truth = TRUTH_SCALE_MONTHS * math.gamma(1 + 1 / TRUTH_SHAPE)
    assert mean_age / truth - 1 == pytest.approx(-0.42, abs=0.02)


def test_nineteen_of_twenty_fleets_have_the_truth_inside() -> None:
    fits = [fit_of(drawn_lives(400, seed)) for seed in range(200)]
    inside = sum(holds(each.median_months, TRUTH_MEDIAN_MONTHS) for each in fits)
    assert 181 <= inside <= 198  # 95 % of 200, within the chance of 200 draws (3 standard errors)


def test_a_smaller_fleet_has_a_wider_interval() -> None:
    widths = [
        (each.high - each.low) / each.mid
        for each in (fit_of(drawn_lives(count, 1)).scale_months for count in (60, 600, 6000))
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[1] / widths[2] == pytest.approx(math.sqrt(10), rel=0.2)


@pytest.mark.parametrize("point", [(0.5, 3.8), (1.0, 4.3), (1.4, 4.0)])
def test_the_likelihood_is_the_one_of_the_method_page(point: tuple[float, float]) -> None:
    lives = office()
    ours = Likelihood(lives).at(point)[0]
    assert ours == pytest.approx(likelihood_by_hand(lives, *map(math.exp, point)), rel=1e-12)


@pytest.mark.parametrize("prior", [None, Prior.of_policy(60)])
def test_its_slopes_and_curvature_are_those_of_small_steps(prior: Prior | None) -> None:
    likelihood, (a, b), h = Likelihood(office(), prior), (0.7, 4.1), 1e-5
    _, slope, curved = likelihood.at((a, b))
    ahead, back = (likelihood.at((a + step, b)) for step in (h, -h))
    up, down = (likelihood.at((a, b + step)) for step in (h, -h))
    assert slope[0] == pytest.approx((ahead[0] - back[0]) / (2 * h), rel=1e-6)
    assert slope[1] == pytest.approx((up[0] - down[0]) / (2 * h), rel=1e-6)
    assert curved[0] == pytest.approx((ahead[1][0] - back[1][0]) / (2 * h), rel=1e-6)
    assert curved[1] == pytest.approx((up[1][0] - down[1][0]) / (2 * h), rel=1e-6)
    assert curved[2] == pytest.approx((up[1][1] - down[1][1]) / (2 * h), rel=1e-6)


def test_no_point_of_a_fine_grid_is_more_likely() -> None:
    lives = office()
    best = fit_of(lives).weibull
    top = likelihood_by_hand(lives, best.shape_ratio, best.scale_months)
    for shape in np.linspace(1.0, 5.0, 41):
        for scale in np.linspace(40.0, 120.0, 41):
            assert likelihood_by_hand(lives, float(shape), float(scale)) <= top
    for shape, scale in ((1e-4, 0), (-1e-4, 0), (0, 1e-3), (0, -1e-3)):
        near = likelihood_by_hand(lives, best.shape_ratio + shape, best.scale_months + scale)
        assert near < top


def test_a_small_office_comes_out_as_in_another_program() -> None:
    """lifelines 0.30.3, WeibullFitter().fit(age, left, entry=entry), ages in days / 30.4375.

    It stops a little earlier: its own likelihood, -140.2736031, is no higher than ours.
    """
    fit = fit_of(office())
    assert fit.weibull.shape_ratio == pytest.approx(2.453629, abs=1e-5)
    assert fit.weibull.scale_months == pytest.approx(69.795966, abs=1e-4)
    assert fit.median_months.mid == pytest.approx(60.111451, abs=1e-4)
    sd_of_shape = fit.weibull.shape_ratio * math.sqrt(fit.log_covariance[0])
    sd_of_scale = fit.weibull.scale_months * math.sqrt(fit.log_covariance[2])
    assert sd_of_shape == pytest.approx(0.384923, abs=1e-5)
    assert sd_of_scale == pytest.approx(5.339439, abs=1e-4)
    at = (math.log(fit.weibull.shape_ratio), math.log(fit.weibull.scale_months))
    assert Likelihood(office()).at(at)[0] >= -140.2736031098005


def test_when_all_have_left_and_the_shape_is_one_it_is_the_mean() -> None:
    """With shape 1 the most likely scale is the mean age: the slope by scale is nought there."""
    lives = watched_until(list(range(1, 60)), [True] * 59)
    mean = math.log(30 / DAYS_PER_MONTH)
    assert Likelihood(lives).at((0.0, mean))[1][1] == pytest.approx(0, abs=1e-9)


def test_a_lot_weighs_as_its_devices() -> None:
    start, end = drawn(300, seed=9)
    lot = lives_of(start, end, today_days=TODAY, device_counts=[3.0] * len(start))
    each = lives_of(np.repeat(start, 3), np.repeat(end, 3), today_days=TODAY)
    assert fit_of(lot).weibull == fit_of(each).weibull


def test_under_twenty_exits_there_is_a_curve_and_no_fit() -> None:
    lives = watched_until([*range(100, 119), *[150] * 60], [True] * 19 + [False] * 60)
    refusal = refusal_of(lives)
    assert refusal.code == "too_few"
    assert refusal.why.nl.startswith("19 van de minstens 20 vertrekken")
    assert refusal.why.en.startswith("19 of the 20 exits")
    assert len(achieved(lives).curve.steps.months) == 20


def test_the_twentieth_exit_makes_it() -> None:
    fit_of(watched_until([*range(100, 120), *[150] * 60], [True] * 20 + [False] * 60))


def test_a_lot_that_left_together_is_one_exit() -> None:
    lives = lives_of([0, 1], [50, None], today_days=90, device_counts=[500, 500])
    assert refusal_of(lives).why.en.startswith("1 of the 20 exits")


def test_exits_at_one_age_name_no_shape() -> None:
    assert refusal_of(watched_until([60] * 30, [True] * 30)).code == "one_age"


def test_a_prior_speaks_for_a_fleet_without_exits_and_says_so() -> None:
    fit = fit_of(watched_until([30] * 3, [False] * 3), Prior.of_policy(60))
    assert fit.is_pooled
    assert fit.mean_months.mid == pytest.approx(60, rel=0.05)
    assert fit.mean_months.high / fit.mean_months.low > 4


def test_without_any_device_a_prior_is_all_there_is() -> None:
    fit = fit_of(watched_until([], []), Prior.of_policy(60))
    assert fit.mean_months.mid == pytest.approx(60)


def test_a_prior_that_is_far_off_stops_nothing() -> None:
    lives, odd = drawn_lives(2000, seed=4), Prior(300.0, 5.0, 1.0, 5.0)
    assert fit_of(lives, odd).median_months.mid == pytest.approx(TRUTH_MEDIAN_MONTHS, rel=0.1)
    none_left = achieved(lives.only(lives.is_in_use), odd).fit
    assert isinstance(none_left, NoFit)
    assert none_left.code == "no_peak"


def test_a_prior_weighs_less_the_more_is_known() -> None:
    gaps = []
    for count in (80, 800, 8000):
        lives = drawn_lives(count, seed=4)
        pooled, alone = fit_of(lives, Prior.of_policy(120)), fit_of(lives)
        gaps.append(abs(math.log(pooled.median_months.mid / alone.median_months.mid)))
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 0.01


def test_a_prior_narrows_a_small_fleet() -> None:
    lives = drawn_lives(80, seed=4)
    alone, pooled = fit_of(lives).scale_months, fit_of(lives, Prior.of_policy(60)).scale_months
    assert pooled.high / pooled.low < alone.high / alone.low


def test_a_fixed_replacement_day_is_noticed_as_a_poor_fit() -> None:
    """Trap: a policy of five years makes most leave at sixty months, and no Weibull does that."""
    start, end = drawn(4000, seed=6)
    due = start + months(60)
    end = np.where(due <= TODAY, np.fmin(end, due), end)
    causes: list[str | None] = np.where(end == due, "policy", "failure").tolist()
    recorded = ~(end < 17897)
    answer = achieved(
        lives_of(
            start[recorded],
            end[recorded],
            today_days=TODAY,
            inventory_start_days=17897,
            causes=[each for each, kept in zip(causes, recorded, strict=True) if kept],
        )
    )
    assert isinstance(answer.fit, Fit)
    assert answer.fit.is_poor
    before, at = (answer.left_for["policy"].at(age) for age in (59.0, 61.0))
    assert before is not None
    assert at is not None
    assert before.mid == 0.0
    assert at.mid > 0.4


def test_a_fleet_that_ages_as_a_weibull_is_no_poor_fit() -> None:
    poor = [fit_of(drawn_lives(count, s)).is_poor for count in (60, 400, 4000) for s in range(20)]
    assert sum(poor) <= 3  # of 60: chance takes a few, among the small ones


def test_a_spike_after_a_long_quiet_is_seen_just_before_it() -> None:
    """At the spike itself the curve is down to nought with a wide interval, which hides it."""
    fit = fit_of(watched_until([100, *[1800] * 199], [True] * 200))
    assert fit.is_poor


def odd_lives(seed: int) -> Lives:
    """A small list of which many devices were seen for the last bit of their life only."""
    dice = np.random.default_rng(seed)
    count = int(dice.integers(22, 80))
    shape, scale = math.exp(dice.uniform(-1, 3)), math.exp(dice.uniform(3, 9))
    age = np.ceil(scale * dice.weibull(shape, count)) + dice.integers(0, 3)
    entry = np.floor(age * dice.random(count) ** dice.uniform(0.05, 3))
    end = np.where(dice.random(count) < dice.uniform(0.5, 1), 0.0, np.nan)
    return lives_of(-age, end, today_days=0, inventory_start_days=entry - age)


def test_a_fit_is_at_the_top_of_its_hill_or_there_is_none() -> None:
    outcomes = {"fit": 0, "too_few": 0, "no_peak": 0}
    for seed in range(300):
        lives = odd_lives(seed)
        fit = achieved(lives).fit
        if isinstance(fit, NoFit):
            outcomes[fit.code] += 1
            continue
        outcomes["fit"] += 1
        shape, scale = fit.weibull.shape_ratio, fit.weibull.scale_months
        height, slope, _ = Likelihood(lives).at((math.log(shape), math.log(scale)))
        assert max(map(abs, slope)) < 1e-5
        for by_shape, by_scale in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
            near = (math.log(shape) + by_shape, math.log(scale) + by_scale)
            assert Likelihood(lives).at(near)[0] < height
    assert min(outcomes.values()) > 5
    assert outcomes["fit"] > 200


def test_a_hill_without_a_top_is_climbed_in_vain_and_said_so() -> None:
    """Seen from the age of a thousand days only, and most left soon after: the slope never ends."""
    ages = [1000 + round(1.25**i) for i in range(1, 31)]
    lives = lives_of(
        [-age for age in ages],
        [0] * 30,
        today_days=0,
        inventory_start_days=[1000 - age for age in ages],
    )
    refusal = refusal_of(lives)
    assert refusal.code == "no_peak"
    assert refusal.why.nl.startswith("de gegevens wijzen geen levensduur aan")


@pytest.mark.parametrize("shape", [0.7, 1.0, 6.0, 15.0])
def test_the_climb_reaches_other_shapes_too(shape: float) -> None:
    dice = np.random.default_rng(8)
    ages = np.ceil(2000 * dice.weibull(shape, 2000)).astype(int).tolist()
    fit = fit_of(watched_until([min(age, 2500) for age in ages], [age < 2500 for age in ages]))
    assert holds(fit.shape_ratio, shape)
