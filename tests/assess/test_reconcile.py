"""Several files become one fleet, whatever their order, and nothing gets lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kringspoor.assess.fleet import Fleet
from kringspoor.assess.likeness import says_the_same
from kringspoor.assess.merge import MERGED, NOT_COMPARED
from kringspoor.core.device import NAMES
from kringspoor.formats.reading import Fate, Reading

Row = dict[str, object]
MakeFleet = Callable[..., Fleet]
MakeReading = Callable[..., Reading]

# Few values, so that numbers, models, orders and places meet and clash all the time.
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "serial": st.sampled_from(["4XK9G72", "90VWH57", "s4xk9g72", "PF2O1AB", "PF201AB"]),
        "tag": st.sampled_from(["VB-12", "12", "0013", "13", "VB-14"]),
        "kind": st.sampled_from(["laptop", "PC", "scherm", "licentie", "iets"]),
        "make": st.sampled_from(["Dell", "DELL INC.", "HP"]),
        "model": st.sampled_from(["Latitude 5420", "lat 5420", "P2419H", "EliteBook 840 G8"]),
        "order_no": st.sampled_from(["BB1", "BB2"]),
        "location": st.sampled_from(["kelder", "zolder"]),
        "state": st.sampled_from(["in_use", "gone", "broken"]),
        "price_cents": st.sampled_from([90000, 100000]),
        "purchased_days": st.sampled_from([18000, 18500, 19000]),
        "enrolled_days": st.sampled_from([18020, 18600, 19900]),
        "os": st.sampled_from(["Windows 10", "Windows 11"]),
        "quantity_count": st.sampled_from([1, 3]),
        "last_seen_days": st.sampled_from([20000, 20001]),
    },
)
FILES = st.lists(st.lists(ROWS, max_size=5), min_size=1, max_size=3)
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _readings(make_reading: MakeReading, files: list[list[Row]]) -> list[Reading]:
    """Each row says in its description where it stands, to be recognised wherever it goes."""
    return [
        make_reading(
            f"{'abc'[no]}.csv",
            *(row | {"description": f"{'abc'[no]}{at}"} for at, row in enumerate(rows)),
        )
        for no, rows in enumerate(files)
    ]


def _partition(fleet: Fleet) -> set[frozenset[Any]]:
    names = fleet.sightings.columns["description"]
    return {frozenset(names[at] for at in members) for members in fleet.members}


@FEW
@given(files=FILES)
def test_every_sighting_is_in_exactly_one_device(
    files: list[list[Row]], make_fleet: MakeFleet, make_reading: MakeReading
) -> None:
    fleet = make_fleet(*_readings(make_reading, files))
    counted = Counter(at for members in fleet.members for at in members)
    assert counted == Counter(range(len(fleet.sightings)))
    assert [members[0] for members in fleet.members] == sorted(m[0] for m in fleet.members)


@FEW
@given(files=FILES)
def test_rows_in_are_fates_out(
    files: list[list[Row]], make_fleet: MakeFleet, make_reading: MakeReading
) -> None:
    fleet = make_fleet(*_readings(make_reading, files))
    for seen, rows in zip(fleet.files, files, strict=True):
        assert sorted(seen.fates) == list(range(2, len(rows) + 2))
        assert sum(seen.count(fate) for fate in Fate) == len(rows)
        assert seen.count(Fate.NOT_A_DEVICE) == len(seen.table.set_apart)
    first_sightings = {
        (file_no, fleet_no)
        for fleet_no in range(len(fleet))
        for file_no, _ in fleet.seen_at(fleet_no)
    }
    devices_and_lots = sum(s.count(Fate.DEVICE) + s.count(Fate.LOT) for s in fleet.files)
    assert devices_and_lots == len(first_sightings)


@FEW
@given(files=FILES, data=st.data())
def test_the_order_of_files_and_rows_changes_nothing_in_who_is_joined(
    files: list[list[Row]],
    data: st.DataObject,
    make_fleet: MakeFleet,
    make_reading: MakeReading,
) -> None:
    readings = _readings(make_reading, files)
    shuffled = [
        _with_rows(make_reading, each, data.draw(st.permutations(range(len(each)))))
        for each in data.draw(st.permutations(readings))
    ]
    assert _partition(make_fleet(*shuffled)) == _partition(make_fleet(*readings))


def _with_rows(make_reading: MakeReading, reading: Reading, order: Iterable[int]) -> Reading:
    rows = [{name: reading.columns[name][at] for name in NAMES} for at in order]
    return make_reading(reading.file, *rows)


@FEW
@given(files=FILES)
def test_two_runs_give_the_same_fleet(
    files: list[list[Row]], make_fleet: MakeFleet, make_reading: MakeReading
) -> None:
    once, twice = (make_fleet(*_readings(make_reading, files)) for _ in range(2))
    assert once == twice


@FEW
@given(files=FILES)
def test_no_value_is_lost(
    files: list[list[Row]], make_fleet: MakeFleet, make_reading: MakeReading
) -> None:
    fleet = make_fleet(*_readings(make_reading, files))
    listed = {
        (each.device_no, each.field, said.sighting, said.value)
        for each in fleet.conflicts
        for said in each.said
    }
    for name in set(MERGED) - NOT_COMPARED - {"quantity_count"}:
        source = fleet.sightings.columns[name]
        for device_no, members in enumerate(fleet.members):
            kept = fleet.columns[name][device_no]
            for at in members:
                value, sighting = source[at], fleet.sightings.at(at)
                agrees = value is None or says_the_same(name, kept, value)
                assert agrees or (device_no, name, sighting, value) in listed


@FEW
@given(files=FILES)
def test_two_serial_numbers_are_never_one_device_unless_a_barcode_explains_it(
    files: list[list[Row]], make_fleet: MakeFleet, make_reading: MakeReading
) -> None:
    fleet = make_fleet(*_readings(make_reading, files))
    for members in fleet.members:
        serials = {fleet.sightings.serial_keys[at] for at in members} - {None}
        assert len(serials) < 2 or serials == {"4XK9G72", "S4XK9G72"}


def test_three_files_in_three_languages_become_one_fleet(make_fleet: MakeFleet) -> None:
    register: list[Row] = [
        {
            "tag": "VB-0012",
            "description": "Laptop Dell Latitude 5420 S/N 4XK9G72 i5 16GB",
            "price_cents": 123450,
            "purchased_days": 18900,
        },
        {"tag": "VB-0013", "description": "scherm Dell P2419H", "price_cents": 18900},
        {"tag": "VB-0014", "description": "Antivirus licentie", "price_cents": 4500},
    ]
    tool: list[Row] = [
        {"make": "Dell Inc.", "model": "Latitude 5420", "serial": "4XK9G72", "os": "Windows 11"},
        {"make": "HP", "model": "HP EliteBook 840 G8", "serial": "5CG1234ABC", "os": "Windows 11"},
    ]
    comptage: list[Row] = [
        {"kind": "Ordinateur portable", "tag": "12", "location": "bureau 3", "grade": "B"},
        {"kind": "écran", "model": "p2419h", "tag": "VB 13", "location": "bureau 3"},
    ]
    fleet = make_fleet(register, tool, comptage)
    assert fleet.columns["category"] == ["laptop", "monitor", "laptop"]
    assert fleet.columns["model"] == ["Latitude 5420", "P2419H", "EliteBook 840 G8"]
    assert fleet.columns["location"] == ["bureau 3", "bureau 3", None]
    assert fleet.columns["state"] == ["in_use"] * 3
    assert fleet.columns["files_count"] == [3, 2, 1]
    assert fleet.count_joins() == {"serial": 1, "tag": 2}
    assert (fleet.never_seen, fleet.never_bought) == ((), (2,))
    assert [each.role for each in fleet.files] == ["register", "management", "count"]
    assert fleet.files[0].count(Fate.NOT_A_DEVICE) == 1
    assert [each.text.nl for each in fleet.assumptions if each.code == "no-state"] == [
        "Zonder toestand: 3 toestellen of loten, gelezen als in gebruik."
    ]


def test_words_without_a_category_are_listed_by_how_many_wait_for_them(
    make_fleet: MakeFleet,
) -> None:
    fleet = make_fleet(
        [{"kind": "zaag"}, {"kind": "boor", "quantity_count": 3}, {"kind": "laptop"}]
    )
    assert [(each.words, each.devices_count) for each in fleet.unplaced] == [
        ("boor", 3),
        ("zaag", 1),
    ]


def test_devices_of_the_same_model_share_their_kind(make_fleet: MakeFleet) -> None:
    fleet = make_fleet(
        [{"make": "Dell", "model": "P2419H"}, {"kind": "scherm", "make": "Dell", "model": "p2419h"}]
    )
    assert fleet.columns["category"] == ["monitor", "monitor"]
    assert [each.code for each in fleet.assumptions][:1] == ["kinds-learnt"]


def test_no_file_at_all_is_an_empty_fleet(make_fleet: MakeFleet) -> None:
    assert len(make_fleet()) == 0
    assert make_fleet([]).devices_count == 0
