"""A pool is bounded, so that a reserve does not become a dusty cupboard."""

from __future__ import annotations

import pytest

from kringspoor.core.pool import Pool, pool_share


def test_six_hundred_of_six_thousand_is_a_tenth() -> None:
    assert f"{pool_share(600, 6000):.1%}" == "10.0%"
    assert pool_share(0, 0) is None


@pytest.mark.parametrize(("held_count", "room_count"), [(0, 10), (9, 1), (10, 0), (11, 0)])
def test_a_pool_of_ten_has_no_room_for_an_eleventh(held_count: int, room_count: int) -> None:
    assert Pool(10, held_count).room_count == room_count


def test_a_device_lies_idle_until_the_last_day_it_may() -> None:
    pool = Pool(10, 5, max_idle_days=90)
    assert (pool.is_idle_too_long(90), pool.is_idle_too_long(91)) == (False, True)
    assert not Pool(10, 5).is_idle_too_long(1000)
