"""Errors say what, where and what to do, in the reader's language."""

from __future__ import annotations

import pytest

from kringspoor.core.errors import BadInput, KringspoorError, Refused, Unknown, Where
from kringspoor.core.words import Text

WHAT = Text(nl="is leeg", en="is empty")
HINT = Text(nl="geef een nummer", en="give a number")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Where("lijst.csv"), "lijst.csv"),
        (Where("lijst.csv", 3), "lijst.csv, rij 3"),
        (Where("lijst.csv", None, "serie"), "lijst.csv, kolom 'serie'"),
        (Where("lijst.csv", 3, "serie"), "lijst.csv, rij 3, kolom 'serie'"),
    ],
)
def test_a_place_says_as_much_as_is_known(where: Where, said: str) -> None:
    assert where.spoken("nl") == said


def test_an_error_speaks_both_languages_and_prints_in_english() -> None:
    error = BadInput(WHAT, hint=HINT, where=Where("lijst.csv", 3))
    assert error.spoken("nl") == "lijst.csv, rij 3: is leeg (geef een nummer)"
    assert str(error) == "lijst.csv, row 3: is empty (give a number)"


def test_without_a_hint_or_a_place_only_the_sentence_is_left() -> None:
    assert str(Unknown(WHAT)) == "is empty"


@pytest.mark.parametrize("kind", [BadInput, Unknown, Refused])
def test_one_door_catches_all_of_them(kind: type[KringspoorError]) -> None:
    with pytest.raises(KringspoorError) as caught:
        raise kind(WHAT, code="empty-cell")
    assert caught.value.code == "empty-cell"
