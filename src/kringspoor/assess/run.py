"""From devices in columns to the answer per device: kinds, calendar, ladder, savings.

Whatever is the same for all devices of a kind is computed once per kind. The formulas are those of
:mod:`kringspoor.assess.stages`; only where they run differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kringspoor.assess import kinds
from kringspoor.assess.setting import Setting
from kringspoor.assess.stages import (
    ENDS,
    stages_of_choice,
    stages_of_device,
    stages_of_kind,
    stages_of_price,
)
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.core.ladder import Step
from kringspoor.engine.columns import (
    Engine,
    Frame,
    Kind,
    at_the_door,
    computed,
    crossed,
    distinct,
    has_any,
    in_order,
    key_filled,
    lacking_filled,
    looked_up,
    names_of,
    picked,
)

DEVICE: dict[str, Kind] = {
    "device_no": "whole",
    "tag": "text",
    "serial": "text",
    "unit": "text",
    "location": "text",
    "quantity_count": "whole",
    "purchased_days": "whole",
    "price_cents": "whole",
    "currency": "text",
    "warranty_end_days": "whole",
    "state": "text",
    "ownership": "text",
    "grade": "text",
    "ram_gb": "number",
    "storage_gb": "number",
    "battery_share": "number",
    "kwh_per_year": "number",
    "last_seen_days": "whole",
}
_PASSED_ON = (
    "device_no",
    "tag",
    "serial",
    "unit",
    "location",
    "quantity_count",
    "purchased_days",
    "price_cents",
    "currency",
    "state",
)
CALENDAR: dict[str, Kind] = {
    "purchased_days": "whole",
    "purchased_month_no": "whole",
    "purchased_dom_no": "whole",
    "grid_then": "number",
}
RANGES = ("years", "displacement", "rebound", "eur", "kg")
OUTCOME: dict[str, Kind] = {"taken_no": "whole", "step_no": "whole", "reason": "text"}
STEP: dict[str, Kind] = {
    "step_no": "whole",
    "step": "text",
    "step_needs_support": "whole",
    **{f"step_{what}_{end}": "number" for what in RANGES for end in ENDS},
}
# What the walk down the ladder needs of a kind, besides its ``kind_met_*``.
DECIDING = (
    "kind_no",
    "category",
    "minimum_months",
    "target_months",
    "window_months",
    "support_months",
    "used_kwh_per_year",
)
# What a device keeps once its step is known.
DECIDED = (
    *(name for name in DEVICE if name in _PASSED_ON),
    "kind_no",
    "category",
    "used_kwh_per_year",
    "fleet_count",
    "age_months",
    "remaining_months",
    "due_month_no",
    "use_to_date_kg",
    "step_no",
    "reason",
)
# What a kind tells of itself in the result.
TOLD = (
    "kind_no",
    "make",
    "model",
    "factor_key",
    "rung",
    "embodied_kg",
    "yearly_kg",
    "yearly_low_kg",
    "yearly_high_kg",
    "mass_kg",
    "support_until_days",
    "windows_11",
    "reference_price_eur",
)
# What the saving of a step asks of a kind, and what it tells.
CHOOSING = (
    "kind_no",
    "claim_kg",
    "embodied_source_ratio",
    "embodied_model_ratio",
    "target_months",
    "used_kwh_per_year",
    "support_months",
)
CHOSEN = (
    "kind_no",
    "step_no",
    "step",
    "saving_kg",
    "saving_low_kg",
    "saving_high_kg",
    "scenario_low_kg",
    "scenario_high_kg",
    "saving_error_kg",
    "deferred_low_share",
    "deferred_mid_share",
    "deferred_high_share",
    "step_eur_low",
    "step_eur_mid",
    "step_eur_high",
)
RESULT = (
    "device_no",
    "kind_no",
    "tag",
    "serial",
    "make",
    "model",
    "category",
    "unit",
    "location",
    "quantity_count",
    "fleet_count",
    "state",
    "factor_key",
    "rung",
    "embodied_kg",
    "use_to_date_kg",
    "yearly_kg",
    "yearly_low_kg",
    "yearly_high_kg",
    "used_kwh_per_year",
    "mass_kg",
    "purchased_days",
    "age_months",
    "remaining_months",
    "due_month_no",
    "support_until_days",
    "windows_11",
    "step",
    "reason",
    "price_eur",
    "saving_kg",
    "saving_low_kg",
    "saving_high_kg",
    "scenario_low_kg",
    "scenario_high_kg",
    "saving_error_kg",
    "saving_eur",
    "saving_low_eur",
    "saving_high_eur",
)
KEYED = "key_"
MOST_CHOICES = 300_000  # above it a table of choices costs more than it saves


@dataclass(frozen=True, slots=True)
class Result:
    """The answer per device as a frame, and the table of kinds it refers to by ``kind_no``."""

    frame: Frame
    kinds: Mapping[str, Sequence[Any]]


class Assessment:
    """One setting and one catalogue on one engine; assesses any number of frames."""

    def __init__(
        self, engine: Engine, catalogue: Catalogue, factors: FactorLadder, setting: Setting
    ) -> None:
        self.engine = engine
        self.catalogue = catalogue
        self.factors = factors
        self.setting = setting
        self._calendar = engine.table(calendar_columns(setting), CALENDAR)
        self._outcomes = engine.table(outcome_columns(setting), OUTCOME)
        self._steps = engine.table(step_columns(setting), STEP)

    def of_columns(self, columns: Mapping[str, Sequence[Any]]) -> Result:
        """Devices as plain lists, named as in core.device plus ``category``."""
        keys: dict[tuple[Any, ...], int] = {}
        numbers = [
            keys.setdefault(key, len(keys))
            for key in zip(*(columns[name] for name in kinds.KEY), strict=True)
        ]
        chosen: dict[str, Any] = {name: columns[name] for name in DEVICE if name in columns}
        chosen |= {"device_no": range(len(numbers)), "kind_no": numbers}
        devices = self.engine.table(chosen, {**DEVICE, "kind_no": "whole"})
        devices = lacking_filled(devices, DEVICE)
        measured = any(each is not None for each in columns["kwh_per_year"])
        return self._answered(devices, list(keys), {"kind_no": "kind_no"}, measured)

    def of_frame(self, frame: Frame) -> Result:
        """Devices as a scanned frame whose columns are named as in core.device plus ``category``.

        Never held in memory: only its distinct kinds are.
        """
        asked = {name: kind for name, kind in kinds.KEY.items() if name in names_of(frame)}
        devices = at_the_door(frame, DEVICE, asked, prefix=KEYED)
        found = self.engine.rows(distinct(devices, [KEYED + name for name in asked]))
        rows = zip(*found.values(), strict=True)
        known = [dict(zip(asked, map(_known, row), strict=True)) for row in rows]
        keys = [[row.get(name) for name in kinds.KEY] for row in known]
        measured = "kwh_per_year" in names_of(frame) and has_any(self.engine, frame, "kwh_per_year")
        on = {KEYED + name: KEYED + name for name in asked}
        return self._answered(devices, keys, on, measured)

    def _answered(
        self,
        devices: Frame,
        keys: Sequence[Sequence[Any]],
        on: Mapping[str, str],
        measured: bool,
    ) -> Result:
        table = kinds.resolved(keys, self.catalogue, self.factors, self.setting)
        known = self.engine.table(table, kinds.COLUMNS)
        if "kind_no" not in on:
            known = key_filled(known, kinds.KEY, prefix=KEYED)
        few = len(keys) * len(self.setting.steps) <= MOST_CHOICES
        answer = self._by_kind if few and not measured else self._by_device
        return Result(answer(devices, known, on), table)

    def _by_kind(self, devices: Frame, known: Frame, on: Mapping[str, str]) -> Frame:
        """What is the same for a kind is computed on the table of kinds, and joined.

        Columns are dropped as soon as nothing asks for them: an engine plans every one of them.
        """
        unmeasured = lacking_filled(known, {"kwh_per_year": "number"})
        known = self.engine.keep(computed(unmeasured, stages_of_kind(self.setting)))
        choices = crossed(picked(known, CHOOSING), self._steps)
        choices = picked(computed(choices, stages_of_choice(self.setting)), CHOSEN)
        choices = self.engine.keep(looked_up(choices, picked(known, TOLD), ("kind_no",)))
        asked = [name for name in names_of(known) if name.startswith("kind_met_")]
        keys = [name for name in on.values() if name not in DECIDING]
        deciding = picked(known, (*DECIDING, *sorted(asked), *keys))
        frame = self._decided(looked_up(devices, deciding, on))
        frame = looked_up(picked(frame, DECIDED), choices, ("kind_no", "step_no"))
        return computed(frame, stages_of_price())

    def _by_device(self, devices: Frame, known: Frame, on: Mapping[str, str]) -> Frame:
        """Where electricity is measured, or kinds are many, each device is computed by itself."""
        frame = looked_up(devices, known, on)
        frame = computed(frame, stages_of_kind(self.setting))
        frame = looked_up(self._decided(frame), self._steps, ("step_no",))
        return computed(frame, (*stages_of_choice(self.setting), *stages_of_price()))

    def _decided(self, frame: Frame) -> Frame:
        frame = looked_up(frame, self._calendar, ("purchased_days",))
        frame = computed(frame, stages_of_device(self.setting))
        return looked_up(frame, self._outcomes, ("taken_no",))

    def saved(self, result: Result, path: Path) -> Result:
        """The result written as Parquet, and read from there for every total after it."""
        frame = picked(result.frame, RESULT)
        if not self.engine.keeps_order:
            frame = in_order(frame, ("device_no", "tag", "serial"))
        self.engine.save(frame, path)
        return Result(self.engine.scan(path), result.kinds)


def _known(value: Any) -> Any:
    """A key as it was before unknown was filled."""
    return None if value in ("", -1) else value


def calendar_columns(setting: Setting) -> dict[str, Any]:
    """The calendar as a table that purchase dates are looked up in."""
    table = setting.calendar
    return {
        "purchased_days": range(table.first_days, table.first_days + len(table.dom_no)),
        "purchased_month_no": table.month_no,
        "purchased_dom_no": table.dom_no,
        "grid_then": table.kg_per_yearly_kwh,
    }


def outcome_columns(setting: Setting) -> dict[str, list[Any]]:
    """What each code of the ladder means: a step and a reason."""
    number = {slug: i for i, slug in enumerate(setting.steps)}
    known = setting.outcome.values()
    return {
        "taken_no": [each.code_no for each in known],
        "step_no": [number[each.step.slug] for each in known],
        "reason": [each.reason for each in known],
    }


def step_columns(setting: Setting) -> dict[str, list[Any]]:
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
    return {"step": step.slug, "step_needs_support": int(step.needs_support), **numbers}
