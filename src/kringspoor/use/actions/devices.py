"""Adding and changing devices by hand: one, or many at once as a batch that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, Site, Unit, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.models import Batch, Event
from kringspoor.use.models import Device
from kringspoor.use.rules.changes import as_written, chosen_devices, differences, outlook
from kringspoor.use.rules.connections import demand_kept_here

if TYPE_CHECKING:
    from django.db.models import Field

CHANGE = "change"
ENTRY_STATES = ("ordered", "received", "in_stock", "in_use")
_AT_ONCE = 500
_PLACES = {"unit": Unit, "site": Site}


@within_organisation
@transaction.atomic
def add_device(
    fields: Mapping[str, Any],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    state: str = "in_stock",
) -> Device:
    """Take one device into the inventory by hand. Raises Refused for a tag or serial in use."""
    assert state in ENTRY_STATES, state
    device = Device(organisation=organisation, state=state, **fields)
    _save(device)
    known = {name: value for name, value in fields.items() if value not in ("", None)}
    payload = {name: new for name, (_, new) in as_written(_from_nothing(known)).items()}
    happening = Happening("device.added", device.subject, {**payload, "state": state})
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return device


def _from_nothing(fields: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (None, value) for name, value in fields.items()}


@within_organisation
@transaction.atomic
def change_device(
    number: int,
    fields: Mapping[str, Any],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    version_no: int,
) -> Device:
    """Change one device by hand, as somebody saw it in that version.

    Raises Refused when a colleague changed it meanwhile, or for a tag or serial in use, or a field
    that another tool keeps.
    """
    hold_chain(organisation=organisation)
    device = Device.objects.select_related("unit", "site").get(pk=number)
    if device.version_no != version_no:
        raise Refused(_MEANWHILE, hint=_LOOK_AGAIN, code="other-version")
    changes = differences(device, fields)
    if not changes:
        return device
    demand_kept_here([(device, changes)])
    for name, (_, new) in changes.items():
        setattr(device, name, new)
    device.version_no += 1
    _save(device)
    happening = Happening("device.edited", device.subject, as_written(changes))
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return device


def _save(device: Device) -> None:
    try:
        with transaction.atomic():
            device.save()
    except IntegrityError as error:
        raise Refused(_TWICE, hint=_OTHER_NAME, code="device-twice") from error


@within_organisation
@transaction.atomic
def change_devices(
    numbers: Sequence[int],
    fields: Mapping[str, Any],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    key: str,
    expected_count: int,
) -> Batch:
    """Give many devices the same values, in one link of the record that can be undone whole.

    ``key`` names the act, so that a double click is one. Raises Refused when another number of
    devices would change than a person was shown, or when that is none or too many.
    """
    hold_chain(organisation=organisation)
    batch = open_batch(
        CHANGE, organisation=organisation, actor=actor, at=at, name="", key=key, state="running"
    )
    if batch.state == "done":
        return batch
    found = outlook(chosen_devices(numbers), fields)
    if len(found.changed) != expected_count:
        raise Refused(_OTHERWISE, hint=_LOOK_AGAIN, code="changed-since-look")
    if not found.changed:
        raise Refused(_NOTHING, hint=_CHOOSE_OTHERS, code="nothing-to-change")
    demand_kept_here(found.changed)
    _write(found.changed, batch, actor, at)
    batch.answers = {name: as_written({name: ("", new)})[name][1] for name, new in fields.items()}
    batch.looked = {"same": found.same_count, "gone": len(found.gone)}
    batch.state, batch.ended_at, batch.changed_count = "done", at, len(found.changed)
    batch.rows_count = batch.done_count = len(numbers)
    batch.save()
    return batch


def _write(
    changed: Sequence[tuple[Device, Mapping[str, tuple[Any, Any]]]],
    batch: Batch,
    actor: User | None,
    at: datetime,
) -> None:
    """Store the changes and write them down, all in one link."""
    for device, changes in changed:
        for name, (_, new) in changes.items():
            setattr(device, name, new)
        device.version_no += 1
    names = sorted({name for _, changes in changed for name in changes})
    Device.objects.bulk_update(
        [device for device, _ in changed], [*names, "version_no"], batch_size=_AT_ONCE
    )
    happenings = [
        Happening("device.edited", device.subject, as_written(changes))
        for device, changes in changed
    ]
    write_down(happenings, organisation=batch.organisation, actor=actor, at=at, batch=batch)


@within_organisation
@transaction.atomic
def undo_change(
    batch: Batch, *, organisation: Organisation, actor: User | None, at: datetime
) -> Batch:
    """Take a change of many devices back, whole. Raises Refused when one has changed since."""
    hold_chain(organisation=organisation)
    batch = Batch.objects.select_related("organisation").get(pk=batch.pk)
    if batch.state not in ("done", "undoing"):
        return batch
    link = batch.links.order_by("number_no").get()
    events = {int(each.subject.partition(":")[2]): each for each in link.events.all()}
    devices = chosen_devices(list(events))
    _demand_nothing_later([each.subject for each in devices], link.number_no)
    back = [(each, _backwards(each, events[each.pk])) for each in devices]
    _write(back, batch, actor, at)
    batch.state, batch.ended_at = "undone", at
    batch.save(update_fields=("state", "ended_at"))
    return batch


def _backwards(device: Device, event: Event) -> dict[str, tuple[Any, Any]]:
    told = cast("Mapping[str, Sequence[Any]]", event.payload or {})
    return {name: (getattr(device, name), _stored(name, old)) for name, (old, _) in told.items()}


def _stored(name: str, value: Any) -> Any:
    """A value as the record spells it, as a device holds it."""
    if name in _PLACES:
        kind = _PLACES[name]
        found = kind.objects.filter(name=value).first() if value else None  # type: ignore[attr-defined]
        if value and found is None:
            raise Refused(_NO_PLACE.filled(name=value), hint=_MAKE_IT, code="place-gone")
        return found
    column = cast("Field[Any, Any]", Device._meta.get_field(name))
    return column.to_python(value)


def _demand_nothing_later(subjects: Sequence[str], link_no: int) -> None:
    later = Event.objects.filter(link__number_no__gt=link_no)
    changed = sum(
        later.filter(subject__in=subjects[start : start + _AT_ONCE])
        .values("subject").distinct().count()
        for start in range(0, len(subjects), _AT_ONCE)
    )  # fmt: skip
    if changed:
        raise Refused(_SINCE.filled(count=changed), hint=_THOSE_FIRST, code="changed-since")


_MEANWHILE = Text(
    nl="een collega veranderde dit toestel intussen",
    en="a colleague changed this device meanwhile",
)
_LOOK_AGAIN = Text(nl="kijk opnieuw en bewaar dan", en="look again, then save")
_TWICE = Text(
    nl="dit label of serienummer heeft al een ander toestel",
    en="another device already has this tag or serial number",
)
_OTHER_NAME = Text(nl="zoek dat toestel op", en="look that device up")
_OTHERWISE = Text(
    nl="sinds u keek, is er iets aan deze toestellen veranderd",
    en="something about these devices changed since you looked",
)
_NOTHING = Text(nl="geen enkel toestel zou veranderen", en="no device would change")
_CHOOSE_OTHERS = Text(
    nl="kies andere toestellen of een andere waarde", en="choose other devices or another value"
)
_SINCE = Text(
    nl="sindsdien veranderden {count} van deze toestellen",
    en="{count} of these devices have changed since",
)
_THOSE_FIRST = Text(
    nl="maak die latere wijzigingen eerst ongedaan", en="undo those later changes first"
)
_NO_PLACE = Text(nl="'{name}' bestaat niet meer", en="'{name}' no longer exists")
_MAKE_IT = Text(nl="maak het eerst opnieuw", en="make it again first")
