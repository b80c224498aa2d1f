"""Counts and orders of the demo: a count under way, one that is closed, an order short of four."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from kringspoor.people.actions import sites_named
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.counting import Seen, close_count, note_sightings, start_count
from kringspoor.use.actions.orders import Bought, add_line, add_serials
from kringspoor.use.models import Device, OrderLine, StockTake

_SITES = ("Hoofdgebouw", "Depot")
_UNKNOWN = ("ETIKET-0931", "5CG4410XZQ")
_COUNTED, _SHORT = 40, 4


def fill(organisation: Organisation, actor: User, today: date, order_no: str = "") -> None:
    """Count in two places and write down an order; what is already there stays."""
    with scope(organisation):
        if StockTake.objects.exists() or OrderLine.objects.exists():
            return
        devices = list(Device.objects.filter(state="in_use").exclude(tag="").order_by("tag"))
        devices = devices[: 2 * _COUNTED]
    at = datetime.combine(today, time(9, 0), UTC)
    _counted(organisation, actor, at - timedelta(days=200), devices[:_COUNTED], "Voorjaar", True)
    _counted(organisation, actor, at, devices[_COUNTED:], "Najaar", False)
    _ordered(organisation, actor, at, order_no)


def _counted(
    organisation: Organisation,
    actor: User,
    at: datetime,
    devices: list[Device],
    name: str,
    is_over: bool,
) -> None:
    sites = sites_named(_SITES, organisation=organisation)
    unit = devices[0].unit
    count = start_count(f"{name} {at:%Y}", organisation=organisation, actor=actor, at=at, unit=unit)
    for place, (site, some) in enumerate(zip(_SITES, (devices[::3], devices[1::3]), strict=True)):
        tags = [each.tag for each in some] + [_UNKNOWN[place]]
        seen = [Seen(tag, f"demo-{name}-{tag}", "usb", at) for tag in tags]
        note_sightings(
            seen, organisation=organisation, actor=actor, at=at, count=count, site=sites[site],
            place=f"lokaal {place + 1}.0{place + 2}",
        )  # fmt: skip
    if is_over:
        close_count(count, organisation=organisation, actor=actor, at=at)


def _ordered(organisation: Organisation, actor: User, at: datetime, order_no: str) -> None:
    """An order of which four never reached the register."""
    with scope(organisation):
        found = list(Device.objects.filter(order_no=order_no).order_by("tag"))
    if not found:
        return
    known = [each.serial for each in found]
    missing = [f"5CG{no:04}NV" for no in range(1, _SHORT + 1)]
    fields = {"supplier": "Kantoorpunt", "category": "laptop", "description": "laptop, 16 GB",
              "ordered_on": found[0].purchased_on}  # fmt: skip
    bought = Bought(order_no, len(known) + _SHORT, fields)
    line = add_line(bought, organisation=organisation, actor=actor, at=at)
    add_serials(line, [*known, *missing], organisation=organisation, actor=actor, at=at)
