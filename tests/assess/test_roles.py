"""What a file is for is read from what it holds, and that decides who is believed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kringspoor.assess.fleet import Table
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.normalise import normalise
from kringspoor.assess.roles import holds, ranking, role_of, why
from kringspoor.formats.reading import Reading

MakeReading = Callable[..., Reading]


def _table(make_reading: MakeReading, lexicon: Lexicon, file: str, **row: object) -> Table:
    return normalise(make_reading(file, row), lexicon)


@pytest.mark.parametrize(
    ("row", "role"),
    [
        ({"price_cents": 100, "location": "kelder", "os": "Windows 11"}, "register"),
        ({"order_no": "BB1", "location": "kelder"}, "register"),
        ({"order_no": "BB1", "enrolled_days": 19000}, "management"),
        ({"os": "iOS 17", "location": "kelder"}, "management"),
        ({"location": "kelder", "last_seen_days": 20000}, "count"),
        ({"serial": "PF2ABCDE"}, "list"),
    ],
)
def test_the_role_of_a_file_is_in_what_it_holds(
    row: dict[str, object], role: str, make_reading: MakeReading, lexicon: Lexicon
) -> None:
    (shares,) = holds([_table(make_reading, lexicon, "a.csv", **row)])
    assert role_of(shares) == role


def test_a_stray_price_makes_no_register(make_reading: MakeReading, lexicon: Lexicon) -> None:
    rows = [{"location": "kelder", "price_cents": 100 if no == 0 else None} for no in range(20)]
    (shares,) = holds([normalise(make_reading("a.csv", *rows), lexicon)])
    assert role_of(shares) == "count"


def test_the_sheets_of_a_workbook_have_one_role(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    sheets = [
        _table(make_reading, lexicon, "count.xlsx[Kelder]", serial="PF2ABCDE"),
        _table(make_reading, lexicon, "count.xlsx[School]", location="klas 1"),
        _table(make_reading, lexicon, "other.xlsx[School]", serial="PF3ABCDE"),
    ]
    assert [role_of(each) for each in holds(sheets)] == ["count", "count", "list"]


def test_the_file_with_the_right_role_is_believed_first(
    make_reading: MakeReading, lexicon: Lexicon
) -> None:
    shares = holds(
        [
            _table(make_reading, lexicon, "a.csv", location="kelder"),
            _table(make_reading, lexicon, "b.csv", os="iOS 17"),
            _table(make_reading, lexicon, "c.csv", price_cents=100),
        ]
    )
    assert ranking("price_cents", shares) == (2, 0, 1)
    assert ranking("os", shares) == (1, 0, 2)
    assert ranking("grade", shares) == (0, 1, 2)
    assert "aankoopregister" in why("price_cents").nl
    assert "management tool" in why("os").en
