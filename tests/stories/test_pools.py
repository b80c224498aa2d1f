"""A tenth of the machines serves a second life, and a reserve does not become a dusty cupboard."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from tests.site import AT, an_organisation, columns, somebody
from tests.use.lives import TODAY, Life

from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.states import State
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.pools import keep_pool, put_in_pool
from kringspoor.use.models import Device, Pool, PoolStay
from kringspoor.use.queries.pools import held_and_fleet, pool
from kringspoor.use.tables.pools import share_of_fleet

pytestmark = pytest.mark.django_db


def test_six_hundred_of_six_thousand_machines_in_pools_are_ten_per_cent() -> None:
    campus = an_organisation("campus")
    rows = ({"tag": f"C-{no:04}", "category": "laptop", "state": "in_use"} for no in range(6_000))
    import_devices(columns(*rows), organisation=campus, actor=None, at=AT, name="a.csv", key="1")
    with scope(campus):
        second = Pool.objects.create(
            organisation=campus, name="Tweede leven", kind="shared", cap_count=600
        )
        PoolStay.objects.bulk_create(
            PoolStay(pool=second, device=each, from_on=TODAY, review_on=date(2027, 3, 1))
            for each in Device.objects.order_by("tag")[:600]
        )
    held, fleet = held_and_fleet(organisation=campus)
    assert (held, fleet) == (600, 6_000)
    with translation.override("nl"):
        assert share_of_fleet(held, fleet)["value"] == "10,0 %"


def test_a_reserve_of_two_takes_two_and_refuses_the_third_with_what_to_do() -> None:
    village = an_organisation("dorp")
    actor = somebody(village)
    by: dict[str, Any] = {"organisation": village, "actor": actor, "at": AT}
    reserve = keep_pool(None, {"name": "Reserve", "kind": "reserve", "cap_count": 2}, **by)
    review_on = date(2027, 3, 1)
    with scope(village):
        devices = [Life(village, serial=f"SN{no}").reach(State.SCREENED) for no in range(3)]
    for device in devices[:2]:
        put_in_pool(device, reserve, review_on, today=TODAY, **by)
    with pytest.raises(StepRefused) as refused:
        put_in_pool(devices[2], reserve, review_on, today=TODAY, **by)
    assert "de pool is vol: 2 van 2" in refused.value.what.nl
    assert "geef eerst een toestel uit de pool een bestemming" in refused.value.hint.nl
    with scope(village):
        assert Device.objects.get(pk=devices[2].pk).state == State.SCREENED
    found = pool(reserve.pk, organisation=village)
    assert found is not None
    assert PoolStay._base_manager.filter(pool=found, to_on=None).count() == 2
