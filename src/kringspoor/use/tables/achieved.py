"""Achieved lifetimes as a page shows them: each number a figure, and plain words when there are
too few lives to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.figure import Figure
from kringspoor.core.quantity import Range
from kringspoor.core.states import State
from kringspoor.core.words import NOTHING, Text, number
from kringspoor.engine.survival import (
    Achieved,
    Fit,
    Lives,
    NoFit,
    achieved,
    cause_figures,
    estimate_figures,
    median_figure,
    outlook_figures,
    years_ahead,
)
from kringspoor.engine.survival.figures import FROM
from kringspoor.engine.survival.lives import DAYS_PER_MONTH
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use.forms.achieved import LivesForm
from kringspoor.use.tables import verdicts
from kringspoor.use.tables.achieved_chart import curve_chart
from kringspoor.use.tables.plan import kind_name

MILESTONES_MONTHS = (48, 60, 72)
CAUSES_BY_MONTHS = 60.0
YEARS_AHEAD = 5
TWIN_STEP_MONTHS = 6
STEPS = ("months", "share", "low", "high")
CAUSES: Mapping[str, Text] = {each.value: each.text for each in State} | {
    "unknown": Text(nl="onbekend", en="unknown")
}


def reached_figure(answer: Achieved, age_months: float, scope: Text = NOTHING) -> Figure:
    """The share of devices that reached an age, in percent; unknown where none was watched."""
    at = answer.curve.steps.at(age_months)
    start = round(answer.curve.from_months, 1)
    return Figure(
        Text(nl=f"haalt {age_months:g} maanden", en=f"reaches {age_months:g} months"),
        None if at is None else 100 * at.mid,
        "%",
        "unknown" if at is None else "measured",
        formula="engine.survival.curves.kaplan_meier",
        source="kaplan-meier-1958",
        interval=at and Range(100 * at.low, 100 * at.mid, 100 * at.high),
        scope=scope,
        inputs=median_figure(answer, scope).inputs,
        note=FROM.filled(months=start) if start else NOTHING,
        decimals=0,
    )


def sentence(answer: Achieved, name: str) -> str:
    """What the lives say in one line, and honestly when that is little."""
    lives, curve, said = answer.lives, answer.curve, language()
    followed, left = (number(each, said) for each in (lives.device_count.sum(), lives.left_count))
    base = _("{followed} followed, {left} left.").format(followed=followed, left=left)
    if not lives.left_count:
        return _("None of these has left since it came on record: no lifetime can be read yet.") + (
            f" {base}"
        )
    if curve.median_months is None:
        last = float(lives.age_days.max()) / DAYS_PER_MONTH
        at = curve.steps.at(last) or curve.steps.at(curve.steps.months[-1])
        if at is None:
            return base
        return _(
            "More than half is still here at {age} months: {share} % ({low} – {high}). {base}"
        ).format(age=number(last, said), base=base, **_percents(at))
    low, high = curve.median_low_months, curve.median_high_months
    between = f"{_end(low)} – {_end(high)}"
    return _("{name}: half serves {months} months or longer ({between}). {base}").format(
        name=name.capitalize(), months=number(curve.median_months, said), between=between, base=base
    )


def _end(value_months: float | None) -> str:
    return "?" if value_months is None else number(value_months, language())


def _percents(at: Range) -> dict[str, str]:
    names = ("share", at.mid), ("low", at.low), ("high", at.high)
    return {name: number(100 * value, language()) for name, value in names}


def overview(
    lives: Mapping[str, Lives], targets: Mapping[str, Sequence[int]], chosen: Mapping[str, str]
) -> list[dict[str, Any]]:
    """A row for each category: its median, the share that reached the target, and how many."""
    rows, said = [], language()
    for no, (category, each) in enumerate(lives.items()):
        answer, asked = achieved(each), targets.get(category, ())
        reached = reached_figure(answer, asked[0]) if len(asked) == 1 else None
        query = urlencode({**{n: v for n, v in chosen.items() if v}, "category": category})
        rows.append(
            {
                "name": kind_name(category),
                "url": f"?{query}" if category else "",
                "median": _shown(f"m{no}", median_figure(answer)),
                "target": " – ".join(str(months) for months in asked),
                "reached": _shown(f"r{no}", reached) if reached else None,
                "followed": number(float(each.device_count.sum()), said),
                "left": number(each.left_count, said),
            }
        )
    return rows


def detail(category: str, lives: Lives, targets: Sequence[int]) -> dict[str, Any]:
    """Everything about the lives of one category."""
    answer, said = achieved(lives), language()
    steps, fit = answer.curve.steps, answer.fit
    milestones = sorted({*MILESTONES_MONTHS, *targets})
    figures = [median_figure(answer), *(reached_figure(answer, each) for each in milestones)]
    figures += estimate_figures(answer)[:1] if isinstance(fit, Fit) else ()
    watched = lives.only(lives.age_days > lives.entry_days)
    last_months = float(watched.age_days.max(initial=0.0)) / DAYS_PER_MONTH
    return {
        "name": kind_name(category),
        "sentence": sentence(answer, kind_name(category)),
        "figures": [_shown(f"a{no}", each) for no, each in enumerate(figures)],
        "why_no_fit": fit.why.spoken(said) if isinstance(fit, NoFit) else "",
        "chart": curve_chart(steps, last_months, targets) if lives.left_count else "",
        "twin": _twin(answer, last_months),
        "causes": _causes(answer),
        "ahead": _ahead(answer),
        "problems": [each.what.spoken(said) for each in lives.problems],
    }


def _twin(answer: Achieved, last_months: float) -> list[dict[str, str]]:
    """The curve as a table: every half year what share is still here, and of how many."""
    steps, rows, said = answer.curve.steps, [], language()
    age = 0
    while age <= last_months:
        if (at := steps.at(age)) is not None:
            there = ((answer.lives.entry_days <= age * DAYS_PER_MONTH)
                     & (answer.lives.age_days >= age * DAYS_PER_MONTH))  # fmt: skip
            count = float(answer.lives.device_count[there].sum())
            rows.append({"age": number(age, said), "there": number(count, said), **_percents(at)})
        age += TWIN_STEP_MONTHS
    return rows


def _causes(answer: Achieved) -> dict[str, Any]:
    """The ways to leave beside each other, by five years or by the last age that was watched."""
    until = answer.curve.steps.until_months
    by = CAUSES_BY_MONTHS if until is None else min(CAUSES_BY_MONTHS, until)
    by = max(float(int(by)), answer.curve.from_months)
    told = cause_figures(answer, by, CAUSES)
    named = zip(answer.left_for, told, strict=True)
    rows = [
        {"name": CAUSES[cause].spoken(language()), "figure": _shown(f"c{no}", each)}
        for no, (cause, each) in enumerate(named)
    ]
    return {"by": number(by, language()), "rows": rows}


def _ahead(answer: Achieved) -> list[dict[str, Any]]:
    """How many of today's devices are expected to leave, when there is an estimate."""
    if not isinstance(answer.fit, Fit):
        return []
    years = years_ahead(answer.lives, answer.fit, YEARS_AHEAD)
    told = outlook_figures(answer, years)
    return [
        {"year": number(year.year_no, language()), "figure": _shown(f"o{year.year_no}", each)}
        for year, each in zip(years, told, strict=True)
    ]


def heads(*, is_detail: bool) -> list[str]:
    """The columns of the file: of one category its curve, else a row for each category."""
    if is_detail:
        return [_("age in months"), _("still here, %"), _("at least"), _("at most")]
    return [
        _("Category"), _("followed"), _("left"), _("median, months"), _("at least"), _("at most"),
    ]  # fmt: skip


def cells(lives: Mapping[str, Lives], *, is_detail: bool) -> Iterator[list[Cell]]:
    """The rows of the file; what is unknown stays empty."""
    for category, each in lives.items():
        curve = achieved(each).curve
        if is_detail:
            steps = zip(*(getattr(curve.steps, name) for name in STEPS), strict=True)
            for age, *shares in steps:
                yield [round(age, 2), *(round(100 * share, 2) for share in shares)]
        else:
            ends = (curve.median_months, curve.median_low_months, curve.median_high_months)
            counts = int(each.device_count.sum()), int(each.left_count)
            rounded = (None if end is None else round(end, 1) for end in ends)
            yield [kind_name(category), *counts, *rounded]


def _shown(name: str, told: Figure) -> dict[str, Any]:
    shown = verdicts.figure(name, told, language())
    if told.value is None:
        shown["raw"] = ""
    return shown


def choices(facets: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, list[tuple[str, str]]]:
    """The options of each filter, with how many devices each gives."""
    said = language()
    return {
        name: [
            (value, f"{kind_name(value) if name == 'category' else value} ({number(count, said)})")
            for value, count in values
        ]
        for name, values in facets.items()
    }


def filters(form: LivesForm, chosen: Mapping[str, str], followed: float) -> dict[str, Any]:
    """The filter bar: what is chosen, each with the address that drops it."""
    kept = {name: value for name, value in chosen.items() if value and name in form.fields}
    active = [
        {
            "label": form.fields[name].label,
            "value": kind_name(value) if name == "category" else value,
            "url": f"?{urlencode({n: v for n, v in kept.items() if n != name})}",
        }
        for name, value in kept.items()
    ]
    result = ngettext("{count} device followed", "{count} devices followed", int(followed))
    result = result.format(count=number(followed, language()))
    return {"form": form, "active": active, "clear_url": "?", "result": result}
