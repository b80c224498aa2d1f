"""The lives of a fleet as a list can know them: seen from some age on, and not all of them ended.

Ages are counted in days. What is odd in a list is collected, never raised; what cannot be used is
left out, by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from kringspoor.core.words import Text
from kringspoor.engine.arrays import Values

Days: TypeAlias = "Sequence[float | None] | Values"  # since 1970-01-01; None or NaN is unknown
DAYS_PER_MONTH = 365.25 / 12
UNKNOWN_CAUSE = "unknown"
SAME_DAY_DAYS = 0.5  # who leaves on the day of arrival was there for half of it
BULK_LEAST_COUNT = 10
BULK_LEAST_SHARE = 0.05

WORDS: Mapping[str, Text] = {
    "count_not_positive": Text(
        nl="rijen zonder een aantal boven nul: {count} (tellen niet mee)",
        en="rows without a number of devices above nought: {count} (left out)",
    ),
    "start_unknown": Text(
        nl="rijen zonder gekend begin: {count} (tellen niet mee)",
        en="rows without a known start: {count} (left out)",
    ),
    "start_after_today": Text(
        nl="rijen met een begin na vandaag: {count} (tellen niet mee)",
        en="rows with a start after today: {count} (left out)",
    ),
    "end_before_start": Text(
        nl="rijen met een einde voor het begin: {count} (tellen niet mee)",
        en="rows with an end before the start: {count} (left out)",
    ),
    "end_before_inventory": Text(
        nl="rijen met een einde voor de inventaris begon: {count} (tellen niet mee, want wat toen "
        "wegging, werd niet altijd opgeschreven)",
        en="rows with an end before the inventory began: {count} (left out, as not all that left "
        "then was written down)",
    ),
    "end_after_today": Text(
        nl="rijen met een einde na vandaag: {count} (gelden als nog in gebruik)",
        en="rows with an end after today: {count} (taken as still in use)",
    ),
    "same_day": Text(
        nl="rijen met een einde op de eerste dag: {count} (tellen voor een halve dag)",
        en="rows with an end on the first day: {count} (count for half a day)",
    ),
    "missing": Text(
        nl="rijen die al een tijd niet gezien zijn: {count} (tellen tot de laatste keer)",
        en="rows not seen for a while: {count} (count until the last time)",
    ),
    "bulk_start": Text(
        nl="rijen met een begin op 1 januari of op de eerste dag van de inventaris: {count} (lijkt "
        "ingevuld, niet aangekocht)",
        en="rows with a start on 1 January or on the first day of the inventory: {count} (looks "
        "filled in, not bought)",
    ),
}
LEFT_OUT = tuple(WORDS)[:5]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd about rows of the list: a code, what it means, and which rows (from 0)."""

    code: str
    what: Text
    rows: tuple[int, ...]

    @property
    def is_left_out(self) -> bool:
        """Whether these rows take no part."""
        return self.code in LEFT_OUT


@dataclass(frozen=True, slots=True)
class Lives:
    """Columns with one value per life that takes part, and what was odd about the list.

    A life is watched from ``entry_days`` of age (older than nought when the inventory began later
    than the device) to ``age_days``. ``cause`` is a place in ``causes``, -1 for who has not left.
    """

    row: Values
    start_days: Values
    entry_days: Values
    age_days: Values
    has_left: Values
    is_in_use: Values
    cause: Values
    device_count: Values
    causes: tuple[str, ...]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def left_count(self) -> float:
        """Devices that left."""
        return float(self.device_count[self.has_left].sum())

    def only(self, which: Values) -> Lives:
        """The lives for which ``which`` is true; problems stay those of the whole list."""
        names = ("row", "start_days", "entry_days", "age_days", "has_left", "is_in_use")
        kept = {name: getattr(self, name)[which] for name in (*names, "cause", "device_count")}
        return replace(self, **kept)

    def by_purchase_year(self) -> dict[int, Lives]:
        """The lives of each year of purchase: lifetimes drift, and a mean over years hides it."""
        years = 1970 + self.start_days.astype("datetime64[D]").astype("datetime64[Y]").astype(int)
        return {int(year): self.only(years == year) for year in np.unique(years)}

    def missing_as_left(self) -> Lives:
        """The same lives, had all that are missing left on the day they were last seen.

        The low end of what may be true; counting them as in use until that day is the middle.
        """
        missing = ~self.has_left & ~self.is_in_use & (self.age_days > self.entry_days)
        causes = _with_unknown(self.causes)
        cause = np.where(missing, causes.index(UNKNOWN_CAUSE), self.cause)
        return replace(self, has_left=self.has_left | missing, cause=cause, causes=causes)


def lives_of(
    start_days: Days,
    end_days: Days,
    *,
    today_days: int,
    inventory_start_days: Days | float | None = None,
    missing_since_days: Days | None = None,
    causes: Sequence[str | None] | None = None,
    device_counts: Days | None = None,
) -> Lives:
    """The lives in a list: start, end or unknown, why it ended, and for a lot how many devices.

    ``inventory_start_days`` (one for all, or one each) is since when an exit was written down: a
    device that left before is in no list, so an older one only counts from its age that day.
    ``missing_since_days`` is the last day that a device was seen which nobody can find: not ended,
    but not in use either. Give each device once, by serial: a renamed one is no second life.

    Units: days since 1970-01-01 -> days of age.
    Source: kringspoor-achieved-lifetimes.
    """
    start, end = _numbers(start_days), _numbers(end_days)
    began = _spread(inventory_start_days, len(start), np.nan)
    missing = _spread(missing_since_days, len(start), np.nan)
    count = _spread(device_counts, len(start), 1.0)
    problems = _unusable(start, end, began, count, today_days)
    takes_part = ~np.any(np.stack(list(problems.values())), axis=0)
    has_left = takes_part & (end <= today_days)
    is_missing = takes_part & ~(has_left | np.isnan(missing)) & (missing < today_days)
    entry = np.fmax(began - start, 0.0)
    age = np.where(has_left, end, np.where(is_missing, missing, float(today_days))) - start
    same_day = has_left & (age <= entry)
    age = np.where(same_day, entry + SAME_DAY_DAYS, np.fmax(age, entry))
    problems["end_after_today"] = takes_part & (end > today_days)
    problems["same_day"] = same_day
    problems["missing"] = is_missing
    problems["bulk_start"] = takes_part & _bulk(start, began, takes_part)
    cause, known = _coded(causes, has_left)
    lives = Lives(
        row=np.arange(len(start)),
        start_days=start,
        entry_days=entry,
        age_days=age,
        has_left=has_left,
        is_in_use=takes_part & ~has_left & ~is_missing,
        cause=cause,
        device_count=count,
        causes=known,
        problems=_told(problems),
    )
    return lives.only(takes_part)


def _unusable(
    start: Values, end: Values, began: Values, count: Values, today_days: int
) -> dict[str, Values]:
    return {
        "count_not_positive": ~(count > 0),
        "start_unknown": np.isnan(start),
        "start_after_today": start > today_days,
        "end_before_start": end < start,
        "end_before_inventory": end < began,
    }


def _numbers(values: Any) -> Values:
    return np.array(values, dtype=np.float64)


def _spread(values: Any, rows_count: int, otherwise: float) -> Values:
    return np.broadcast_to(_numbers(otherwise if values is None else values), rows_count)


def _bulk(start: Values, began: Values, takes_part: Values) -> Values:
    """Starts on a day on which nobody delivers, and on which suspiciously much began."""
    days, back, many = np.unique(start[takes_part], return_inverse=True, return_counts=True)
    dates = days.astype("datetime64[D]")
    is_new_year = dates == dates.astype("datetime64[Y]")
    is_first_day = np.isin(days, began[~np.isnan(began)])
    is_much = (many >= BULK_LEAST_COUNT) & (many >= BULK_LEAST_SHARE * len(back))
    found = np.zeros(len(start), dtype=np.bool_)
    found[takes_part] = ((is_new_year | is_first_day) & is_much)[back]
    return found


def _coded(causes: Sequence[str | None] | None, has_left: Values) -> tuple[Values, tuple[str, ...]]:
    """Causes as places in the sorted list of causes; who left for no known reason has one too."""
    if causes is None:
        causes = [None] * len(has_left)
    named = [
        (cause or UNKNOWN_CAUSE) if left else None
        for cause, left in zip(causes, has_left.tolist(), strict=True)
    ]
    known = tuple(sorted({each for each in named if each is not None}))
    place: dict[str | None, int] = {None: -1, **{each: i for i, each in enumerate(known)}}
    return np.array([place[each] for each in named], dtype=np.int64), known


def _with_unknown(causes: tuple[str, ...]) -> tuple[str, ...]:
    return causes if UNKNOWN_CAUSE in causes else (*causes, UNKNOWN_CAUSE)


def _told(problems: Mapping[str, Values]) -> tuple[Problem, ...]:
    found = {code: tuple(np.flatnonzero(which).tolist()) for code, which in problems.items()}
    return tuple(
        Problem(code, WORDS[code].filled(count=len(rows)), rows)
        for code, rows in found.items()
        if rows
    )
