"""Which device of ours is which asset of another tool."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Batch
from kringspoor.use.connections.fetching import tool_of
from kringspoor.use.connections.tool import Name, names_in
from kringspoor.use.connections.troubles import trouble
from kringspoor.use.models import Connection, Counterpart, Device

_ROWS_AT_ONCE = 500


@within_organisation
@transaction.atomic
def link_counterparts(
    connection: Connection, batch: Batch, *, organisation: Organisation, at: datetime
) -> int:
    """Note which device is which asset there, from a list that was taken in; how many.

    An asset whose status there is no longer what we told is to be told again.
    """
    wanted = _wanted(connection, batch)
    kept: dict[str, Counterpart] = {}
    gone = []
    for each in connection.counterparts.select_related("device"):
        name_and_device = wanted.get(each.number)
        if name_and_device is None or name_and_device[1] != each.device_id:
            gone.append(each.pk)
        else:
            kept[each.number] = each
    Counterpart.objects.filter(pk__in=gone).delete()
    new = [
        Counterpart(
            connection=connection, device_id=device, number=number, status_no=name.status_no,
            seen_at=at,
        )
        for number, (name, device) in wanted.items()
        if number not in kept
    ]  # fmt: skip
    Counterpart.objects.bulk_create(new, batch_size=_ROWS_AT_ONCE)
    moved = []
    for number, each in kept.items():
        status = wanted[number][0].status_no
        if status != each.status_no:
            each.status_no = status
            each.told_state = "" if _is_other(connection, each) else each.told_state
            moved.append(each)
    Counterpart.objects.bulk_update(moved, ["status_no", "told_state"], batch_size=_ROWS_AT_ONCE)
    Counterpart.objects.filter(pk__in=[each.pk for each in kept.values()]).update(seen_at=at)
    return len(wanted)


def _is_other(connection: Connection, counterpart: Counterpart) -> bool:
    """Whether the other tool says another status than ours stands for."""
    told = connection.statuses.get(counterpart.device.state)
    return told is not None and told != str(counterpart.status_no)


def _wanted(connection: Connection, batch: Batch) -> dict[str, tuple[Name, int]]:
    """The assets of a kept answer by their number there, each with the device it is, once."""
    assert batch.evidence is not None
    try:
        document = json.loads(batch.evidence.path.read_bytes())
    except (OSError, ValueError) as error:
        raise trouble("not-json", host=connection.name) from error
    by_serial: dict[str, int | None] = {}
    by_tag: dict[str, int] = {}
    for pk, serial, tag in Device.objects.values_list("pk", "serial", "tag").iterator():
        if serial:  # a serial of two makes names nobody
            by_serial[serial.upper()] = None if serial.upper() in by_serial else pk
        if tag:
            by_tag[tag.upper()] = pk
    found: dict[str, tuple[Name, int]] = {}
    taken: set[int] = set()
    for name in names_in(tool_of(connection.tool), document):
        device = by_serial.get(name.serial.upper()) or by_tag.get(name.tag.upper())
        if name.number and device and device not in taken:
            taken.add(device)
            found[name.number[:100]] = (name, device)
    return found
