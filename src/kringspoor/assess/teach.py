"""What one sighting knows of a model, told to the others: kinds and machine types.

Only where everybody who says something says the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from kringspoor.assess.fleet import Assumption, Columns
from kringspoor.assess.sayings import stated
from kringspoor.core.words import Text
from kringspoor.formats.reading import Cell

MACHINE_TYPE_CHARACTERS: Final = 4  # the first four of Lenovo's "20W6S5GF00" name the model
KINDS_LEARNT: Final = Text(
    nl="Soort overgenomen van toestellen van hetzelfde model: {count}.",
    en="Kind taken from devices of the same model: {count}.",
)
MODELS_LEARNT: Final = Text(
    nl="Model overgenomen van toestellen met hetzelfde machinetype: {count}.",
    en="Model taken from devices with the same machine type: {count}.",
)


def teach_kinds(columns: Columns, model_keys: Sequence[Cell]) -> list[Assumption]:
    """Fill categories in place from devices of the same model, and say how often."""
    kinds = _agreed(zip(model_keys, columns["category"], strict=True))
    count = 0
    for at, category in enumerate(columns["category"]):
        if category is None and (learnt := kinds.get(model_keys[at])) is not None:
            columns["category"][at] = learnt
            count += 1
    return [stated("kinds-learnt", count, KINDS_LEARNT)] if count else []


def teach_models(columns: Columns) -> list[Assumption]:
    """Fill models in place that are known only by machine type, and say how often."""
    types = [_machine_type(each) for each in columns["part_no"]]
    if not any(types):
        return []
    models = _agreed(zip(types, columns["model"], strict=True))
    count = 0
    for at, model in enumerate(columns["model"]):
        if model is None and (learnt := models.get(types[at])) is not None:
            columns["model"][at] = learnt
            count += 1
    teach_kinds(columns, types)
    return [stated("models-learnt", count, MODELS_LEARNT)] if count else []


def _machine_type(part: Cell) -> str | None:
    return part[:MACHINE_TYPE_CHARACTERS] if isinstance(part, str) and len(part) > 7 else None


def _agreed(said: Iterable[tuple[Cell, Cell]]) -> dict[Cell, Cell]:
    """For each key the one value that everybody gives, spelling apart."""
    values: defaultdict[Cell, dict[str, Cell]] = defaultdict(dict)
    for key, value in dict.fromkeys(said):
        if key is not None and value is not None:
            values[key].setdefault(str(value).casefold(), value)
    return {key: min(each.values(), key=str) for key, each in values.items() if len(each) == 1}
