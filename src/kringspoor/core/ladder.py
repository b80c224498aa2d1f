"""The ladder: an ordered list of steps, each with the conditions under which it is taken.

A ladder is data (a TOML file). The first rung whose conditions are all met is taken. A rung whose
answer hangs on a value nobody knows stops the walk: the step is *inspect*, and the reason names
the value, unless the rung says ``on_unknown = "skip"``. Where no rung is taken the step is *ask*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kringspoor.core.quantity import FLOATS, Ops, Range

NONE = Range(0, 0, 0)
StepKind = Literal["inspect", "ask", "use", "plan", "next_life", "end"]
AGE_WORDS = (
    "before_minimum",
    "from_minimum",
    "before_target",
    "from_target",
    "before_window",
    "from_window",
)


@dataclass(frozen=True, slots=True)
class Step:
    """What can happen to a device next: one file on the shelf of steps.

    ``extra_years`` is the service gained; ``displacement_share`` the part of it that replaces
    something new; ``rebound_share`` what is lost again. ``handling_*`` is the cost of the step.
    Units: years, share 0..1, eur, kg CO2e.
    """

    slug: str
    name_nl: str
    name_en: str
    kind: StepKind
    source: str
    extra_years: Range = NONE
    displacement_share: Range = NONE
    rebound_share: Range = NONE
    handling_eur: Range = NONE
    handling_kg: Range = NONE
    needs_support: bool = True  # the gained years end with the support of the system
    leaves_organisation: bool = False
    note_nl: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class UseProfile:
    """A kind of work and the least a machine needs for it. Units: GB, share, inches."""

    slug: str
    name_nl: str
    name_en: str
    source: str
    weight_no: int  # 1 = lightest work; a machine cascades to lower numbers
    min_ram_gb: float = 0
    min_storage_gb: float = 0
    min_battery_share: float = 0
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder and its conditions. An absent condition asks nothing.

    Units: months, GB, share 0..1; grades A (best) to D.
    """

    step: str
    code: str = ""  # reason code, unique in the ladder; the step's slug when left out
    on_unknown: Literal["inspect", "skip"] = "inspect"
    states: tuple[str, ...] = ()
    ownerships: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    except_categories: tuple[str, ...] = ()
    age: Literal[
        "",
        "before_minimum",
        "from_minimum",
        "before_target",
        "from_target",
        "before_window",
        "from_window",
    ] = ""
    min_age_months: int | None = None
    max_age_months: int | None = None  # the condition is: age below this
    min_support_months: int | None = None
    max_support_months: int | None = None  # the condition is: support left below this
    windows_11: Literal["", "accepted", "refused"] = ""
    min_grade: str = ""
    max_grade: str = ""  # the condition is: this grade or worse
    in_warranty: bool | None = None
    has_storage: bool | None = None
    min_ram_gb: float | None = None
    max_ram_gb: float | None = None  # the condition is: memory below this
    min_battery_share: float | None = None
    max_battery_share: float | None = None  # the condition is: capacity below this
    fits_profile: str = ""
    note_nl: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """A named, ordered list of rungs, and the lifetime policy it goes with."""

    slug: str
    name_nl: str
    name_en: str
    source: str
    lifetime: str
    rungs: tuple[Rung, ...]
    step: tuple[Step, ...] = ()  # steps that only this ladder knows


GRADE_NO = {"A": 1, "B": 2, "C": 3, "D": 4}


def conditions(ops: Ops, rung: Rung, d: Any, profile: UseProfile | None) -> list[tuple[str, Any]]:
    """The rung's conditions on one device (or column of devices), each with the field it asks.

    Lifted. Order matters: the first unknown one is what *inspect* asks for.
    """
    asked: list[tuple[str, Any]] = []
    if rung.states:
        asked.append(("state", ops.among(d.state, rung.states)))
    if rung.ownerships:
        asked.append(("ownership", ops.among(d.ownership, rung.ownerships)))
    if rung.categories:
        asked.append(("category", ops.among(d.category, rung.categories)))
    if rung.except_categories:
        asked.append(("category", ops.negate(ops.among(d.category, rung.except_categories))))
    if rung.has_storage is not None:
        asked.append(("category", _flag(ops, d.has_storage, rung.has_storage)))
    asked += _age_conditions(ops, rung, d)
    asked += _support_conditions(ops, rung, d)
    asked += _hardware_conditions(ops, rung, d)
    if profile is not None:
        asked += _profile_conditions(ops, profile, d)
    return asked


def _flag(ops: Ops, value: Any, wanted: bool) -> Any:
    return ops.at_least(value, 1) if wanted else ops.below(value, 1)


def _age_conditions(ops: Ops, rung: Rung, d: Any) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []
    if rung.age:
        side, _, name = rung.age.partition("_")
        limit = {"minimum": d.minimum_months, "target": d.target_months, "window": d.window_months}[
            name
        ]
        compare = ops.below if side == "before" else ops.at_least
        asked.append(("purchased_days", compare(d.age_months, limit)))
    if rung.min_age_months is not None:
        asked.append(("purchased_days", ops.at_least(d.age_months, rung.min_age_months)))
    if rung.max_age_months is not None:
        asked.append(("purchased_days", ops.below(d.age_months, rung.max_age_months)))
    if rung.in_warranty is not None:
        compare = ops.at_least if rung.in_warranty else ops.below
        asked.append(("warranty_end_days", compare(d.warranty_left_days, 0)))
    return asked


def _support_conditions(ops: Ops, rung: Rung, d: Any) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []
    if rung.min_support_months is not None:
        asked.append(("support_end_days", ops.at_least(d.support_months, rung.min_support_months)))
    if rung.max_support_months is not None:
        asked.append(("support_end_days", ops.below(d.support_months, rung.max_support_months)))
    if rung.windows_11:
        asked.append(("cpu", _flag(ops, d.windows_11, rung.windows_11 == "accepted")))
    return asked


def _hardware_conditions(ops: Ops, rung: Rung, d: Any) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []
    if rung.min_grade:  # this grade or better, so its number or lower
        asked.append(("grade", ops.below(d.grade_no, GRADE_NO[rung.min_grade] + 1)))
    if rung.max_grade:
        asked.append(("grade", ops.at_least(d.grade_no, GRADE_NO[rung.max_grade])))
    if rung.min_ram_gb is not None:
        asked.append(("ram_gb", ops.at_least(d.ram_gb, rung.min_ram_gb)))
    if rung.max_ram_gb is not None:
        asked.append(("ram_gb", ops.below(d.ram_gb, rung.max_ram_gb)))
    if rung.min_battery_share is not None:
        asked.append(("battery_share", ops.at_least(d.battery_share, rung.min_battery_share)))
    if rung.max_battery_share is not None:
        asked.append(("battery_share", ops.below(d.battery_share, rung.max_battery_share)))
    return asked


def _profile_conditions(ops: Ops, profile: UseProfile, d: Any) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []
    if profile.categories:
        asked.append(("category", ops.among(d.category, profile.categories)))
    if profile.min_ram_gb:
        asked.append(("ram_gb", ops.at_least(d.ram_gb, profile.min_ram_gb)))
    if profile.min_storage_gb:
        asked.append(("storage_gb", ops.at_least(d.storage_gb, profile.min_storage_gb)))
    return asked


INSPECT_STRIDE = 64  # a rung has fewer conditions than this


def taken(ops: Ops, ladder: Ladder, profiles: Mapping[str, UseProfile], d: Any) -> Any:
    """Which rung is taken (lifted), as one whole number.

    ``i`` > 0: rung ``i`` (from 1). 0: no rung, ask. ``-(i * 64 + j)``: rung ``i`` hangs on its
    condition ``j`` (from 0), whose value is unknown: inspect.
    """
    rungs: list[tuple[Any, Any]] = []
    for i, rung in enumerate(ladder.rungs, start=1):
        asked = conditions(ops, rung, d, profiles.get(rung.fits_profile))
        met = ops.all_of([each for _, each in asked])
        rungs.append((_same(met), _same(ops.value(i))))
        if rung.on_unknown == "skip":
            continue
        for j, (_, each) in enumerate(asked):
            hangs = ops.all_of([ops.unknown(met), ops.unknown(each)])
            rungs.append((_same(hangs), _same(ops.value(-(i * INSPECT_STRIDE + j)))))
    return ops.choose(*rungs, otherwise=lambda: ops.value(0))


def _same(value: Any) -> Any:
    return lambda: value


def asked_fields(ladder: Ladder, profiles: Mapping[str, UseProfile]) -> Sequence[Sequence[str]]:
    """Per rung the fields its conditions ask, in the order of :func:`conditions`."""

    class Nothing:
        def __getattr__(self, name: str) -> None:
            return None

    return [
        [name for name, _ in conditions(FLOATS, rung, Nothing(), profiles.get(rung.fits_profile))]
        for rung in ladder.rungs
    ]
