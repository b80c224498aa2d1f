"""The plan on numbers worked out by hand, and its spreading against every way there is."""

from __future__ import annotations

import random
from itertools import product

import pytest

from kringspoor.core.estimate import Estimate
from kringspoor.core.planning import (
    Buying,
    Held,
    Horizon,
    Plan,
    Terms,
    difference,
    levelled,
    median_of,
    schedule,
)

FROM_2027 = Horizon(2027 * 12)


def bought(year: int, count: int, target: int = 48, window: int | None = None) -> Held:
    """Laptops bought in January of a year."""
    return Held("laptop", year * 12, count, target, target if window is None else window)


def test_a_laptop_of_2024_is_due_after_four_years() -> None:
    assert schedule([bought(2024, 7)], FROM_2027).devices == {"laptop": (0, 7, 0, 0, 0)}


def test_five_years_instead_of_four_move_everything_one_year_on() -> None:
    fleet = [(2023, 10), (2024, 20), (2025, 30), (2026, 40)]
    four = schedule([bought(*each) for each in fleet], FROM_2027)
    five = schedule([bought(*each, 60) for each in fleet], FROM_2027)
    assert four.devices == {"laptop": (10, 20, 30, 40, 10)}  # those of 2023 come back in 2031
    assert five.devices == {"laptop": (0, 10, 20, 30, 40)}


def test_what_is_overdue_waits_in_the_first_year_and_is_counted() -> None:
    found = schedule([bought(2020, 5), bought(2023, 3)], FROM_2027)
    assert found.devices == {"laptop": (8, 0, 0, 0, 8)}
    assert found.overdue == {"laptop": 5}


def test_an_unknown_age_is_in_no_year_and_never_lost() -> None:
    found = schedule([Held("laptop", None, 9, 48, 48), bought(2026, 1, 120)], FROM_2027)
    assert (found.devices, found.undated, found.later) == ({}, {"laptop": 9}, {"laptop": 1})
    assert found.categories == ("laptop",)


def test_a_budget_year_may_begin_in_september() -> None:
    school = Horizon(2026 * 12 + 8)
    august, september = (Held("laptop", 2022 * 12 + month, 1, 60, 60) for month in (7, 8))
    assert schedule([august], school).devices == {"laptop": (1, 0, 0, 0, 0)}
    assert schedule([september], school).devices == {"laptop": (0, 1, 0, 0, 0)}
    assert school.names()[0] == "2026-2027"


def test_a_peak_spreads_over_its_window_and_no_further() -> None:
    peak = [bought(2023, 90, 48, 72)]
    assert schedule(peak, FROM_2027).devices == {"laptop": (90, 0, 0, 0, 90)}
    assert schedule(peak, FROM_2027, is_spread=True).devices == {"laptop": (30, 30, 30, 0, 30)}


def test_what_was_spread_comes_back_a_lifetime_after_it_was_replaced() -> None:
    """Of 90 in January 2027, spread over three years, only the 30 of 2027 are due in 2031."""
    found = schedule([bought(2023, 90, 48, 72)], FROM_2027, is_spread=True).devices["laptop"]
    assert found[4] == 30


def test_without_a_window_there_is_nothing_to_spread() -> None:
    peak = [bought(2023, 90)]
    assert schedule(peak, FROM_2027, is_spread=True) == schedule(peak, FROM_2027)


def test_what_waits_past_its_window_is_not_put_off_again() -> None:
    late = [bought(2018, 12, 48, 60)]
    assert schedule(late, FROM_2027, is_spread=True).devices["laptop"][:2] == (12, 0)


def test_spreading_never_moves_a_device_out_of_the_plan() -> None:
    last = [bought(2027, 8, 48, 96)]
    assert schedule(last, FROM_2027, is_spread=True).devices == {"laptop": (0, 0, 0, 0, 8)}


def _feasible(sums: list[int], upper: list[int], lower: list[int]) -> bool:
    return all(low <= each <= high for each, high, low in zip(sums, upper, lower, strict=True))


def _cumulated(counts: tuple[int, ...] | list[int]) -> list[int]:
    return [sum(counts[: i + 1]) for i in range(len(counts))]


@pytest.mark.parametrize("seed", range(60))
def test_levelling_keeps_every_window_and_no_way_is_evener(seed: int) -> None:
    dice = random.Random(seed)
    years = 4
    earliest, latest = [0] * years, [0] * years
    for _ in range(dice.randrange(1, 9)):
        first = dice.randrange(years)
        earliest[first] += 1
        latest[min(years - 1, first + dice.randrange(3))] += 1
    upper, lower = _cumulated(earliest), _cumulated(latest)
    found = levelled(earliest, latest)
    assert _feasible(_cumulated(found), upper, lower)
    total = sum(earliest)
    ways = [
        each
        for each in product(range(total + 1), repeat=years)
        if sum(each) == total and _feasible(_cumulated(each), upper, lower)
    ]
    assert max(found) == min(max(each) for each in ways)


def plan(held: list[Held], buying: Buying, terms: Terms) -> Plan:
    """A plan of laptops from 2027."""
    return Plan(FROM_2027, schedule(held, FROM_2027), {"laptop": terms}, buying)


LAPTOP = Terms(900.0, Estimate.of_ratios(240.0, 0.2, 0.1), Estimate.of_row(8.0, 2.0, 0.0), 1.65)


def test_the_money_of_a_year_by_hand() -> None:
    """20 laptops in 2028, 900 euro and 2 % dearer, half of them second-hand at 60 %."""
    found = plan([bought(2024, 20)], Buying(0.02, 0.5, 0.6), LAPTOP).total(year_index=1)
    assert found.device_count == 20
    assert found.cost_eur == pytest.approx(20 * 900 * 1.02 * 0.8)
    assert found.hardware_kg == pytest.approx(33.0)
    assert found.emitted_kg.mid == pytest.approx(10 * 240 + 10 * 8)


def test_the_errors_of_one_category_do_not_average_out() -> None:
    one, many = (plan([bought(2024, n)], Buying(), LAPTOP).total().emitted_kg for n in (1, 400))
    assert many.ratio == pytest.approx(one.ratio)
    assert one.ratio == pytest.approx((0.2**2 + 0.1**2) ** 0.5)


def test_what_nobody_priced_or_weighed_is_counted_apart() -> None:
    found = plan([bought(2024, 6)], Buying(), Terms()).total()
    assert (found.cost_eur, found.unpriced_count, found.unweighed_count) == (0.0, 6, 6)


def test_sixty_months_instead_of_forty_eight() -> None:
    fleet = [(2023, 10), (2024, 20), (2025, 30), (2026, 40)]
    four = plan([bought(*each) for each in fleet], Buying(), LAPTOP)
    five = plan([bought(*each, 60) for each in fleet], Buying(), LAPTOP)
    found = difference(five, four)
    assert found.device_count == 100 - 110
    assert found.cost_eur == pytest.approx(-9000.0)
    assert found.emitted_kg.mid == pytest.approx(-2400.0)
    assert found.emitted_kg.low < -2400.0 < found.emitted_kg.high < 0.0  # surely less


def test_a_difference_is_as_unsure_as_what_differs_not_as_the_totals() -> None:
    fleet = [bought(2023, 1000), bought(2025, 10)]
    shorter = plan(fleet, Buying(), LAPTOP)
    longer = plan([fleet[0], bought(2025, 10, 96)], Buying(), LAPTOP)
    assert difference(longer, shorter).emitted_kg.mid == pytest.approx(-2400.0)
    assert difference(longer, shorter).emitted_kg.high < 0.0


def test_second_hand_trades_the_making_for_the_handling() -> None:
    new, used = (plan([bought(2024, 10)], Buying(0.0, s, 0.6), LAPTOP) for s in (0.0, 0.5))
    found = difference(used, new)
    assert found.device_count == 0
    assert found.cost_eur == pytest.approx(-5 * 900 * 0.4)
    assert found.emitted_kg.mid == pytest.approx(5 * (8 - 240))


def test_equal_plans_differ_in_nothing() -> None:
    same = plan([bought(2024, 10)], Buying(), LAPTOP)
    found = difference(same, same)
    assert (found.device_count, found.cost_eur, found.emitted_kg.mid) == (0, 0.0, 0.0)


def test_a_median_price_is_not_moved_by_one_mistake() -> None:
    assert median_of({91_000: 40, 104_000: 20, 9_100_000: 1}) == 91_000
