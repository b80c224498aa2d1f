"""A register is only as good as what reaches it: 100 laptops were bought, and 96 were found."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.use import tasks
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.orders import ORDERS
from kringspoor.use.queries.orders import compared
from kringspoor.use.tables.orders import sentence

MISSING = (17, 42, 68, 99)


@pytest.mark.django_db
def test_a_hundred_were_bought_ninety_six_found_and_these_four_were_not(
    settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    here = an_organisation("hogeschool")
    actor = somebody(here)
    order = "Bestelnummer;Omschrijving;Soort;Aantal\nBB-2026-014;HP EliteBook 840 G11;laptop;100\n"
    note = "Bestelnummer;Model;Soort;Serienummer\n" + "".join(
        f"BB-2026-014;EliteBook 840 G11;laptop;5CG{no:04}\n" for no in range(100)
    )
    for name, text in (("order.csv", order), ("note.csv", note)):
        kept = keep_file([text.encode()], organisation=here, name=name, kind=ORDERS, at=AT)
        open_batch(
            ORDERS, organisation=here, actor=actor, at=AT, name=name, key=kept.sha256, evidence=kept
        )
    while tasks.work_once(AT):
        continue
    rows = [
        {"tag": f"HS-{no:05}", "serial": f"5CG{no:04}", "make": "HP", "category": "laptop"}
        for no in range(100)
        if no not in MISSING
    ]
    import_devices(columns(*rows), organisation=here, actor=actor, at=AT, name="r.csv", key="r")
    found = compared(["BB-2026-014"], organisation=here)["BB-2026-014"]
    assert sentence(found) == "100 gekocht, 96 gevonden: 4 ontbreken."
    assert found.lines[0].missing_serials == [f"5CG{no:04}" for no in MISSING]
    assert found.surplus == []
