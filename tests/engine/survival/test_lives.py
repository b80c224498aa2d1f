"""What a list says and does not say: problems are collected, nothing stops."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.engine.survival.fleets import TODAY, drawn_lives, months

from kringspoor.core.calendar import days_of
from kringspoor.core.words import LANGUAGES
from kringspoor.engine.survival import Lives, achieved, lives_of
from kringspoor.engine.survival.lives import WORDS


def codes(lives: Lives) -> dict[str, tuple[int, ...]]:
    return {each.code: each.rows for each in lives.problems}


def test_a_device_older_than_the_inventory_counts_from_its_age_on_that_day() -> None:
    lives = lives_of([0, 50, 150], [None, None, None], today_days=300, inventory_start_days=100)
    assert lives.entry_days.tolist() == [100, 50, 0]
    assert lives.age_days.tolist() == [300, 250, 150]


def test_an_inventory_may_have_begun_on_another_day_for_each_device() -> None:
    lives = lives_of([0, 0], [None, None], today_days=300, inventory_start_days=[100, None])
    assert lives.entry_days.tolist() == [100, 0]


@pytest.mark.parametrize(
    ("code", "start", "end", "count"),
    [
        ("start_unknown", None, 200.0, 1.0),
        ("start_after_today", 301, None, 1.0),
        ("end_before_start", 200, 199.0, 1.0),
        ("end_before_inventory", 10, 99.0, 1.0),
        ("count_not_positive", 10, 200.0, 0.0),
        ("count_not_positive", 10, 200.0, None),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_by_name(
    code: str, start: float | None, end: float | None, count: float | None
) -> None:
    lives = lives_of(
        [120, start],
        [None, end],
        today_days=300,
        inventory_start_days=100,
        device_counts=[1.0, count],
    )
    assert lives.row.tolist() == [0]
    assert codes(lives) == {code: (1,)}
    assert lives.problems[0].is_left_out


def test_a_row_that_is_only_odd_takes_part_and_is_told() -> None:
    lives = lives_of([100, 100, 100], [100, 400, None], today_days=300)
    assert codes(lives) == {"end_after_today": (1,), "same_day": (0,)}
    assert not any(each.is_left_out for each in lives.problems)
    assert lives.age_days.tolist() == [0.5, 200, 200]
    assert lives.is_in_use.tolist() == [False, True, True]


def test_who_left_on_the_first_day_of_the_inventory_was_watched_for_half_a_day() -> None:
    lives = lives_of([0], [100], today_days=300, inventory_start_days=100)
    assert (lives.entry_days[0], lives.age_days[0]) == (100, 100.5)


def test_a_device_bought_today_does_no_harm() -> None:
    lives = lives_of([0, 300], [200, None], today_days=300)
    assert achieved(lives).curve.at_risk == (1.0, 1.0)


def test_new_years_day_in_bulk_looks_filled_in() -> None:
    new_year = days_of(date(2020, 1, 1))
    lives = lives_of([new_year] * 12 + [new_year + 3] * 12, [None] * 24, today_days=TODAY)
    assert codes(lives) == {"bulk_start": tuple(range(12))}


def test_the_first_day_of_the_inventory_in_bulk_looks_filled_in() -> None:
    day = days_of(date(2019, 5, 14))
    lives = lives_of([day] * 12, [None] * 12, today_days=TODAY, inventory_start_days=day)
    assert codes(lives) == {"bulk_start": tuple(range(12))}


def test_a_large_delivery_on_a_working_day_is_believed() -> None:
    assert (
        lives_of([days_of(date(2020, 9, 1))] * 500, [None] * 500, today_days=TODAY).problems == ()
    )


def test_new_years_day_is_believed_of_a_small_part_of_a_large_list() -> None:
    new_year = days_of(date(2020, 1, 1))
    assert (
        lives_of([new_year] * 12 + [new_year + 3] * 488, [None] * 500, today_days=TODAY).problems
        == ()
    )


def test_a_few_devices_on_new_years_day_are_believed() -> None:
    assert lives_of([days_of(date(2020, 1, 1))] * 9, [None] * 9, today_days=TODAY).problems == ()


def test_a_missing_device_is_neither_in_use_nor_gone() -> None:
    lives = lives_of([0, 0], [None, None], today_days=300, missing_since_days=[250, None])
    assert lives.age_days.tolist() == [250, 300]
    assert lives.has_left.tolist() == [False, False]
    assert lives.is_in_use.tolist() == [False, True]
    assert codes(lives) == {"missing": (0,)}


def test_a_device_seen_today_is_not_missing() -> None:
    lives = lives_of([0], [None], today_days=300, missing_since_days=[300])
    assert lives.is_in_use.tolist() == [True]
    assert lives.problems == ()


def test_a_device_missing_since_before_the_inventory_tells_nothing() -> None:
    lives = lives_of([0], [None], today_days=300, missing_since_days=[50], inventory_start_days=100)
    assert (lives.entry_days[0], lives.age_days[0]) == (100, 100)
    assert achieved(lives).curve.at_risk == (0.0,)
    assert not lives.missing_as_left().has_left.any()


def test_an_end_that_is_known_beats_missing() -> None:
    lives = lives_of([0], [200], today_days=300, missing_since_days=[250])
    assert lives.has_left.tolist() == [True]
    assert lives.age_days.tolist() == [200]


def test_missing_devices_bound_the_lifetime_between_two_readings() -> None:
    start = [TODAY - months(96)] * 40
    end: list[float | None] = [TODAY - months(96 - 3 * i) for i in range(1, 21)] + [None] * 20
    seen = [None] * 20 + [TODAY - months(60)] * 10 + [None] * 10
    middle = lives_of(start, end, today_days=TODAY, missing_since_days=seen)
    high = lives_of(start, end, today_days=TODAY)
    medians = [
        achieved(each).curve.median_months for each in (middle.missing_as_left(), middle, high)
    ]
    assert None not in medians
    assert medians == sorted(medians, key=lambda each: each or 0.0)
    assert len(set(medians)) == 3
    assert middle.missing_as_left().causes == ("unknown",)


def test_who_left_for_no_known_reason_has_a_cause_of_its_own() -> None:
    lives = lives_of([0, 0, 0], [9, 8, None], today_days=9, causes=["failure", "", "policy"])
    assert lives.causes == ("failure", "unknown")
    assert lives.cause.tolist() == [0, 1, -1]


def test_a_year_of_purchase_has_lives_of_its_own() -> None:
    lives = drawn_lives(2000, seed=3)
    by_year = lives.by_purchase_year()
    assert sum(len(each.row) for each in by_year.values()) == len(lives.row)
    assert days_of(date(2015, 1, 1)) <= by_year[2015].start_days.min()
    assert by_year[2015].start_days.max() <= days_of(date(2015, 12, 31))


def test_lifetimes_that_drift_show_by_year_of_purchase() -> None:
    bought = {2014: 72, 2016: 48}
    start = [days_of(date(year, 3, 1)) for year in bought for _ in range(30)]
    end = [
        day + months(life) + i
        for day, life, i in zip(start, [72] * 30 + [48] * 30, [*range(30)] * 2, strict=True)
    ]
    by_year = lives_of(start, end, today_days=TODAY).by_purchase_year()
    medians = {year: achieved(each).curve.median_months or 0.0 for year, each in by_year.items()}
    assert {year: round(each) for year, each in medians.items()} == bought


def test_a_device_listed_as_two_halves_shortens_the_lifetime() -> None:
    """Why each device is given once: who renames a device in mid-life ends one and begins one."""
    start, life = np.arange(15000, 15100), 2000
    once = achieved(lives_of(start, start + life, today_days=TODAY))
    halves = np.concatenate([start, start + life // 2])
    twice = achieved(lives_of(halves, halves + life // 2, today_days=TODAY))
    assert (once.curve.median_months or 0) == pytest.approx(2 * (twice.curve.median_months or 0))


def test_every_problem_is_told_in_both_languages_with_its_count() -> None:
    for text in WORDS.values():
        said = {text.filled(count=41).spoken(language) for language in LANGUAGES}
        assert len(said) == 2
        assert all(each.count("41") == 1 for each in said)


def test_an_empty_list_has_no_lives_and_no_problems() -> None:
    answer = achieved(lives_of([], [], today_days=TODAY))
    assert answer.lives.problems == ()
    assert answer.curve.median_months is None
    assert answer.left_for == {}
