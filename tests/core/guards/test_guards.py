"""Every step passes with everything on record, and is refused when one needed fact is missing."""

from __future__ import annotations

import pytest
from tests.core.guards.complete import (
    CASES,
    COMPLETE,
    NAMES,
    ROUTE_OF,
    TODAY,
    leaving_by,
    without_one,
)
from tests.core.guards.needed import needed

from kringspoor.core.guards import GUARDS, demand, refusals
from kringspoor.core.guards.facts import Facts
from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.states import TRANSITIONS, Guard, State, Transition, transition


@pytest.mark.parametrize(("step", "facts"), [case[1:] for case in CASES], ids=NAMES)
def test_a_step_passes_when_everything_is_on_record(step: Transition, facts: Facts) -> None:
    assert refusals(step, facts) == ()


@pytest.mark.parametrize(("step", "facts"), [case[1:] for case in CASES], ids=NAMES)
def test_taking_away_a_fact_refuses_exactly_the_steps_that_need_it(
    step: Transition, facts: Facts
) -> None:
    poorer = list(without_one(facts))
    refused = {path for path, known in poorer if refusals(step, known)}
    passed = {path for path, known in poorer if not refusals(step, known)}
    assert refused == needed(step, facts)
    assert refused & passed == set()  # of two like facts (two disks) each is needed


def test_no_fact_is_asked_for_in_vain() -> None:
    asked = set().union(*(needed(step, facts) for _, step, facts in CASES))
    known = {path for _, _, facts in CASES for path, _ in without_one(facts)}
    assert known - asked == set()


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: f"{step.source}-{step.target}")
def test_about_a_device_of_which_nothing_is_known_every_guard_of_its_own_refuses(
    step: Transition,
) -> None:
    asked_alone = {Guard.G2, Guard.G7, Guard.G9, Guard.G11, Guard.G12}  # only on some routes
    refused = {each.guard for each in refusals(step, Facts(today=TODAY))}
    assert refused >= set(step.guards) - asked_alone


def test_every_guard_has_its_function_and_is_asked_by_a_step() -> None:
    assert set(GUARDS) == set(Guard)
    assert {guard for step in TRANSITIONS for guard in step.guards} == set(Guard)


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: f"{step.source}-{step.target}")
def test_a_refusal_speaks_both_languages_and_names_its_guard(step: Transition) -> None:
    for each in refusals(step, Facts(today=TODAY)):
        assert each.what.nl and each.what.en and each.what.nl != each.what.en
        assert each.remedy.nl and each.remedy.en
        assert each.guard in step.guards


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("gone_school", "deed.sent_count"),
        ("gone_school", "deed.received_count"),
        ("gone_school", "partner.authorisations.valid_from"),
        ("gone_school", "partner.authorisations.valid_to"),
        ("gone_staff", "sale.price_cents"),
        ("gone_staff", "sale.rule_price_cents"),
        ("gone_staff", "sale.buyer"),
        ("gone_staff", "sale.open_locks"),
        ("gone_recycled", "batteries.goes_to"),
    ],
)
def test_what_is_not_recorded_is_called_so_and_not_called_wrong(target: str, path: str) -> None:
    step = transition("to_leave", target)
    facts = leaving_by(ROUTE_OF[step.target])
    (poorer,) = [known for each, known in without_one(facts) if each == path]
    assert [no.code.partition(".")[2] for no in refusals(step, poorer)] == ["unknown"]


def test_all_that_stands_in_the_way_is_said_at_once() -> None:
    step = transition("in_use", "lost_stolen")
    demand(step, COMPLETE)
    with pytest.raises(StepRefused) as error:
        demand(transition("in_use", "returned"), Facts(today=TODAY))
    assert [no.code for no in error.value.refusals] == ["reason.unknown", "G6.unknown"]
    assert error.value.code == "reason.unknown"
    assert error.value.spoken("nl") == (
        "niet geregistreerd: de reden; niet geregistreerd: de regel voor de gebruiksduur"
        " (registreer de reden; registreer de regel voor de gebruiksduur)"
    )


def test_no_way_out_is_without_proof_of_erasure() -> None:
    ways_out = [step for step in TRANSITIONS if step.target.is_exit]
    ways_out += [step for step in TRANSITIONS if step.target is State.TO_LEAVE]
    ways_out += [step for step in TRANSITIONS if step.target is State.DISMANTLED]
    assert len(ways_out) == 10
    assert all(Guard.G1 in step.guards for step in ways_out)
    assert all(Guard.ROUTE in step.guards for step in ways_out if step.target != "dismantled")


def test_the_complete_device_has_every_fact_the_guards_know() -> None:
    unknown = {name for name in Facts.__slots__ if getattr(COMPLETE, name) is None}
    assert unknown == {"route", "partner", "early_exit", "export_pack"}
