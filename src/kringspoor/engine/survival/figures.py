"""Achieved lifetimes as figures: each number with its formula, its source and its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kringspoor.core.figure import Figure
from kringspoor.core.quantity import Range
from kringspoor.core.words import NOTHING, Text
from kringspoor.engine.survival.achieve import Achieved
from kringspoor.engine.survival.fit import Fit, NoFit
from kringspoor.engine.survival.outlook import YearAhead

ROOM = "engine.survival"
METHOD = "kringspoor-achieved-lifetimes"
SPIKE = Text(
    nl="de curve wijkt duidelijk af van deze schatting, zoals bij een vaste vervangdatum; "
    "vertrouw de curve",
    en="the curve clearly departs from this estimate, as with a fixed replacement date; trust "
    "the curve",
)
POOLED = Text(
    nl="leunt op een vooraf aangenomen levensduur", en="leans on a lifetime assumed beforehand"
)
FROM = Text(
    nl="over toestellen die minstens {months} maanden oud werden; jonger is er geen gezien",
    en="about devices that reached at least {months} months; no younger one was seen",
)
ONE_SIDED = Text(
    nl="het interval is aan een kant onbekend", en="the interval is unknown at one end"
)


def median_figure(answer: Achieved, scope: Text = NOTHING) -> Figure:
    """The age at which half has left, read off the curve; unknown when half is still there."""
    curve = answer.curve
    low, mid, high = curve.median_low_months, curve.median_months, curve.median_high_months
    known = None if low is None or mid is None or high is None else Range(low, mid, high)
    start = round(curve.from_months, 1)
    note = FROM.filled(months=start) if start else NOTHING
    return Figure(
        name=Text(nl="mediane levensduur, gemeten", en="median lifetime, measured"),
        value=mid,
        unit="months",
        status="unknown" if mid is None else "measured",
        formula=f"{ROOM}.curves.kaplan_meier",
        source="kaplan-meier-1958",
        interval=known,
        scope=scope,
        inputs=_counts(answer, scope),
        note=note if known or mid is None or start else ONE_SIDED,
    )


def estimate_figures(answer: Achieved, scope: Text = NOTHING) -> tuple[Figure, ...]:
    """Mean, median, scale and shape of the fitted lifetimes; unknown, with the reason, without."""
    names = {
        "mean_months": (Text(nl="gemiddelde levensduur", en="mean lifetime"), "months"),
        "median_months": (Text(nl="mediane levensduur", en="median lifetime"), "months"),
        "scale_months": (Text(nl="schaal van de levensduur", en="scale of the lifetime"), "months"),
        "shape_ratio": (Text(nl="vorm van de levensduur", en="shape of the lifetime"), ""),
    }
    fit, counts = answer.fit, _counts(answer, scope)
    return tuple(
        Figure(
            name=name,
            value=getattr(fit, field).mid if isinstance(fit, Fit) else None,
            unit=unit,
            status="estimated" if isinstance(fit, Fit) else "unknown",
            formula=f"{ROOM}.fit.fitted",
            source=METHOD,
            interval=getattr(fit, field) if isinstance(fit, Fit) else None,
            scope=scope,
            inputs=counts,
            note=_note(fit),
            decimals=1 if unit else 2,
        )
        for field, (name, unit) in names.items()
    )


def cause_figures(
    answer: Achieved,
    by_months: float,
    cause_words: Mapping[str, Text] | None = None,
    scope: Text = NOTHING,
) -> tuple[Figure, ...]:
    """For each cause the share that left for it by an age, in percent."""
    figures = []
    for cause, steps in answer.left_for.items():
        at = steps.at(by_months)
        words = (cause_words or {}).get(cause, Text(nl=cause, en=cause))
        figures.append(
            Figure(
                name=Text(
                    nl=f"vertrokken voor {by_months:g} maanden: {words.nl}",
                    en=f"left before {by_months:g} months: {words.en}",
                ),
                value=None if at is None else 100 * at.mid,
                unit="%",
                status="unknown" if at is None else "measured",
                formula=f"{ROOM}.curves.aalen_johansen",
                source="aalen-johansen-1978",
                interval=at and Range(100 * at.low, 100 * at.mid, 100 * at.high),
                scope=scope,
                inputs=_counts(answer, scope),
            )
        )
    return tuple(figures)


def outlook_figures(
    answer: Achieved, years: Sequence[YearAhead], scope: Text = NOTHING
) -> tuple[Figure, ...]:
    """How many of today's devices leave in each of the next years."""
    return tuple(
        Figure(
            name=Text(
                nl=f"verwacht vertrek, jaar {year.year_no}",
                en=f"expected to leave, year {year.year_no}",
            ),
            value=year.leaving_count.mid,
            unit="devices",
            status="estimated",
            formula=f"{ROOM}.outlook.years_ahead",
            source=METHOD,
            interval=year.leaving_count,
            scope=scope,
            inputs=estimate_figures(answer, scope),
            note=_note(answer.fit),
            decimals=0,
        )
        for year in years
    )


def _counts(answer: Achieved, scope: Text) -> tuple[Figure, ...]:
    lives = answer.lives
    counts = {
        Text(nl="toestellen gevolgd", en="devices followed"): lives.device_count.sum(),
        Text(nl="daarvan vertrokken", en="of which left"): lives.left_count,
    }
    problems = Text(
        nl="; ".join(each.what.nl for each in lives.problems),
        en="; ".join(each.what.en for each in lives.problems),
    )
    return tuple(
        Figure(name, float(value), "devices", "measured", scope=scope, note=problems, decimals=0)
        for name, value in counts.items()
    )


def _note(fit: Fit | NoFit) -> Text:
    if isinstance(fit, NoFit):
        return fit.why
    if fit.is_poor:
        return SPIKE
    return POOLED if fit.is_pooled else NOTHING
