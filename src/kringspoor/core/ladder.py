"""The ladder: an ordered list of steps, each with the conditions under which it is taken.

A ladder is data (a TOML file). The first rung whose conditions are all met is taken. A rung whose
answer hangs on a value nobody knows stops the walk: the step is *inspect*, and the reason names
the value, unless the rung says ``on_unknown = "skip"``. Where no rung is taken the step is *ask*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from kringspoor.core.device import OWNERSHIPS, STATES
from kringspoor.core.quantity import FLOATS, Ops, Range, Thunk

NONE = Range(0, 0, 0)
StepKind = Literal["inspect", "ask", "use", "plan", "next_life", "end"]


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
    leaves_organisation: bool = False  # so that it puts off no purchase of one's own
    extra_source: str = ""  # of each figure, where it is not the source of the practice
    displacement_source: str = ""
    rebound_source: str = ""
    handling_source: str = ""
    note_nl: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class UseProfile:
    """A kind of work and the least a machine needs for it. Units: GB, share.

    A ladder asks the categories, the memory and the storage. The battery is not asked: it can be
    replaced. ``weight_no`` orders the profiles for people.
    """

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


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition of a rung on one device: which field it asks, what it needs, whether it holds.

    ``met`` is yes, no or unknown; it is unknown exactly when ``needs`` is. ``is_of_kind``: all
    devices of a kind answer alike, so that it need be asked only once for each kind.
    """

    field: str
    needs: Any
    met: Any
    is_of_kind: bool = False


def conditions(ops: Ops, rung: Rung, d: Any, profile: UseProfile | None) -> list[Asked]:
    """The rung's conditions on one device, or on a column of devices (lifted).

    Order matters: the first unknown one is what *inspect* asks for.
    """
    asked: list[Asked] = []
    if rung.states:
        met = ops.among(d.state_no, [STATES.index(each) for each in rung.states])
        asked.append(Asked("state", d.state_no, met))
    if rung.ownerships:
        met = ops.among(d.ownership_no, [OWNERSHIPS.index(each) for each in rung.ownerships])
        asked.append(Asked("ownership", d.ownership_no, met))
    if rung.categories:
        met = ops.among(d.category, rung.categories)
        asked.append(Asked("category", d.category, met, is_of_kind=True))
    if rung.except_categories:
        met = ops.negate(ops.among(d.category, rung.except_categories))
        asked.append(Asked("category", d.category, met, is_of_kind=True))
    if rung.has_storage is not None:
        asked.append(_of_kind(_flag(ops, "category", d.has_storage, rung.has_storage)))
    asked += _age_conditions(ops, rung, d)
    asked += _support_conditions(ops, rung, d)
    asked += _hardware_conditions(ops, rung, d)
    if profile is not None:
        asked += _profile_conditions(ops, profile, d)
    return asked


def _of_kind(asked: Asked) -> Asked:
    return replace(asked, is_of_kind=True)


def _flag(ops: Ops, field: str, value: Any, wanted: bool) -> Asked:
    return _at_least(ops, field, value, 1) if wanted else _below(ops, field, value, 1)


def _at_least(ops: Ops, field: str, value: Any, limit: Any) -> Asked:
    return Asked(field, value, ops.at_least(value, limit))


def _below(ops: Ops, field: str, value: Any, limit: Any) -> Asked:
    return Asked(field, value, ops.below(value, limit))


def _age_conditions(ops: Ops, rung: Rung, d: Any) -> list[Asked]:
    asked: list[Asked] = []
    field, age = "purchased_days", d.age_months
    if rung.age:
        side, _, name = rung.age.partition("_")
        limits = {"minimum": d.minimum_months, "target": d.target_months, "window": d.window_months}
        compare = _below if side == "before" else _at_least
        asked.append(compare(ops, field, age, limits[name]))
    if rung.min_age_months is not None:
        asked.append(_at_least(ops, field, age, rung.min_age_months))
    if rung.max_age_months is not None:
        asked.append(_below(ops, field, age, rung.max_age_months))
    if rung.in_warranty is not None:
        compare = _at_least if rung.in_warranty else _below
        asked.append(compare(ops, "warranty_end_days", d.warranty_left_days, 0))
    return asked


def _support_conditions(ops: Ops, rung: Rung, d: Any) -> list[Asked]:
    asked: list[Asked] = []
    field, left = "support_end_days", d.support_months
    if rung.min_support_months is not None:
        asked.append(_at_least(ops, field, left, rung.min_support_months))
    if rung.max_support_months is not None:
        asked.append(_below(ops, field, left, rung.max_support_months))
    if rung.windows_11:
        asked.append(_flag(ops, "cpu", d.windows_11, rung.windows_11 == "accepted"))
    return [_of_kind(each) for each in asked]


def _hardware_conditions(ops: Ops, rung: Rung, d: Any) -> list[Asked]:
    asked: list[Asked] = []
    if rung.min_grade:  # this grade or better, so its number or lower
        asked.append(_below(ops, "grade", d.grade_no, GRADE_NO[rung.min_grade] + 1))
    if rung.max_grade:
        asked.append(_at_least(ops, "grade", d.grade_no, GRADE_NO[rung.max_grade]))
    if rung.min_ram_gb is not None:
        asked.append(_at_least(ops, "ram_gb", d.ram_gb, rung.min_ram_gb))
    if rung.max_ram_gb is not None:
        asked.append(_below(ops, "ram_gb", d.ram_gb, rung.max_ram_gb))
    if rung.min_battery_share is not None:
        asked.append(_at_least(ops, "battery_share", d.battery_share, rung.min_battery_share))
    if rung.max_battery_share is not None:
        asked.append(_below(ops, "battery_share", d.battery_share, rung.max_battery_share))
    return asked


def _profile_conditions(ops: Ops, profile: UseProfile, d: Any) -> list[Asked]:
    asked: list[Asked] = []
    if profile.categories:
        met = ops.among(d.category, profile.categories)
        asked.append(Asked("category", d.category, met, is_of_kind=True))
    if profile.min_ram_gb:
        asked.append(_at_least(ops, "ram_gb", d.ram_gb, profile.min_ram_gb))
    if profile.min_storage_gb:
        asked.append(_at_least(ops, "storage_gb", d.storage_gb, profile.min_storage_gb))
    return asked


INSPECT_STRIDE = 64  # a rung has fewer conditions than this
Profiles = Mapping[str, UseProfile]


def kinds_met(ops: Ops, ladder: Ladder, profiles: Profiles, d: Any) -> dict[str, Any]:
    """Per rung whether the conditions on the kind of device hold (lifted): ``kind_met_1`` ..."""
    return {
        f"kind_met_{i}": ops.all_of([each.met for each in asked if each.is_of_kind])
        for i, asked in _asked_by_rung(ops, ladder, profiles, d)
        if any(each.is_of_kind for each in asked)
    }


def _asked_by_rung(
    ops: Ops, ladder: Ladder, profiles: Profiles, d: Any
) -> Iterator[tuple[int, list[Asked]]]:
    for i, rung in enumerate(ladder.rungs, start=1):
        yield i, conditions(ops, rung, d, profiles.get(rung.fits_profile))


def taken(ops: Ops, ladder: Ladder, profiles: Profiles, d: Any) -> Any:
    """Which rung is taken, from the device and its ``kind_met_*`` (lifted), as one whole number.

    ``i`` > 0: rung ``i`` (from 1). 0: no rung, ask. ``-(64 i + j)``: rung ``i`` hangs on its
    condition ``j`` (from 0), the first whose value is unknown.
    """
    rungs: list[tuple[Thunk, Thunk]] = []
    for i, rung in enumerate(ladder.rungs, start=1):
        asked = _asked_once(ops, rung, d, profiles)
        met = _met(ops, i, asked, d)
        rungs.append((met, partial(ops.value, i)))
        if rung.on_unknown == "inspect":
            rungs.append((partial(_is_unknown, ops, met), partial(_hanging, ops, i, asked)))
    return ops.choose(*rungs, otherwise=partial(ops.value, 0))


def _asked_once(ops: Ops, rung: Rung, d: Any, profiles: Profiles) -> Callable[[], list[Asked]]:
    """The rung's conditions, when they are needed: a walk on floats seldom comes to the end."""
    return _once(lambda: conditions(ops, rung, d, profiles.get(rung.fits_profile)))


def _met(ops: Ops, i: int, asked: Callable[[], list[Asked]], d: Any) -> Thunk:
    def met() -> Any:
        of_kind = [getattr(d, f"kind_met_{i}")] if any(a.is_of_kind for a in asked()) else []
        return ops.all_of([a.met for a in asked() if not a.is_of_kind] + of_kind)

    return _once(met)


def _once(thunk: Thunk) -> Thunk:
    """A thunk that is worked out when it is first asked for, and remembers."""
    answers: list[Any] = []

    def answer() -> Any:
        if not answers:
            answers.append(thunk())
        return answers[0]

    return answer


def _is_unknown(ops: Ops, met: Thunk) -> Any:
    return ops.unknown(met())


def _hanging(ops: Ops, i: int, asked: Callable[[], list[Asked]]) -> Any:
    """The code of a rung that hangs: the first of its conditions that asks an unknown value."""
    codes = [partial(ops.value, -(i * INSPECT_STRIDE + j)) for j in range(len(asked()))]
    lacking = [partial(ops.unknown, each.needs) for each in asked()]
    *first, last = zip(lacking, codes, strict=True) if codes else [(None, partial(ops.value, 0))]
    return ops.choose(*first, otherwise=last[1])


def asked_fields(ladder: Ladder, profiles: Profiles) -> Sequence[Sequence[str]]:
    """Per rung the fields its conditions ask, in the order of :func:`conditions`."""

    class Nothing:
        def __getattr__(self, name: str) -> None:
            return None

    return [
        [each.field for each in asked]
        for _, asked in _asked_by_rung(FLOATS, ladder, profiles, Nothing())
    ]
