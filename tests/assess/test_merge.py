"""Each field is taken from the kind of file that knows it best; disagreements are listed."""

from __future__ import annotations

from collections.abc import Callable

from kringspoor.assess.fleet import Fleet
from kringspoor.core.errors import Where

Row = dict[str, object]
MakeFleet = Callable[..., Fleet]
REGISTER: Row = {
    "serial": "4XK9G72",
    "description": "Laptop Dell Latitude 5430",
    "price_cents": 100000,
    "currency": "EUR",
    "order_no": "BB1",
    "purchased_days": 18993,
    "purchased_precision": "day",
    "state": "in_use",
    "location": "stadhuis",
}
TOOL: Row = {
    "serial": "4XK9G72",
    "make": "Dell",
    "model": "Latitude 5420",
    "os": "Windows 10.0.22631",
    "enrolled_days": 19100,
    "last_seen_days": 20500,
    "purchased_days": 19100,
    "storage_gb": 476.2,
}
COUNT: Row = {
    "serial": "4XK9G72",
    "kind": "laptop",
    "location": "lokaal 12",
    "state": "broken",
    "grade": "C",
    "last_seen_days": 20400,
    "storage_gb": 512,
}


def _first(fleet: Fleet, *names: str) -> list[object]:
    return [fleet.columns[name][0] for name in names]


def test_each_kind_of_file_is_believed_on_what_it_knows(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([COUNT], [TOOL], [REGISTER])
    assert [each.role for each in fleet.files] == ["count", "management", "register"]
    assert _first(fleet, "purchased_days", "price_cents", "order_no") == [18993, 100000, "BB1"]
    assert _first(fleet, "model", "os", "storage_gb") == ["Latitude 5420", TOOL["os"], 476.2]
    assert _first(fleet, "location", "state", "grade") == ["lokaal 12", "broken", "C"]


def test_the_latest_sighting_is_the_last_one_whoever_saw_it(make_fleet: MakeFleet) -> None:
    assert _first(make_fleet([COUNT], [TOOL]), "last_seen_days") == [20500]


def test_every_disagreement_is_listed_with_the_kept_value_first(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([COUNT], [TOOL], [REGISTER])
    said = {
        each.field: [(s.sighting.file_no, s.value) for s in each.said] for each in fleet.conflicts
    }
    assert said == {
        "model": [(1, "Latitude 5420"), (2, "Latitude 5430")],
        "purchased_days": [(2, 18993), (1, 19100)],
        "location": [(0, "lokaal 12"), (2, "stadhuis")],
        "state": [(0, "broken"), (2, "in_use")],
    }


def test_sizes_that_round_to_the_same_are_no_conflict(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([COUNT], [TOOL])
    assert "storage_gb" not in {each.field for each in fleet.conflicts}


def test_a_day_beats_the_year_it_lies_in(make_fleet: MakeFleet) -> None:
    year = REGISTER | {"purchased_days": 18809, "purchased_precision": "year"}  # 1 July 2021
    day = {"serial": "4XK9G72", "purchased_days": 18750, "purchased_precision": "day"}
    fleet = make_fleet([year], [day | {"grade": "B"}])
    assert _first(fleet, "purchased_days", "purchased_precision") == [18750, "day"]
    assert "purchased_days" not in {each.field for each in fleet.conflicts}


def test_another_year_is_a_conflict_and_the_register_wins(make_fleet: MakeFleet) -> None:
    year = REGISTER | {"purchased_days": 18809, "purchased_precision": "year"}
    day = {"serial": "4XK9G72", "purchased_days": 17000, "purchased_precision": "day", "grade": "B"}
    fleet = make_fleet([year], [day])
    assert _first(fleet, "purchased_days", "purchased_precision") == [18809, "year"]
    assert "purchased_days" in {each.field for each in fleet.conflicts}


def test_the_currency_follows_the_price(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [REGISTER | {"currency": None}], [TOOL | {"price_cents": 2500000, "currency": "CZK"}]
    )
    assert _first(fleet, "price_cents", "currency") == [100000, None]


def test_within_a_file_the_row_seen_last_is_believed(make_fleet: MakeFleet) -> None:
    old = TOOL | {"last_seen_days": 20000, "os": "Windows 10.0.19045"}
    fleet = make_fleet([old, TOOL])
    assert _first(fleet, "os") == ["Windows 10.0.22631"]


def test_the_origin_of_a_value_is_its_file_and_row(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([COUNT], [TOOL], [REGISTER])
    assert fleet.origin(0, "price_cents") == Where("c.csv", 2)
    assert fleet.origin(0, "location") == Where("a.csv", 2)
    assert fleet.origin(0, "ownership") is None
    assert fleet.columns["ownership"] == ["owned"]


def test_the_files_are_believed_in_an_order_that_can_be_shown(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([COUNT], [TOOL], [REGISTER])
    assert fleet.winners["price_cents"][0] == 2
    assert fleet.winners["os"][0] == 1
    assert fleet.winners["grade"][0] == 0


def test_a_model_known_by_its_machine_type_alone_takes_the_name_others_give(
    make_fleet: MakeFleet,
) -> None:
    tool = [
        {"make": "Lenovo", "model": "20W6S5GF00", "serial": each, "os": "Windows 11"}
        for each in ("PF2ABCDE", "PF3ABCDE")
    ]
    count = {"kind": "laptop", "model": "ThinkPad T14 Gen 2", "serial": "PF2ABCDE"}
    fleet = make_fleet(tool, [count])
    assert fleet.columns["model"] == ["ThinkPad T14 Gen 2", "ThinkPad T14 Gen 2"]
    assert fleet.columns["category"] == ["laptop", "laptop"]
    assert "models-learnt" in {each.code for each in fleet.assumptions}
