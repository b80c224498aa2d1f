"""One device on plain floats: the same stages as a million devices in columns.

Used to explain a device, and as the oracle the column engine is tested against.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from kringspoor.assess import kinds
from kringspoor.assess.run import DEVICE
from kringspoor.assess.setting import Outcome, Setting
from kringspoor.assess.stages import (
    Stage,
    stages_of_choice,
    stages_of_day,
    stages_of_device,
    stages_of_kind,
    stages_of_price,
)
from kringspoor.assess.tables import step_numbers
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.core.quantity import FLOATS


class Facts(SimpleNamespace):
    """One device; what no stage has worked out yet is unknown."""

    def __getattr__(self, name: str) -> None:
        return None


def assessed(
    device: Mapping[str, Any], catalogue: Catalogue, factors: FactorLadder, setting: Setting
) -> dict[str, Any]:
    """Everything the result says of one device, and every number in between.

    ``device`` holds the names of core.device plus ``category``; what it lacks is unknown.
    """
    known = {name: _at_the_door(device.get(name)) for name in (*DEVICE, *kinds.KEY)}
    known |= {"kind_no": 0, **kinds.facts_of({**known, "kind_no": 0}, catalogue, factors, setting)}
    known |= _purchase_month(known["purchased_days"], setting)
    facts = Facts(**known)
    _run(facts, stages_of_kind(setting))
    _run(facts, (*stages_of_day(setting), *stages_of_device(setting)))
    outcome = outcome_of(facts.taken_no, setting)
    vars(facts).update(step_numbers(outcome.step), reason=outcome.reason)
    _run(facts, (*stages_of_choice(setting), *stages_of_price()))
    return vars(facts)


def outcome_of(taken_no: int, setting: Setting) -> Outcome:
    """The outcome behind a code of the ladder."""
    return setting.outcome[taken_no]


def _run(facts: Facts, stages: tuple[Stage, ...]) -> None:
    for stage in stages:
        vars(facts).update(stage(FLOATS, facts))


def _at_the_door(value: Any) -> Any:
    return None if value != value else value  # only NaN differs from itself


def _purchase_month(purchased_days: int | None, setting: Setting) -> dict[str, Any]:
    table = setting.calendar
    row = -1 if purchased_days is None else purchased_days - table.first_days
    if not 0 <= row < len(table.dom_no):
        return dict.fromkeys(("purchased_month_no", "purchased_dom_no", "grid_then"))
    return {
        "purchased_month_no": table.month_no[row],
        "purchased_dom_no": table.dom_no[row],
        "grid_then": table.kg_per_yearly_kwh[row],
    }
