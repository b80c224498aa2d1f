"""The sample municipality, whose true devices are known: how well the files find each other."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from kringspoor.assess.fleet import Fleet
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.reconcile import gather
from kringspoor.catalogue.facts import load
from kringspoor.formats import read_all
from kringspoor.formats.reading import Fate

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = ("register.csv", "mdm.csv", "count.xlsx")


@pytest.fixture(scope="module")
def fleet() -> Fleet:
    readings = [each for name in FILES for each in read_all(SAMPLES / name)]
    return gather(readings, Lexicon.of(load()))


@pytest.fixture(scope="module")
def truth(fleet: Fleet) -> dict[int, str]:
    """The true device of every sighting that is no lot."""
    places: dict[tuple[str, int], str] = {}
    with (SAMPLES / "truth.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for file in FILES:
                for place in filter(None, row[f"{file.partition('.')[0]}_rows"].split(";")):
                    sheet, _, row_no = place.rpartition("!")
                    places[f"{file}[{sheet}]" if sheet else file, int(row_no)] = row["no"]
    seen = fleet.sightings
    named = {at: places.get((seen.files[no], seen.row_nos[at])) for at, no in _numbered(fleet)}
    return {at: true for at, true in named.items() if true is not None and not seen.are_lots[at]}


def _numbered(fleet: Fleet) -> list[tuple[int, int]]:
    return list(enumerate(fleet.sightings.file_nos))


def test_no_number_ever_joins_two_devices(fleet: Fleet, truth: dict[int, str]) -> None:
    sure = [each for each in fleet.joins if each.how != "score"]
    wrong = [each for each in sure if truth.get(each.left_no) != truth.get(each.right_no)]
    assert wrong == []
    assert len(sure) > 1200


def test_nearly_all_sightings_of_a_device_are_found_together(
    fleet: Fleet, truth: dict[int, str]
) -> None:
    device_of = {at: no for no, members in enumerate(fleet.members) for at in members}
    sightings: defaultdict[str, list[int]] = defaultdict(list)
    for at, true in truth.items():
        sightings[true].append(at)
    pairs = [pair for each in sightings.values() for pair in combinations(each, 2)]
    together = sum(device_of[a] == device_of[b] for a, b in pairs)
    assert together / len(pairs) > 0.95


def test_weak_pairs_keep_the_fleet_at_its_true_size(fleet: Fleet, truth: dict[int, str]) -> None:
    single = [m for m in fleet.members if not fleet.sightings.are_lots[m[0]]]
    known = [members for members in single if any(at in truth for at in members)]
    assert len(known) == pytest.approx(len(set(truth.values())), rel=0.01)


def test_every_row_of_every_sheet_has_its_fate(fleet: Fleet) -> None:
    for seen in fleet.files:
        assert set(seen.fates) == set(seen.table.reading.fates)
    fates = Counter(fate for seen in fleet.files for fate in seen.fates.values())
    assert fates[Fate.DEVICE] > 2500 and fates[Fate.LOT] > 50


def test_the_files_are_known_for_what_they_are(fleet: Fleet) -> None:
    roles = {seen.table.file.partition("[")[0]: seen.role for seen in fleet.files}
    assert roles == {"register.csv": "register", "mdm.csv": "management", "count.xlsx": "count"}


def test_nearly_every_device_has_a_kind(fleet: Fleet) -> None:
    assert fleet.columns["category"].count(None) < 5
    assert "zwart toestel zonder label" in {each.words for each in fleet.unplaced}


def test_the_siblings_in_the_register_are_listed_as_conflicts(fleet: Fleet) -> None:
    models = {
        tuple(said.value for said in each.said) for each in fleet.conflicts if each.field == "model"
    }
    assert ("EliteBook 840 G8 Notebook PC", "EliteBook 840 G7") in models


def test_screens_bought_by_the_dozen_are_counted_once(fleet: Fleet) -> None:
    assert sum(each.found_count for each in fleet.lots) > 80
    for lot in fleet.lots:
        assert fleet.columns["quantity_count"][lot.device_no] == lot.missing_count
