"""A list of 100,000 devices taken into the database, beside Django's ``bulk_create``.

Our side is the whole lane: compare with what is there, write devices and their media, spell, salt
and hash an event for each, bind them in a link of the chain. The peer makes model objects of the
same rows and writes devices and events alone: no comparison, no media, no hashes, no link. Both
are one transaction on the same database, each in an organisation of its own; they take turns.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import Any

from kringspoor.cli.site import open_site

AT = datetime(2026, 11, 24, tzinfo=UTC)
MODELS = (
    ("laptop", "Dell", "Latitude 5420"),
    ("laptop", "HP", "EliteBook 840 G8"),
    ("laptop", "Lenovo", "ThinkPad T14 Gen 2"),
    ("monitor", "Dell", "P2422H"),
    ("desktop", "Dell", "OptiPlex 7090"),
    ("smartphone", "Apple", "iPhone SE"),
)
STATES = ("in_use", "in_use", "in_stock", "returned", "")


def columns(rows_count: int) -> dict[str, list[Any]]:
    """The same devices every time, as the readers give them; one in ten tells its disk."""
    dice, numbers = random.Random(1), range(rows_count)
    models = [dice.choice(MODELS) for _ in numbers]
    bought = [dice.randrange(15_000, 20_500) for _ in numbers]
    return {
        "row_no": [number + 2 for number in numbers],
        "tag": [f"VB-{number:06d}" for number in numbers],
        "serial": [f"{dice.randrange(36**7):07X}{number}" for number in numbers],
        "category": [category for category, _, _ in models],
        "make": [make for _, make, _ in models],
        "model": [model for _, _, model in models],
        "purchased_days": bought,
        "warranty_end_days": [day + 1096 for day in bought],
        "price_cents": [dice.randrange(100_00, 2000_00) for _ in numbers],
        "currency": ["EUR"] * rows_count,
        "order_no": [f"Bestelling {number // 40}" for number in numbers],
        "unit": [f"Dienst {number % 60}" for number in numbers],
        "state": [dice.choice(STATES) for _ in numbers],
        "ram_gb": [dice.choice((8.0, 16.0, None)) for _ in numbers],
        "storage_serials": [f"S{number}" if number % 10 == 0 else None for number in numbers],
    }


def an_organisation(name: str) -> Any:
    """An empty organisation."""
    from kringspoor.people.actions import found_organisation

    return found_organisation(name, name)


def lane_seconds(given: dict[str, list[Any]], name: str) -> tuple[float, float]:
    """How long the lane takes, and taking all of it back."""
    from kringspoor.use.actions.imports import import_devices
    from kringspoor.use.actions.imports_undo import undo_import

    organisation = an_organisation(name)
    start = perf_counter()
    batch = import_devices(
        given, organisation=organisation, actor=None, at=AT, name="list.csv", key="1"
    )
    done = perf_counter()
    undo_import(batch, organisation=organisation, actor=None, at=AT)
    return done - start, perf_counter() - done


def peer_seconds(given: dict[str, list[Any]], name: str) -> float:
    """How long Django takes with the same rows, its objects made of them included.

    Of batches of 500, of 2,000 and of Django's own choice, the last were the quickest.
    """
    from django.db import transaction

    from kringspoor.people.actions import units_named
    from kringspoor.people.tenancy import scope
    from kringspoor.record.actions.batches import open_batch
    from kringspoor.record.models import Event, Link

    organisation = an_organisation(name)
    start = perf_counter()
    with scope(organisation), transaction.atomic():
        batch = open_batch(
            "import", organisation=organisation, actor=None, at=AT, name="list.csv", key="1"
        )
        units = units_named(given["unit"], organisation=organisation)
        devices = _written_devices(given, organisation, batch, units)
        link = Link.objects.create(
            organisation=organisation, number_no=1, at=AT, batch=batch, events_count=len(devices),
            actor_commitment=bytes(32), root=bytes(32), hash=bytes(32),
        )  # fmt: skip
        Event.objects.bulk_create(
            Event(
                organisation=organisation, link=link, position_no=number, kind="device.imported",
                subject=device.subject, payload=_payload(device), salt=bytes(16),
                commitment=bytes(32),
            )
            for number, device in enumerate(devices)
        )  # fmt: skip
    return perf_counter() - start


def _written_devices(
    given: dict[str, list[Any]], organisation: Any, batch: Any, units: dict[str, Any]
) -> list[Any]:
    from kringspoor.core.states import from_coarse
    from kringspoor.use.facts import STORED
    from kringspoor.use.importing import as_listed
    from kringspoor.use.models import Device

    listed = as_listed(given)
    columns = zip(*(listed[name] for name in STORED), strict=True)
    return Device.objects.bulk_create(
        Device(
            organisation=organisation, batch=batch, unit=units[unit],
            state=from_coarse(state or "in_use").value, **dict(zip(STORED, row, strict=True)),
        )
        for unit, state, row in zip(listed["unit"], listed["state"], columns, strict=True)
    )  # fmt: skip


def _payload(device: Any) -> dict[str, Any]:
    from kringspoor.use.facts import STORED, plain

    values = ((name, getattr(device, name)) for name in (*STORED, "state"))
    return {name: plain(value) for name, value in values if value not in ("", None)}


def main() -> None:
    """``bulk ROWS RUNS``: medians of both and of their ratio, on the database of the settings."""
    rows_count, runs_count = int(float(sys.argv[1])), int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="kringspoor-bench-") as home:
        os.environ |= {"KRINGSPOOR_HOME": home, "KRINGSPOOR_SECRET_KEY": "only-for-benchmarks"}
        open_site()
        lane_seconds(columns(100), "warm"), peer_seconds(columns(100), "warm-peer")
        given = columns(rows_count)
        runs = [
            (peer_seconds(given, f"peer-{run}"), *lane_seconds(given, f"lane-{run}"))
            for run in range(runs_count)
        ]
    found = {
        "peer_seconds": median(peer for peer, _, _ in runs),
        "lane_seconds": median(lane for _, lane, _ in runs),
        "undo_seconds": median(undo for _, _, undo in runs),
        "ratio": median(peer / lane for peer, lane, _ in runs),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
