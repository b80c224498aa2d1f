"""Which retired device may serve which demand, and what that is worth: the rules, without a solver.

A value nobody knows never counts as good enough: the device is not placed, and the reason is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kringspoor.core.device import GRADES
from kringspoor.core.words import Text

DAYS_PER_MONTH = 365.2425 / 12
LAST_GRADE = GRADES[-1]


@dataclass(frozen=True, slots=True)
class Spare:
    """A device that left use and may serve again. Units: gb, days since 1970, cents; None: unknown.

    ``refurbishing_cents`` is what making it ready costs.
    """

    tag: str
    category: str
    model: str = ""
    ram_gb: float | None = None
    storage_gb: float | None = None
    battery_share: float | None = None
    grade: str | None = None
    support_end_days: int | None = None
    ownership: str | None = "owned"
    site: str = ""
    refurbishing_cents: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """Devices that somebody asks for. Units: devices, gb, months, days since 1970.

    Tier 1 is served before tier 2. Up to ``quota_count`` is served before any tier. From
    ``lot_count`` on a delivery is worth its journey; fewer are not sent.
    """

    name: str
    category: str
    wanted_count: int
    needed_days: int
    tier_no: int = 1
    quota_count: int = 0
    lot_count: int = 1
    least_ram_gb: float = 0
    least_storage_gb: float = 0
    least_battery_share: float = 0
    worst_grade: str = LAST_GRADE
    support_months: int = 0
    is_outside: bool = False
    is_one_model: bool = False
    site: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What all demands share. Units: cents, devices by site, devices by tier; None: no limit."""

    budget_cents: int | None = None
    storage_count: Mapping[str, int] = field(default_factory=dict)
    quota_count: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worth:
    """How placements are weighed. Units: tenths of years of use, months, cents per tenth.

    Years of use count up to ``longest_months``; another site costs ``journey_value``; a tenth of a
    year is taken to be worth ``tenth_cents`` of refurbishing.
    Source: kringspoor
    """

    longest_months: int = 60
    journey_value: int = 2
    tenth_cents: int = 1000


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a demand asks of a device: the value it looks at, and whether that is enough."""

    code: str
    of: Callable[[Spare], object]
    is_met: Callable[[Spare, Demand], bool]
    words: Text


def _enough(value: float | None, least: float) -> bool:
    return least <= 0 or (value is not None and value >= least)


def _is_supported(spare: Spare, demand: Demand) -> bool:
    if demand.support_months <= 0:
        return True
    if spare.support_end_days is None:
        return False
    left_days = spare.support_end_days - demand.needed_days
    return left_days >= demand.support_months * DAYS_PER_MONTH


def _is_good(spare: Spare, demand: Demand) -> bool:
    if demand.worst_grade == LAST_GRADE:
        return True
    return spare.grade is not None and spare.grade <= demand.worst_grade


def _is_free(spare: Spare, demand: Demand) -> bool:
    if demand.is_outside:
        return spare.ownership == "owned"
    return spare.ownership != "personal"


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "category",
        lambda spare: spare.category,
        lambda spare, demand: spare.category == demand.category,
        Text(nl="een ander soort toestel", en="another kind of device"),
    ),
    Criterion(
        "ownership",
        lambda spare: spare.ownership,
        _is_free,
        Text(nl="niet van ons", en="not ours"),
    ),
    Criterion(
        "grade",
        lambda spare: spare.grade,
        _is_good,
        Text(nl="graad te laag of onbekend", en="grade too low or unknown"),
    ),
    Criterion(
        "ram",
        lambda spare: spare.ram_gb,
        lambda spare, demand: _enough(spare.ram_gb, demand.least_ram_gb),
        Text(nl="te weinig of onbekend werkgeheugen", en="too little or unknown memory"),
    ),
    Criterion(
        "storage",
        lambda spare: spare.storage_gb,
        lambda spare, demand: _enough(spare.storage_gb, demand.least_storage_gb),
        Text(nl="te weinig of onbekende opslag", en="too little or unknown storage"),
    ),
    Criterion(
        "battery",
        lambda spare: spare.battery_share,
        lambda spare, demand: _enough(spare.battery_share, demand.least_battery_share),
        Text(nl="batterij te zwak of onbekend", en="battery too weak or unknown"),
    ),
    Criterion(
        "support",
        lambda spare: spare.support_end_days,
        _is_supported,
        Text(nl="ondersteuning te kort of onbekend", en="support too short or unknown"),
    ),
)


def missed(spare: Spare, demand: Demand) -> tuple[Criterion, ...]:
    """What keeps a device from a demand; nothing, when it may serve.

    >>> asked = Demand("school", "laptop", 3, needed_days=20781, least_ram_gb=8)
    >>> [each.code for each in missed(Spare("VB-1", "laptop", ram_gb=None), asked)]
    ['ram']
    """
    return tuple(each for each in CRITERIA if not each.is_met(spare, demand))


def benefit_value(spare: Spare, demand: Demand, worth: Worth) -> int:
    """What a placement is worth, in tenths of years of use.

    tenths of supported years from the date, at most the longest - journey - refurbishing / tenth
    Units: days, months, cents -> tenths of years.
    Source: kringspoor

    >>> asked = Demand("school", "laptop", 3, needed_days=20781, site="Gent")
    >>> owned = Spare("VB-1", "laptop", support_end_days=20781 + 731, refurbishing_cents=4000)
    >>> benefit_value(owned, asked, Worth())
    14
    """
    left_days = max((spare.support_end_days or 0) - demand.needed_days, 0)
    useful_months = min(left_days / DAYS_PER_MONTH, worth.longest_months)
    journey = 0 if spare.site == demand.site else worth.journey_value
    return int(useful_months / 1.2) - journey - round(spare.refurbishing_cents / worth.tenth_cents)
