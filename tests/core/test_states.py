"""Where a device can be, and the one table of allowed steps."""

from __future__ import annotations

import itertools

import pytest

from kringspoor.core.device import STATES
from kringspoor.core.errors import Refused, Unknown
from kringspoor.core.states import (
    EXIT,
    HELD,
    TRANSITIONS,
    DataState,
    Guard,
    LegalClass,
    Named,
    Ownership,
    Route,
    SecurityState,
    State,
    allowed,
    as_coarse,
    from_coarse,
    legal_class_after,
    transition,
)

FACETS: tuple[type[Named], ...] = (State, DataState, Ownership, SecurityState, LegalClass, Route)


@pytest.mark.parametrize("facet", FACETS)
def test_every_value_has_a_name_in_both_languages(facet: type[Named]) -> None:
    assert all(each.text.nl and each.text.en for each in facet)
    assert len({each.text.nl for each in facet}) == len(facet)


@pytest.mark.parametrize("facet", FACETS)
def test_a_value_nobody_knows_is_refused_with_the_known_ones(facet: type[Named]) -> None:
    with pytest.raises(Unknown) as error:
        facet("op zolder")
    assert "'op zolder' is niet bekend" in error.value.spoken("nl")
    assert all(each in error.value.hint.nl for each in facet)


def test_the_states_are_those_of_the_design() -> None:
    flow = "ordered received in_stock in_use returned screened in_repair in_reserve on_loan"
    ends = "allocated to_dismantle to_leave dismantled lost_stolen written_off_correction"
    gone = "gone_school gone_staff gone_donated gone_traded_in gone_lessor gone_recycled"
    assert set(State) == {*flow.split(), *ends.split(), *gone.split()}


def test_a_step_stands_in_the_table_once() -> None:
    ends = [(step.source, step.target) for step in TRANSITIONS]
    assert len(ends) == len(set(ends))
    assert all(source is not target for source, target in ends)
    assert all(len(step.guards) == len(set(step.guards)) for step in TRANSITIONS)


def test_every_pair_of_states_is_a_step_or_is_refused() -> None:
    known = {(step.source, step.target) for step in TRANSITIONS}
    for source, target in itertools.product(State, State):
        if (source, target) in known:
            step = transition(source, target)
            assert (step.source, step.target) == (source, target)
        else:
            with pytest.raises(Refused) as error:
                transition(source, target)
            assert error.value.code == "no_such_transition"


def test_a_refused_step_says_where_the_device_can_go() -> None:
    with pytest.raises(Refused) as error:
        transition("returned", "in_use")
    assert error.value.spoken("nl") == (
        "een toestel kan niet van 'ingeleverd' naar 'in gebruik'"
        " (gescreend, verloren of gestolen, geschrapt (rechtzetting))"
    )


def test_each_state_can_be_reached_from_an_order() -> None:
    reached, waiting = {State.ORDERED}, [State.ORDERED]
    while waiting:
        onward = {step.target for step in allowed(waiting.pop())} - reached
        reached |= onward
        waiting += onward
    assert reached == set(State)


def test_from_each_state_a_device_can_still_come_to_a_proven_end() -> None:
    ends = {State.DISMANTLED, *EXIT.values()}
    before: set[State] = set(ends)
    while True:
        earlier = {step.source for step in TRANSITIONS if step.target in before} - before
        if not earlier:
            break
        before |= earlier
    assert set(State) - before == {State.WRITTEN_OFF}


def test_what_is_gone_or_dismantled_only_meets_a_correction_by_two_persons() -> None:
    ended = {state for state in State if state.is_terminal}
    assert ended == {State.DISMANTLED, State.WRITTEN_OFF, *EXIT.values()}
    for state in ended - {State.WRITTEN_OFF}:
        (step,) = allowed(state)
        assert (step.target, step.guards) == (State.WRITTEN_OFF, (Guard.TWO_PERSONS,))
    assert allowed(State.WRITTEN_OFF) == ()


def test_lost_is_no_exit_and_each_way_out_has_its_own() -> None:
    exits = {state for state in State if state.is_exit}
    assert exits == {state for state in State if state.startswith("gone_")}
    assert set(EXIT) == set(Route)
    assert not State.LOST_STOLEN.is_exit


def test_an_exit_has_only_one_door() -> None:
    sources = {step.source for step in TRANSITIONS if step.target.is_exit}
    assert sources == {State.TO_LEAVE}


def test_whatever_is_held_can_be_lost_and_found_again() -> None:
    losing = {step.source for step in TRANSITIONS if step.target is State.LOST_STOLEN}
    assert losing == set(HELD)
    assert set(State) - losing == {
        State.ORDERED,
        State.LOST_STOLEN,
        *(state for state in State if state.is_terminal),
    }
    assert transition("lost_stolen", "returned").guards == (Guard.REASON, Guard.PRODUCT)


def test_the_coarse_words_are_those_that_files_speak() -> None:
    assert {as_coarse(state) for state in State} | {"broken"} == set(STATES)
    for word in set(STATES) - {"broken"}:
        assert as_coarse(from_coarse(word)) == word
    assert as_coarse(from_coarse("broken")) == "returned"


def test_a_list_that_says_gone_proves_no_exit() -> None:
    assert not from_coarse("gone").is_exit


def test_a_coarse_word_nobody_knows_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unknown) as error:
        from_coarse("archived")
    assert set(STATES) == set(error.value.hint.en.removeprefix("known are: ").split(", "))


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: f"{step.source}-{step.target}")
@pytest.mark.parametrize("route", [None, *Route])
def test_waste_stays_waste_and_only_recycling_and_dismantling_make_it(
    step: object, route: Route | None
) -> None:
    assert step in TRANSITIONS
    taken = next(each for each in TRANSITIONS if each is step)
    assert legal_class_after(taken, route, LegalClass.WASTE) is LegalClass.WASTE
    made = legal_class_after(taken, route, LegalClass.PRODUCT) is LegalClass.WASTE
    is_recycled = taken.target is State.TO_LEAVE and route is Route.RECYCLED
    assert made is (is_recycled or taken.target in (State.DISMANTLED, State.GONE_RECYCLED))
