"""No number without its figure: formula, source, interval, and in both languages."""

from __future__ import annotations

import importlib

import pytest
from tests.engine.survival.fleets import TODAY, office, remission, watched_until

from kringspoor.core.figure import Figure
from kringspoor.core.words import Text
from kringspoor.engine.survival import (
    Achieved,
    Fit,
    Prior,
    achieved,
    cause_figures,
    estimate_figures,
    lives_of,
    median_figure,
    outlook_figures,
    years_ahead,
)


def all_figures(answer: Achieved) -> list[Figure]:
    figures = [median_figure(answer), *estimate_figures(answer), *cause_figures(answer, 60)]
    if isinstance(answer.fit, Fit):
        figures += outlook_figures(answer, years_ahead(answer.lives, answer.fit, 3))
    return figures


def test_every_figure_names_a_formula_that_exists_and_a_source() -> None:
    figures = all_figures(achieved(office()))
    assert len(figures) == 11
    for each in figures:
        module, name = each.formula.rsplit(".", 1)
        assert callable(getattr(importlib.import_module(f"kringspoor.{module}"), name))
        assert each.source
        assert each.interval is not None
        assert each.name.nl != each.name.en


def test_the_median_reads_as_a_sentence() -> None:
    figure = median_figure(achieved(office()))
    assert figure.spoken("nl") == "57,2 maanden (43,5 – 71,7)"
    assert [each.spoken("en") for each in figure.inputs] == ["57 devices", "29 devices"]


def test_a_median_with_one_known_bound_shows_no_interval_and_says_so() -> None:
    figure = median_figure(achieved(remission()))
    assert figure.value is not None
    assert figure.interval is None
    assert "aan een kant onbekend" in figure.note.nl


def test_too_few_exits_are_an_unknown_with_its_reason() -> None:
    figures = estimate_figures(achieved(watched_until([5, 6], [True, False])))
    assert {each.status for each in figures} == {"unknown"}
    assert {each.note.en for each in figures} == {
        "1 of the 20 exits that an estimate needs at least; you see the curve itself"
    }


def test_a_share_is_in_percent_and_a_cause_in_words() -> None:
    words = {"failure": Text(nl="defect", en="failure")}
    figure = next(iter(cause_figures(achieved(office()), 60, words)))
    assert figure.name.nl == "vertrokken voor 60 maanden: defect"
    assert figure.spoken("en") == "20.1 % (8.8 – 34.5)"


def test_a_cause_beyond_what_was_watched_is_unknown() -> None:
    figures = cause_figures(achieved(remission()), 600)
    assert [(each.status, each.value, each.interval) for each in figures] == [
        ("unknown", None, None)
    ]


def test_problems_of_the_list_stand_with_the_counts() -> None:
    answer = achieved(lives_of([0, None], [None, None], today_days=TODAY))
    note = median_figure(answer).inputs[0].note
    assert note.en == "rows without a known start: 1 (left out)"


def test_a_list_that_began_late_says_from_which_age_it_speaks() -> None:
    lives = lives_of([0, 0, 0], [5, 6, None], today_days=9, inventory_start_days=4)
    assert "at least 0.1 months" in median_figure(achieved(lives)).note.en


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (achieved(office(), Prior.of_policy(60)), "leans on a lifetime assumed beforehand"),
        (
            achieved(watched_until([1800] * 200 + [*range(1000, 1800, 20)], [True] * 240)),
            "trust the curve",
        ),
    ],
)
def test_an_estimate_says_on_what_it_leans_and_when_it_fails(answer: Achieved, said: str) -> None:
    assert all(said in each.note.en for each in estimate_figures(answer))
