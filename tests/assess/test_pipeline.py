"""From files to one fleet: what is bought tomorrow, and what a mapping may name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kringspoor.assess.fleet import Fleet
from kringspoor.assess.pipeline import Job, fleet_of, what_if_of
from kringspoor.assess.report.tally import tallied
from kringspoor.catalogue.facts import load
from kringspoor.core.calendar import days_of
from kringspoor.core.errors import BadInput, Unknown
from kringspoor.engine import open_engine
from kringspoor.formats.reading import Fate, Options

TODAY = date(2026, 3, 1)
FleetOf = Callable[..., Fleet]


@pytest.fixture
def fleet(tmp_path: Path) -> FleetOf:
    def made(*lists: str, options: Options | None = None) -> Fleet:
        paths = [tmp_path / f"lijst-{no}.csv" for no in range(len(lists))]
        for path, text in zip(paths, lists, strict=True):
            path.write_text(text, encoding="utf-8")
        engine = open_engine("polars", folder=tmp_path)
        job = Job(tuple(paths), TODAY, options=options or Options())
        try:
            return fleet_of(job, load(), engine, lambda said: None)
        finally:
            engine.close()

    return made


HEAD = "Label;Serienummer;Merk;Model;Soort;Datum aankoop\n"
ONE = "A-1;PF2ABCD1;Dell;Latitude 5520;laptop;"


def test_a_date_after_today_is_unknown_and_told_once_where_it_stands(fleet: FleetOf) -> None:
    found = fleet(f"{HEAD}{ONE}2026-03-02\n")
    assert found.columns["purchased_days"] == [None]
    ((problem, count),) = [
        each for each in tallied(found.files[0]) if each[0].code == "after-today"
    ]
    assert (problem.row_no, problem.column, problem.original) == (2, "Datum aankoop", "2026-03-02")
    assert count == 1
    assert found.files[0].count(Fate.DEVICE) == 1


def test_another_file_may_know_the_date(fleet: FleetOf) -> None:
    found = fleet(f"{HEAD}{ONE}2031-05-06\n", f"{HEAD}{ONE}2021-05-06\n")
    assert found.columns["purchased_days"] == [days_of(date(2021, 5, 6))]


@pytest.mark.parametrize("written", ["2026", "03/2026"])
def test_this_year_or_month_alone_is_not_after_today(fleet: FleetOf, written: str) -> None:
    found = fleet(f"{HEAD}{ONE}{written}\n")
    assert found.columns["purchased_days"] == [days_of(TODAY)]


def test_a_mapping_of_a_column_that_is_nowhere_names_those_there_are(fleet: FleetOf) -> None:
    with pytest.raises(BadInput, match=r"no file has a column 'Nr' \(the columns are Label, "):
        fleet(f"{HEAD}{ONE}2021\n", options=Options(mapping={"Nr": "tag"}))


def test_a_file_without_a_device_is_refused(fleet: FleetOf) -> None:
    with pytest.raises(BadInput, match=r"no device found in lijst-0\.csv"):
        fleet(HEAD)


def test_a_what_if_of_no_kind_or_of_no_lifetime_is_refused() -> None:
    with pytest.raises(Unknown, match="kind 'laptopje' is not known"):
        what_if_of(["laptopje=4"], {"laptop": 1})
    for word in ("laptop", "laptop=", "laptop=nan", "laptop=inf", "laptop=0.1", "laptop=26"):
        with pytest.raises(BadInput, match="cannot be read"):
            what_if_of([word], {"laptop": 1})
    assert what_if_of(["laptop=4.5"], {"laptop": 1}) == {"laptop=4.5": {"laptop": 54}}
