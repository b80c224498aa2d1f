"""The years to come: what falls due under the policy, and what another lifetime would change."""

from __future__ import annotations

from collections.abc import Sequence

from kringspoor.assess.answer import Answer
from kringspoor.assess.plan import Plan, PlanCell
from kringspoor.assess.report.charts import drawn, plan_spec
from kringspoor.assess.report.markup import Child, Markup, details, table, tag
from kringspoor.assess.report.parts import head_of, hint, section
from kringspoor.assess.report.words import Speaker, plan_name
from kringspoor.core.figure import Figure
from kringspoor.core.words import Text


def plan(answer: Answer, speaker: Speaker) -> Markup:
    """What falls due in the next years, under the policy and under every what-if."""
    title = speaker("Vervangingen, vijf jaar vooruit", "Replacements, five years ahead")
    undated = speaker.count(answer.plans[""].undated_count)
    said = speaker(
        "Welke toestellen aan hun doel komen, in welk begrotingsjaar, en wat nieuwe kosten. "
        f"{undated} toestellen zonder aankoopdatum staan in geen enkel jaar.",
        "Which devices reach their target, in which budget year, and what new ones cost. "
        f"{undated} devices without a purchase date are in no year.",
    )
    chart = drawn(plan_spec(answer, speaker), speaker, title)
    caption = tag("figcaption", speaker("Toestellen per jaar", "Devices a year"))
    return section(
        "plan",
        title,
        speaker,
        hint(said),
        tag("figure", caption, chart),
        _years("", answer, speaker),
        _compared(answer, speaker),
        [
            details(
                plan_name(asked, answer, speaker),
                _years(asked, answer, speaker),
                class_="twin",
            )
            for asked in answer.plans
            if asked
        ],
    )


def money(cell: PlanCell) -> Figure:
    """What the replacements of a year cost."""
    return Figure(
        Text(nl="aankoop", en="purchase"),
        cell.price_cents / 100,
        "EUR",
        "estimated",
        formula="assess.plan.plan_of",
        decimals=0,
    )


def making(cell: PlanCell) -> Figure:
    """What making the replacements of a year emits, were they like the devices they replace."""
    return Figure(
        Text(nl="maken", en="making"),
        cell.embodied_g / 1000,
        "kg CO2e",
        "estimated",
        formula="assess.plan.plan_of",
        decimals=0,
    )


def whole(plan: Plan) -> PlanCell:
    """All years of a plan together; its year is the last one."""
    cells = [plan.of_year(year) for year in plan.years]
    return PlanCell(
        "all",
        plan.years[-1],
        sum(cell.device_count for cell in cells),
        sum(cell.price_cents for cell in cells),
        sum(cell.embodied_g for cell in cells),
    )


def _table(
    title: str, first: Text, names: Sequence[str], cells: Sequence[PlanCell], speaker: Speaker
) -> Markup:
    """Devices, euro and kilograms; the last cell is the total where there is no name for it."""
    euros = speaker.column([money(cell) for cell in cells])
    made = speaker.column([making(cell) for cell in cells])
    heads = [
        speaker.say(first),
        speaker("toestellen", "devices"),
        speaker("aankoop", "purchase"),
        head_of(speaker("maken", "making"), made),
    ]
    total = speaker("samen", "together")
    rows: list[list[Child]] = [
        [
            names[i] if i < len(names) else total,
            speaker.count(cell.device_count),
            eur.value,
            kg.value,
        ]
        for i, (cell, eur, kg) in enumerate(zip(cells, euros.amounts, made.amounts, strict=True))
    ]
    if len(names) == len(cells):
        return table(title, heads, rows)
    return table(title, heads, rows[:-1], total=rows[-1])


def _years(asked: str, answer: Answer, speaker: Speaker) -> Markup:
    plan = answer.plans[asked]
    cells = [*(plan.of_year(year) for year in plan.years), whole(plan)]
    title = plan_name(asked, answer, speaker)
    years = [str(year) for year in plan.years]
    return _table(title, Text(nl="jaar", en="year"), years, cells, speaker)


def _compared(answer: Answer, speaker: Speaker) -> Markup:
    """Five years under each what-if, beside the policy."""
    if len(answer.plans) < 2:
        return Markup("")
    names = [plan_name(asked, answer, speaker) for asked in answer.plans]
    cells = [whole(plan) for plan in answer.plans.values()]
    title = speaker("Vijf jaar samen, per levensduur", "Five years together, by lifetime")
    return _table(title, Text(nl="levensduur", en="lifetime"), names, cells, speaker)
