"""Signing in by a provider that vouches, in a real browser, against a provider that plays along."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from tests.site import PASSWORD, an_organisation, somebody

from kringspoor.people.models import Organisation, User
from kringspoor.people.queries import memberships_of
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event
from kringspoor.web.providers import providers_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE: dict[str, dict[str, Any]] = {
    "beheerder": {"email": "an@hier.example", "name": "An Voorbeeld", "vo_orgcode": "OVO000123",
                  "mijntoepassing_rol_3d": ["Kijker:OVO000123", "Beheerder:OVO000123"]},
    "vreemd": {"email": "bo@elders.example", "vo_orgcode": "OVO999999",
               "mijntoepassing_rol_3d": ["Beheerder:OVO999999"]},
    "rolloos": {"email": "cas@hier.example", "vo_orgcode": "OVO000123",
                "mijntoepassing_rol_3d": ["Beheerder:OVO999999", "Iets:OVO000123"]},
    "bekend": {"email": "buyer@hier.example", "vo_orgcode": "OVO000123",
               "mijntoepassing_rol_3d": ["Kijker:OVO000123"]},
}  # fmt: skip
ROLES = {"Beheerder": "admin", "Kijker": "expert"}


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on this machine that signs in whoever one picks."""
    port = free_port()
    people = [["--user-claims", json.dumps({"sub": sub, **told})] for sub, told in PEOPLE.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    command += [word for each in people for word in each]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def _wait_for(port: int) -> None:
    for _ in range(150):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the provider did not start")


@pytest.fixture
def here() -> Organisation:
    return an_organisation("hier", org_code="OVO000123")


def trust(settings: Any, issuer: str, *, is_trusted: bool = False) -> None:
    """Let the site know the provider."""
    given = {"id": "acm", "name": "Overheid", "issuer": issuer, "client_id": "kringspoor",
             "secret": "geheim", "roles": ROLES, "is_trusted": is_trusted}  # fmt: skip
    (found,) = providers_of(json.dumps([given]))
    settings.OIDC_PROVIDERS = {"acm": found}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [found.as_app()]}}


@pytest.fixture
def page(browser: Browser, live_server: Any, settings: Any, issuer: str) -> Iterator[Page]:
    """A browser that is not signed in, and a site that knows the provider."""
    trust(settings, issuer)
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def go_in_as(page: Page, sub: str) -> None:
    """From the page to sign in, by the provider, back to the site."""
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Overheid").click()
    page.get_by_role("button", name=sub, exact=True).click()
    page.wait_for_url(lambda url: "oauth2" not in url)


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_who_is_vouched_for_lands_in_the_own_organisation(page: Page, here: Organisation) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    go_in_as(page, "beheerder")
    assert urlparse(page.url).path == "/hier/"
    user = User.objects.get(email="an@hier.example")
    assert user.name == "An Voorbeeld"
    assert not user.has_usable_password()
    (held,) = memberships_of(user, timezone.localdate())
    assert held.role == "admin"
    (started,) = [each for each in asked if "oauth2/authorize?" in each and "state=" in each][:1]
    told = parse_qs(urlparse(started).query)
    assert told["code_challenge_method"] == ["S256"]
    assert len(told["code_challenge"][0]) == 43
    with scope(here):
        (event,) = Event.objects.all()
    assert (event.kind, event.subject) == ("role_vouched_for", f"person:{user.pk}")


def test_coming_back_finds_the_same_person_and_writes_nothing(
    page: Page, here: Organisation
) -> None:
    for _ in range(2):
        go_in_as(page, "beheerder")
        assert urlparse(page.url).path == "/hier/"
        page.context.clear_cookies()
    assert User.objects.count() == 1
    with scope(here):
        assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "sub, said, english",
    [
        ("vreemd", "OVO999999 werkt niet met dit Kringspoor", "OVO999999 does not work"),
        ("rolloos", "geeft u geen rol in Kringspoor", "gives you no role in Kringspoor"),
    ],
)
def test_who_has_no_place_with_us_is_told_so_and_not_kept(
    page: Page, here: Organisation, sub: str, said: str, english: str
) -> None:
    go_in_as(page, sub)
    assert said in page.locator("main").inner_text()
    assert not User.objects.exists()
    page.context.add_cookies([{"name": "language", "value": "en", "url": page.url}])
    go_in_as(page, sub)
    assert english in page.locator("main").inner_text()


def test_a_provider_takes_no_account_over_unless_it_is_trusted(
    page: Page, here: Organisation, settings: Any, issuer: str
) -> None:
    known = somebody(here, "buyer")
    go_in_as(page, "bekend")
    assert "niet aanmelden" in page.locator("main").inner_text()
    assert [each.role for each in memberships_of(known, timezone.localdate())] == ["buyer"]
    trust(settings, issuer, is_trusted=True)
    go_in_as(page, "bekend")
    assert urlparse(page.url).path == "/hier/"
    assert [each.role for each in memberships_of(known, timezone.localdate())] == ["expert"]
    assert User.objects.count() == 1


def test_who_connects_the_provider_by_hand_is_the_same_person_from_then_on(
    page: Page, here: Organisation
) -> None:
    known = somebody(here, "buyer")
    page.goto("/accounts/login/?next=/accounts/3rdparty/")
    page.get_by_label("E-mailadres").fill(known.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Meld u aan").click()
    page.get_by_role("link", name="Overheid").click()
    page.get_by_role("button", name="bekend", exact=True).click()
    page.wait_for_url("**/accounts/3rdparty/")
    assert page.get_by_role("button", name="Ontkoppel").is_visible()
    page.context.clear_cookies()
    go_in_as(page, "bekend")
    assert urlparse(page.url).path == "/hier/"
    assert User.objects.count() == 1


def test_an_answer_without_the_state_we_gave_is_not_trusted(page: Page, here: Organisation) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Overheid").click()
    page.get_by_role("button", name="Deny").click()  # this provider then forgets the state
    page.wait_for_url("**/accounts/**")
    assert heading(page) == "Aanmelden is niet gelukt"
    assert not User.objects.exists()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_signing_in_and_of_people_are_for_everybody(
    page: Page, here: Organisation, width: int
) -> None:
    admin = somebody(here, "admin")
    page.set_viewport_size({"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    page.goto("/accounts/login/")
    assert_for_everybody(page)
    assert page.get_by_role("button", name="Gebruik een passkey").is_visible()
    page.get_by_label("E-mailadres").fill(admin.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Meld u aan").click()
    page.goto("/accounts/reauthenticate/")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Bevestig").click()
    for address in (
        "/hier/people/", "/hier/people/keys/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/password/change/",
        "/accounts/email/", "/accounts/sessions/", "/accounts/3rdparty/",
    ):  # fmt: skip
        page.goto(address)
        assert_for_everybody(page)
    assert said == []


def assert_for_everybody(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    told = [(each["id"], each["nodes"][0]["html"][:90]) for each in found]
    assert (page.url, told) == (page.url, [])
    width = page.viewport_size and page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= (width or 0), page.url


def test_a_passkey_is_made_and_signs_in_under_the_strict_policy(
    page: Page, here: Organisation, live_server: Any
) -> None:
    user = somebody(here)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True,
                     "automaticPresenceSimulation": True}},
    )  # fmt: skip
    site = live_server.url.replace("127.0.0.1", "localhost")  # a passkey wants a name, not a number
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Meld u aan").click()
    page.goto(f"{site}/accounts/reauthenticate/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Bevestig").click()
    page.get_by_label("Zonder wachtwoord").check()
    page.get_by_role("button", name="Voeg toe").click()
    page.wait_for_url("**/recovery-codes/**")
    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Gebruik een passkey").click()
    page.wait_for_url("**/hier/")
    assert heading(page) == "Vandaag"
