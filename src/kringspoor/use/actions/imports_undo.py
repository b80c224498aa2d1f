"""Taking an import back: what it made goes, what it changed returns to what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.models import Batch, Event, Link
from kringspoor.record.rows import ROWS_AT_ONCE, change_rows, referring_to, remove_rows
from kringspoor.use.models import Counterpart, Device, Lot, StorageMedium

if TYPE_CHECKING:
    from django.db.models import Field, QuerySet


def _quietly(_: int) -> None:
    """Nobody listens."""


@within_organisation
@transaction.atomic
def undo_import(
    batch: Batch,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    told: Callable[[int], None] = _quietly,
) -> Batch:
    """Take an import back: what it made goes, what it changed returns to what it was.

    Raises Refused, naming the first devices, when something later depends on it. ``told`` hears
    how many rows are taken back.
    """
    hold_chain(organisation=organisation)  # nothing may come to depend on it meanwhile
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == "undone":
        return batch
    if batch.state not in ("done", "undoing"):
        raise Refused(
            Text(nl="deze invoer is niet afgerond", en="this import is not finished"),
            code="not-done",
        )
    link = batch.links.order_by("number_no").last()
    if link is not None:
        _nothing_later(batch, link)
        _restore(link)
        told(batch.changed_count)
        Counterpart.objects.filter(device__batch=batch).delete()  # with what it was to be told
        for made in (StorageMedium.objects.filter(device__batch=batch), *_made_by(batch)):
            remove_rows(made)
        told(batch.rows_count)
        write_down(
            [Happening("import.undone", f"batch:{batch.pk}", {"events": link.events_count})],
            organisation=organisation, actor=actor, at=at, batch=batch,
        )  # fmt: skip
    batch.state, batch.ended_at = "undone", at
    batch.save(update_fields=("state", "ended_at"))
    return batch


def _made_by(batch: Batch) -> tuple[QuerySet[Device], QuerySet[Lot]]:
    return Device.objects.filter(batch=batch), Lot.objects.filter(batch=batch)


def _nothing_later(batch: Batch, link: Link) -> None:
    """Refuse when something happened since to a thing of this import, or refers to one."""
    ours = Event.objects.filter(link=link).values("subject")
    later = Event.objects.filter(link__number_no__gt=link.number_no, subject__in=ours)
    subjects = later.order_by("subject").values_list("subject", flat=True).distinct()
    count, first = subjects.count(), _named(subjects[:_NAMED_COUNT])
    for made in _made_by(batch):
        for others in referring_to(made.model, beside=(StorageMedium, Counterpart)):
            named = made.filter(pk__in=others)
            count += named.count()
            first += [str(each) for each in named[:_NAMED_COUNT]]
    if count:
        raise Refused(
            _CHANGED_SINCE.filled(count=count, first=", ".join(first[:_NAMED_COUNT])),
            hint=_LATER_FIRST,
            code="changed-since",
        )


def _named(subjects: Iterable[str]) -> list[str]:
    """What people call the things of some subjects."""
    told = [each.partition(":") for each in subjects]
    numbers = [int(number) for kind, _, number in told if kind == "device"]
    devices = {f"{each.pk}": str(each) for each in Device.objects.filter(pk__in=numbers)}
    return [devices.get(number, f"{kind} {number}") for kind, _, number in told]


def _restore(link: Link) -> None:
    """Give what an import changed the values back that it had."""
    changed = Event.objects.filter(link=link, kind="device.changed", payload__isnull=False)
    told = changed.values_list("subject", "payload").iterator(ROWS_AT_ONCE)
    while some := list(islice(told, ROWS_AT_ONCE)):
        old = (
            (
                int(subject.partition(":")[2]),
                {
                    name: _field(name).to_python(before)
                    for name, (before, _) in (payload or {}).items()
                },
            )
            for subject, payload in some
        )
        change_rows(Device, old, "version_no")


def _field(name: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", Device._meta.get_field(name))


_NAMED_COUNT = 3
_CHANGED_SINCE = Text(
    nl="toestellen zijn sindsdien veranderd of gebruikt: {count}, zoals {first}",
    en="devices have changed since, or are used: {count}, such as {first}",
)
_LATER_FIRST = Text(
    nl="maak die latere wijzigingen eerst ongedaan", en="undo those later changes first"
)
