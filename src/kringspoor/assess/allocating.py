"""From spare devices and demands to who gets what, and why the rest does not.

Devices that no demand and no limit can tell apart are one class for the solver: the same answers
to every demand, the same worth. Which demands a value is enough for is worked out once per value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kringspoor.core.allocation import (
    CRITERIA,
    Criterion,
    Demand,
    Limits,
    Spare,
    Worth,
    benefit_value,
    missed,
)
from kringspoor.engine.allocation import Arc, Asker, Question, Stage, Supply, place


@dataclass(frozen=True, slots=True)
class Given:
    """A demand with the devices it gets, and for what lacks how many devices each thing stops.

    Units: devices. ``stopped_count`` speaks of devices of its own kind that nobody got.
    """

    demand: Demand
    spares: tuple[Spare, ...]
    stopped_count: Mapping[str, int]

    @property
    def lacking_count(self) -> int:
        """How many devices are still asked for."""
        return self.demand.wanted_count - len(self.spares)


@dataclass(frozen=True, slots=True)
class Left:
    """A device that nobody gets, the demand it came nearest to, and what it missed there.

    Nothing missed: others were preferred, or a limit held it back.
    """

    spare: Spare
    nearest: Demand | None
    missed: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who gets what. Each device stands once, either given or left."""

    given: tuple[Given, ...]
    left: tuple[Left, ...]
    stages: tuple[Stage, ...]

    def stage_per_euro(self) -> tuple[str, float] | None:
        """The first stage to which one more euro brings something, and how much."""
        for each in self.stages:
            if each.per_cent_ratio > 1e-9:
                return each.name, each.per_cent_ratio * 100
        return None


def allocate(
    spares: Sequence[Spare], demands: Sequence[Demand], limits: Limits, worth: Worth
) -> Allocation:
    """Place the devices as well as can be, and say why the rest is left.

    Devices of one class are given in the order of support end and tag, so that a second run says
    the same.
    """
    classes = _classes(spares, demands)
    sorted_groups = ((sorted(own, key=_in_turn), key[0]) for key, own in classes.items())
    in_turn = sorted(sorted_groups, key=lambda each: _in_turn(each[0][0]))
    groups, masks = [own for own, _ in in_turn], [mask for _, mask in in_turn]
    question, pairs = _question(groups, masks, demands, limits, worth)
    placed = place(question)
    got: list[list[Spare]] = [[] for _ in demands]
    taken = [0] * len(groups)
    for (group_no, demand_no), count in zip(pairs, placed.flow_count, strict=False):
        first = taken[group_no]
        got[demand_no] += groups[group_no][first : first + count]
        taken[group_no] += count
    rest = [spare for no, group in enumerate(groups) for spare in group[taken[no] :]]
    alike: dict[tuple[object, ...], list[Spare]] = {}
    for spare in rest:
        alike.setdefault(tuple(each.of(spare) for each in CRITERIA), []).append(spare)
    given = [_given(demand, own, alike.values()) for demand, own in zip(demands, got, strict=True)]
    left = [each for own in alike.values() for each in _left(own, demands)]
    left.sort(key=lambda each: _in_turn(each.spare))
    return Allocation(tuple(given), tuple(left), placed.stages)


def _in_turn(spare: Spare) -> tuple[int, str]:
    return spare.support_end_days or 0, spare.tag


def _classes(
    spares: Iterable[Spare], demands: Sequence[Demand]
) -> dict[tuple[object, ...], list[Spare]]:
    """Devices by what decides: who they may serve, and what that is worth."""
    known: list[dict[object, int]] = [{} for _ in CRITERIA]
    is_one_model = any(each.is_one_model for each in demands)
    found: dict[tuple[object, ...], list[Spare]] = {}
    for spare in spares:
        mask = -1
        for criterion, masks in zip(CRITERIA, known, strict=True):
            value = criterion.of(spare)
            if value not in masks:
                masks[value] = _mask(criterion, spare, demands)
            mask &= masks[value]
        key = (
            mask,
            spare.support_end_days if mask else None,
            spare.site,
            spare.refurbishing_cents,
            spare.model if is_one_model else "",
        )
        found.setdefault(key, []).append(spare)
    return found


def _mask(criterion: Criterion, spare: Spare, demands: Sequence[Demand]) -> int:
    """The demands for which one value is enough, a bit each."""
    return sum(1 << no for no, each in enumerate(demands) if criterion.is_met(spare, each))


def _question(
    groups: Sequence[Sequence[Spare]],
    masks: Sequence[object],
    demands: Sequence[Demand],
    limits: Limits,
    worth: Worth,
) -> tuple[Question, list[tuple[int, int]]]:
    sites = {site: no for no, site in enumerate(sorted({g[0].site for g in groups}))}
    models = {model: no for no, model in enumerate(sorted({g[0].model for g in groups}))}
    pairs = [
        (group_no, no)
        for group_no, mask in enumerate(masks)
        for no in range(len(demands))
        if isinstance(mask, int) and mask >> no & 1
    ]
    worths = [(g, d, benefit_value(groups[g][0], demands[d], worth)) for g, d in pairs]
    supplies = [
        Supply(len(g), g[0].refurbishing_cents, sites[g[0].site], models[g[0].model])
        for g in groups
    ]
    question = Question(
        supplies,
        [_asker(each) for each in demands],
        [Arc(*each) for each in worths],
        budget_cents=limits.budget_cents,
        hub_count={sites[s]: n for s, n in limits.storage_count.items() if s in sites},
        quota_count=dict(limits.quota_count),
    )
    return question, pairs


def _asker(demand: Demand) -> Asker:
    return Asker(
        demand.wanted_count,
        demand.tier_no,
        demand.quota_count,
        demand.lot_count,
        demand.is_one_model,
    )


def _given(demand: Demand, own: Sequence[Spare], rest: Iterable[Sequence[Spare]]) -> Given:
    stopped: dict[str, int] = {}
    if len(own) < demand.wanted_count:
        for alike in rest:
            is_kind = alike[0].category == demand.category
            for criterion in missed(alike[0], demand) if is_kind else ():
                stopped[criterion.code] = stopped.get(criterion.code, 0) + len(alike)
    return Given(demand, tuple(own), stopped)


def _left(alike: Sequence[Spare], demands: Sequence[Demand]) -> list[Left]:
    """The nearest miss of devices alike: of their own kind first, then the fewest things missed."""
    tried = [
        (each.category != alike[0].category, len(lacks), no, lacks)
        for no, each in enumerate(demands)
        for lacks in [missed(alike[0], each)]
    ]
    if not tried:
        return [Left(each, None, ()) for each in alike]
    *_, no, lacks = min(tried, key=lambda each: each[:3])
    return [Left(each, demands[no], lacks) for each in alike]
