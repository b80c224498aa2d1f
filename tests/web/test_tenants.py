"""Every address of the site, asked by people of one organisation for the things of another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.site import AT, an_organisation, columns, somebody
from tests.web.test_pages import signed_in

from kringspoor.people.actions import give_role
from kringspoor.people.models import Organisation
from kringspoor.use.actions.imports import import_devices

pytestmark = pytest.mark.django_db
SECRET = "GEHEIM"
NOT_OURS = ("accounts/", "static/")  # a library's own pages: about a person, not a tenant
MOST_NUMBERS = 12  # more than there are things of any kind below
ROLES = ("admin", "service_desk", "auditor")
MAY_ANSWER = {200, 302, 400, 403, 404, 405, 422}


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
    """The route with each number a thing of another organisation may have."""
    made = [route]
    for name, converter in converters.items():
        kind = type(converter).__name__
        is_number = kind == "IntConverter" or name == "number"
        values = [str(n) for n in range(1, MOST_NUMBERS)] if is_number else [SECRET]
        word = kind.removesuffix("Converter").lower()
        made = [
            each.replace(f"<{word}:{name}>", value).replace(f"<{name}>", value)
            for each in made
            for value in values
        ]
    return made


@pytest.fixture
def there() -> Organisation:
    """Another organisation, in which every word is a secret."""
    found = an_organisation("ginder")
    row = {name: f"{SECRET}{name}" for name in ("tag", "serial", "make", "model", "unit", "cpu")}
    rows = ({**row, "category": "laptop"}, {"category": "mouse", "quantity_count": 4, **{
        name: f"{SECRET}{name}" for name in ("make", "model", "unit")}})  # fmt: skip
    import_devices(
        columns(*rows), organisation=found, actor=None, at=AT, name=f"{SECRET}.csv", key="1"
    )
    somebody(found, "admin", name=SECRET.lower())
    return found


@pytest.fixture(params=ROLES)
def intruder(request: pytest.FixtureRequest, there: Organisation) -> Client:
    """Somebody with a role in an organisation of their own."""
    return signed_in(somebody(an_organisation("hier"), request.param))


@pytest.mark.parametrize(("route", "converters"), ROUTES, ids=[route for route, _ in ROUTES])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_address_shows_a_thing_of_another_organisation(
    intruder: Client, route: str, converters: dict[str, object], verb: str
) -> None:
    for address in addresses(route, converters):
        for prefix in ("hier", "ginder"):
            answer = getattr(intruder, verb)(f"/{prefix}/{address}")
            assert answer.status_code in MAY_ANSWER, f"/{prefix}/{address}: {answer.status_code}"
            shown = b"".join(answer) if answer.streaming else answer.content
            assert SECRET.lower() not in shown.decode(errors="replace").lower().replace(
                f"/{address}".lower(), ""
            ), f"/{prefix}/{address}"


def test_the_secrets_are_shown_to_their_own_people(there: Organisation) -> None:
    own = signed_in(somebody(there, "asset_manager"))
    assert SECRET in own.get("/ginder/devices/").content.decode()
    assert SECRET in own.get("/ginder/devices/?q=GEHEIM").content.decode()


def test_a_role_in_two_organisations_shows_one_at_a_time(there: Organisation) -> None:
    here = an_organisation("hier")
    both = somebody(here)
    give_role(both, "auditor", organisation=there)
    browser = signed_in(both)
    assert SECRET not in browser.get("/hier/devices/").content.decode()
    assert SECRET in browser.get("/ginder/devices/").content.decode()


def test_every_route_is_walked() -> None:
    names = [route for route, _ in ROUTES]
    assert {"devices/<int:number>/", "api/devices/<number>"} <= {*names}
    assert len(names) >= 5
