"""The years ahead of a fleet: what falls due when, what replacing it costs, weighs and emits.

Groups of devices go in, never single ones: a hundred thousand devices are a few thousand groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kringspoor.core.estimate import Estimate
from kringspoor.core.quantity import Z_95, Range

HORIZON_YEARS = 5
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Held:
    """Devices of one category, bought in one month (None: nobody knows), under one rule.

    They are due at ``target_months``; until ``window_months`` they may wait.
    """

    category: str
    purchased_month_no: int | None
    device_count: int
    target_months: int
    window_months: int


@dataclass(frozen=True, slots=True)
class Horizon:
    """Budget years after each other, the first of which begins in a month since year 0."""

    start_month_no: int
    years_count: int = HORIZON_YEARS

    @property
    def end_month_no(self) -> int:
        """The first month after the last year."""
        return self.start_month_no + MONTHS_A_YEAR * self.years_count

    def year_index(self, month_no: int) -> int:
        """The place of the year a month is in: what comes before is 0, what comes after is last."""
        inside = min(max(month_no, self.start_month_no), self.end_month_no - 1)
        return (inside - self.start_month_no) // MONTHS_A_YEAR

    def names(self) -> tuple[str, ...]:
        """The years as a budget calls them.

        >>> Horizon(2027 * 12, 2).names(), Horizon(2027 * 12 + 8, 2).names()
        (('2027', '2028'), ('2027-2028', '2028-2029'))
        """
        year, month = divmod(self.start_month_no, MONTHS_A_YEAR)
        years = range(year, year + self.years_count)
        return tuple(f"{each}-{each + 1}" if month else str(each) for each in years)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How many devices are replaced, by category and year.

    ``overdue`` are due before the plan begins and wait in its first year; ``undated`` are those
    whose age nobody knows, in no year; ``later`` are not due within the plan.
    """

    devices: Mapping[str, tuple[int, ...]]
    overdue: Mapping[str, int]
    undated: Mapping[str, int]
    later: Mapping[str, int]

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category with a device, most devices to replace first."""
        of = {*self.devices, *self.undated, *self.later}
        return tuple(sorted(of, key=lambda each: (-sum(self.devices.get(each, ())), each)))


def schedule(held: Iterable[Held], horizon: Horizon, *, is_spread: bool = False) -> Schedule:
    """When each group is replaced: in the year it is due, or spread over its window.

    A replacement that itself falls due within the horizon is replaced again. Spreading moves a
    device to a later year within its window, never out of the plan.
    Units: months, devices -> devices.

    >>> in_2022 = Held("laptop", 2022 * 12 + 2, 40, target_months=60, window_months=72)
    >>> schedule([in_2022], Horizon(2027 * 12)).devices
    {'laptop': (40, 0, 0, 0, 0)}
    >>> schedule([in_2022], Horizon(2027 * 12), is_spread=True).devices
    {'laptop': (20, 20, 0, 0, 0)}
    """
    waves: dict[tuple[str, int, int], Counter[int]] = defaultdict(Counter)
    undated: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    later: Counter[str] = Counter()
    for each in held:
        if each.purchased_month_no is None:
            undated[each.category] += each.device_count
            continue
        due = each.purchased_month_no + each.target_months
        if due >= horizon.end_month_no:
            later[each.category] += each.device_count
            continue
        overdue[each.category] += each.device_count if due < horizon.start_month_no else 0
        room = max(each.window_months - each.target_months, 0)
        waves[each.category, each.target_months, room][due] += each.device_count
    devices: dict[str, list[int]] = {}
    for (category, target, room), due_counts in sorted(waves.items()):
        years = devices.setdefault(category, [0] * horizon.years_count)
        for index, count in _replaced(due_counts, target, room if is_spread else 0, horizon):
            years[index] += count
    return Schedule(
        {category: tuple(years) for category, years in devices.items()},
        dict(overdue), dict(undated), dict(later),
    )  # fmt: skip


def _replaced(
    due_counts: Mapping[int, int], target_months: int, room_months: int, horizon: Horizon
) -> Iterable[tuple[int, int]]:
    """The devices replaced in each year: the first time, and each time their successor is due."""
    wave = dict(due_counts)
    while wave:
        following: Counter[int] = Counter()
        left = _levelled(wave, room_months, horizon)
        for due, count in sorted(wave.items()):  # who is due first goes first
            index, waiting = horizon.year_index(due), count
            while waiting:
                taken = min(waiting, left[index])
                if taken:
                    yield index, taken
                    waiting, left[index] = waiting - taken, left[index] - taken
                    of_year = horizon.start_month_no + MONTHS_A_YEAR * index
                    again = max(due, of_year) + target_months
                    following[again] += taken if again < horizon.end_month_no else 0
                index += 1
        wave = dict(+following)


def _levelled(wave: Mapping[int, int], room_months: int, horizon: Horizon) -> list[int]:
    """How many to replace in each year, as even as the windows allow."""
    earliest, latest = ([0] * horizon.years_count for _ in range(2))
    for due, count in wave.items():
        first = horizon.year_index(due)
        earliest[first] += count
        latest[max(first, horizon.year_index(due + room_months))] += count
    return levelled(earliest, latest)


def levelled(earliest: Sequence[int], latest: Sequence[int]) -> list[int]:
    """Counts per year that are as even as can be, none too early and none too late.

    ``earliest`` and ``latest`` say how many may go from a year on, and must have gone by its end.
    The sum over the years is a thread between two stairs; pulled taut it is the evenest way.

    >>> levelled([90, 0, 0], [30, 0, 60]), levelled([90, 0, 0], [90, 0, 0])
    ([30, 30, 30], [90, 0, 0])
    >>> levelled([10, 0, 80], [0, 0, 90])
    [5, 5, 80]
    """
    upper, lower = _sums(earliest), _sums(latest)
    sums, at, height = [0], 0, Fraction(0)
    while at < len(upper) - 1:
        turn, slope = _pulled(upper, lower, at, height)
        sums += [_rounded(height + slope * (each - at)) for each in range(at + 1, turn + 1)]
        height, at = height + slope * (turn - at), turn
    return [after - before for before, after in pairwise(sums)]


def _sums(counts: Sequence[int]) -> list[int]:
    sums = [0]
    for each in counts:
        sums.append(sums[-1] + each)
    return sums


def _pulled(
    upper: Sequence[int], lower: Sequence[int], at: int, height: Fraction
) -> tuple[int, Fraction]:
    """How far a straight thread reaches from here before a stair bends it, and its slope."""
    least, most = Fraction(lower[at + 1]) - height, Fraction(upper[at + 1]) - height
    least_at = most_at = at + 1
    for each in range(at + 2, len(upper)):
        low, high = ((stair[each] - height) / (each - at) for stair in (lower, upper))
        if low > most:
            return most_at, most
        if high < least:
            return least_at, least
        if low >= least:
            least, least_at = low, each
        if high <= most:
            most, most_at = high, each
    return (least_at, least) if least_at >= most_at else (most_at, most)


def _rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Terms:
    """What one new device of a category costs, emits in the making and weighs; None: unknown.

    ``second_hand_kg`` is what one bought second-hand brings along: its making was the first
    owner's.
    """

    price_eur: float | None = None
    embodied_kg: Estimate | None = None
    second_hand_kg: Estimate | None = None
    mass_kg: float | None = None


UNKNOWN_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Buying:
    """How replacements are bought. Prices of today hold in the first year of the plan."""

    growth_share: float = 0.0  # a year
    second_hand_share: float = 0.0
    second_hand_price_share: float = 1.0  # of the price of a new one


def cost_eur(price_eur: float, device_count: int, year_index: int, buying: Buying) -> float:
    """What replacing devices costs in a year of the plan.

    count x price x (1 + growth)^year x (new + second-hand x its part of the price).
    Units: eur, devices, years -> eur.

    >>> round(cost_eur(1000.0, 10, 2, Buying(0.02, 0.5, 0.6)), 2)
    8323.2
    """
    part = 1.0 - buying.second_hand_share * (1.0 - buying.second_hand_price_share)
    return device_count * price_eur * (1.0 + buying.growth_share) ** year_index * part


def emitted_kg(terms: Terms, device_count: int, buying: Buying) -> Estimate | None:
    """What making the replacements emits; unknown where no source has a figure.

    All new devices of a category are taken as one model, so no error of it averages out.
    Units: kg CO2e, devices -> kg CO2e.
    Source: kringspoor-footprint, kringspoor-uncertainty.
    """
    if terms.embodied_kg is None:
        return None
    used = buying.second_hand_share if terms.second_hand_kg else 0.0
    new = terms.embodied_kg.scaled(device_count * (1.0 - used))
    if not used or terms.second_hand_kg is None:
        return new
    return new + terms.second_hand_kg.scaled(device_count * used)


@dataclass(frozen=True, slots=True)
class Sum:
    """What a part of a plan adds up to. ``unpriced_count`` devices are in no amount of money,
    ``unweighed_count`` in no kilogram of CO2e.
    """

    device_count: int
    cost_eur: float
    emitted_kg: Estimate
    hardware_kg: float
    unpriced_count: int
    unweighed_count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule with what a device of each category costs, weighs and emits."""

    horizon: Horizon
    schedule: Schedule
    terms: Mapping[str, Terms]
    buying: Buying

    def total(self, category: str | None = None, year_index: int | None = None) -> Sum:
        """Devices, euro and kilograms: of all, of one category, of one year, or of one of both."""
        cost, hardware, count, unpriced, unweighed = 0.0, 0.0, 0, 0, 0
        emitted = Estimate(0.0)
        for each, years in self.schedule.devices.items():
            if category not in (None, each):
                continue
            terms = self.terms.get(each, UNKNOWN_TERMS)
            wanted = range(len(years)) if year_index is None else (year_index,)
            devices = sum(years[index] for index in wanted)
            count += devices
            hardware += devices * (terms.mass_kg or 0.0)
            if terms.price_eur is None:
                unpriced += devices
            else:
                price = terms.price_eur
                cost += sum(cost_eur(price, years[i], i, self.buying) for i in wanted)
            if (made := emitted_kg(terms, devices, self.buying)) is None:
                unweighed += devices
            else:
                emitted = emitted + made
        return Sum(count, cost, emitted, hardware, unpriced, unweighed)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a plan has more (less is negative) than another. Units: devices, eur, kg."""

    device_count: int
    cost_eur: float
    emitted_kg: Range
    hardware_kg: float


def difference(plan: Plan, other: Plan) -> Difference:
    """What a plan has more than another, in all its years together.

    The error of a factor is the same in both plans, so it counts once, for what differs: adding
    the errors of two totals would drown a difference that is sure.
    Units: devices, eur, kg CO2e -> devices, eur, kg CO2e.
    Source: kringspoor-uncertainty.
    """
    one, two = plan.total(), other.total()
    more, less = Estimate(0.0), Estimate(0.0)
    for category in sorted({*plan.schedule.devices, *other.schedule.devices}):
        new, used = (_unlike(plan, other, category, is_new=is_new) for is_new in (True, False))
        for gap in (new, used):
            more, less = (more + gap, less) if gap.mid >= 0 else (more, less + gap.scaled(-1.0))
    return Difference(
        one.device_count - two.device_count,
        one.cost_eur - two.cost_eur,
        _between(more, less),
        one.hardware_kg - two.hardware_kg,
    )


def _unlike(plan: Plan, other: Plan, category: str, *, is_new: bool) -> Estimate:
    """What one plan buys more of a category, new or second-hand, in kilograms."""
    counts = []
    for each in (plan, other):
        terms = each.terms.get(category, UNKNOWN_TERMS)
        share = each.buying.second_hand_share if terms.second_hand_kg else 0.0
        devices = sum(each.schedule.devices.get(category, ()))
        counts.append(devices * ((1.0 - share) if is_new else share))
    terms = plan.terms.get(category, UNKNOWN_TERMS)
    factor = terms.embodied_kg if is_new else terms.second_hand_kg
    return Estimate(0.0) if factor is None else factor.scaled(counts[0] - counts[1])


def _between(more: Estimate, less: Estimate) -> Range:
    """More minus less, each unsure on its own; where both are there, as a normal."""
    if not less.mid:
        return more.interval()
    if not more.mid:
        sure = less.interval()
        return Range(-sure.high, -sure.mid, -sure.low)
    mid, swing = more.mid - less.mid, Z_95 * (more.variance + less.variance) ** 0.5
    return Range(mid - swing, mid, mid + swing)


def median_of(counts: Mapping[int, int]) -> float | None:
    """The median of values that each occur so many times; unknown where there are none.

    >>> median_of({900: 1, 1000: 2, 5000: 1}), median_of({900: 1, 1000: 1}), median_of({})
    (1000.0, 950.0, None)
    """
    total = sum(counts.values())
    if not total:
        return None
    middles, seen = ((total - 1) // 2, total // 2), 0
    found: list[int] = []
    for value in sorted(counts):
        found += [value for middle in middles if seen <= middle < seen + counts[value]]
        seen += counts[value]
    return sum(found) / len(found)
