"""The one writer of a device's state: every step passes here, and through the guards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.states import (
    LegalClass,
    Route,
    State,
    Transition,
    legal_class_after,
)
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.record.models import Batch
from kringspoor.use.models import Assignment, Departure, Device, PoolStay
from kringspoor.use.rules.attempts import POOLED, attempts
from kringspoor.use.rules.lifetimes import RuleInForce
from kringspoor.use.rules.said import Said
from kringspoor.use.rules.steps import READ, category_of, data_state_of, route_of

STEP = "device.step"
SERVING = (State.IN_USE, State.ON_LOAN)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A step that every guard let through, not done yet."""

    device: Device
    step: Transition
    said: Said
    route: Route | None
    rule: RuleInForce


def _quietly(_: int) -> None:
    """Nobody listens."""


@within_organisation
def change_state(
    device: Device,
    target: State | str,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    today: date,
    said: Said | None = None,
) -> Device:
    """Bring one device into a state, with its event, or not at all.

    ``device`` is what the person saw: raises Refused when somebody changed it since, StepRefused
    with every reason and remedy when a guard says no.
    """
    (changed,) = change_states(
        [device], target, organisation=organisation, actor=actor, at=at, today=today, said=said
    )
    return changed


@within_organisation
@transaction.atomic
def change_states(
    devices: Sequence[Device],
    target: State | str,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    today: date,
    said: Said | None = None,
    batch: Batch | None = None,
    told: Callable[[int], None] = _quietly,
) -> list[Device]:
    """Bring devices into a state as one act: all of them, or none when one is refused.

    ``told`` hears how many are done.
    """
    hold_chain(organisation=organisation)
    found, taken = _as_seen(devices), []
    for each in attempts(found, target, said or Said(), organisation=organisation, today=today):
        if each.refused is not None:
            raise each.refused
        assert each.step is not None
        route = route_of(each.device, each.step, each.said)
        taken.append(_Taken(each.device, each.step, each.said, route, each.rule))
    happenings = [_happening(each) for each in taken]
    write_down(happenings, organisation=organisation, actor=actor, at=at, batch=batch)
    for done_count, one in enumerate(taken, start=1):
        _do(one, at, today)
        told(done_count)
    return [each.device for each in taken]


def _as_seen(devices: Sequence[Device]) -> list[Device]:
    """The devices as they are now, held. Raises Refused for one that changed since it was seen."""
    seen = {each.pk: each.version_no for each in devices}
    found = Device.objects.select_for_update(of=("self",)).select_related("organisation", "unit")
    held = {each.pk: each for each in found.filter(pk__in=seen).prefetch_related(*READ)}
    for number, version_no in seen.items():
        if number not in held or held[number].version_no != version_no:
            raise Refused(_CHANGED, hint=_LOOK_AGAIN, code="changed-since")
    return [held[each.pk] for each in devices]


_CHANGED = Text(
    nl="een collega heeft dit toestel intussen veranderd",
    en="a colleague changed this device in the meantime",
)
_LOOK_AGAIN = Text(
    nl="kijk opnieuw naar het toestel en kies dan", en="look at the device again, then choose"
)


def _happening(taken: _Taken) -> Happening:
    """What the record keeps of a step. The database asks for it before it lets the state change."""
    device, said = taken.device, taken.said
    known: dict[str, Any] = {
        "reason": said.reason,
        "route": taken.route,
        "partner": said.partner and said.partner.name,
        "pool": said.pool and said.pool.name,
        "deed": said.deed and said.deed.reference,
        "order_line": said.order_line,
        "data_risk": said.lost and said.lost.data_risk,
    }
    if said.next_holder is not None and taken.step.target in SERVING:
        known |= {
            "holder": said.next_holder.holder,
            "use_type": said.next_holder.use_type,
            "context": said.next_holder.context,
            "mitigation": said.next_holder.mitigation,
        }
    payload: dict[str, Plain] = {
        "from": taken.step.source.value,
        "to": taken.step.target.value,
        "version_no": device.version_no + 1,
        "rule": taken.rule.version,
        **{name: str(value) for name, value in known.items() if value},
        **{f"refused:{step}": why for step, why in said.refused_steps.items()},
    }
    return Happening(STEP, device.subject, payload)


def _do(taken: _Taken, at: datetime, today: date) -> None:
    device, step = taken.device, taken.step
    if step.source in SERVING:
        _stop_serving(device, taken.said.reason, at, today)
    if step.source in POOLED:
        device.stays.filter(to_on__isnull=True).update(to_on=today)
    if step.target in SERVING:
        _serve(taken, today)
    if step.target in POOLED and taken.said.pool is not None and taken.said.review_on is not None:
        PoolStay.objects.create(
            pool=taken.said.pool, device=device, from_on=today, review_on=taken.said.review_on
        )
    _leave(taken, at)
    if step.target is State.WRITTEN_OFF:
        device.corrections.filter(ended_at__isnull=True).update(ended_at=at)
    now = LegalClass(device.legal_class)
    device.legal_class = legal_class_after(step, taken.route, now).value
    device.state, device.version_no = step.target.value, device.version_no + 1
    category = category_of(device)
    if category is not None:  # a screen has no disk, and nobody need say so
        device.are_media_listed |= not category.has_storage and not device.media.all()
        device.are_batteries_listed |= not category.has_battery and not device.batteries.all()
    device.data_state = data_state_of(device, category).value
    device.save(update_fields=_WRITTEN)


_WRITTEN = (
    "state",
    "legal_class",
    "data_state",
    "life_no",
    "are_media_listed",
    "are_batteries_listed",
    "version_no",
)


def _stop_serving(device: Device, reason: str, at: datetime, today: date) -> None:
    """Whoever had it may have used it until now: an erasure before this moment proves nothing."""
    served = device.assignments.filter(to_on__isnull=True).update(to_on=today, reason=reason)
    if not served:  # it came in use from a list, which names nobody
        Assignment.objects.create(
            device=device, life_no=device.life_no, unit=device.unit, reason=reason,
            from_on=min(device.purchased_on or today, today), to_on=today,
        )  # fmt: skip
    device.media.filter(is_removed=False).update(last_used_at=at)
    for medium in device.media.all():  # as they were read before, for what is asked next
        medium.last_used_at = medium.last_used_at if medium.is_removed else at


def _serve(taken: _Taken, today: date) -> None:
    device, following = taken.device, taken.said.next_holder
    assert following is not None  # its guard asked
    last = device.assignments.order_by("-from_on", "-pk").first()
    is_next_life = taken.step.target is State.IN_USE and last is not None
    if is_next_life and not (last and last.holder and last.holder == following.holder):
        device.life_no += 1
    Assignment.objects.create(
        device=device,
        life_no=device.life_no,
        holder=following.holder,
        use_type=following.use_type,
        unit=following.unit or device.unit,
        context=following.context or "",
        mitigation=following.mitigation,
        from_on=today,
        due_on=following.due_on,
    )


def _leave(taken: _Taken, at: datetime) -> None:
    device, step, said = taken.device, taken.step, taken.said
    if step.target is State.TO_LEAVE and taken.route is not None:
        Departure.objects.create(
            device=device, route=taken.route.value, partner=said.partner, prepared_at=at
        )
    elif step.source is State.TO_LEAVE:
        deed = said.deed if step.target.is_exit else None
        device.departures.filter(ended_at__isnull=True).update(
            ended_at=at,
            is_called_off=deed is None,
            reference=(deed and deed.reference) or "",
            received_on=deed and deed.received_on,
            sent_count=deed and deed.sent_count,
            received_count=deed and deed.received_count,
            evidence=said.deed_file,
        )
