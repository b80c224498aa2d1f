"""The small tables an assessment looks things up in: days, outcomes, kinds, and what they choose.

Whatever is the same for all devices of a kind is computed once per kind, with the formulas of
:mod:`kringspoor.assess.stages`; only where they run differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kringspoor.assess.setting import Setting
from kringspoor.assess.stages import (
    ENDS,
    stages_of_choice,
    stages_of_day,
    stages_of_kind,
)
from kringspoor.core.ladder import Step
from kringspoor.engine.arrays import each_with_each, worked_out
from kringspoor.engine.columns import Kind

Table = dict[str, Any]  # columns by name
KEYED = "key_"
DAY: dict[str, Kind] = {
    "purchased_days": "whole",
    "purchased_month_no": "whole",
    "age_months": "whole",
    "grid_then": "number",
}
OUTCOME: dict[str, Kind] = {"taken_no": "whole", "step_no": "whole", "reason": "word"}
RANGES = ("years", "displacement", "rebound", "eur", "kg")
STEP: dict[str, Kind] = {
    "step_no": "whole",
    "step": "word",
    "step_needs_support": "whole",
    "step_puts_off": "whole",
    **{f"step_{what}_{end}": "number" for what in RANGES for end in ENDS},
}
# What the walk down the ladder needs of a kind, besides its ``kind_met_*``.
DECIDING: dict[str, Kind] = {
    "kind_no": "whole",
    "category": "word",
    "has_storage": "whole",
    "windows_11": "whole",
    "minimum_months": "whole",
    "target_months": "whole",
    "window_months": "whole",
    "support_months": "number",
    "used_kwh_per_year": "number",
}
# What the saving of a step asks of a kind.
CHOOSING = (
    "claim_kg",
    "embodied_source_ratio",
    "embodied_model_ratio",
    "target_months",
    "used_kwh_per_year",
    "support_months",
)
# What a kind tells of itself in the result.
TOLD: dict[str, Kind] = {
    "kind_no": "whole",
    "make": "word",
    "model": "word",
    "factor_key": "word",
    "rung": "word",
    "embodied_kg": "number",
    "yearly_kg": "number",
    "yearly_low_kg": "number",
    "yearly_high_kg": "number",
    "mass_kg": "number",
    "support_until_days": "whole",
    "reference_price_eur": "number",
}
# What a kind that takes a step tells besides.
CHOSEN: dict[str, Kind] = {
    "step_no": "whole",
    "step": "word",
    "saving_kg": "number",
    "saving_low_kg": "number",
    "saving_high_kg": "number",
    "scenario_low_kg": "number",
    "scenario_high_kg": "number",
    "saving_error_kg": "number",
    "deferred_low_share": "number",
    "deferred_mid_share": "number",
    "deferred_high_share": "number",
    "step_eur_low": "number",
    "step_eur_mid": "number",
    "step_eur_high": "number",
}


def days(setting: Setting) -> Table:
    """The calendar as a table that purchase dates are looked up in."""
    table = setting.calendar
    columns = {
        "purchased_days": range(table.first_days, table.first_days + len(table.dom_no)),
        "purchased_month_no": table.month_no,
        "purchased_dom_no": table.dom_no,
        "grid_then": table.kg_per_yearly_kwh,
    }
    return _picked(worked_out(columns, stages_of_day(setting)), DAY)


def outcomes(setting: Setting) -> Table:
    """What each code of the ladder means: a step and a reason."""
    number = {slug: i for i, slug in enumerate(setting.steps)}
    known = setting.outcome.values()
    return {
        "taken_no": [each.code_no for each in known],
        "step_no": [number[each.step.slug] for each in known],
        "reason": [each.reason for each in known],
    }


def steps(setting: Setting) -> Table:
    """The steps with their numbers."""
    rows = [{"step_no": i, **step_numbers(s)} for i, s in enumerate(setting.steps.values())]
    return {name: [row[name] for row in rows] for name in STEP}


def step_numbers(step: Step) -> dict[str, Any]:
    """A step's ranges by the names the stages use."""
    ranges = (
        step.extra_years,
        step.displacement_share,
        step.rebound_share,
        step.handling_eur,
        step.handling_kg,
    )
    numbers = {
        f"step_{what}_{end}": float(getattr(each, end))
        for what, each in zip(RANGES, ranges, strict=True)
        for end in ENDS
    }
    return {
        "step": step.slug,
        "step_needs_support": int(step.needs_support),
        "step_puts_off": int(not step.leaves_organisation),
        **numbers,
    }


def weighed(kinds: Mapping[str, Sequence[Any]], setting: Setting) -> Table:
    """The table of kinds with everything that follows from the kind alone."""
    return worked_out(kinds, stages_of_kind(setting))


def deciding(weighed: Mapping[str, Any]) -> dict[str, Kind]:
    """What of a weighed table of kinds the walk down the ladder needs."""
    asked: dict[str, Kind] = {name: "yes_no" for name in weighed if name.startswith("kind_met_")}
    return {**DECIDING, **asked}


def choices(weighed: Mapping[str, Any], setting: Setting) -> Table:
    """Every kind with every step: what the kind tells, and what the step would save."""
    asked = {name: weighed[name] for name in {**TOLD, **dict.fromkeys(CHOOSING)}}
    every = each_with_each(asked, steps(setting))
    return _picked(worked_out(every, stages_of_choice(setting)), {**TOLD, **CHOSEN})


def keyed(keys: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Table:
    """Keys to join on, under their own prefix: unknown as '' or -1, since null joins nothing."""
    filler = {name: "" if kind == "text" else -1 for name, kind in kinds.items()}
    return {
        KEYED + name: [filler[name] if each is None else each for each in keys[name]]
        for name in kinds
    }


def _picked(table: Mapping[str, Any], names: Mapping[str, Kind]) -> Table:
    return {name: table[name] for name in names}
