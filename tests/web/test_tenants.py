"""Every address of the site, asked by people of one organisation for the things of another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from tests.inhabited import SLUG, inhabited
from tests.site import an_organisation, somebody
from tests.web.test_pages import signed_in

from kringspoor.people.actions import give_role
from kringspoor.people.models import Organisation, Partner
from kringspoor.record.models import Evidence, Webhook
from kringspoor.use.models import (
    Connection,
    Contract,
    Device,
    OrderLine,
    PlanScenario,
    Pool,
    RepairOrder,
    SavedView,
    StockTake,
    StorageMedium,
)

pytestmark = pytest.mark.django_db
NOT_OURS = ("accounts/", "static/")  # a library's own pages: about a person, not a tenant
NUMBERS = range(1, 7)  # things of every kind of the other organisation have such numbers
ROLES = ("admin", "service_desk", "auditor")
MAY_ANSWER = {200, 302, 400, 403, 404, 405, 422}
EXAMPLES = {"rk-2026"}  # what an empty field shows anybody
NAMED: dict[Any, tuple[str, ...]] = {
    Device: ("tag", "serial"),
    StorageMedium: ("serial",),
    Partner: ("name",),
    Pool: ("name",),
    Contract: ("reference",),
    Connection: ("name", "address"),
    Webhook: ("address",),
    SavedView: ("name",),
    PlanScenario: ("name",),
    StockTake: ("name",),
    OrderLine: ("order_no",),
    RepairOrder: ("fault",),
    Evidence: ("name", "sha256"),
}


def routes(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, dict[str, object]]]:
    """Every address below these patterns, with the converters it asks."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif not route.startswith(NOT_OURS):
            yield route, dict(each.pattern.converters)


ROUTES = sorted(routes(get_resolver().url_patterns))


def addresses(route: str, converters: dict[str, object]) -> list[str]:
    """The route with numbers that things of the other organisation have."""
    choices = [
        [str(n) for n in NUMBERS]
        if type(each).__name__ == "IntConverter" or name.endswith("number")
        else ["SN1"]
        for name, each in converters.items()
    ]
    if len(choices) > 1:
        choices = [each[:3] for each in choices]
    found = []
    for values in product(*choices):
        address = route
        for (name, each), value in zip(converters.items(), values, strict=True):
            word = type(each).__name__.removesuffix("Converter").lower()
            address = address.replace(f"<{word}:{name}>", value).replace(f"<{name}>", value)
        found.append(address)
    return found


@pytest.fixture(scope="module")
def there(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Organisation]:
    """Another organisation with something of every kind in it, made once."""
    changed = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("files"), PRIVATE_CONNECTIONS=True
    )
    with changed, django_db_blocker.unblock(), transaction.atomic():
        yield inhabited()
        transaction.set_rollback(True)


def secrets() -> set[str]:
    """What names the things of the other organisation, and nothing else on earth."""
    values = (
        str(value)
        for model, names in NAMED.items()
        for row in model._base_manager.values_list(*names)
        for value in row
    )
    telling = {each.lower() for each in values if len(each) > 3 and any(c.isdigit() for c in each)}
    return telling - EXAMPLES


@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_address_shows_a_thing_of_another_organisation(there: Organisation, verb: str) -> None:
    hidden = secrets()
    assert len(hidden) > 20
    here = an_organisation("indringer")
    for role in ROLES:
        intruder = signed_in(somebody(here, role))
        for route, converters in ROUTES:
            asked = addresses(route, converters)
            for path in (*(f"/indringer/{each}" for each in asked), f"/{SLUG}/{asked[0]}"):
                shown = told(intruder, verb, path)
                assert not [each for each in hidden if each in shown], f"{role}: {path}"


def told(intruder: Client, verb: str, path: str) -> str:
    """What an address answers, but for the words of the question itself."""
    answer = getattr(intruder, verb)(path)
    assert answer.status_code in MAY_ANSWER, f"{path}: {answer.status_code}"
    shown = b"".join(answer) if answer.streaming else answer.content
    return str(shown.decode(errors="replace").lower().replace(path.lower(), ""))


def test_the_things_are_shown_to_their_own_people_and_in_one_organisation_at_a_time(
    there: Organisation,
) -> None:
    here = an_organisation("indringer")
    both = somebody(here, "auditor")
    give_role(both, "auditor", organisation=there)
    browser, hidden = signed_in(both), secrets()
    parts = ("devices/", "partners/", "contracts/", "orders/", "record/evidence/")
    theirs = " ".join(told(browser, "get", f"/{SLUG}/{part}") for part in parts)
    mine = " ".join(told(browser, "get", f"/indringer/{part}") for part in parts)
    assert len([each for each in hidden if each in theirs]) > 8
    assert not [each for each in hidden if each in mine]


def test_every_route_is_walked() -> None:
    names = [route for route, _ in ROUTES]
    assert {"devices/<int:number>/", "api/devices/<number>"} <= {*names}
    assert len(names) > 200
