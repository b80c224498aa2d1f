"""From result to answer: every line a screen, a report or a file shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from kringspoor.assess.answer import (
    Answer,
    CategoryLine,
    ReasonLine,
    RungLine,
    Spread,
    StepLine,
    YearLine,
)
from kringspoor.assess.compared import source_lines
from kringspoor.assess.figures import (
    FLEET,
    KG,
    RUNG_NAMES,
    Kinds,
    Part,
    category_line,
    saving_eur_of,
    saving_of,
    totals_of,
)
from kringspoor.assess.fleet import Fleet
from kringspoor.assess.plan import Plan, plan_of
from kringspoor.assess.run import Assessment, Result
from kringspoor.assess.sentences import reason_sentence
from kringspoor.assess.setting import Setting
from kringspoor.assess.stages import LEFT
from kringspoor.assess.totals import Cohort, Group, cohorts_of, groups_of, states_of
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.core.factor import FACTOR_RUNGS
from kringspoor.core.figure import Figure
from kringspoor.core.words import Text

UNKNOWN_KIND = Text(nl="soort onbekend", en="kind unknown")
WhatIf = Mapping[str, Mapping[str, int]]  # label -> category -> months


def answered(
    assessment: Assessment, result: Result, fleet: Fleet | None, what_if: WhatIf | None = None
) -> Answer:
    """The answer of one saved result."""
    setting, catalogue = assessment.setting, assessment.catalogue
    groups = groups_of(assessment, result)
    cohorts = cohorts_of(assessment, result)
    states = states_of(assessment, result)
    whole = Part(groups, result.kinds)
    names = {s: Text(nl=c.name_nl, en=c.name_en) for s, c in catalogue.categories.items()}
    by_category = _split(groups, lambda g: result.kinds["category"][g.kind_no])
    return Answer(
        setting=setting,
        fleet=fleet,
        devices_count=whole.device_count,
        left_count=sum(states.get(state, 0) for state in LEFT),
        uncategorised_count=sum(g.device_count for g in by_category.get(None, ())),
        totals=totals_of(whole, setting),
        categories=_category_lines(by_category, result.kinds, names, setting),
        steps=_step_lines(groups, result.kinds, setting),
        rungs=_rung_lines(groups, result.kinds, assessment.factors),
        bought=_year_lines(cohorts, setting),
        sources=source_lines(groups, result.kinds, assessment),
        spreads=_spreads(by_category, catalogue, names),
        plans=_plans(cohorts, by_category, setting, what_if or {}),
        category_names=names,
    )


def _split(
    groups: Iterable[Group], key: Callable[[Group], str | None]
) -> dict[str | None, tuple[Group, ...]]:
    gathered: dict[str | None, list[Group]] = defaultdict(list)
    for group in groups:
        if group.device_count:
            gathered[key(group)].append(group)
    return {name: tuple(found) for name, found in gathered.items()}


def _category_lines(
    by_category: Mapping[str | None, tuple[Group, ...]],
    kinds: Kinds,
    names: Mapping[str, Text],
    setting: Setting,
) -> tuple[CategoryLine, ...]:
    lines = []
    for category, groups in by_category.items():
        name = UNKNOWN_KIND if category is None else names[category]
        lines.append(category_line(category or "", name, Part(groups, kinds, name), setting))
    return tuple(sorted(lines, key=lambda line: (-line.device_count, line.category)))


def _step_lines(groups: Sequence[Group], kinds: Kinds, setting: Setting) -> tuple[StepLine, ...]:
    lines = []
    for slug, found in _split(groups, lambda g: g.step).items():
        step = setting.steps[str(slug)]
        part = Part(found, kinds, Text(nl=step.name_nl, en=step.name_en))
        by_reason = _split(found, lambda g: g.reason)
        reasons = [
            ReasonLine(str(code), reason_sentence(str(code), setting), Part(g, kinds).device_count)
            for code, g in by_reason.items()
        ]
        reasons.sort(key=lambda reason: (-reason.device_count, reason.code))
        line = StepLine(
            step, part.device_count, saving_of(part), saving_eur_of(part), tuple(reasons)
        )
        lines.append(line)
    return tuple(sorted(lines, key=lambda line: (-line.device_count, line.step.slug)))


def _rung_lines(
    groups: Sequence[Group], kinds: Kinds, factors: FactorLadder
) -> tuple[RungLine, ...]:
    by_rung = _split(groups, lambda g: kinds["rung"][g.kind_no])
    all_g = sum(group.embodied_g for group in groups) or 1
    return tuple(
        RungLine(
            rung=rung,
            name=RUNG_NAMES[rung],
            device_count=sum(g.device_count for g in by_rung[rung]),
            kg_share=sum(g.embodied_g for g in by_rung[rung]) / all_g,
            error_ratio=_typical_error(by_rung[rung], kinds),
        )
        for rung in FACTOR_RUNGS
        if rung in by_rung
    )


def _typical_error(groups: Sequence[Group], kinds: Kinds) -> float | None:
    """The standard deviation of the rung's own error, weighed by kilograms."""
    kg = sum(group.embodied_g for group in groups)
    weighed = sum(g.embodied_g * kinds["embodied_model_ratio"][g.kind_no] for g in groups)
    return weighed / kg if kg else None


def _year_lines(cohorts: Sequence[Cohort], setting: Setting) -> tuple[YearLine, ...]:
    """All of the making in the year of purchase (GHG Protocol, scope 3 category 2)."""
    gathered: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    for cohort in cohorts:
        year = _purchase_year(cohort, setting)
        gathered[year][0] += cohort.device_count
        gathered[year][1] += cohort.embodied_g
    return tuple(
        YearLine(
            year,
            count,
            Figure(
                Text(nl="productie van aankopen", en="making of purchases"),
                grams / 1000,
                KG,
                "estimated",
                formula="sum of the making of every device bought that year",
                scope=FLEET,
                period="" if year is None else str(year),
                decimals=0,
            ),
        )
        for year, (count, grams) in sorted(gathered.items(), key=lambda each: each[0] or 0)
        if count
    )


def _purchase_year(cohort: Cohort, setting: Setting) -> int | None:
    if cohort.due_month_no is None or cohort.category is None:
        return None
    months = setting.lifetime.rule(cohort.category).target_months
    return (cohort.due_month_no - months) // 12


def _spreads(
    by_category: Mapping[str | None, tuple[Group, ...]],
    catalogue: Catalogue,
    names: Mapping[str, Text],
) -> tuple[Spread, ...]:
    """What the sources say about each category of the fleet, widest apart first."""
    lines = []
    for category, groups in by_category.items():
        figures = catalogue.figures.get(category or "", ())
        said = {f.source: f.embodied_kg for f in figures if f.embodied_kg is not None}
        if category is None or len(said) < 2:
            continue
        count = sum(group.device_count for group in groups)
        ratio = max(said.values()) / min(said.values())
        lines.append(Spread(category, names[category], count, said, ratio))
    return tuple(sorted(lines, key=lambda line: (-line.spread_ratio, line.category)))


def _plans(
    cohorts: Sequence[Cohort],
    by_category: Mapping[str | None, object],
    setting: Setting,
    what_if: WhatIf,
) -> dict[str, Plan]:
    months = {c: setting.lifetime.rule(c).target_months for c in by_category if c is not None}
    asked: WhatIf = {"": {}, **what_if}
    return {label: plan_of(cohorts, months, setting.today, own) for label, own in asked.items()}
