"""Questions to the connections with other asset tools, and to who owns which field."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, Max, Q, QuerySet

from kringspoor.assess.fleet import Columns
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Batch
from kringspoor.use.connections.snipeit import NOTES
from kringspoor.use.facts import DAYS, STORED
from kringspoor.use.models import Connection, Counterpart, Device, Pull, Writeback
from kringspoor.use.rules.connections import kept_elsewhere

_GIVEN = {stored: days for days, stored in DAYS.items()}  # what a field is read from
_TOGETHER = {"purchased_on": ("purchased_precision",), "price_cents": ("currency",)}
_NAMES = frozenset({"serial", "tag", "make"})  # they say which device it is


@dataclass(frozen=True, slots=True)
class Told:
    """What would be told about one device: its status there, and what that becomes."""

    counterpart: Counterpart
    status_now: str
    status_then: str
    is_linked: bool

    @property
    def is_other(self) -> bool:
        """Whether another status would be set."""
        return bool(self.status_then) and self.status_then != self.status_now


@within_organisation
def connections(*, organisation: Organisation) -> list[Connection]:
    """Every connection, by name."""
    return list(Connection.objects.all())


@within_organisation
def connection_of(number: int, *, organisation: Organisation) -> Connection | None:
    """One connection; nothing when it is not of this organisation."""
    found = Connection.objects.select_related("organisation", "added_by")
    return found.filter(pk=number).first()


@within_organisation
def pulls(connection: Connection, *, organisation: Organisation) -> QuerySet[Pull]:
    """What was fetched over a connection, the newest first."""
    return Pull.objects.filter(connection=connection).select_related("batch", "asked_by")


@within_organisation
def last_pulls(*, organisation: Organisation) -> dict[int, Pull]:
    """The newest fetch of every connection."""
    last = Pull.objects.order_by().values("connection").annotate(last=Max("id")).values("last")
    found = Pull.objects.select_related("batch").filter(pk__in=last)
    return {each.connection_id: each for each in found}


@within_organisation
def writes(connection: Connection, *, organisation: Organisation) -> QuerySet[Writeback]:
    """What the other tool was told or must be told, the newest first."""
    found = Writeback.objects.filter(counterpart__connection=connection)
    return found.select_related("counterpart__device")


@within_organisation
def owned_fields(device: Device, *, organisation: Organisation) -> dict[str, Connection]:
    """Which fields of a device another tool owns, and which: these are only read here.

    Of two tools that say they own a field of it, the one that was connected first does.
    """
    return kept_elsewhere([device.pk]).get(device.pk, {})


@within_organisation
def only_owned(columns: Columns, batch: Batch, *, organisation: Organisation) -> Columns:
    """A fetched list without what its tool may not change: nobody keeps two truths.

    A device that is not here yet brings everything it knows. Of one that is, only the fields the
    tool owns are left, and what says which device it is. A list that a person gave stays whole.
    """
    number = batch.answers.get("connection")
    if number is None:
        return columns
    fields = frozenset(batch.answers.get("fields", ()))
    theirs = _owned_by_others(number)
    kept: Columns = {name: list(values) for name, values in columns.items()}
    for row, device_no, make in _known_rows(columns):
        owned = fields - theirs.get(device_no, frozenset())
        for name in _not_of(owned):
            if name in kept:
                kept[name][row] = None
        if "make" in kept:
            kept["make"][row] = make or None
    return kept


def _not_of(owned: Collection[str]) -> Iterator[str]:
    """The columns that hold what is not owned."""
    for name in STORED:
        if name in owned or name in _NAMES or any(name in _TOGETHER.get(o, ()) for o in owned):
            continue
        yield _GIVEN.get(name, name)


def _owned_by_others(connection_no: int) -> dict[int, frozenset[str]]:
    """The fields of each device that an earlier connection owns."""
    earlier = Counterpart.objects.filter(connection__is_on=True, connection_id__lt=connection_no)
    owned: dict[int, frozenset[str]] = {}
    fields = dict(Connection.objects.values_list("pk", "fields"))
    for device_no, other in earlier.values_list("device_id", "connection_id").iterator():
        owned[device_no] = owned.get(device_no, frozenset()) | frozenset(fields[other])
    return owned


def _known_rows(columns: Columns) -> Iterator[tuple[int, int, str]]:
    """The rows about a device that is here: their place, the device, and its make."""
    by_serial: dict[str, tuple[int, str] | None] = {}
    by_tag: dict[str, tuple[int, str]] = {}
    known = Device.objects.values_list("pk", "serial", "tag", "make")
    for pk, serial, tag, make in known.iterator():
        if serial:  # a serial of two makes names nobody
            key = serial.upper()
            by_serial[key] = None if key in by_serial else (pk, make)
        if tag:
            by_tag[tag.upper()] = (pk, make)
    empty: Sequence[None] = [None] * len(columns["row_no"])
    pairs = zip(columns.get("serial", empty), columns.get("tag", empty), strict=True)
    for row, (own, label) in enumerate(pairs):
        named = by_serial.get(str(own or "").upper()) or by_tag.get(str(label or "").upper())
        if named is not None:
            yield row, *named


@within_organisation
def would_be_told(connection: Connection, *, organisation: Organisation) -> list[Told]:
    """What is still to be told: devices that get another status come first."""
    labels: dict[str, str] = dict(connection.offered.get("statuses", ()))
    found = connection.counterparts.select_related("device")
    found = found.exclude(told_state=F("device__state"))
    told = [
        Told(
            each,
            labels.get(str(each.status_no), ""),
            labels.get(connection.statuses.get(each.device.state, ""), ""),
            bool(connection.link_column and connection.site_address),
        )
        for each in found
    ]
    return sorted(
        (t for t in told if t.is_other or t.is_linked), key=lambda each: not each.is_other
    )


@within_organisation
def columns_of(connection: Connection, *, organisation: Organisation) -> list[tuple[str, str]]:
    """Where a link may go: the notes, or a custom field that was made for it."""
    return [(NOTES, ""), *((key, name) for key, name in connection.offered.get("columns", ()))]


@within_organisation
def troubled(*, organisation: Organisation) -> int:
    """How many connections that are on did not work the last time."""
    newest = last_pulls(organisation=organisation)
    on = Connection.objects.filter(is_on=True).values_list("pk", flat=True)
    failed = {pk for pk in on if pk in newest and newest[pk].state == "failed"}
    stuck = Writeback.objects.filter(
        Q(is_given_up=True), counterpart__connection__in=on, done_at__isnull=True
    )
    return len(failed | set(stuck.values_list("counterpart__connection", flat=True)))
