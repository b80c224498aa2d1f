"""The answer as JSON: every number with its unit, range, status, source and formula.

The form is kept in ``answer.schema.json`` beside this file. No serial, tag, person, place or
original cell of a file stands in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from kringspoor.assess.answer import Answer, CategoryLine, RungLine, Spread, StepLine
from kringspoor.assess.fleet import Assumption, FileSeen, Fleet
from kringspoor.assess.plan import Plan, PlanCell
from kringspoor.assess.setting import Setting
from kringspoor.core.figure import Figure, Status
from kringspoor.core.words import Text
from kringspoor.formats.reading import Fate

FORM = "kringspoor-answer/1"
DECIMALS = 6
Json = dict[str, Any]


def schema() -> Json:
    """The JSON Schema (draft 2020-12) that every answer keeps."""
    text = (files("kringspoor.assess") / "answer.schema.json").read_text(encoding="utf-8")
    read: Json = json.loads(text)
    return read


def json_text(answer: Answer) -> str:
    """The answer as the bytes that ``--json`` prints: keys sorted, one trailing newline."""
    found = as_json(answer)
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def as_json(answer: Answer) -> Json:
    """The answer in plain dicts, lists, texts and numbers."""
    return {
        "form": FORM,
        "setting": _setting(answer.setting),
        "devices": counted(answer.devices_count),
        "left": counted(answer.left_count),
        "uncategorised": counted(answer.uncategorised_count),
        "totals": {name: figure(getattr(answer.totals, name)) for name in answer.totals.__slots__},
        "categories": [_category(each) for each in answer.categories],
        "steps": [_step(each) for each in answer.steps],
        "coverage": [_rung(each) for each in answer.rungs],
        "purchase_years": [
            {
                "year": each.year,
                "devices": counted(each.device_count),
                "embodied": figure(each.embodied),
            }
            for each in answer.bought
        ],
        "source_rules": [
            {
                "rule": each.rule,
                "name": text(each.name),
                "is_chosen": each.is_chosen,
                "embodied": figure(each.embodied),
                "saving": figure(each.saving),
            }
            for each in answer.sources
        ],
        "spreads": [_spread(each) for each in answer.spreads],
        "plans": [_plan(asked, plan) for asked, plan in answer.plans.items()],
        "inventory": None if answer.fleet is None else _inventory(answer.fleet),
    }


def figure(each: Figure) -> Json:
    """One figure. Unknown is ``null``, never nought."""
    value = each.value
    return {
        "value": rounded(value) if isinstance(value, int | float) else value,
        "unit": each.unit,
        "low": rounded(each.interval.low) if each.interval else None,
        "high": rounded(each.interval.high) if each.interval else None,
        "status": each.status,
        "source": each.source,
        "formula": each.formula,
    }


def plain(
    value: float | None, unit: str, formula: str, status: Status = "calculated", source: str = ""
) -> Json:
    """A number that is no estimate, in the same form."""
    known: Status = "unknown" if value is None else status
    return figure(Figure(Text(nl="", en=""), value, unit, known, formula, source))


def counted(count: int) -> Json:
    """A number of devices, each lot counted by its quantity."""
    return plain(count, "devices", "count of devices", "measured")


def text(words: Text) -> Json:
    """A sentence in both languages."""
    return {"nl": words.nl, "en": words.en}


def rounded(value: float) -> float | int:
    """A number without the noise of its last binary digits; a whole one stays whole.

    >>> rounded(0.1 + 0.2), rounded(241.0), rounded(3)
    (0.3, 241, 3)
    """
    short = round(value, DECIMALS)
    return int(short) if float(short).is_integer() else short


def _setting(setting: Setting) -> Json:
    return {
        "today": setting.today.isoformat(),
        "country": setting.country,
        "ladder": setting.ladder.slug,
        "lifetime": setting.lifetime.slug,
        "source_rule": setting.source_rule,
        "grid": plain(
            setting.kg_per_kwh, "kg CO2e/kWh", "", status="reported", source=setting.grid_source
        ),
        "grid_year": setting.grid_year,
    }


def _category(line: CategoryLine) -> Json:
    return {
        "category": line.category,
        "name": text(line.name),
        "devices": counted(line.device_count),
        "embodied": figure(line.embodied),
        "yearly": figure(line.yearly),
        "production": figure(line.production),
        "mass": figure(line.mass),
    }


def _step(line: StepLine) -> Json:
    return {
        "step": line.step.slug,
        "name": {"nl": line.step.name_nl, "en": line.step.name_en},
        "kind": line.step.kind,
        "devices": counted(line.device_count),
        "saving": figure(line.saving),
        "saving_eur": figure(line.saving_eur),
        "reasons": [
            {
                "code": reason.code,
                "sentence": text(reason.sentence),
                "devices": counted(reason.device_count),
            }
            for reason in line.reasons
        ],
    }


def _rung(line: RungLine) -> Json:
    return {
        "rung": line.rung,
        "name": text(line.name),
        "devices": counted(line.device_count),
        "kg_share": plain(line.kg_share, "share", "kilograms on this rung / all kilograms"),
        "error": plain(line.error_ratio, "ratio", "standard deviation, each sheet left out"),
    }


def _spread(spread: Spread) -> Json:
    said = sorted(spread.by_source_kg.items())
    return {
        "category": spread.category,
        "name": text(spread.name),
        "devices": counted(spread.device_count),
        "sources": [plain(kg, "kg CO2e", "", "reported", source) for source, kg in said],
        "spread": plain(spread.spread_ratio, "ratio", "highest source / lowest source"),
    }


def _plan(asked: str, plan: Plan) -> Json:
    return {
        "asked": asked,
        "lifetime_months": dict(plan.lifetime_months),
        "undated": counted(plan.undated_count),
        "years": [_cell(plan.of_year(year)) for year in plan.years],
        "cells": [_cell(each) for each in plan.cells],
    }


def _cell(cell: PlanCell) -> Json:
    formula = "assess.plan.plan_of"
    return {
        "category": cell.category,
        "year": cell.year,
        "devices": plain(cell.device_count, "devices", formula),
        "price": plain(cell.price_cents / 100, "EUR", formula, "estimated"),
        "embodied": plain(cell.embodied_g / 1000, "kg CO2e", formula, "estimated"),
    }


def _inventory(fleet: Fleet) -> Json:
    return {
        "files": [_file(each) for each in fleet.files],
        "joins": {how: counted(count) for how, count in fleet.count_joins().items()},
        "never_seen": counted(len(fleet.never_seen)),
        "never_bought": counted(len(fleet.never_bought)),
        "not_looked_for": counted(len(fleet.not_looked_for)),
        "conflicts": _tally([each.field for each in fleet.conflicts]),
        "clashes": _tally([each.code for each in fleet.clashes]),
        "doubts": counted(len(fleet.doubts)),
        "lots_short": counted(sum(max(each.missing_count, 0) for each in fleet.lots)),
        "assumptions": [_assumption(each) for each in fleet.assumptions],
    }


def _tally(names: Sequence[str]) -> Mapping[str, Json]:
    return {name: counted(count) for name, count in Counter(names).items()}


def _file(seen: FileSeen) -> Json:
    reading = seen.table.reading
    problems: Counter[str] = Counter()
    for each in (*reading.problems, *seen.table.problems):
        problems[each.code] += each.rows_count
    return {
        "file": reading.file,
        "format": reading.format,
        "role": seen.role,
        "rows": {fate.name.lower(): plain(seen.count(fate), "rows", "count") for fate in Fate},
        "only_here": counted(len(seen.only_here)),
        "problems": {code: plain(count, "cells", "count") for code, count in problems.items()},
        "questions": [
            {
                "code": asked.code,
                "column": asked.column,
                "rows": plain(len(asked.rows), "rows", "count"),
                "options": list(asked.options),
            }
            for asked in reading.questions
        ],
        "dropped_columns": len(reading.dropped),
    }


def _assumption(each: Assumption) -> Json:
    return {
        "code": each.code,
        "text": text(each.text),
        "devices": counted(each.devices_count),
    }
