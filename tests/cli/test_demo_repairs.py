"""The repairs of the demo: once, with every kind of page something to show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.site import AT, an_organisation, somebody
from tests.use.repairing import an_own_device

from kringspoor.cli.demo_repairs import fill
from kringspoor.people.tenancy import scope
from kringspoor.record.queries import faults_of
from kringspoor.use.models import Part, RepairOrder
from kringspoor.use.queries.repairs_measured import Period, repairers_in

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_year_of_repairs_and_gets_it_once() -> None:
    organisation = an_organisation()
    actor = somebody(organisation)
    with scope(organisation):
        for _ in range(4):
            an_own_device(organisation, warranty_end_on=AT.date() + timedelta(days=90))
            an_own_device(organisation, warranty_end_on=date(2020, 1, 1))
        an_own_device(organisation, state="returned", serial="DONOR")
        for _ in range(2):
            fill(organisation, actor, AT)
        assert RepairOrder.objects.count() == 8
        assert RepairOrder.objects.filter(closed_on=None).count() == 3
        assert set(Part.objects.values_list("state", flat=True)) == {
            "stock", "installed", "scrapped",
        }  # fmt: skip
        found = repairers_in(Period(), organisation=organisation, today=AT.date())
        assert {each.name for each in found} == {"", "Digibron", "Kantoorpunt"}
        assert found[0].spent[-1].total_cents > 5_900
    assert not list(faults_of(organisation=organisation))
