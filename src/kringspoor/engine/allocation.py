"""Placing things of several classes with several askers: the best there is, and its proof.

First the quotas are met, then tier after tier gets as many as can be, then few models, then the
benefit. Each is a stage, and keeps what the stages before it reached. HiGHS solves them on one
thread, so that the same question gets the same answer.

Without budget, lots and models the stages are faces of a network: their corners are whole numbers.
With them, each stage is bounded by its relaxation; one search in whole numbers that reaches every
bound proves them all. Where it cannot, the stages are searched one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kringspoor.engine.certificate import Rows, Values, bound_of, keeps
from kringspoor.engine.highs import Search

LAST_GAP_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Asker:
    """One who asks. Units: things; tier 1 comes before tier 2; a lot of 1 is any number."""

    wanted_count: int
    tier_no: int = 1
    quota_count: int = 0
    lot_count: int = 1
    is_one_model: bool = False


@dataclass(frozen=True, slots=True)
class Supply:
    """Things that are alike. Units: things, cents each."""

    count: int
    cost_cents: int = 0
    hub_no: int = 0
    model_no: int = 0


@dataclass(frozen=True, slots=True)
class Arc:
    """Things of a class may go to an asker, and what each is worth there."""

    supply_no: int
    asker_no: int
    benefit_value: int


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that is to be placed. Units: cents, things by hub, things by tier."""

    supplies: Sequence[Supply]
    askers: Sequence[Asker]
    arcs: Sequence[Arc]
    budget_cents: int | None = None
    hub_count: dict[int, int] = field(default_factory=dict)
    quota_count: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage reached, the most it could have reached, and what a cent more would bring.

    ``is_certified`` says that exact arithmetic on the dual proves the bound.
    """

    name: str
    reached_value: int
    bound_value: int
    per_cent_ratio: float
    is_certified: bool

    @property
    def gap_value(self) -> int:
        """How far the stage may be from the best; 0 is proved."""
        return self.bound_value - self.reached_value


@dataclass(frozen=True, slots=True)
class Placed:
    """How many things go along each arc, and the stages that say why no more."""

    flow_count: tuple[int, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """The question as rows of numbers."""

    rows: Rows
    upper: Values
    stages: list[tuple[str, Values]]
    budget_row_no: int | None
    is_network: bool


def place(question: Question) -> Placed:
    """The best placement there is.

    Stages in order: quotas, tiers, few models, benefit.
    Source: kringspoor
    """
    if not question.arcs:
        return Placed((), ())
    form = _form(question)
    found = _by_bounds(form)
    if found is None:
        found = _one_by_one(form)
    values, stages = found
    if not keeps(form.rows, values):
        raise ArithmeticError("a placement breaks a limit")
    return Placed(tuple(values[: len(question.arcs)].tolist()), tuple(stages))


def _form(question: Question) -> _Form:
    rows, arcs, askers = Rows(), question.arcs, question.askers
    supply = np.array([each.supply_no for each in arcs])
    asker = np.array([each.asker_no for each in arcs])
    wanted = np.array([each.wanted_count for each in askers])
    count = np.array([each.count for each in question.supplies])
    tier = np.array([each.tier_no for each in askers])[asker]
    upper = np.minimum(wanted[asker], count[supply]).tolist()
    for own, most in zip(_places(supply, len(count)), count.tolist(), strict=True):
        rows.add(own, 1, most)
    hub = np.array([each.hub_no for each in question.supplies])[supply]
    for no, most in sorted(question.hub_count.items()):
        rows.add(np.flatnonzero(hub == no), 1, most)
    budget_row_no = None
    if question.budget_cents is not None:
        cost = np.array([each.cost_cents for each in question.supplies])[supply]
        budget_row_no = len(rows)
        rows.add(np.arange(len(arcs)), cost, question.budget_cents)
    of_asker = _places(asker, len(askers))
    _add_lots(rows, upper, askers, of_asker)
    promises = [(of_asker[no], each.quota_count) for no, each in enumerate(askers)]
    promises += [(np.flatnonzero(tier == t), n) for t, n in sorted(question.quota_count.items())]
    met = [_promise(rows, upper, own, n) for own, n in promises if n > 0]
    model = np.array([each.model_no for each in question.supplies])[supply]
    used = _add_models(rows, upper, askers, of_asker, model)
    stages = _stages(question, tier, met, used, len(upper))
    is_network = budget_row_no is None and not used and all(a.lot_count <= 1 for a in askers)
    return _Form(rows, np.array(upper, dtype=np.int64), stages, budget_row_no, is_network)


def _places(owners: Values, count: int) -> list[Values]:
    """Where each owner from 0 on stands."""
    order = np.argsort(owners, kind="stable")
    return np.split(order, np.searchsorted(owners[order], np.arange(1, count)))


def _stages(
    question: Question, tier: Values, met: list[int], used: list[int], width: int
) -> list[tuple[str, Values]]:
    """What is maximised, one after the other."""
    stages = [("quotas", _ones(met, 1, width))] if met else []
    stages += [
        (f"tier {no}", _ones(np.flatnonzero(tier == no), 1, width))
        for no in sorted(set(tier.tolist()))
    ]
    if used:
        stages.append(("models", _ones(used, -1, width)))
    benefit = _ones([], 1, width)
    benefit[: len(question.arcs)] = [each.benefit_value for each in question.arcs]
    return [*stages, ("benefit", benefit)]


def _add_lots(
    rows: Rows, upper: list[int], askers: Sequence[Asker], of_asker: list[Values]
) -> None:
    """An asker gets no more than it wants, and a lot or nothing."""
    for each, own in zip(askers, of_asker, strict=True):
        if each.lot_count <= 1:
            rows.add(own, 1, each.wanted_count)
            continue
        sent = np.append(own, len(upper))
        upper.append(1)
        rows.add(sent, np.append(np.ones(len(own), np.int64), -each.wanted_count), 0)
        rows.add(sent, np.append(-np.ones(len(own), np.int64), each.lot_count), 0)


def _promise(rows: Rows, upper: list[int], own: Values, quota_count: int) -> int:
    """A number of things that counts as promised: at most the quota, at most what is placed."""
    upper.append(quota_count)
    at = len(upper) - 1
    rows.add(np.append(own, at), np.append(-np.ones(len(own), np.int64), 1), 0)
    return at


def _add_models(
    rows: Rows,
    upper: list[int],
    askers: Sequence[Asker],
    of_asker: list[Values],
    model: Values,
) -> list[int]:
    """A yes or no for each model that an asker who wants one model may get."""
    used = []
    for each, own in zip(askers, of_asker, strict=True):
        for no in sorted(set(model[own].tolist())) if each.is_one_model else ():
            same = own[model[own] == no]
            used.append(len(upper))
            upper.append(1)
            most = np.append(np.ones(len(same), np.int64), -each.wanted_count)
            rows.add(np.append(same, used[-1]), most, 0)
    return used


def _ones(places: Sequence[int] | Values, value: int, width: int) -> Values:
    found = np.zeros(width, dtype=np.int64)
    found[np.asarray(places, dtype=np.int64)] = value
    return found


def _by_bounds(form: _Form) -> tuple[Values, list[Stage]] | None:
    """Every stage at its bound, by one search; None where whole numbers cannot reach them all."""
    search, kept, told = Search(form.rows, form.upper), form.rows.copy(), []
    for name, objective in form.stages:
        bound, cent = _bound(form, search, kept, objective)
        told.append((name, objective, bound, cent))
        if objective is not form.stages[-1][1]:
            _keep(search, kept, objective, bound)
    last = form.stages[-1][1]
    values = search.corner() if form.is_network else search.whole(last, LAST_GAP_SHARE)
    if values is None or not keeps(kept, values):
        return None
    *stages, (name, objective, bound, cent) = told
    done = [Stage(n, int(o @ values), b, c, is_certified=True) for n, o, b, c in stages]
    claimed = bound if form.is_network else search.bound_value
    return values, [*done, _stage(name, int(objective @ values), bound, claimed, cent)]


def _one_by_one(form: _Form) -> tuple[Values, list[Stage]]:
    """Each stage searched in whole numbers: slower, and always an answer."""
    search, kept, stages = Search(form.rows, form.upper), form.rows.copy(), []
    values = np.zeros(len(form.upper), dtype=np.int64)
    for name, objective in form.stages:
        bound, cent = _bound(form, search, kept, objective)
        found = search.whole(objective, LAST_GAP_SHARE if name == "benefit" else 0.0)
        if found is None:
            raise ArithmeticError(f"no whole placement found for {name}")
        values, reached = found, int(objective @ found)
        stages.append(_stage(name, reached, bound, search.bound_value, cent))
        _keep(search, kept, objective, reached)
    return values, stages


def _bound(form: _Form, search: Search, kept: Rows, objective: Values) -> tuple[int, float]:
    """The most a stage can reach, proved by the relaxation, and what a cent more would bring."""
    dual = search.relaxed(objective)
    cent = 0.0 if form.budget_row_no is None else float(dual[form.budget_row_no])
    return bound_of(kept, form.upper, objective, dual), cent


def _keep(search: Search, kept: Rows, objective: Values, least: int) -> None:
    places = np.flatnonzero(objective)
    search.keep(objective, least)
    kept.add(places, -objective[places], -least)


def _stage(name: str, reached: int, proved: int, claimed: int, per_cent: float) -> Stage:
    """A stage with the lower of what we proved and what the solver claims as its bound."""
    bound = max(min(proved, claimed), reached)
    return Stage(name, reached, bound, per_cent, is_certified=proved <= bound)
