"""The pages of the pools."""

from __future__ import annotations

from contextlib import closing

import pytest
from django.test import Client
from tests.site import an_organisation, somebody
from tests.use.lives import Life

from kringspoor.core.states import State
from kringspoor.people.tenancy import scope
from kringspoor.use.models import Pool

pytestmark = pytest.mark.django_db
POOL = {"name": "Uitleen", "kind": "loan", "cap_count": 3, "loan_days": 7, "is_open": "on"}


def test_from_an_empty_page_to_a_lent_device_and_its_figures() -> None:
    here = an_organisation()
    client = Client()
    client.force_login(somebody(here))
    assert "Nog geen pools" in client.get("/voorbeek/pools/").content.decode()
    assert client.post("/voorbeek/pools/add/", POOL).status_code == 302
    with scope(here):
        found, pool = Life(here), Pool.objects.get()
        found.reach(State.SCREENED)
        found.erase_all()
    put = {"device": found.device.pk, "review_on": "2099-01-01", "why_not": "eerst lenen"}
    url = f"/voorbeek/pools/{pool.pk}/"
    assert client.post(f"{url}put/", put).status_code == 302
    lent = {"holder": "mw-7", "context": "internal"}
    assert client.post(f"{url}lend/{found.device.pk}/", lent).status_code == 302
    page = client.get(url).content.decode()
    assert "mw-7" in page
    assert "core.pool.utilisation_share" in page
    answer = client.post(f"{url}later/{found.device.pk}/", {"later_on": "2099-02-01"})
    assert answer.status_code == 302
    assert "01/02/2099" in client.get(url).content.decode()
    with closing(client.get(f"{url}?export=xlsx")) as file:
        assert file.headers["Content-Type"].endswith("sheet")


def test_a_social_pool_asks_no_name() -> None:
    here = an_organisation()
    client = Client()
    client.force_login(somebody(here))
    client.post("/voorbeek/pools/add/", {**POOL, "kind": "social"})
    with scope(here):
        found, pool = Life(here), Pool.objects.get()
    page = client.get(f"/voorbeek/pools/{pool.pk}/lend/{found.device.pk}/").content.decode()
    assert 'name="context"' in page
    assert 'name="holder"' not in page


def test_who_may_not_change_the_inventory_makes_no_pool() -> None:
    here = an_organisation()
    client = Client()
    client.force_login(somebody(here, "auditor"))
    assert client.post("/voorbeek/pools/add/", POOL).status_code == 403
    assert client.get("/voorbeek/pools/").status_code == 200
