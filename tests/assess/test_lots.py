"""A hundred bought, ninety-six found: counted once, and the difference is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kringspoor.assess.fleet import Fleet, LotCount

Row = dict[str, object]
MakeFleet = Callable[..., Fleet]
SCREEN: Row = {"kind": "scherm", "make": "Dell", "model": "P2419H"}
LOT: Row = SCREEN | {
    "quantity_count": 10,
    "order_no": "BB1",
    "price_cents": 18900,
    "currency": "EUR",
    "purchased_days": 18000,
    "purchased_precision": "day",
}


def _found(count: int, **more: object) -> list[Row]:
    return [SCREEN | {"tag": f"VB-{7 * no + 100}", "grade": "B"} | more for no in range(count)]


def test_what_is_found_one_by_one_is_counted_once(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LOT], _found(6))
    assert fleet.lots == (LotCount(0, 10, 6, (1, 2, 3, 4, 5, 6)),)
    assert fleet.lots[0].missing_count == 4
    assert fleet.devices_count == 10
    assert fleet.columns["quantity_count"] == [4, 1, 1, 1, 1, 1, 1]


def test_what_is_found_was_bought_with_the_lot(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LOT], _found(1))
    assert [fleet.columns[name][1] for name in ("purchased_days", "price_cents", "order_no")] == [
        18000,
        18900,
        "BB1",
    ]
    origin = fleet.origin(1, "price_cents")
    assert origin is not None and origin.file == "a.csv"
    assert ("lots-found", 1) in [(each.code, each.devices_count) for each in fleet.assumptions]


def test_more_found_than_bought_leaves_the_rest_alone(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LOT], _found(12))
    assert (fleet.lots[0].found_count, fleet.devices_count) == (10, 12)
    assert fleet.columns["quantity_count"][0] == 0
    assert len(fleet.never_bought) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"order_no": "BB2"},
        {"model": "P2422H"},
        {"purchased_days": 17000},
        {"enrolled_days": 17000},
        {"state": "gone"},
        {"ownership": "personal"},
    ],
)
def test_what_cannot_be_of_the_lot_is_not_counted_in_it(more: Row, make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LOT], _found(1, **more))
    assert fleet.lots == ()
    assert fleet.columns["quantity_count"][0] == 10


def test_a_device_is_found_for_one_lot_only(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([LOT, LOT | {"order_no": "BB9"}], _found(12))
    assert [each.found_count for each in fleet.lots] == [10, 2]
    assert fleet.devices_count == 20


def test_a_device_the_register_lists_by_itself_is_not_of_the_lot(make_fleet: MakeFleet) -> None:
    own = LOT | {"quantity_count": 1, "tag": "VB-100"}
    fleet = make_fleet([LOT, own], _found(1))
    assert fleet.lots == ()


def test_a_counted_lot_stands_where_it_was_counted(make_fleet: MakeFleet) -> None:
    counted = SCREEN | {"quantity_count": 4, "location": "kelder", "grade": "C"}
    fleet = make_fleet([LOT], [counted])
    assert fleet.columns["quantity_count"] == [6, 4]
    assert fleet.devices_count == 10
