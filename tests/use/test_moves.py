"""Many devices that take a step together: who can, who not and why, done once, and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.site import AT, an_organisation, columns, somebody
from tests.use.lives import TODAY, Life

from kringspoor.core.errors import Refused
from kringspoor.core.guards.facts import RiskContext
from kringspoor.core.states import State
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import ask_undo
from kringspoor.record.models import Batch, Event, Link
from kringspoor.record.queries import faults_of
from kringspoor.use import tasks
from kringspoor.use.actions import moves
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.states import change_state, change_states
from kringspoor.use.models import Device
from kringspoor.use.rules.moves import no_way_back, targets_of
from kringspoor.use.rules.said import NextHolder, Said

pytestmark = pytest.mark.django_db
KEPT = {"reason": "einde dienst"}


@pytest.fixture
def here() -> Iterator[Organisation]:
    organisation = an_organisation("hier")
    with scope(organisation):
        yield organisation


@pytest.fixture
def actor(here: Organisation) -> User:
    return somebody(here)


def in_stock(here: Organisation, count: int) -> list[int]:
    """So many devices in stock, from a list."""
    rows = [{"tag": f"T-{no:04}", "serial": f"S{no:04}", "category": "monitor", "make": "Dell",
             "state": "in_stock"} for no in range(count)]  # fmt: skip
    import_devices(columns(*rows), organisation=here, actor=None, at=AT, name="a", key="1")
    return list(Device.objects.order_by("pk").values_list("pk", flat=True))


def opened(
    here: Organisation, actor: User, numbers: list[int], target: State, **told: Any
) -> Batch:
    return moves.open_move(
        numbers, target, told, organisation=here, actor=actor, at=AT, key="een-sleutel",
        language="nl",
    )  # fmt: skip


def looked(here: Organisation, actor: User, numbers: list[int], target: State, said: Said) -> Batch:
    batch = opened(here, actor, numbers, target, **KEPT)
    moves.look_at_move(batch, said, organisation=here, today=TODAY)
    return Batch.objects.select_related("organisation").get(pk=batch.pk)


def done(here: Organisation, actor: User, batch: Batch, said: Said) -> Batch:
    batch = moves.accept_move(batch, organisation=here, actor=actor, at=AT)
    return moves.do_move(batch, said, organisation=here, at=AT, today=TODAY)


def states() -> list[str]:
    return list(Device.objects.order_by("pk").values_list("state", flat=True))


def test_a_mixed_selection_says_who_can_and_which_guard_refuses_the_others(
    here: Organisation, actor: User
) -> None:
    proven, unproven = Life(here, "BEWEZEN"), Life(here, "ONBEWEZEN")
    for life in (proven, unproven):
        life.reach(State.IN_STOCK)
        life.medium(f"DISK-{life.device.serial}")
    proven.erase(proven.fresh().media.get())
    gone = Life(here, "WEG")
    gone.reach(State.LOST_STOLEN)
    said = Said(next_holder=NextHolder("mw-7", context=RiskContext.INTERNAL))
    numbers = [life.device.pk for life in (proven, unproven, gone)]
    batch = looked(here, actor, numbers, State.IN_USE, said)
    assert batch.state == "looked_at"
    able = [number for number, _version in batch.looked["can"]]
    assert able == [proven.device.pk]
    refused = {
        name: [batch.looked["reasons"][place]["code"] for place in places]
        for _no, name, places in batch.looked["no"]
    }
    assert refused == {"ONBEWEZEN": ["G1b.missing"], "WEG": ["no_such_transition"]}
    assert not Event.objects.filter(kind="device.step", payload__to="in_use").exists()
    batch = done(here, actor, batch, said)
    assert (batch.state, batch.changed_count) == ("done", 1)
    assert states() == ["in_use", "in_stock", "lost_stolen"]
    assert batch.links.get().events_count == 1
    assert faults_of(organisation=here) == []


def test_a_step_is_taken_once_however_often_it_is_accepted(here: Organisation, actor: User) -> None:
    said = Said(reason="einde dienst")
    batch = looked(here, actor, in_stock(here, 2), State.RETURNED, said)
    done(here, actor, batch, said)
    before = Link.objects.count()
    again = done(here, actor, batch, said)
    assert again.state == "done"
    assert Link.objects.count() == before


def test_when_others_can_by_then_nothing_moves_and_a_person_is_asked_again(
    here: Organisation, actor: User
) -> None:
    said, numbers = Said(reason="einde dienst"), in_stock(here, 2)
    batch = looked(here, actor, numbers, State.RETURNED, said)
    change_state(
        Device.objects.get(pk=numbers[0]), State.RETURNED, organisation=here, actor=actor, at=AT,
        today=TODAY, said=said,
    )  # fmt: skip
    batch = done(here, actor, batch, said)
    assert (batch.state, batch.answers["is_again"]) == ("looked_at", True)
    assert [number for number, _version in batch.looked["can"]] == numbers[1:]
    assert states() == ["returned", "in_stock"]
    assert done(here, actor, batch, said).state == "done"


def test_none_that_can_is_refused_with_what_to_do(here: Organisation, actor: User) -> None:
    batch = looked(here, actor, in_stock(here, 1), State.RETURNED, Said())
    with pytest.raises(Refused, match="no device can take this step"):
        moves.accept_move(batch, organisation=here, actor=actor, at=AT)


def test_the_last_place_in_a_pool_goes_to_one_of_those_who_enter_together(
    here: Organisation, actor: User
) -> None:
    lives = [Life(here, f"R{no}") for no in range(3)]
    for life in lives:
        life.reach(State.SCREENED)
    said = lives[0].said_for(State.IN_RESERVE)
    assert said.pool is not None
    said.pool.cap_count = 2
    said.pool.save()
    numbers = [life.device.pk for life in lives]
    batch = looked(here, actor, numbers, State.IN_RESERVE, said)
    assert [number for number, _version in batch.looked["can"]] == numbers[:2]
    assert [each["code"] for each in batch.looked["reasons"]] == ["G8.full"]
    with pytest.raises(Refused):
        change_states(
            [life.fresh() for life in lives], State.IN_RESERVE, organisation=here, actor=actor,
            at=AT, today=TODAY, said=said,
        )  # fmt: skip
    assert states() == ["screened"] * 3


def test_a_loss_is_taken_back_and_a_hand_over_says_why_it_cannot(
    here: Organisation, actor: User
) -> None:
    said = Said(reason="einde dienst")
    numbers = in_stock(here, 2)
    batch = done(here, actor, looked(here, actor, numbers, State.RETURNED, said), said)
    with pytest.raises(Refused, match="no step leads from 'returned' back to 'in stock'"):
        moves.undo_move(batch, organisation=here, actor=actor, at=AT, today=TODAY)
    assert states() == ["returned"] * 2
    lost = Life(here, "X").said_for(State.LOST_STOLEN)
    found = moves.open_move(
        numbers, State.LOST_STOLEN, KEPT, organisation=here, actor=actor, at=AT, key="twee-sleutel",
        language="nl",
    )  # fmt: skip
    moves.look_at_move(found, lost, organisation=here, today=TODAY)
    found = done(here, actor, found, lost)
    back = moves.undo_move(found, organisation=here, actor=actor, at=AT, today=TODAY)
    assert back.state == "undone"
    assert states()[:2] == ["returned"] * 2
    told = Event.objects.filter(kind="device.step").order_by("-pk").first()
    assert told is not None
    assert (told.payload or {})["reason"] == "samen teruggedraaid"
    assert faults_of(organisation=here) == []


def test_a_step_is_not_taken_back_when_one_device_moved_on(here: Organisation, actor: User) -> None:
    lives = [Life(here, f"V{no}") for no in range(2)]
    for life in lives:
        life.reach(State.RETURNED)
    lost = lives[0].said_for(State.LOST_STOLEN)
    batch = looked(here, actor, [e.device.pk for e in lives], State.LOST_STOLEN, lost)
    batch = done(here, actor, batch, lost)
    lives[0].step(State.RETURNED, Said(reason="gevonden"))
    with pytest.raises(Refused, match="moved on since"):
        moves.undo_move(batch, organisation=here, actor=actor, at=AT, today=TODAY)
    assert states() == ["returned", "lost_stolen"]


def test_many_are_looked_at_moved_and_taken_back_by_the_worker(
    here: Organisation, actor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "DONE_AT_ONCE_COUNT", 1)
    monkeypatch.setattr("kringspoor.record.actions.batches.UNDONE_AT_ONCE_COUNT", 1)
    lives = [Life(here, f"W{no}") for no in range(3)]
    for life in lives:
        life.reach(State.RETURNED)
    told = {"reported_on": "24/11/2026", "data_risk": "versleuteld"}
    batch = opened(here, actor, [e.device.pk for e in lives], State.LOST_STOLEN, **told)
    assert batch.state == "waiting"
    for state in ("looked_at", "done"):
        assert tasks.work_once(AT)
        batch.refresh_from_db()
        assert batch.state == state, batch.problems
        if state == "looked_at":
            batch = moves.accept_move(batch, organisation=here, actor=actor, at=AT)
            assert batch.state == "accepted"
    assert states() == ["lost_stolen"] * 3
    assert ask_undo(batch, organisation=here, actor=actor)
    assert tasks.work_once(AT)
    batch.refresh_from_db()
    assert batch.state == "undone", batch.answers
    assert states() == ["returned"] * 3


def test_what_the_worker_may_not_take_back_stays_and_says_why(
    here: Organisation, actor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kringspoor.record.actions.batches.UNDONE_AT_ONCE_COUNT", 1)
    said = Said(reason="einde dienst")
    batch = looked(here, actor, in_stock(here, 2), State.RETURNED, said)
    batch = done(here, actor, batch, said)
    assert ask_undo(batch, organisation=here, actor=actor)
    tasks.work_once(AT)
    batch.refresh_from_db()
    assert batch.state == "done"
    assert batch.answers["undo_refused"]["code"] == "no-way-back"


def test_a_worker_that_dies_while_it_takes_back_leaves_all_to_the_next(
    here: Organisation, actor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kringspoor.record.actions.batches.UNDONE_AT_ONCE_COUNT", 1)
    in_stock(here, 3)
    batch = Batch.objects.select_related("organisation").get(kind="import")
    assert ask_undo(batch, organisation=here, actor=actor)

    def dies(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("kringspoor.use.actions.imports_undo.remove_rows", dies)
        with pytest.raises(KeyboardInterrupt):
            tasks.work_once(AT)
    batch.refresh_from_db()
    assert batch.state == "undoing"
    assert Device.objects.count() == 3
    assert not Event.objects.filter(kind="import.undone").exists()
    tasks.work_once(AT + timedelta(minutes=1))
    batch.refresh_from_db()
    assert (batch.state, Device.objects.count()) == ("undone", 0)
    assert Event.objects.filter(kind="import.undone").count() == 1


def test_a_short_import_is_taken_back_at_once(here: Organisation, actor: User) -> None:
    in_stock(here, 2)
    assert not ask_undo(Batch.objects.get(kind="import"), organisation=here, actor=actor)


def test_a_step_is_offered_with_how_many_can_be_asked() -> None:
    found = targets_of({State.IN_STOCK: 3, State.IN_RESERVE: 1})
    assert list(found.items())[:2] == [(State.IN_USE, 4), (State.RETURNED, 4)]
    assert State.WRITTEN_OFF not in found
    assert no_way_back(State.IN_USE, [State.IN_STOCK]) == [State.IN_STOCK]


def test_the_same_key_twice_is_one_step(here: Organisation, actor: User) -> None:
    numbers = in_stock(here, 1)
    first = opened(here, actor, numbers, State.RETURNED, **KEPT)
    assert opened(here, actor, numbers, State.RETURNED, **KEPT).pk == first.pk
