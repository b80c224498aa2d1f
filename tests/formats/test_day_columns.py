"""Day or month first: decided by evidence, by other columns, by the person, or asked."""

from __future__ import annotations

from kringspoor.formats import read_source
from kringspoor.formats.day_columns import ORDER_OPTIONS, day_column, order_of
from kringspoor.formats.reading import Options, Reading
from kringspoor.formats.source import Source


def reading_of(text: str, options: Options | None = None) -> Reading:
    [reading] = read_source(Source.of_bytes("gent.csv", text.encode(), options))
    return reading


def register(*dates: str) -> str:
    return "serial,purchase date\n" + "".join(f"SN000{i},{d}\n" for i, d in enumerate(dates))


def test_one_day_above_twelve_decides_the_column() -> None:
    reading = reading_of(register("4/5/2021", "13/5/2021"))
    assert reading.columns["purchased_days"] == [18751, 18760]
    assert reading.questions == []


def test_one_month_above_twelve_decides_the_other_way() -> None:
    reading = reading_of(register("4/5/2021", "5/13/2021"))
    assert reading.columns["purchased_days"] == [18722, 18760]


def test_where_nothing_decides_the_year_stays_and_the_reader_asks() -> None:
    reading = reading_of(register("4/5/2021", "2020-03-01", "6/7/2022"))
    assert reading.columns["purchased_days"] == [18809, 18322, 19174]
    assert reading.columns["purchased_precision"] == ["year", "day", "year"]
    [question] = reading.questions
    assert (question.code, question.rows, question.options) == (
        "day-or-month",
        (2, 4),
        ORDER_OPTIONS,
    )
    assert "purchase date" in question.what.nl


def test_the_person_decides_with_an_option() -> None:
    text = register("4/5/2021")
    assert reading_of(text, Options(day_first=True)).columns["purchased_days"] == [18751]
    month_first = reading_of(text, Options(day_first=False))
    assert month_first.columns["purchased_days"] == [18722]
    assert month_first.questions == []


def test_another_column_of_the_same_file_decides_too() -> None:
    text = "serial,purchase date,warranty expires\nSN0001,4/5/2021,25/5/2024\n"
    assert reading_of(text).columns["purchased_days"] == [18751]


def test_an_undecided_date_without_a_precision_of_its_own_stays_unknown() -> None:
    text = "serial,warranty expires\nSN0001,4/5/2024\n"
    reading = reading_of(text)
    assert reading.columns["warranty_end_days"] == [None]
    assert [each.rows for each in reading.questions] == [(2,)]


def test_both_orders_in_one_column_are_told_and_nothing_is_guessed() -> None:
    reading = reading_of(register("13/5/2021", "14/5/2021", "5/20/2021", "4/5/2021"))
    told = [(each.code, each.row_no, each.original) for each in reading.problems]
    assert told == [("mixed-date-orders", 4, "5/20/2021")]
    assert [each.rows for each in reading.questions] == [(5,)]
    assert reading.columns["purchased_precision"] == ["day", "day", "day", "year"]


def test_columns_that_contradict_each_other_decide_nothing_for_a_third() -> None:
    day_first = day_column("a", ["13/5/2021"], [2])
    month_first = day_column("b", ["5/13/2021"], [2])
    assert order_of([day_first, month_first], None) is None
    assert order_of([day_first], None) is True
    assert order_of([day_first, month_first], False) is False


def test_free_text_in_a_date_column_is_a_problem_of_its_row() -> None:
    reading = reading_of(register("2021-03-04", "viz faktura"))
    [told] = reading.problems
    assert str(told.as_error("gent.csv")) == (
        "gent.csv, row 3, column 'purchase date': 'viz faktura' is not a date "
        "(write a date such as 2021-03-04, or the year alone)"
    )
