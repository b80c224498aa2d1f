"""The curves, held to examples worked by hand, to published ones, and to another program."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.engine.survival.fleets import (
    TODAY,
    TRUTH_MEDIAN_MONTHS,
    drawn,
    drawn_lives,
    office,
    remission,
    watched_until,
)

from kringspoor.engine.survival import Curve, Lives, Steps, achieved, lives_of
from kringspoor.engine.survival.lives import DAYS_PER_MONTH


def curve_of(lives: Lives) -> Curve:
    return achieved(lives).curve


def days(steps: Steps) -> list[int]:
    return [round(each * DAYS_PER_MONTH) for each in steps.months]


def test_the_textbook_example_comes_out_as_printed() -> None:
    curve = curve_of(remission())
    assert days(curve.steps) == [0, 6, 7, 10, 13, 16, 22, 23]
    assert list(curve.at_risk) == [21, 21, 17, 15, 12, 11, 7, 6]
    assert list(curve.left) == [0, 3, 1, 1, 1, 1, 1, 1]
    printed = [1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert [round(each, 3) for each in curve.steps.share] == printed
    assert round((curve.median_months or 0) * DAYS_PER_MONTH) == 23


def test_its_interval_is_greenwoods_on_the_log_log_scale() -> None:
    steps = curve_of(remission()).steps
    share = 18 / 21
    log_log_sd = math.sqrt(3 / (21 * 18)) / abs(math.log(share))
    low, high = (share ** math.exp(sign * 1.959963984540054 * log_log_sd) for sign in (1, -1))
    assert (steps.low[1], steps.high[1]) == pytest.approx((low, high), abs=1e-12)


def test_its_median_is_surely_above_thirteen_weeks_and_has_no_known_end() -> None:
    curve = curve_of(remission())
    assert round((curve.median_low_months or 0) * DAYS_PER_MONTH) == 13
    assert curve.median_high_months is None


def test_who_came_in_later_is_not_at_risk_before() -> None:
    """By hand: at 2 days 1 of 2 leaves, at 4 days 1 of 3, at 5 days 1 of 2."""
    lives = lives_of(
        [0, 0, 0, 0],
        [2, 4, 5, None],
        today_days=6,
        inventory_start_days=[0, 0, 2, 3],
    )
    curve = curve_of(lives)
    assert list(curve.at_risk) == [2, 2, 3, 2]
    assert curve.steps.share == pytest.approx((1, 1 / 2, 1 / 3, 1 / 6))


def test_without_looking_at_entry_the_same_lives_seem_to_last_longer() -> None:
    lives = lives_of([0, 0, 0, 0], [2, 4, 5, None], today_days=6)
    assert curve_of(lives).steps.share == pytest.approx((1, 3 / 4, 1 / 2, 1 / 4))


def test_a_lot_counts_as_its_devices() -> None:
    lot = lives_of([0, 0, 0], [3, 5, None], today_days=9, device_counts=[4, 2, 3])
    each = watched_until([3] * 4 + [5] * 2 + [9] * 3, [True] * 6 + [False] * 3)
    assert curve_of(lot) == curve_of(each)


def test_the_order_of_the_list_does_not_matter() -> None:
    start, end = drawn(3000, seed=5)
    order = np.random.default_rng(1).permutation(len(start))
    one, other = (
        achieved(lives_of(s, e, today_days=TODAY, inventory_start_days=17897))
        for s, e in ((start, end), (start[order], end[order]))
    )
    assert one.curve == other.curve
    assert one.fit == other.fit


def test_when_all_are_gone_the_curve_ends_at_nought_and_its_upper_bound_stays() -> None:
    steps = curve_of(watched_until([1, 2, 3], [True, True, True])).steps
    assert steps.share[-1] == steps.low[-1] == 0.0
    assert steps.high[-1] == steps.high[-2] > 0.0


def test_what_all_have_left_stays_left() -> None:
    answer = achieved(watched_until([1, 2], [True, True], ["failure", "loss"]))
    still, lost = answer.curve.steps.at(60), answer.left_for["loss"].at(60)
    assert still is not None
    assert lost is not None
    assert (still.mid, lost.mid) == (0.0, 0.5)


def test_nobody_left_so_the_median_is_unknown_not_nought() -> None:
    curve = curve_of(watched_until([5, 6], [False, False]))
    assert curve.steps.share == (1.0,)
    assert (curve.median_months, curve.median_low_months) == (None, None)


def test_all_left_at_once_so_that_is_the_median() -> None:
    curve = curve_of(watched_until([60, 60], [True, True]))
    assert (curve.median_months or 0) * DAYS_PER_MONTH == pytest.approx(60)


def test_a_half_is_a_half_after_many_steps_too() -> None:
    curve = curve_of(watched_until(list(range(1, 11)), [True] * 10))
    assert (curve.median_months or 0) * DAYS_PER_MONTH == pytest.approx(5)


def test_a_young_list_of_old_devices_says_from_which_age_it_speaks() -> None:
    """All devices were four days old when the list began: of younger ones it knows nothing."""
    lives = lives_of([0, 0, 0], [5, 6, None], today_days=9, inventory_start_days=4)
    curve = curve_of(lives)
    assert curve.from_months * DAYS_PER_MONTH == pytest.approx(4)
    assert curve.steps.share == pytest.approx((1, 2 / 3, 1 / 3))
    assert curve.steps.at(3 / DAYS_PER_MONTH) is None


def test_of_ages_with_a_gap_between_them_the_curve_speaks_of_where_most_left() -> None:
    """Three were watched up to 3 days of age, four from 5 days on; two and one of them left."""
    start = [6, 6, 6, 0, 0, 0, 0]
    end: list[float | None] = [8, 9, None, 7, None, None, None]
    began = [None] * 3 + [5.0] * 4
    curve = curve_of(lives_of(start, end, today_days=9, inventory_start_days=began))
    assert curve.from_months == 0.0
    assert curve.steps.share == pytest.approx((1, 2 / 3, 1 / 3))
    end[1], end[4] = None, 8
    curve = curve_of(lives_of(start, end, today_days=9, inventory_start_days=began))
    assert curve.from_months * DAYS_PER_MONTH == pytest.approx(5)
    assert curve.steps.share == pytest.approx((1, 3 / 4, 1 / 2))


def test_ages_watched_one_right_after_the_other_have_no_gap() -> None:
    """One in use was watched up to 4 days of age, the others from that age on."""
    lives = lives_of([5, 0, 0], [None, 7, None], today_days=9, inventory_start_days=[None, 4, 4])
    curve = curve_of(lives)
    assert curve.from_months == 0.0
    assert curve.steps.share == pytest.approx((1, 1 / 2))


def test_one_early_exit_of_the_only_device_at_risk_does_not_end_the_curve() -> None:
    """The product would be nought for ever after; the curve speaks of who got past that age."""
    lives = lives_of(
        [7, 0, 0, 0], [9, 7, 8, None], today_days=9, inventory_start_days=[None, 2, 2, 2]
    )
    curve = curve_of(lives)
    assert curve.from_months * DAYS_PER_MONTH == pytest.approx(2)
    assert curve.steps.share == pytest.approx((1, 2 / 3, 1 / 3))


def test_one_old_device_found_later_does_not_take_the_curve_along() -> None:
    """All others left by 60 days: the curve is about them, and ends where they ended."""
    start = [0] * 30 + [-80]
    end: list[float | None] = [*range(31, 61), None]
    curve = curve_of(lives_of(start, end, today_days=70, inventory_start_days=0))
    assert curve.from_months == 0.0
    assert curve.steps.share[-1] == 0.0
    assert (curve.median_months or 0) * DAYS_PER_MONTH == pytest.approx(45)
    assert curve.steps.until_months is None


def test_past_the_oldest_device_the_share_is_unknown() -> None:
    steps = curve_of(remission()).steps
    assert steps.at(35 / DAYS_PER_MONTH) is not None
    assert steps.at(36 / DAYS_PER_MONTH) is None


def test_with_entry_the_curve_finds_the_truth_and_without_it_flatters() -> None:
    curve = curve_of(drawn_lives(20_000, seed=2026))
    start, end = drawn(20_000, seed=2026)
    naive = curve_of(lives_of(start, end, today_days=TODAY))
    low, high = curve.median_low_months or 0.0, curve.median_high_months or 0.0
    assert low < TRUTH_MEDIAN_MONTHS < high
    assert (naive.median_low_months or 0.0) > TRUTH_MEDIAN_MONTHS * 1.05


# lifelines 0.30.3, KaplanMeierFitter().fit(age, left, entry=entry), ages in days / 30.4375
PEER = {
    24: (0.970588235294, 0.809010210153, 0.995803941505),
    36: (0.753630326487, 0.567222681785, 0.868399664910),
    48: (0.645082748598, 0.461422239281, 0.779996241353),
    60: (0.451096243754, 0.283767397192, 0.604639047073),
    72: (0.336343690519, 0.186776805585, 0.492815184914),
    84: (0.298972169350, 0.155122416900, 0.457358179160),
}
PEER_MEDIAN = (43.498973305957, 57.199178644764, 71.655030800821)
# lifelines 0.30.3, AalenJohansenFitter().fit(age, cause, event_of_interest, entry=entry)
PEER_CAUSES = {
    ("failure", 48): (0.147929758552, 0.053988683567, 0.286184732921),
    ("failure", 72): (0.224259933667, 0.105539689281, 0.370143098773),
    ("loss", 48): (0.061408449131, 0.010931767402, 0.178369720140),
    ("loss", 72): (0.205110999950, 0.089965384912, 0.352715950493),
    ("policy", 48): (0.145579043720, 0.053149970943, 0.282128586343),
    ("policy", 72): (0.234285375864, 0.109876284002, 0.385334589681),
}


@pytest.mark.parametrize("age_months", PEER)
def test_a_small_office_comes_out_as_in_another_program(age_months: int) -> None:
    at = curve_of(office()).steps.at(age_months)
    assert at is not None
    assert (at.mid, at.low, at.high) == pytest.approx(PEER[age_months], abs=1e-11)


def test_its_median_too() -> None:
    curve = curve_of(office())
    medians = (curve.median_low_months, curve.median_months, curve.median_high_months)
    assert medians == pytest.approx(PEER_MEDIAN, abs=1e-11)


@pytest.mark.parametrize(("cause", "age_months"), PEER_CAUSES)
def test_and_its_causes(cause: str, age_months: int) -> None:
    at = achieved(office()).left_for[cause].at(age_months)
    assert at is not None
    assert (at.mid, at.low, at.high) == pytest.approx(PEER_CAUSES[cause, age_months], abs=1e-11)


def test_causes_and_who_is_still_there_make_one() -> None:
    answer = achieved(office())
    still = np.array(answer.curve.steps.share)
    gone = sum(np.array(each.share) for each in answer.left_for.values())
    assert np.allclose(still + gone, 1.0, atol=1e-12)


def test_causes_worked_by_hand() -> None:
    """Of four: at 1 day one fails, at 2 days one is lost, at 3 days one fails, one stays."""
    lives = watched_until(
        [1, 2, 3, 4], [True, True, True, False], ["failure", "loss", "failure", None]
    )
    left_for = achieved(lives).left_for
    assert left_for["failure"].share == pytest.approx((0, 1 / 4, 1 / 4, 1 / 2))
    assert left_for["loss"].share == pytest.approx((0, 0, 1 / 4, 1 / 4))


def test_one_minus_a_curve_per_cause_would_count_more_than_there_are() -> None:
    """Trap: taking other causes for censoring lets the parts add up to more than the whole."""
    ages = list(range(1, 41))
    causes: list[str | None] = ["failure" if age % 2 else "policy" for age in ages]
    at = 30 / DAYS_PER_MONTH
    answer = achieved(watched_until(ages, [True] * 40, causes))
    naive = 0.0
    for cause in ("failure", "policy"):
        one = curve_of(watched_until(ages, [each == cause for each in causes])).steps.at(at)
        assert one is not None
        naive += 1 - one.mid
    shares = [each.at(at) for each in answer.left_for.values()]
    assert sum(each.mid for each in shares if each) == pytest.approx(30 / 40)
    assert naive > 0.95


def test_a_cause_by_which_all_leave_together_has_a_known_end() -> None:
    steps = achieved(watched_until([60] * 5, [True] * 5, ["policy"] * 5)).left_for["policy"]
    assert (steps.low[-1], steps.share[-1], steps.high[-1]) == (1.0, 1.0, 1.0)
