"""Devices that share no number are paired by what else they share, the strongest evidence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kringspoor.assess.fleet import Fleet

Row = dict[str, object]
MakeFleet = Callable[..., Fleet]
MODEL: Row = {"kind": "laptop", "make": "Dell", "model": "Latitude 5420"}
BOUGHT: Row = MODEL | {"price_cents": 100000, "purchased_days": 19000}
SEEN: Row = MODEL | {"os": "Windows 11", "enrolled_days": 19030}


def test_the_same_order_says_more_than_the_same_model(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [BOUGHT | {"order_no": "BB1"}, BOUGHT | {"order_no": "BB2"}],
        [SEEN | {"order_no": "bb2", "serial": "4XK9G72"}],
    )
    (join,) = fleet.joins
    assert (join.left_no, join.right_no, join.how) == (1, 2, "score")
    assert join.terms == ("model", "order", "near")
    assert join.score_share == 1.0
    assert fleet.doubts == ()


def test_an_enrolment_takes_the_latest_purchase_before_it(make_fleet: MakeFleet) -> None:
    register = [BOUGHT | {"purchased_days": day} for day in (18000, 19000, 20000)]
    fleet = make_fleet(register, [SEEN | {"serial": "4XK9G72"}])
    assert [(each.left_no, each.right_no) for each in fleet.joins] == [(1, 3)]


def test_a_device_enrolled_before_it_was_bought_is_another_one(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([BOUGHT], [SEEN | {"enrolled_days": 18000}])
    assert fleet.joins == ()


def test_the_same_place_adds_to_the_score(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [BOUGHT | {"unit": "Sport"}, BOUGHT | {"unit": "Jeugd"}],
        [MODEL | {"unit": "jeugd", "grade": "B"}],
    )
    (join,) = fleet.joins
    assert (join.left_no, "place" in join.terms) == (1, True)


def test_two_serial_numbers_are_never_joined(make_fleet: MakeFleet) -> None:
    order = {"order_no": "BB1"}
    fleet = make_fleet(
        [BOUGHT | order | {"serial": "4XK9G72"}], [SEEN | order | {"serial": "90VWH57"}]
    )
    assert fleet.joins == ()


def test_two_tags_of_one_numbering_are_never_joined(make_fleet: MakeFleet) -> None:
    register = [BOUGHT | {"tag": tag} for tag in ("4512", "4513")]
    assert make_fleet(register, [SEEN | {"tag": "4513"}, SEEN | {"tag": "9"}]).count_joins() == {
        "tag": 1
    }


def test_tags_of_two_numberings_do_not_forbid_a_pair(make_fleet: MakeFleet) -> None:
    register = [BOUGHT | {"tag": "100004512", "order_no": "BB1"}]
    seen = [SEEN | {"tag": "77", "order_no": "BB1"}]
    assert make_fleet(register, seen).count_joins() == {"score": 1}


def test_a_pair_on_the_model_alone_is_counted_once_and_doubted(make_fleet: MakeFleet) -> None:
    register = [BOUGHT | {"purchased_days": day} for day in (18000, 18500)]
    fleet = make_fleet(register, [SEEN | {"serial": "4XK9G72"}])
    assert len(fleet) == 2
    (doubt,) = fleet.doubts
    assert (doubt.is_joined, doubt.score_share) == (True, 0.5)
    assert doubt.text.nl == "zelfde merk en model (+0,50)"
    assert ("weak-pairs", 1) in [(each.code, each.devices_count) for each in fleet.assumptions]


def test_candidates_of_one_purchase_leave_no_doubt(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([BOUGHT, BOUGHT], [SEEN | {"serial": "4XK9G72", "enrolled_days": 19500}])
    assert fleet.joins[0].terms == ("model", "alike")
    assert fleet.doubts == ()


@pytest.mark.parametrize("row", [{"state": "gone"}, {"state": "lost"}])
def test_what_has_left_is_not_what_is_seen(row: Row, make_fleet: MakeFleet) -> None:
    assert make_fleet([BOUGHT | row], [SEEN]).joins == ()


def test_a_personal_device_was_not_bought(make_fleet: MakeFleet) -> None:
    assert make_fleet([BOUGHT], [SEEN | {"ownership": "personal"}]).joins == ()


def test_sheets_of_one_count_are_parts_and_not_copies(make_fleet: MakeFleet) -> None:
    room = MODEL | {"grade": "B", "location": "lokaal 1"}
    assert make_fleet([room], [room]).joins == ()


def test_models_that_only_look_alike_are_not_paired(make_fleet: MakeFleet) -> None:
    assert make_fleet([BOUGHT], [SEEN | {"model": "Latitude 5430"}]).joins == ()


def test_each_device_is_paired_once(make_fleet: MakeFleet) -> None:
    seen = [SEEN | {"serial": f"SER{no:04}X"} for no in range(5)]
    fleet = make_fleet([BOUGHT] * 3, seen)
    assert fleet.count_joins() == {"score": 3}
    assert len(fleet) == 5
