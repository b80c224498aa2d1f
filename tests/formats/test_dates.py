"""Dates of registers: every way they were seen written."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kringspoor.formats.dates import Day, Either, Ordered, Wrong, as_days, read_date
from kringspoor.formats.grid import GridCell


def days(year: int, month: int, day: int) -> int:
    return (datetime.date(year, month, day) - datetime.date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("24.10.2018", (2018, 10, 24)),
        ("1. 3. 2019", (2019, 3, 1)),
        ("2018-10-24", (2018, 10, 24)),
        ("2018-10-24T10:00:00Z", (2018, 10, 24)),
        ("2023-08-07 09:12:44.0000000", (2023, 8, 7)),
        ("2023-03-27 17:11:36.126304+02:00", (2023, 3, 27)),
        ("Wed Oct 24 20:57:18 2018", (2018, 10, 24)),
        ("October 24, 2018", (2018, 10, 24)),
        ("24. října 2018", (2018, 10, 24)),
        ("12 de março de 2021", (2021, 3, 12)),
        ("1er août 2019", (2019, 8, 1)),
        ("3 maart 2021", (2021, 3, 3)),
        ("4-Mar-21", (2021, 3, 4)),
        ("5. Dezember 2017", (2017, 12, 5)),
        ("20210304", (2021, 3, 4)),
        (20210304.0, (2021, 3, 4)),
        ("44927", (2023, 1, 1)),
        (44927.5, (2023, 1, 1)),
        ("05/05/2021", (2021, 5, 5)),
    ],
)
def test_a_date_that_reads_only_one_way_is_that_day(
    text: GridCell, date: tuple[int, int, int]
) -> None:
    assert read_date(text) == Day(days(*date))


@pytest.mark.parametrize("text", ["2019", 2019, 2019.0, "ca. 2019", "2019?", "± 2019", "rond 2019"])
def test_a_year_alone_stands_for_the_first_of_july(text: GridCell) -> None:
    assert read_date(text) == Day(days(2019, 7, 1), "year")


@pytest.mark.parametrize(
    "text", ["03/2021", "3-2021", "2021-03", "maart 2021", "Mar-21", "März 2021", "březen 2021"]
)
def test_a_month_alone_stands_for_its_fifteenth(text: str) -> None:
    assert read_date(text) == Day(days(2021, 3, 15), "month")


def test_slashes_tell_their_order_only_above_twelve() -> None:
    assert read_date("13/5/2021") == Ordered(Day(days(2021, 5, 13)), day_first=True)
    assert read_date("5/13/21") == Ordered(Day(days(2021, 5, 13)), day_first=False)
    assert read_date("4/5/2021") == Either(4, 5, 2021)


@pytest.mark.parametrize(
    ("text", "year"), [("13/5/79", 2079), ("13/5/80", 1980), ("13/5/07", 2007)]
)
def test_two_digit_years_turn_at_eighty(text: str, year: int) -> None:
    assert read_date(text) == Ordered(Day(days(year, 5, 13)), day_first=True)


@pytest.mark.parametrize(
    "text", ["", "-", "n.v.t.", "0000-00-00", "0001-01-01T00:00:00", "00/00/0000"]
)
def test_a_filler_is_no_date_and_no_problem(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text", ["zie factuur", "31/02/2021", "2018-2019", "12/5", "99999", "x" * 500, "30.2.2020"]
)
def test_free_text_is_told_apart_from_a_date(text: str) -> None:
    assert read_date(text) == Wrong("not-a-date")


@pytest.mark.parametrize("text", ["1970-01-01", "12/05/1979", "1905", "4/5/2150", "2100"])
def test_a_date_that_no_device_can_have_is_out_of_range(text: str) -> None:
    assert read_date(text) == Wrong("date-range")


@given(st.dates(datetime.date(1980, 1, 1), datetime.date(2099, 12, 31)))
def test_iso_and_full_stops_always_come_back_as_the_same_day(date: datetime.date) -> None:
    expected = Day(as_days(date.year, date.month, date.day) or 0)
    assert read_date(date.isoformat()) == expected
    assert read_date(f"{date.day}.{date.month}.{date.year}") == expected
