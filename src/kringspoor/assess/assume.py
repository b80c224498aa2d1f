"""What is taken for granted where no file says anything: stated with its count, never silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from kringspoor.assess.fleet import Assumption, Columns, Join, LotCount
from kringspoor.assess.sayings import stated
from kringspoor.assess.score import DOUBTFUL_SHARE
from kringspoor.core.words import Text
from kringspoor.formats.reading import Cell

Default: TypeAlias = tuple[str, str, Cell, Text]  # its code, the field, the value, what is said
DEFAULTS: Final[tuple[Default, ...]] = (
    (
        "no-state",
        "state",
        "in_use",
        Text(
            nl="Zonder toestand: {count} toestellen of loten, gelezen als in gebruik.",
            en="Without a state: {count} devices or lots, taken as in use.",
        ),
    ),
    (
        "no-ownership",
        "ownership",
        "owned",
        Text(
            nl="Zonder eigendom: {count} toestellen of loten, gelezen als eigendom.",
            en="Without ownership: {count} devices or lots, taken as owned.",
        ),
    ),
    (
        "no-quantity",
        "quantity_count",
        1,
        Text(
            nl="Zonder aantal: {count} regels, elk geteld als 1 toestel.",
            en="Without a quantity: {count} rows, each counted as 1 device.",
        ),
    ),
)
WEAK_PAIRS: Final = Text(
    nl="Alleen op merk en model gekoppeld: {count} paren, elk één keer geteld. Welk toestel welk"
    " is, blijft onzeker; met een koppelbestand zet u dit recht.",
    en="Joined on make and model alone: {count} pairs, each counted once. Which is which stays"
    " uncertain; a pairs file puts it right.",
)
LOTS_FOUND: Final = Text(
    nl="Stuk voor stuk teruggevonden uit een lot: {count}, één keer geteld, met de aankoop van het"
    " lot.",
    en="Of lots found one by one: {count}, counted once, with the purchase of the lot.",
)


def assume(
    columns: Columns,
    joins: Sequence[Join],
    lots: Sequence[LotCount],
    defaults: Sequence[Default] = DEFAULTS,
) -> list[Assumption]:
    """Fill the defaults in place and say how often; say what was joined on thin evidence."""
    said = []
    _name_by_part(columns)
    for code, name, default, text in defaults:
        column = columns[name]
        if count := column.count(None):
            columns[name] = [default if each is None else each for each in column]
            said.append(stated(code, count, text))
    weak = sum(each.how == "score" and each.score_share < DOUBTFUL_SHARE for each in joins)
    found = sum(each.found_count for each in lots)
    said += [stated("weak-pairs", weak, WEAK_PAIRS)] if weak else []
    said += [stated("lots-found", found, LOTS_FOUND)] if found else []
    return said


def _name_by_part(columns: Columns) -> None:
    """A maker's part number names a device that has no model name anywhere."""
    if None in columns["model"] and any(columns["part_no"]):
        columns["model"] = [
            part if model is None else model
            for model, part in zip(columns["model"], columns["part_no"], strict=True)
        ]
