"""Moving many devices: looked at, done as one act, taken back where a step leads back.

What a person says is kept with the batch as it was written; a form reads it again, and hands it to
these verbs as what is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.states import State
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.batches import accept_batch, move_batch, open_batch
from kringspoor.record.actions.writing import hold_chain
from kringspoor.record.models import Batch, Event, Evidence
from kringspoor.use.actions.states import STEP, change_states
from kringspoor.use.models import Device
from kringspoor.use.rules.attempts import attempts
from kringspoor.use.rules.moves import (
    DONE_AT_ONCE_COUNT,
    devices_to_move,
    looked_at,
    no_step_back,
    no_way_back,
    sources_of,
)
from kringspoor.use.rules.said import Said

MOVE = "move"
_AT_ONCE = 500


def _quietly(_: int) -> None:
    """Nobody listens."""


@within_organisation
@transaction.atomic
def open_move(
    numbers: Sequence[int],
    target: State,
    told: Mapping[str, Any],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    key: str,
    language: str,
    evidence: Evidence | None = None,
) -> Batch:
    """A step of these devices, to be looked at; the same key twice is the same batch.

    ``told`` is what was filled in, in that language. A short one is looked at by who opens it.
    """
    devices = devices_to_move(sorted(set(numbers)))
    is_short = len(devices) <= DONE_AT_ONCE_COUNT
    batch = open_batch(
        MOVE, organisation=organisation, actor=actor, at=at, name=target.value, key=key,
        evidence=evidence, state="looking" if is_short else "waiting",
    )  # fmt: skip
    if batch.answers:
        return batch
    sources = sources_of(target, {State(each.state) for each in devices})
    batch.answers = {
        "target": target.value, "told": dict(told), "language": language,
        "sources": [each.value for each in sources], "numbers": [each.pk for each in devices],
    }  # fmt: skip
    batch.rows_count, batch.heartbeat_at = len(devices), at if is_short else None
    batch.save()
    return batch


@within_organisation
def look_at_move(batch: Batch, said: Said, *, organisation: Organisation, today: date) -> None:
    """Keep what a step would do to each device, and ask a person."""
    devices = devices_to_move(batch.answers["numbers"])
    found = attempts(devices, batch.answers["target"], said, organisation=organisation, today=today)
    move_batch(
        batch, "looked_at", organisation=organisation, when=("looking",), looked=looked_at(found)
    )


@within_organisation
def accept_move(batch: Batch, *, organisation: Organisation, actor: User, at: datetime) -> Batch:
    """Let those move that can; a short one is done by who accepts it. Twice is once."""
    if batch.state == "looked_at" and not batch.looked["can"]:
        raise Refused(_NONE_CAN, hint=_REMEDY_FIRST, code="none-can")
    if len(batch.looked.get("can", ())) > DONE_AT_ONCE_COUNT:
        accept_batch(batch, organisation=organisation, actor=actor)
    else:
        move_batch(
            batch, "running", organisation=organisation, when=("looked_at",), actor=actor,
            tries_count=0, heartbeat_at=at,
        )  # fmt: skip
    batch.refresh_from_db()
    return batch


@within_organisation
@transaction.atomic
def do_move(
    batch: Batch,
    said: Said,
    *,
    organisation: Organisation,
    at: datetime,
    today: date,
    told: Callable[[int], None] = _quietly,
) -> Batch:
    """Move the devices of which that was promised: all of those, or none; once, whoever tries.

    When others can than a person was shown, nothing is done and the person is asked again.
    """
    hold_chain(organisation=organisation)
    batch = Batch.objects.select_related("actor").get(pk=batch.pk)
    if batch.state != "running":
        return batch
    target, devices = batch.answers["target"], devices_to_move(batch.answers["numbers"])
    found = list(attempts(devices, target, said, organisation=organisation, today=today))
    looked = looked_at(found)
    if looked["can"] != batch.looked["can"]:
        batch.looked, batch.answers = looked, {**batch.answers, "is_again": True}
        batch.state = "looked_at"
        batch.save()
        return batch
    change_states(
        [each.device for each in found if each.refused is None], target,
        organisation=organisation, actor=batch.actor, at=at, today=today, said=said, batch=batch,
        told=told,
    )  # fmt: skip
    batch.state, batch.ended_at = "done", at
    batch.done_count = batch.changed_count = len(looked["can"])
    batch.save()
    return batch


@within_organisation
@transaction.atomic
def undo_move(
    batch: Batch,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    today: date,
    told: Callable[[int], None] = _quietly,
) -> Batch:
    """Take a step of many devices back by the steps that lead back: all of them, or none.

    Raises Refused when no step leads back, or when one of them moved on since.
    """
    hold_chain(organisation=organisation)
    batch = Batch.objects.get(pk=batch.pk)
    if batch.state not in ("done", "undoing"):
        return batch
    target = State(batch.answers["target"])
    stuck = no_way_back(target, [State(each) for each in batch.looked["from"]])
    if stuck:
        raise Refused(no_step_back(target, stuck), hint=_STEP_ON, code="no-way-back")
    reason = _BACK.spoken(batch.answers["language"])
    for former, devices in _by_former_state(batch, target).items():
        change_states(
            devices, former, organisation=organisation, actor=actor, at=at, today=today,
            said=Said(reason=reason), batch=batch, told=told,
        )  # fmt: skip
    batch.state, batch.ended_at = "undone", at
    batch.save(update_fields=("state", "ended_at"))
    return batch


def _by_former_state(batch: Batch, target: State) -> dict[str, list[Device]]:
    """The devices that were moved, by the state they came from. Raises Refused for a later step."""
    link = batch.links.order_by("number_no").first()
    assert link is not None
    came_from = {
        int(subject.partition(":")[2]): str((payload or {}).get("from"))
        for subject, payload in link.events.values_list("subject", "payload")
    }
    devices = devices_to_move(list(came_from))
    steps = Event.objects.filter(kind=STEP, link__number_no__gt=link.number_no)
    subjects = [each.subject for each in devices]
    moved_count = sum(
        steps.filter(subject__in=subjects[start : start + _AT_ONCE]).count()
        for start in range(0, len(subjects), _AT_ONCE)
    )
    if moved_count or any(each.state != target for each in devices):
        raise Refused(_MOVED_ON, hint=_ONE_BY_ONE, code="changed-since")
    found: dict[str, list[Device]] = defaultdict(list)
    for each in devices:
        found[came_from[each.pk]].append(each)
    return found


_NONE_CAN = Text(nl="geen enkel toestel kan deze stap zetten", en="no device can take this step")
_REMEDY_FIRST = Text(nl="doe eerst wat er bij staat", en="first do what is said beside each")
_STEP_ON = Text(nl="zet de volgende stap", en="take the next step")
_MOVED_ON = Text(
    nl="een van deze toestellen ging sindsdien verder", en="one of these devices moved on since"
)
_ONE_BY_ONE = Text(nl="bekijk ze één voor één", en="look at them one by one")
_BACK = Text(nl="samen teruggedraaid", en="taken back together")
