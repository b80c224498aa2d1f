"""A page asks the database as often for one thing as for three, and how often stands here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.calendar import days_of
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.counting import start_count
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Device, RepairOrder

pytestmark = pytest.mark.django_db
WHO = 3  # session, person, role: every page asks who asks
BOUGHT = days_of(AT.date()) - 61 * 30
PAGES = {
    "": WHO + 4,
    "search/?q=T-&all=1": WHO + 3,
    "devices/": WHO + 4,
    "devices/?make=Dell&unit=ICT&q=T-&sort=-unit": WHO + 4,
    "devices/?sort=price&bought_from=2019-01-01": WHO + 4,
    "lifetimes/due/": WHO + 9,
    "lifetimes/warranty/": WHO + 2,
    "plan/": WHO + 2,
    "achieved/": WHO + 6,
    "repairs/": WHO + 6,
    "counts/": WHO + 5,
    "record/": WHO + 7,
    "lots/": WHO + 3,
}


def with_so_many(slug: str, count: int) -> tuple[Organisation, User]:
    """An organisation with so many devices, lots, repairs and counts, and who looks at them."""
    here = an_organisation(slug)
    person = somebody(here)
    rows = [
        {"tag": f"T-{number}", "make": "Dell", "model": "Latitude", "category": "laptop",
         "unit": "ICT", "state": "in_use", "purchased_days": BOUGHT, "price_cents": 90_000,
         "currency": "EUR", "warranty_end_days": BOUGHT + 365, "order_no": "B1"}
        for number in range(count)
    ]  # fmt: skip
    rows += [{"category": "mouse", "model": f"M{n}", "quantity_count": 9} for n in range(count)]
    import_devices(columns(*rows), organisation=here, actor=person, at=AT, name="a.csv", key="1")
    with scope(here):
        for device in Device.objects.all():
            RepairOrder.objects.create(
                device=device, fault="stil", fault_on=AT.date(), reported_at=AT, route="own_bench"
            )
    for number in range(count):
        at = AT + timedelta(hours=number)
        start_count(f"Telling {number}", organisation=here, actor=person, at=at)
    return here, person


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "questions"), PAGES.items())
def test_a_page_asks_as_often_for_one_as_for_three(page: str, questions: int, count: int) -> None:
    here, person = with_so_many("hier", count)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(person)
    address = f"/hier/{page}"
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    assert len(asked) == questions, [each["sql"][:120] for each in asked]
    with scope(here):
        assert Device.objects.count() == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_device_asks_as_often_beside_others(count: int) -> None:
    here, person = with_so_many("hier", count)
    browser = Client(headers={"host": "localhost"})
    browser.force_login(person)
    with scope(here):
        address = f"/hier/devices/{Device.objects.order_by('pk')[0].pk}/"
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    assert len(asked) == WHO + 13, [each["sql"][:120] for each in asked]
