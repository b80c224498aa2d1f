"""Placing things: equal to trying everything, at least as good as greed, and proved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import numpy as np
import pytest

from kringspoor.engine.allocation import Arc, Asker, Placed, Question, Supply, place
from kringspoor.engine.certificate import Rows, bound_of, keeps

CASES = 600


def some_question(seed: int) -> Question:
    """A small question with ties, and in turn quotas, budget, hubs, lots and models."""
    draw = Random(seed)
    supplies = [
        Supply(draw.randint(1, 2), draw.choice([0, 100, 100, 250]), draw.randint(0, 1), no % 2)
        for no in range(draw.randint(1, 3))
    ]
    askers = [
        Asker(
            draw.randint(1, 4),
            draw.randint(1, 3),
            draw.choice([0, 0, 1, 2]) if seed % 2 else 0,
            draw.choice([1, 2, 3]) if seed % 5 == 0 else 1,
            seed % 7 == 0 and draw.random() < 0.5,
        )
        for _ in range(draw.randint(1, 3))
    ]
    pairs = [(s, a) for s in range(len(supplies)) for a in range(len(askers))]
    arcs = [Arc(s, a, draw.randint(-1, 3)) for s, a in pairs if draw.random() < 0.75]
    return Question(
        supplies,
        askers,
        arcs,
        budget_cents=draw.choice([0, 150, 300, 450]) if seed % 3 == 0 else None,
        hub_count={0: draw.randint(0, 2)} if seed % 4 == 0 else {},
        quota_count={3: draw.randint(1, 2)} if seed % 6 == 1 else {},
    )


def reached(question: Question, flow: tuple[int, ...]) -> tuple[int, ...] | None:
    """What a placement reaches, stage by stage; None where it breaks a limit."""
    by_supply = [0] * len(question.supplies)
    by_asker = [0] * len(question.askers)
    by_hub: dict[int, int] = {}
    by_tier: dict[int, int] = {}
    cost = 0
    models = set()
    for arc, count in zip(question.arcs, flow, strict=True):
        supply, asker = question.supplies[arc.supply_no], question.askers[arc.asker_no]
        by_supply[arc.supply_no] += count
        by_asker[arc.asker_no] += count
        by_hub[supply.hub_no] = by_hub.get(supply.hub_no, 0) + count
        by_tier[asker.tier_no] = by_tier.get(asker.tier_no, 0) + count
        cost += count * supply.cost_cents
        if count and asker.is_one_model:
            models.add((arc.asker_no, supply.model_no))
    if (
        any(n > each.count for n, each in zip(by_supply, question.supplies, strict=True))
        or any(n > each.wanted_count for n, each in zip(by_asker, question.askers, strict=True))
        or any(0 < n < each.lot_count for n, each in zip(by_asker, question.askers, strict=True))
        or any(by_hub.get(no, 0) > most for no, most in question.hub_count.items())
        or (question.budget_cents is not None and cost > question.budget_cents)
    ):
        return None
    quotas = sum(min(n, a.quota_count) for n, a in zip(by_asker, question.askers, strict=True))
    quotas += sum(min(by_tier.get(t, 0), n) for t, n in question.quota_count.items())
    benefit = sum(a.benefit_value * n for a, n in zip(question.arcs, flow, strict=True))
    return (quotas, *(by_tier.get(t, 0) for t in (1, 2, 3)), -len(models), benefit)


def every_flow(question: Question) -> Iterator[tuple[int, ...]]:
    """All placements that keep to the supply of one arc."""
    return product(*(range(question.supplies[a.supply_no].count + 1) for a in question.arcs))


def greedy(question: Question) -> tuple[int, ...]:
    """One thing after the other, to the first tier and the highest benefit that take it."""
    flow = [0] * len(question.arcs)
    order = sorted(
        range(len(question.arcs)),
        key=lambda no: (
            question.askers[question.arcs[no].asker_no].tier_no,
            -question.arcs[no].benefit_value,
        ),
    )
    for no in order:
        while True:
            flow[no] += 1
            if reached(question, tuple(flow)) is None:
                flow[no] -= 1
                break
    return tuple(flow)


def test_the_answer_is_that_of_trying_everything() -> None:
    for seed in range(CASES):
        question = some_question(seed)
        placed = place(question)
        tried = [reached(question, flow) for flow in every_flow(question)]
        best = max(each for each in tried if each is not None)
        flow = placed.flow_count or (0,) * len(question.arcs)
        assert reached(question, flow) == best, seed


def test_every_stage_of_a_small_question_is_proved() -> None:
    for seed in range(120):
        assert all(each.gap_value == 0 for each in place(some_question(seed)).stages), seed


def test_the_answer_is_at_least_that_of_greed() -> None:
    better = 0
    for seed in range(1, 200, 2):  # without lots greed always has an answer
        question = some_question(seed)
        if any(each.lot_count > 1 for each in question.askers):
            continue
        mine = reached(question, place(question).flow_count or (0,) * len(question.arcs))
        other = reached(question, greedy(question))
        assert mine is not None and other is not None and mine >= other
        better += mine > other
    assert better > 10


def test_the_same_question_gets_the_same_answer() -> None:
    for seed in range(60):
        assert place(some_question(seed)) == place(some_question(seed))


def one_budget(budget_cents: int) -> Placed:
    arcs = [Arc(0, 0, 3), Arc(0, 1, 3)]
    askers = [Asker(2, 1), Asker(5, 2)]
    return place(Question([Supply(6, 100)], askers, arcs, budget_cents=budget_cents))


def test_one_more_euro_brings_a_device_to_the_first_tier_that_lacks_one() -> None:
    stages = {each.name: each for each in one_budget(400).stages}
    assert (stages["tier 1"].reached_value, stages["tier 2"].reached_value) == (2, 2)
    assert stages["tier 1"].per_cent_ratio == pytest.approx(0)
    assert stages["tier 2"].per_cent_ratio * 100 == pytest.approx(1)


def test_a_lot_is_sent_whole_or_not_at_all() -> None:
    arcs = [Arc(0, 0, 1)]
    assert place(Question([Supply(29)], [Asker(40, lot_count=30)], arcs)).flow_count == (0,)
    assert place(Question([Supply(31)], [Asker(40, lot_count=30)], arcs)).flow_count == (31,)


def test_a_quota_comes_before_a_higher_tier() -> None:
    arcs = [Arc(0, 0, 1), Arc(0, 1, 1)]
    askers = [Asker(5, 1), Asker(5, 2)]
    assert place(Question([Supply(4)], askers, arcs)).flow_count == (4, 0)
    question = Question([Supply(4)], askers, arcs, quota_count={2: 1})
    assert place(question).flow_count == (3, 1)


def test_a_school_that_wants_one_model_gets_few() -> None:
    supplies = [Supply(2, model_no=0), Supply(2, model_no=1), Supply(4, model_no=2)]
    arcs = [Arc(0, 0, 9), Arc(1, 0, 9), Arc(2, 0, 1)]
    mixed = place(Question(supplies, [Asker(4)], arcs))
    alike = place(Question(supplies, [Asker(4, is_one_model=True)], arcs))
    assert (mixed.flow_count, alike.flow_count) == ((2, 2, 0), (0, 0, 4))


def test_the_solver_keeps_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    place(Question([Supply(1)], [Asker(1)], [Arc(0, 0, 1)]))
    assert capfd.readouterr().out == ""


def test_weights_that_are_wrong_bound_too_high_and_never_too_low() -> None:
    rows = Rows()
    rows.add(np.array([0, 1]), 1, 3)
    upper, objective = np.array([5, 5]), np.array([2, 1])
    assert bound_of(rows, upper, objective, np.array([2.0])) == 6
    draw = Random(1)
    bounds = [bound_of(rows, upper, objective, np.array([draw.uniform(-1, 4)])) for _ in range(200)]
    assert min(bounds) >= 6


def test_a_placement_that_breaks_a_limit_is_noticed() -> None:
    rows = Rows()
    rows.add(np.array([0, 1]), np.array([1, 2]), 3)
    assert keeps(rows, np.array([1, 1]))
    assert not keeps(rows, np.array([2, 1]))
    assert not keeps(rows, np.array([-1, 1]))
