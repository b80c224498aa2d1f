"""What the site is measured on: an organisation of many devices, and a second one beside it.

Devices come in by the lane of the import, with their events. What no list brings (states further
on, repairs, stays in pools, counts, a thousand changes by hand) is added on top, partly as rows:
the measure is of questions, not of the verbs that made the answers.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import repeat
from typing import Any

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PASSWORD = "only-for-benchmarks-2026"
CATEGORIES = {
    "laptop": ("Dell Latitude", "HP EliteBook", "Lenovo ThinkPad", "Apple MacBook"),
    "desktop": ("Dell OptiPlex", "HP ProDesk", "Lenovo ThinkCentre"),
    "monitor": ("Dell P", "HP E", "Philips B", "Iiyama XUB"),
    "smartphone": ("Samsung Galaxy", "Apple iPhone", "Fairphone FP"),
    "tablet": ("Apple iPad", "Samsung Tab"),
    "printer": ("Canon iR", "Ricoh IM", "HP LaserJet"),
    "switch": ("Cisco C", "Aruba CX"),
    "dock": ("Dell WD", "HP G"),
    "chromebook": ("Acer CB", "HP x360"),
    "server": ("Dell PowerEdge", "HP ProLiant"),
    "projector": ("Epson EB", "Optoma X"),
    "access_point": ("Aruba AP", "Cisco MR"),
}
WEIGHTS = (38, 9, 22, 10, 5, 3, 2, 4, 4, 1, 1, 1)
STATES = ("in_use",) * 14 + ("in_stock", "returned", "on_loan", "in_repair", "gone", "ordered")
FURTHER = (
    "received", "screened", "in_reserve", "allocated", "to_dismantle", "to_leave", "dismantled",
    "gone_school", "gone_staff", "gone_donated", "gone_traded_in", "gone_lessor", "gone_recycled",
    "lost_stolen",
)  # fmt: skip
OF_EACH_STATE, LOTS, REPAIRS, EDITS, COUNTS = 150, 500, 3_000, 1_000, 20


def columns(rows_count: int, mark: str) -> dict[str, list[Any]]:
    """The same devices every time, as the readers give them; a register never knows everything."""
    dice = random.Random(mark)
    kinds = dice.choices(tuple(CATEGORIES), WEIGHTS, k=rows_count)
    rows = [_device(number, mark, kind, dice) for number, kind in enumerate(kinds)]
    rows += [_lot(rows_count + number, dice) for number in range(LOTS)]
    return {name: [row.get(name) for row in rows] for name in rows[0]}


def _device(number: int, mark: str, category: str, dice: random.Random) -> dict[str, Any]:
    make, _, series = dice.choice(CATEGORIES[category]).partition(" ")
    bought = 20_780 - int(dice.triangular(0, 3_300, 900))
    is_dated = dice.random() > 0.03
    return {
        "row_no": number + 2,
        "tag": f"{mark}-{number:06d}",
        "serial": f"{dice.randrange(36**7):07X}{number}",
        "category": category,
        "make": make,
        "model": f"{series} {dice.randrange(20) + 1}{dice.choice(['0', '5', 'X'])}",
        "purchased_days": bought if is_dated else None,
        "purchased_precision": "day" if is_dated else None,
        "warranty_end_days": bought + dice.choice((730, 1_096, 1_826)) if is_dated else None,
        "last_seen_days": 20_780 - dice.randrange(700),
        "price_cents": dice.randrange(100_00, 2000_00),
        "currency": "EUR",
        "order_no": f"Bestelling {number // 25}",
        "supplier": f"Leverancier {number % 9}",
        "unit": f"Dienst {dice.randrange(120)}",
        "location": f"Gebouw {dice.randrange(40)}",
        "ownership": dice.choices(("owned", "leased", "rented", "personal"), (90, 6, 3, 1))[0],
        "use_profile": dice.choices(("", "office", "kiosk"), (70, 28, 2))[0],
        "state": dice.choice(STATES),
        "ram_gb": dice.choice((8.0, 16.0, None)),
        "os": dice.choice(("Windows 10", "Windows 11", "")),
        "storage_serials": f"S{number}" if number % 10 == 0 else None,
        "quantity_count": None,
    }


def _lot(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        "row_no": number + 2,
        "category": dice.choice(("mouse", "keyboard", "dock")),
        "make": "Logitech",
        "model": f"M{dice.randrange(90)}",
        "unit": f"Dienst {dice.randrange(120)}",
        "quantity_count": dice.randrange(2, 200),
    }


def filled(slug: str, rows_count: int, people_count: int) -> list[str]:
    """Make an organisation of so many devices, once; the addresses of those who sign in."""
    from django.contrib.auth.hashers import make_password

    from kringspoor.people.actions import found_organisation, give_role
    from kringspoor.people.models import Organisation, User
    from kringspoor.use.actions.imports import import_devices

    addresses = [f"person{number}@{slug}.example" for number in range(people_count)]
    if Organisation.objects.filter(slug=slug).exists():
        return addresses
    organisation = found_organisation(slug, slug.title())
    hashed = make_password(PASSWORD)
    for address in addresses:
        person = User.objects.create(email=address, password=hashed)
        give_role(person, "asset_manager", organisation=organisation)
    import_devices(
        columns(rows_count, slug[:2].upper()), organisation=organisation, actor=person, at=AT,
        name="register.csv", key="1",
    )  # fmt: skip
    _add_the_rest(organisation, person)
    return addresses


def _add_the_rest(organisation: Any, person: Any) -> None:
    from django.db import connection

    from kringspoor.cli import demo_counting
    from kringspoor.people.tenancy import scope

    demo_counting.fill(organisation, person, TODAY)
    with scope(organisation):
        _put_further(organisation, person)
        _mend(organisation, person)
        _count(organisation, person)
    _edit(organisation, person)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _put_further(organisation: Any, person: Any) -> None:
    """Devices in the states that no list brings, and a pool for those that wait."""
    from django.db import connection

    from kringspoor.record.actions.writing import Happening, write_down
    from kringspoor.record.rows import numbers_for, write_rows
    from kringspoor.use.models import Device, Pool, PoolStay

    states = [state for state in FURTHER for _ in range(OF_EACH_STATE)]
    numbers = numbers_for(Device, len(states))
    written = {
        "id": numbers, "organisation_id": repeat(organisation.pk), "state": states,
        "tag": [f"FURTHER-{number}" for number in numbers], "category": repeat("laptop"),
        "make": repeat("Dell"), "model": repeat("Latitude 5420"), "ownership": repeat("owned"),
        "purchased_on": repeat(date(2021, 5, 3)),
    }  # fmt: skip
    with connection.cursor() as cursor:  # the guards let none in that proved no exit: not asked now
        cursor.execute("SET session_replication_role = replica")
        write_rows(Device, written)
        cursor.execute("SET session_replication_role = DEFAULT")
    told = (Happening("device.added", f"device:{number}", {}) for number in numbers)
    write_down(told, organisation=organisation, actor=person, at=AT)
    pool = Pool.objects.create(
        organisation=organisation, name="Reserve", kind="reserve", cap_count=500
    )
    waiting = [n for n, state in zip(numbers, states, strict=True) if state == "in_reserve"]
    stays = {
        "pool_id": repeat(pool.pk), "device_id": waiting, "from_on": repeat(TODAY),
        "review_on": repeat(TODAY + timedelta(days=60)),
    }  # fmt: skip
    write_rows(PoolStay, stays)


def _mend(organisation: Any, person: Any) -> None:
    """Repairs of the last three years, by two suppliers."""
    from kringspoor.core.repair import RepairRoute
    from kringspoor.record.rows import write_rows
    from kringspoor.use.actions.repairs_settings import repairer_named
    from kringspoor.use.models import Device, RepairOrder

    dice = random.Random(2)
    partners = [
        repairer_named(
            name, RepairRoute.SUPPLIER, organisation=organisation, actor=person, at=AT
        ).pk
        for name in ("Kantoorpunt", "Digibron")
    ]
    serving = Device.objects.filter(state="in_use").order_by("id")
    numbers = list(serving.values_list("pk", flat=True)[100 : 100 + REPAIRS])
    days = [TODAY - timedelta(days=dice.randrange(10, 1_000)) for _ in numbers]
    moments = [datetime(day.year, day.month, day.day, 9, tzinfo=UTC) for day in days]
    written = {
        "device_id": numbers, "fault": repeat("scherm blijft zwart"), "fault_on": days,
        "reported_at": moments, "route": repeat("supplier"),
        "repairer_id": [dice.choice(partners) for _ in numbers],
        "due_on": [day + timedelta(days=1) for day in days],
        "responded_at": [each + timedelta(days=dice.randrange(3)) for each in moments],
        "outcome": [dice.choice(("repaired", "repaired", "swapped")) for _ in numbers],
        "closed_on": [day + timedelta(days=4) for day in days],
        "cost_cents": [dice.randrange(0, 200_00) for _ in numbers],
    }  # fmt: skip
    write_rows(RepairOrder, written)


def _count(organisation: Any, person: Any) -> None:
    from kringspoor.use.models import StockTake

    for number in range(COUNTS):
        at = AT - timedelta(days=30 * number)
        StockTake.objects.create(
            organisation=organisation, name=f"Telling {number}", started_at=at, started_by=person
        )


def _edit(organisation: Any, person: Any) -> None:
    """Changes by hand, each a link of its own: a chain that grew."""
    from kringspoor.people.tenancy import scope
    from kringspoor.use.actions.devices import change_device
    from kringspoor.use.models import Device

    with scope(organisation):
        some = list(Device.objects.order_by("id").values_list("pk", "version_no")[:EDITS])
    for number, version_no in some:
        change_device(
            number, {"os": f"Debian {number}"}, organisation=organisation, actor=person, at=AT,
            version_no=version_no,
        )  # fmt: skip
