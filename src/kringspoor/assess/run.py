"""From devices in columns to the answer per device: kinds, calendar, ladder, savings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kringspoor.assess import kinds, tables
from kringspoor.assess.setting import Setting
from kringspoor.assess.stages import (
    stages_of_choice,
    stages_of_device,
    stages_of_kind,
    stages_of_price,
)
from kringspoor.assess.tables import KEYED
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.engine.columns import (
    Engine,
    Frame,
    Kind,
    Lookup,
    Stage,
    at_the_door,
    computed,
    distinct,
    in_order,
    lacking_filled,
    names_of,
    picked,
    rows_count,
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
}
# What a device keeps once its step is known.
DECIDED = (
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
    "kind_no",
    "category",
    "kwh_per_year",
    "used_kwh_per_year",
    "fleet_count",
    "windows_11",
    "age_months",
    "remaining_months",
    "due_month_no",
    "use_to_date_kg",
    "step_no",
    "reason",
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
    "kwh_per_year",
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

    def of_columns(self, columns: Mapping[str, Sequence[Any]]) -> Result:
        """Devices as plain lists, named as in core.device plus ``category``."""
        measured = any(each is not None for each in columns["kwh_per_year"])
        keys, numbers = _numbered([*(columns[name] for name in kinds.KEY), columns["kwh_per_year"]])
        if measured and not self._are_few(len(keys)):
            nobody = [None] * len(numbers)
            keys, numbers = _numbered([*(columns[name] for name in kinds.KEY), nobody])
        else:
            measured = False
        chosen: dict[str, Any] = {name: columns[name] for name in DEVICE if name in columns}
        chosen |= {"device_no": range(len(numbers)), "kind_no": numbers}
        devices = self.engine.table(chosen, {**DEVICE, "kind_no": "whole"})
        devices = lacking_filled(devices, DEVICE)
        return self._answered(devices, keys, {"kind_no": "kind_no"}, measured)

    def of_frame(self, frame: Frame) -> Result:
        """Devices as a scanned frame whose columns are named as in core.device plus ``category``.

        Never held in memory: only its distinct kinds are.
        """
        wanted = {**kinds.KEY, **kinds.METER}
        asked = {name: kind for name, kind in wanted.items() if name in names_of(frame)}
        devices = at_the_door(frame, DEVICE, asked, prefix=KEYED)
        measured = "kwh_per_year" in asked and not self._are_few(
            rows_count(self.engine, distinct(devices, [KEYED + name for name in asked]))
        )
        if measured:
            del asked["kwh_per_year"]
            devices = at_the_door(frame, DEVICE, asked, prefix=KEYED)
        found = self.engine.rows(distinct(devices, [KEYED + name for name in asked]))
        rows = zip(*found.values(), strict=True)
        known = [dict(zip(asked, map(_known, row), strict=True)) for row in rows]
        keys = [[row.get(name) for name in wanted] for row in known]
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
        by_kind = self._are_few(len(keys)) and not measured
        answer = self._by_kind if by_kind else self._by_device
        return Result(answer(devices, table, on), table)

    def _are_few(self, kinds_count: int) -> bool:
        return kinds_count * len(self.setting.steps) <= MOST_CHOICES

    def _by_kind(self, devices: Frame, table: tables.Table, on: Mapping[str, str]) -> Frame:
        """What is the same for a kind is computed on the table of kinds, and looked up.

        Columns are dropped as soon as nothing asks for them: an engine plans every one of them.
        """
        known = tables.weighed(table, self.setting)
        choices = self.engine.table(
            tables.choices(known, self.setting), {**tables.TOLD, **tables.CHOSEN}
        )
        choice = self.engine.lookup(choices, ("kind_no", "step_no"))
        kind = self.engine.lookup(self._keyed(known, tables.deciding(known), on), on)
        frame = picked(self._decided(devices, kind, ()), DECIDED)
        return computed(self.engine.looked_up(frame, choice), stages_of_price())

    def _by_device(self, devices: Frame, table: tables.Table, on: Mapping[str, str]) -> Frame:
        """Where electricity is measured, or kinds are many, each device is computed by itself."""
        columns = {n: k for n, k in kinds.COLUMNS.items() if n not in kinds.METER}
        steps = self.engine.table(tables.steps(self.setting), tables.STEP)
        step = self.engine.lookup(steps, ("step_no",))
        kind = self.engine.lookup(self._keyed(table, columns, on), on)
        frame = self._decided(devices, kind, stages_of_kind(self.setting))
        frame = self.engine.looked_up(frame, step)
        return computed(frame, (*stages_of_choice(self.setting), *stages_of_price()))

    def _keyed(
        self, known: tables.Table, columns: Mapping[str, Kind], on: Mapping[str, str]
    ) -> Frame:
        """These columns of the table of kinds, with the keys devices are joined on."""
        wanted = {**kinds.KEY, **kinds.METER}
        keys = {name: kind for name, kind in wanted.items() if KEYED + name in on.values()}
        table = {name: known[name] for name in columns} | tables.keyed(known, keys)
        return self.engine.table(table, {**columns, **{KEYED + n: k for n, k in keys.items()}})

    def _decided(self, devices: Frame, kind: Lookup, stages: Sequence[Stage]) -> Frame:
        """Devices with their kind, what ``stages`` say of it, their age and their step."""
        engine, setting = self.engine, self.setting
        day = engine.lookup(engine.table(tables.days(setting), tables.DAY), ("purchased_days",))
        outcomes = engine.table(tables.outcomes(setting), tables.OUTCOME)
        outcome = engine.lookup(outcomes, ("taken_no",))
        frame = computed(engine.looked_up(devices, kind), stages)
        frame = computed(engine.looked_up(frame, day), stages_of_device(setting))
        return engine.looked_up(frame, outcome)

    def saved(self, result: Result, path: Path) -> Result:
        """The result written as Parquet, and read from there for every total after it."""
        frame = picked(result.frame, RESULT)
        if not self.engine.keeps_order:
            frame = in_order(frame, ("device_no", "tag", "serial"))
        self.engine.save(frame, path)
        return Result(self.engine.scan(path), result.kinds)


def _numbered(columns: Sequence[Sequence[Any]]) -> tuple[list[tuple[Any, ...]], list[int]]:
    """The distinct rows in order of first sight, and for each row which of them it is."""
    seen: dict[tuple[Any, ...], int] = {}
    numbers = [seen.setdefault(row, len(seen)) for row in zip(*columns, strict=True)]
    return list(seen), numbers


def _known(value: Any) -> Any:
    """A key as it was before unknown was filled."""
    return None if value in ("", -1) else value
