"""How long devices really served, from a list in which most of them still do.

    lives = lives_of(start_days, end_days, today_days=..., inventory_start_days=..., causes=...)
    answer = achieved(lives)
    answer.curve, answer.fit, answer.left_for["failure"], answer.lives.problems

The files of this room, from first to last: lives, curves, fit, outlook, achieve, figures.
"""

from __future__ import annotations

from kringspoor.engine.survival.achieve import Achieved, achieved
from kringspoor.engine.survival.curves import Curve, Steps
from kringspoor.engine.survival.figures import (
    cause_figures,
    estimate_figures,
    median_figure,
    outlook_figures,
)
from kringspoor.engine.survival.fit import Fit, NoFit, Prior
from kringspoor.engine.survival.lives import Lives, Problem, lives_of
from kringspoor.engine.survival.outlook import YearAhead, remaining_months, years_ahead

__all__ = [
    "Achieved",
    "Curve",
    "Fit",
    "Lives",
    "NoFit",
    "Prior",
    "Problem",
    "Steps",
    "YearAhead",
    "achieved",
    "cause_figures",
    "estimate_figures",
    "lives_of",
    "median_figure",
    "outlook_figures",
    "remaining_months",
    "years_ahead",
]
