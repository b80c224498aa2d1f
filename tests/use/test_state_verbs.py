"""Every public verb that moves a device is tried from every state: no illegal step is taken."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from tests.site import AT, an_organisation
from tests.test_house_apps import VERBS
from tests.use.lives import PATHS, TODAY, WHY_NOT, Life

from kringspoor.core.errors import KringspoorError
from kringspoor.core.guards.facts import RiskContext
from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import EXIT, TRANSITIONS, Route, State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Batch, Event
from kringspoor.record.queries import faults_of
from kringspoor.use.actions import moves, parts, pools, repairs, screening, states
from kringspoor.use.models import RepairOrder

pytestmark = pytest.mark.django_db
LEGAL = {(each.source, each.target) for each in TRANSITIONS}
WRITERS = frozenset({"change_state", "change_states"})


@pytest.fixture
def here() -> Iterator[Organisation]:
    organisation = an_organisation()
    with scope(organisation):
        yield organisation


def called_in(verb: Callable[..., object]) -> set[str]:
    """The names that a verb calls."""
    calls = (each for each in ast.walk(ast.parse(inspect.getsource(verb))))
    return {
        each.func.attr if isinstance(each.func, ast.Attribute) else each.func.id
        for each in calls
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name | ast.Attribute)
    }


def moving_verbs() -> set[str]:
    """The public verbs that lead to the writer of a device's state, also by another verb."""
    calls = {name: called_in(verb) for name, verb in VERBS.items() if ".use.actions." in name}
    moving: set[str] = set()
    names = set(WRITERS)
    while True:
        found = {name for name, called in calls.items() if called & names} - moving
        if not found:
            return {name.removeprefix("kringspoor.use.actions.") for name in moving}
        moving |= found
        names |= {name.rpartition(".")[2] for name in found}


def an_order(found: Life) -> RepairOrder:
    """The repair that is open, or one made for the occasion."""
    kept = found.fresh().repairs.filter(closed_on__isnull=True).first()
    return kept or RepairOrder.objects.create(
        device=found.fresh(), fault="toets", fault_on=TODAY, reported_at=AT, route="own_bench"
    )


def a_closed_order(found: Life) -> RepairOrder:
    """A repair that ended as mended."""
    order = an_order(found)
    member = found.actor.memberships.get(organisation=found.organisation)
    closing = repairs.Closing(RepairOutcome.REPAIRED, TODAY, grade="B")
    return repairs.close_repair(
        order, closing, organisation=found.organisation, member=member, at=AT, today=TODAY
    )


def borrowed() -> pools.Loan:
    return pools.Loan("mw-7", None, RiskContext.INTERNAL, due_on=date(2027, 1, 1))


def moved(found: Life, to: State) -> Batch:
    """The device among many that go to a state; refused as the batch of one that it is."""
    said, here = found.said_for(to), found.organisation
    batch = moves.open_move(
        [found.device.pk], to, {"reason": "toets"}, key=f"{found.device.pk}-{to}", language="nl",
        **found.by,
    )  # fmt: skip
    moves.look_at_move(batch, said, organisation=here, today=TODAY)
    batch.refresh_from_db()
    batch = moves.accept_move(batch, **found.by)
    return moves.do_move(batch, said, organisation=here, at=AT, today=TODAY)


FAULT = repairs.Fault("toets", TODAY, AT, RepairRoute.OWN_BENCH, goes_away=True)
TRIED: dict[str, Callable[[Life, State], object]] = {
    "states.change_state": lambda found, to: states.change_state(
        found.fresh(), to, said=found.said_for(to), today=TODAY, **found.by
    ),
    "states.change_states": lambda found, to: states.change_states(
        [found.fresh()], to, said=found.said_for(to), today=TODAY, **found.by
    ),
    "moves.do_move": moved,
    "moves.undo_move": lambda found, to: moves.undo_move(
        moved(found, to), today=TODAY, **found.by
    ),
    "screening.screen": lambda found, _: found.screened(),
    "screening.screen_alike": lambda found, _: screening.screen_alike(
        [found.fresh()], screening.Judged("B"), today=TODAY,
        organisation=found.organisation, at=AT,
        member=found.actor.memberships.get(organisation=found.organisation),
    ),
    "screening.confirm_correction": lambda found, _: (
        screening.ask_correction(found.fresh(), "dubbel", **found.by),
        screening.confirm_correction(
            found.fresh(), today=TODAY, **{**found.by, "actor": found.second}
        ),
    ),
    "repairs.report_fault": lambda found, _: repairs.report_fault(
        found.fresh(), FAULT, today=TODAY, **found.by
    ),
    "repairs.send_to_repair": lambda found, _: repairs.send_to_repair(
        an_order(found), today=TODAY, **found.by
    ),
    "repairs.close_repair": lambda found, _: a_closed_order(found),
    "repairs.reopen_repair": lambda found, _: repairs.reopen_repair(
        a_closed_order(found), today=TODAY, **found.by
    ),
    "parts.finish_dismantling": lambda found, _: parts.finish_dismantling(
        found.fresh(), 0, today=TODAY, **found.by
    ),
    "pools.put_in_pool": lambda found, _: pools.put_in_pool(
        found.fresh(), found.pool(), date(2027, 3, 1), today=TODAY, refused_steps=WHY_NOT,
        **found.by,
    ),
    "pools.lend": lambda found, _: pools.lend(
        found.fresh(), found.pool(), borrowed(), today=TODAY, **found.by
    ),
}  # fmt: skip


def test_every_verb_that_moves_a_device_is_tried() -> None:
    assert moving_verbs() | {f"states.{each}" for each in WRITERS} == set(TRIED)


@pytest.mark.parametrize("source", PATHS)
def test_no_verb_takes_an_illegal_step(here: Organisation, source: State) -> None:
    route = next((way for way, state in EXIT.items() if state is source), Route.SCHOOL)
    found = Life(here, ownership="leased" if route is Route.LESSOR else "owned")
    found.grade = "D" if State.TO_DISMANTLE in PATHS[source] else "B"
    found.reach(source, route)
    aims = {"states.change_state", "states.change_states", "moves.do_move", "moves.undo_move"}
    tries = [
        (name, target)
        for name in TRIED
        for target in (State if name in aims else (source,))
        if (source, target) not in LEGAL or name not in aims
    ]
    for name, target in tries:
        before = found.fresh()
        with rolled_back():
            try:
                TRIED[name](found, target)
            except KringspoorError:
                continue
            after = found.fresh()
            told = Event.objects.filter(kind="device.step", subject=before.subject)
            steps = [
                (each.payload["from"], each.payload["to"])
                for each in told.order_by("link__number_no")
                if each.payload and each.payload["version_no"] > before.version_no
            ]
            assert steps or after.state == before.state, name
            assert {(State(a), State(b)) for a, b in steps} <= LEGAL, name
    assert found.fresh().state == source
    assert list(faults_of(organisation=here)) == []


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens inside leaves no trace."""
    kept = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(kept)
