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
    """Fill categories from devices of the same model, and say how often."""
    kinds = _agreed(zip(model_keys, columns["category"], strict=True))
    count = _fill(columns, "category", model_keys, kinds)
    return [stated("kinds-learnt", count, KINDS_LEARNT)] if count else []


def teach_models(columns: Columns) -> list[Assumption]:
    """Fill models that are known only by machine type, and say how often."""
    if not any(columns["part_no"]):
        return []
    types = [_machine_type(each) for each in columns["part_no"]]
    models = _agreed(zip(types, columns["model"], strict=True))
    count = _fill(columns, "model", types, models)
    teach_kinds(columns, types)
    return [stated("models-learnt", count, MODELS_LEARNT)] if count else []


def _fill(columns: Columns, name: str, keys: Sequence[Cell], known: dict[Cell, Cell]) -> int:
    """Put what is known of a key where nothing stands, in a column of its own; how often."""
    column = columns[name]
    learnt = [(at, known.get(keys[at])) for at, cell in enumerate(column) if cell is None]
    filled = {at: cell for at, cell in learnt if cell is not None}
    if filled:
        column = columns[name] = list(column)
        for at, cell in filled.items():
            column[at] = cell
    return len(filled)


def _machine_type(part: Cell) -> str | None:
    return part[:MACHINE_TYPE_CHARACTERS] if isinstance(part, str) and len(part) > 7 else None


def _agreed(said: Iterable[tuple[Cell, Cell]]) -> dict[Cell, Cell]:
    """For each key the one value that everybody gives, spelling apart."""
    values: defaultdict[Cell, dict[str, Cell]] = defaultdict(dict)
    for key, value in dict.fromkeys(said):
        if key is not None and value is not None:
            values[key].setdefault(str(value).casefold(), value)
    return {key: min(each.values(), key=str) for key, each in values.items() if len(each) == 1}
