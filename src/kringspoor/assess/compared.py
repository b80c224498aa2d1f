"""The same fleet under every rule for choosing sources: what the answer owes to that choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kringspoor.assess import sums, tables
from kringspoor.assess.answer import SourceLine
from kringspoor.assess.figures import FLEET, KG, Kinds
from kringspoor.assess.kinds import KEY, weights_of
from kringspoor.assess.run import Assessment
from kringspoor.assess.setting import Setting
from kringspoor.assess.totals import Group
from kringspoor.catalogue.factor_ladder import RULES, FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.core.figure import Figure
from kringspoor.core.quantity import Range
from kringspoor.core.words import Text
from kringspoor.engine.arrays import as_lists
from kringspoor.engine.columns import Kind

RULE_NAMES = {
    "median": Text(nl="mediaan van de bronnen", en="median of the sources"),
    "conservative": Text(nl="voorzichtig", en="conservative"),
}
MAKING = Text(nl="productie", en="making")
SAVING = Text(nl="besparing", en="saving")
GRAMS = {
    "saving_g": "saving_kg",
    "scenario_low_g": "scenario_low_kg",
    "scenario_high_g": "scenario_high_kg",
    "saving_error_g": "saving_error_kg",
}


def source_lines(
    groups: Sequence[Group], kinds: Kinds, assessment: Assessment
) -> tuple[SourceLine, ...]:
    """The making and the saving of the fleet under every rule. The steps taken stay the same."""
    catalogue, setting = assessment.catalogue, assessment.setting
    lines = []
    for rule in dict.fromkeys((*RULES, *catalogue.figure_sources)):
        is_chosen = rule == setting.source_rule
        table, counted = kinds, groups
        if not is_chosen:
            table = under_rule(kinds, FactorLadder(catalogue, rule))
            counted = tuple(saving_under(groups, table, setting))
        made = sums.embodied(counted, table)
        interval = made.interval() if made.variance else None
        saved = sums.saving(counted, table)
        lines.append(
            SourceLine(
                rule=rule,
                name=_rule_name(rule, catalogue),
                embodied=_figure(MAKING, made.mid, interval, rule, "core.estimate.Estimate"),
                saving=_figure(SAVING, saved.mid, saved, rule, "core.saving.avoided_kg"),
                is_chosen=is_chosen,
            )
        )
    return tuple(lines)


def under_rule(kinds: Kinds, factors: FactorLadder) -> dict[str, Sequence[Any]]:
    """The table of kinds with what it weighs and draws under another rule."""
    keys = (dict(zip(KEY, key, strict=True)) for key in zip(*(kinds[n] for n in KEY), strict=True))
    found = [weights_of(key, factors) for key in keys]
    changed = {name: [each[name] for each in found] for name in found[0]} if found else {}
    return {**kinds, **changed}


def saving_under(
    groups: Sequence[Group], kinds: Mapping[str, Sequence[Any]], setting: Setting
) -> Iterator[Group]:
    """The groups with what their step saves under the factors of this table of kinds.

    Computed as the fleet itself is, but for electricity: the kind's, also where it was metered.
    """
    if not groups:
        return
    number = {slug: i for i, slug in enumerate(setting.steps)}
    columns: dict[str, Kind] = dict.fromkeys(GRAMS.values(), "number")
    chosen = tables.choices(tables.weighed(kinds, setting), setting)
    saved = as_lists({name: chosen[name] for name in columns}, columns)
    for group in groups:
        at = group.kind_no * len(number) + number[group.step]
        grams: dict[str, Any] = {
            name: round((saved[column][at] or 0.0) * 1000) * group.device_count
            for name, column in GRAMS.items()
        }
        yield replace(group, **grams)


def _rule_name(rule: str, catalogue: Catalogue) -> Text:
    if rule in RULE_NAMES:
        return RULE_NAMES[rule]
    source = catalogue.sources[rule]
    title = source.short_title or source.title
    return Text(nl=title, en=title)


def _figure(label: Text, kg: float, interval: Range | None, rule: str, formula: str) -> Figure:
    return Figure(
        label,
        kg,
        KG,
        "estimated",
        source=rule,
        interval=interval,
        scope=FLEET,
        formula=f"{formula}, summed per factor row",
        decimals=0,
    )
