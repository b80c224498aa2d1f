"""Counts lots beside the single devices of other files: 100 bought, 96 found.

A lot has no identity, so it is never one of the devices found. But what was found is the same
hardware: it is counted once, and it was bought on the day the lot was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kringspoor.assess.fleet import Columns, LotCount, Role, Sightings
from kringspoor.assess.merge import Merged
from kringspoor.assess.presence import is_expected
from kringspoor.assess.roles import role_order
from kringspoor.formats.reading import Cell

EARLY_DAYS: Final = 31
INHERITED: Final = (
    "purchased_days", "purchased_precision", "price_cents", "currency", "order_no", "supplier",
    "warranty_months", "warranty_end_days",
)  # fmt: skip


def count_lots(merged: Merged, seen: Sightings, roles: Sequence[Role]) -> tuple[LotCount, ...]:
    """Take from each lot what other files list one by one, and tell those when they were bought.

    Changes ``merged.columns``: a lot keeps the quantity that nobody found.
    """
    columns = merged.columns
    lots = [no for no, each in enumerate(merged.members) if seen.are_lots[each[0]]]
    by_model: defaultdict[str, list[int]] = defaultdict(list)
    lot_models = {seen.model_keys[merged.members[no][0]] for no in lots} - {None}
    for no, members in enumerate(merged.members if lot_models else ()):
        models = {seen.model_keys[at] for at in members} & lot_models
        if len(models) == 1 and _counts(columns, no):
            by_model[str(models.pop())].append(no)
    counts, taken = [], set()
    for name in ("quantity_count", *INHERITED) if lot_models else ():
        columns[name] = list(columns[name])
    for lot in sorted(lots, key=lambda no: _first_bought(merged, seen, roles, no)):
        model = seen.model_keys[merged.members[lot][0]]
        rivals = [] if model is None else by_model[model]
        fitting = [no for no in rivals if no not in taken and _fits(merged, seen, roles, lot, no)]
        if not fitting:
            continue
        bought = _whole(columns["quantity_count"][lot])
        found, left = _take(columns, fitting, bought)
        taken.update(found)
        _inherit(columns, lot, found)
        columns["quantity_count"][lot] = left
        counts.append(LotCount(lot, bought, bought - left, tuple(found)))
    return tuple(sorted(counts, key=lambda each: each.device_no))


def _counts(columns: Columns, no: int) -> bool:
    return is_expected(columns["state"][no]) and columns["ownership"][no] != "personal"


def _first_bought(
    merged: Merged, seen: Sightings, roles: Sequence[Role], no: int
) -> tuple[int, int, int]:
    """Registers give way to counts, so that what is left stands where it was counted."""
    day = merged.columns["purchased_days"][no]
    role = roles[seen.file_nos[merged.members[no][0]]]
    return role_order(role), day if isinstance(day, int) else 10**9, no


def _fits(merged: Merged, seen: Sightings, roles: Sequence[Role], lot: int, other: int) -> bool:
    """Whether a device (or a lot of a later role) may have been bought in this lot."""
    if lot == other:
        return False
    columns = merged.columns
    own = seen.file_nos[merged.members[lot][0]]
    theirs = {seen.file_nos[at] for at in merged.members[other]}
    if own in theirs or any(roles[each] == "register" for each in theirs):
        return False
    if seen.are_lots[merged.members[other][0]] and columns["quantity_count"][other] == 0:
        return False
    orders = {columns["order_no"][lot], columns["order_no"][other]} - {None}
    bought = columns["purchased_days"][lot]
    day = columns["purchased_days"][other] or columns["enrolled_days"][other]
    early = isinstance(bought, int) and isinstance(day, int) and day < bought - EARLY_DAYS
    return len(orders) < 2 and not early


def _take(columns: Columns, fitting: list[int], bought: int) -> tuple[list[int], int]:
    """The devices that stand for the lot, earliest first, and how many of it nobody found."""
    found: list[int] = []
    left = bought
    for no in sorted(fitting, key=lambda no: (_known_day(columns, no), no)):
        quantity = _whole(columns["quantity_count"][no])
        if left <= 0 or quantity <= 0:
            continue
        found.append(no)
        left = max(0, left - quantity)
    return found, left


def _known_day(columns: Columns, no: int) -> int:
    day = columns["enrolled_days"][no]
    return day if isinstance(day, int) else 10**9


def _inherit(columns: Columns, lot: int, found: list[int]) -> None:
    """Purchase facts of the lot for devices whose own files know none."""
    for no in found:
        if columns["purchased_days"][no] is None:
            for name in INHERITED:
                if columns[name][no] is None:
                    columns[name][no] = columns[name][lot]


def _whole(cell: Cell) -> int:
    return 1 if cell is None else int(cell)
