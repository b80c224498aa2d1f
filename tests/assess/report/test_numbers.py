"""The numbers behind the first page of the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.assess.synthetic_answer import synthetic_answer

from kringspoor.assess.report.numbers import categories
from kringspoor.assess.report.words import Speaker

ANSWER = synthetic_answer(100)


def _with_shares(*percents: float | None) -> str:
    lines = [
        replace(line, production=replace(line.production, value=percent))
        for line, percent in zip(ANSWER.categories, percents, strict=False)
    ]
    return categories(replace(ANSWER, categories=tuple(lines)), Speaker("en"))


@pytest.mark.parametrize(
    ("percents", "said"),
    [
        ((82.0, 61.0), "0 of 2 kinds lie outside"),
        ((95.0, 16.0), "2 of 2 kinds lie outside"),
        ((85.4, 59.6), "0 of 2 kinds lie outside"),
        ((95.0, None), "1 of 1 kinds lie outside"),
    ],
)
def test_the_share_of_making_stands_beside_what_is_often_said_of_it(
    percents: tuple[float | None, ...], said: str
) -> None:
    page = _with_shares(*percents)
    assert "60 to 85 %" in page
    assert said in page


def test_a_kind_outside_the_band_keeps_its_own_share() -> None:
    assert "16 %" in _with_shares(16.0)
