"""Taking lists into the inventory, and taking them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from kringspoor.assess.fleet import Columns
from kringspoor.core.errors import Refused
from kringspoor.core.states import from_coarse
from kringspoor.core.words import Text
from kringspoor.people.actions import sites_named, units_named
from kringspoor.people.models import Organisation, Site, Unit, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.batches import accept_batch, move_batch, open_batch
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.record.models import Batch, Event
from kringspoor.use.facts import plain
from kringspoor.use.importing import Change, Comparison, Row, compared, counts_of
from kringspoor.use.models import Device, FileShape, Lot, StorageMedium

if TYPE_CHECKING:
    from django.db.models import Field

_ROWS_AT_ONCE = 500
IMPORT = "import"


def _quietly(_: int) -> None:
    """Nobody listens."""


@within_organisation
def import_devices(
    columns: Columns,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    name: str,
    key: str,
) -> Batch:
    """Take a fleet's columns into the inventory as one batch that can be undone.

    ``key`` names the act: the same key twice is the same batch, so a double click makes nothing
    twice. All of it is done, or nothing.
    """
    with transaction.atomic():
        batch = open_batch(
            IMPORT, organisation=organisation, actor=actor, at=at, name=name, key=key,
            state="running",
        )  # fmt: skip
        return import_batch(batch, columns, organisation=organisation, at=at)


@within_organisation
@transaction.atomic
def import_batch(
    batch: Batch,
    columns: Columns,
    *,
    organisation: Organisation,
    at: datetime,
    told: Callable[[int], None] = _quietly,
) -> Batch:
    """Do what a batch that is running promised: all of it, or nothing; once, whoever else tries.

    ``told`` hears how many rows are written. Raises Refused when what a person was shown is no
    longer what would happen.
    """
    hold_chain(organisation=organisation)
    batch = Batch.objects.select_related("actor").get(pk=batch.pk)
    if batch.state != "running":
        return batch
    batch.rows_count = len(columns["row_no"])
    comparison = compared(columns, list(Device.objects.all()))
    if batch.looked and batch.looked["counts"] != counts_of(comparison):
        raise Refused(_OTHERWISE, code="changed-since-look")
    happenings = _made(comparison.made, organisation, batch, told)
    happenings += _changed(comparison.changed)
    told(len(comparison.made) + len(comparison.changed))
    happenings += _lots(comparison.lots, organisation, batch)
    if happenings:
        write_down(happenings, organisation=organisation, actor=batch.actor, at=at, batch=batch)
    _finish(batch, comparison, at)
    return batch


_OTHERWISE = Text(
    nl="sinds u keek, is de inventaris veranderd", en="the inventory has changed since you looked"
)


def _finish(batch: Batch, comparison: Comparison, at: datetime) -> None:
    batch.state, batch.ended_at = "done", at
    batch.done_count = batch.rows_count
    batch.made_count = len(comparison.made) + len(comparison.lots)
    batch.changed_count = len(comparison.changed)
    if not batch.looked:  # else a person saw them already, with their place in the file
        batch.problems = [
            {"row_no": row_no, "code": code, "nl": text.nl, "en": text.en}
            for row_no, code, text in comparison.problems
        ]
    batch.save()


def _made(
    rows: Sequence[Row], organisation: Organisation, batch: Batch, told: Callable[[int], None]
) -> list[Happening]:
    units = units_named((each.unit for each in rows), organisation=organisation)
    sites = sites_named((each.site for each in rows), organisation=organisation)
    devices = [
        Device(
            organisation=organisation, batch=batch, state=from_coarse(row.state or "in_use").value,
            ownership=row.ownership or "owned", **_placed(row, units, sites), **row.fields,
        )
        for row in rows
    ]  # fmt: skip
    for at in range(0, len(devices), _ROWS_AT_ONCE):
        Device.objects.bulk_create(devices[at : at + _ROWS_AT_ONCE])
        told(min(at + _ROWS_AT_ONCE, len(devices)))
    StorageMedium.objects.bulk_create(
        [
            StorageMedium(device=device, serial=serial)
            for device, row in zip(devices, rows, strict=True)
            for serial in row.media_serials
        ],
        batch_size=_ROWS_AT_ONCE,
    )
    return [
        Happening(
            "device.imported", device.subject, _payload({**row.fields, "state": device.state})
        )
        for device, row in zip(devices, rows, strict=True)
    ]


def _placed(row: Row, units: Mapping[str, Unit], sites: Mapping[str, Site]) -> dict[str, Any]:
    return {"unit": units.get(row.unit[:200]), "site": sites.get(row.site[:200])}


def _changed(changes: Sequence[Change]) -> list[Happening]:
    for each in changes:
        for name, (_, new) in each.changed.items():
            setattr(each.device, name, new)
        each.device.version_no += 1
    if changes:
        names = sorted({name for each in changes for name in each.changed})
        Device.objects.bulk_update(
            [each.device for each in changes], [*names, "version_no"], batch_size=_ROWS_AT_ONCE
        )
    return [
        Happening(
            "device.changed",
            each.device.subject,
            {name: [plain(old), plain(new)] for name, (old, new) in each.changed.items()},
        )
        for each in changes
    ]


_LOT_FIELDS = ("category", "make", "model", "description", "purchased_on", "price_cents",
               "currency", "order_no")  # fmt: skip


def _lots(rows: Sequence[Row], organisation: Organisation, batch: Batch) -> list[Happening]:
    units = units_named((each.unit for each in rows), organisation=organisation)
    sites = sites_named((each.site for each in rows), organisation=organisation)
    lots = [
        Lot(
            organisation=organisation, batch=batch, quantity_count=row.quantity_count or 1,
            **_placed(row, units, sites), **{name: row.fields[name] for name in _LOT_FIELDS},
        )
        for row in rows
    ]  # fmt: skip
    Lot.objects.bulk_create(lots, batch_size=_ROWS_AT_ONCE)
    return [
        Happening("lot.imported", f"lot:{lot.pk}", {"quantity": lot.quantity_count}) for lot in lots
    ]


def _payload(fields: Mapping[str, Any]) -> dict[str, Plain]:
    """Only what is known: an event says what was said."""
    return {name: plain(value) for name, value in fields.items() if value not in ("", None)}


@within_organisation
def accept_import(batch: Batch, *, organisation: Organisation, actor: User) -> None:
    """Let an import be done as it was shown. Raises Refused while it still asks something."""
    if batch.state == "looked_at" and batch.looked["questions"]:
        raise Refused(
            Text(nl="deze lijst heeft nog een vraag voor u", en="this list still asks something"),
            hint=Text(nl="beantwoord eerst de vraag", en="answer the question first"),
            code="question",
        )
    accept_batch(batch, organisation=organisation, actor=actor)


@within_organisation
def answer_batch(
    batch: Batch,
    mapping: Mapping[str, str],
    *,
    organisation: Organisation,
    is_day_first: bool | None,
) -> None:
    """Keep what a person says about a file, remember its columns, and have it looked at again."""
    FileShape.objects.update_or_create(
        key=batch.looked["shape"],
        defaults={"mapping": dict(mapping)},
        create_defaults={"organisation": organisation, "mapping": dict(mapping)},
    )
    move_batch(
        batch,
        "waiting",
        organisation=organisation,
        when=("looked_at",),
        answers={**batch.answers, "is_day_first": is_day_first},
        tries_count=0,
    )


@within_organisation
def forget_mapping(shape: str, *, organisation: Organisation) -> None:
    """Forget what was said about files of this shape: with it they cannot be read."""
    FileShape.objects.filter(key=shape).delete()


@within_organisation
@transaction.atomic
def undo_import(
    batch: Batch, *, organisation: Organisation, actor: User | None, at: datetime
) -> Batch:
    """Take an import back: what it made goes, what it changed returns to what it was.

    Raises Refused, naming the first devices, when something later depends on it.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == "undone":
        return batch
    if batch.state != "done":
        raise Refused(
            Text(nl="deze invoer is niet afgerond", en="this import is not finished"),
            code="not-done",
        )
    link = batch.links.order_by("number_no").last()
    if link is not None:
        events = list(link.events.all())
        _nothing_later(events, link.number_no)
        _take_back(events)
        write_down(
            [Happening("import.undone", f"batch:{batch.pk}", {"events": len(events)})],
            organisation=organisation, actor=actor, at=at, batch=batch,
        )  # fmt: skip
    batch.state, batch.ended_at = "undone", at
    batch.save(update_fields=("state", "ended_at"))
    return batch


def _nothing_later(events: Sequence[Event], link_no: int) -> None:
    subjects = {each.subject for each in events}
    later = Event.objects.filter(link__number_no__gt=link_no).values_list("subject", flat=True)
    depending = sorted(subjects.intersection(later.iterator()))
    if depending:
        first = ", ".join(depending[:3])
        raise Refused(
            Text(
                nl=f"{len(depending)} toestellen zijn sindsdien veranderd, zoals {first}",
                en=f"{len(depending)} devices have changed since, such as {first}",
            ),
            hint=Text(
                nl="maak die latere wijzigingen eerst ongedaan",
                en="undo those later changes first",
            ),
            code="changed-since",
        )


def _take_back(events: Sequence[Event]) -> None:
    numbers: dict[str, list[int]] = {"device.imported": [], "lot.imported": []}
    for event in events:
        number = int(event.subject.partition(":")[2])
        if event.kind in numbers:
            numbers[event.kind].append(number)
        elif event.kind == "device.changed":
            _restore(number, event.payload or {})
    for at in range(0, len(numbers["device.imported"]), _ROWS_AT_ONCE):
        some = numbers["device.imported"][at : at + _ROWS_AT_ONCE]
        StorageMedium.objects.filter(device__in=some).delete()
        Device.objects.filter(pk__in=some).delete()
    Lot.objects.filter(pk__in=numbers["lot.imported"]).delete()


def _restore(number: int, changes: Mapping[str, Any]) -> None:
    device = Device.objects.get(pk=number)
    for name, (old, _) in changes.items():
        column = cast("Field[Any, Any]", Device._meta.get_field(name))
        setattr(device, name, column.to_python(old))
    device.version_no += 1
    device.save()
