"""Signing in: every page in the house's words, limits, sessions, invitations and roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.site import PASSWORD, an_organisation, somebody

from kringspoor.core.errors import Refused
from kringspoor.people.actions import change_role, end_membership, give_role, invite
from kringspoor.people.models import Invitation, Membership, Organisation, User
from kringspoor.people.queries import members, memberships_of
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event
from kringspoor.record.queries import faults_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
OUTSIDE = {  # the pages of who is not signed in: their titles in both languages
    "/accounts/login/": ("Meld u aan", "Sign in"),
    "/accounts/password/reset/": ("Vraag een nieuw wachtwoord", "Password Reset"),
    "/accounts/password/reset/done/": ("Vraag een nieuw wachtwoord", "Password Reset"),
    "/accounts/password/reset/key/x-y/": ("Deze link werkt niet meer", "This link works no more"),
    "/accounts/signup/": ("Alleen op uitnodiging", "By invitation only"),
    "/accounts/3rdparty/login/cancelled/": ("U bent niet aangemeld", "You did not sign in"),
    "/accounts/3rdparty/login/error/": ("Aanmelden is niet gelukt", "Signing in did not work"),
    "/accounts/inactive/": ("Uw account staat uit", "Account Inactive"),
}
INSIDE = {  # of who is signed in, and confirmed it just now
    "/accounts/logout/": ("Meld u af", "Sign Out"),
    "/accounts/password/change/": ("Wijzig uw wachtwoord", "Change Password"),
    "/accounts/email/": ("E-mailadressen", "Email Addresses"),
    "/accounts/reauthenticate/": ("Bevestig dat u het bent", "Confirm Access"),
    "/accounts/2fa/": ("Aanmelden in twee stappen", "Two-Factor Authentication"),
    "/accounts/2fa/totp/activate/": ("Zet een app met codes aan", "Activate Authenticator App"),
    "/accounts/2fa/webauthn/": ("Beveiligingssleutels en passkeys", "Security keys and passkeys"),
    "/accounts/2fa/webauthn/add/": ("Beveiligingssleutels en passkeys", "Security Keys"),
    "/accounts/sessions/": ("Waar u bent aangemeld", "Where you are signed in"),
    "/accounts/3rdparty/": ("Gekoppelde accounts", "Connected accounts"),
}


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def here() -> Organisation:
    return an_organisation("hier")


@pytest.fixture
def admin(here: Organisation) -> User:
    return somebody(here, "admin")


def signed_in(user: User) -> Client:
    """A browser in which this person typed their password."""
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def confirmed(user: User) -> Client:
    """A browser in which this person just typed their password once more."""
    browser = signed_in(user)
    assert browser.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return browser


def headings(page: str) -> list[str]:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.S)
    return [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in found]


def assert_of_the_house(client: Client, address: str, titles: tuple[str, str]) -> None:
    for language, title in zip(("nl", "en"), titles, strict=True):
        client.cookies["language"] = language
        page = client.get(address).content.decode()
        assert headings(page) == [title]
        (window,) = re.findall(r"<title>(.*?)</title>", page, re.S)
        assert " ".join(window.split()) == f"{title} · Kringspoor"
        assert 'class="skip"' in page
        assert 'href="/accounts/signup/' not in page
        assert not re.search(r"\son\w+=|\sstyle=", page)
        scripts = re.findall(r"<script(?P<said>[^>]*)>", page)
        assert all("src=" in each or "application/json" in each for each in scripts)
        if language == "nl":
            assert not re.search(r"\b([Jj]e|[Jj]ij|[Jj]ouw)\b", page)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_page_before_signing_in_looks_like_the_house(address: str) -> None:
    assert_of_the_house(Client(), address, OUTSIDE[address])


@pytest.mark.parametrize("address", INSIDE)
def test_a_page_of_ones_account_looks_like_the_house(here: Organisation, address: str) -> None:
    assert_of_the_house(confirmed(somebody(here)), address, INSIDE[address])


def test_the_pages_of_an_account_never_name_an_organisation(here: Organisation) -> None:
    page = signed_in(somebody(here)).get("/hier/accounts/email/").content.decode()
    tabs = re.findall(r'href="([^"]*/accounts/[^"]*)"', page)
    assert len(tabs) >= 5
    assert all(each.startswith("/accounts/") for each in tabs)


def test_a_second_step_is_set_up_and_asked_for(here: Organisation) -> None:
    user = somebody(here)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    browser = Client()
    answer = browser.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert "Vul de code van uw app in" in answer.content.decode()
    assert secret not in str(Authenticator.objects.get(user=user).data)  # sealed where it is kept
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    answer = browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert answer.status_code == 302
    assert browser.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert_of_the_house(
        browser, "/accounts/2fa/totp/deactivate/",
        ("Zet de app met codes uit", "Deactivate Authenticator App"),
    )  # fmt: skip
    assert_of_the_house(
        browser, "/accounts/2fa/recovery-codes/generate/", ("Herstelcodes", "Recovery Codes")
    )


def test_after_five_wrong_passwords_one_has_to_wait(here: Organisation) -> None:
    user, browser = somebody(here), Client()
    for _ in range(5):
        wrong = browser.post("/accounts/login/", {"login": user.email, "password": "mis"})
        assert wrong.status_code == 200
        assert "horen niet bij elkaar" in wrong.content.decode()
    for password in ("mis", PASSWORD):
        answer = browser.post("/accounts/login/", {"login": user.email, "password": password})
        assert answer.status_code == 429
        assert headings(answer.content.decode()) == ["Wacht even"]
    other = somebody(here, "buyer")
    answer = browser.post("/accounts/login/", {"login": other.email, "password": PASSWORD})
    assert answer.status_code == 302


def test_an_address_without_an_account_gets_the_same_words_and_no_mail(admin: User) -> None:
    pages = []
    for email in (admin.email, "niemand@nergens.example"):
        answer = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        pages.append(headings(answer.content.decode()))
    assert pages[0] == pages[1]
    (sent,) = mail.outbox
    assert sent.subject == "Kringspoor: Een nieuw wachtwoord"
    assert "U vroeg een nieuw wachtwoord" in str(sent.body)


def test_a_new_password_is_chosen_with_the_link_in_the_mail(admin: User) -> None:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": admin.email})
    (link,) = re.findall(
        r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body)
    )
    page = browser.get(link, follow=True)
    assert headings(page.content.decode()) == ["Kies een nieuw wachtwoord"]
    new = "een zin die niemand raadt"
    browser.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    admin.refresh_from_db()
    assert check_password(new, admin.password)


def test_other_sessions_are_listed_and_signed_out(admin: User) -> None:
    first, second = signed_in(admin), signed_in(admin)
    page = first.get("/accounts/sessions/").content.decode()
    assert page.count("<tr>") == 3
    first.post("/accounts/sessions/")
    assert second.get("/hier/").status_code == 302
    assert first.get("/hier/").status_code == 200


def test_a_session_ends_with_the_browser_and_is_out_of_reach_of_scripts(admin: User) -> None:
    cookie = signed_in(admin).cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""


# invitations -------------------------------------------------------------------------------------
def invited(admin: User, **rest: Any) -> str:
    """The address in the mail that an administrator's invitation sends."""
    told = {"email": "Nieuw@elders.example", "role": "expert", "ends_on": "", **rest}
    answer = signed_in(admin).post("/hier/people/", told, follow=True)
    assert answer.status_code == 200
    assert "Er is een uitnodiging onderweg" in answer.content.decode()
    (link,) = re.findall(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    return str(link)


WELCOME = {"name": "Een expert", "password": "een zin die niemand raadt"}


def test_an_invited_person_chooses_a_password_and_is_in(admin: User, here: Organisation) -> None:
    last = timezone.localdate() + timedelta(days=30)
    link = invited(admin, ends_on=last.isoformat())
    assert link.startswith("/accounts/invitation/")
    assert mail.outbox[-1].to == ["nieuw@elders.example"]
    browser = Client()
    assert headings(browser.get(link).content.decode()) == ["Welkom bij Hier"]
    answer = browser.post(link, WELCOME)
    assert answer.headers["Location"] == "/hier/"
    assert browser.get("/hier/devices/").status_code == 200
    user = User.objects.get(email="nieuw@elders.example")
    (held,) = memberships_of(user, timezone.localdate())
    assert (held.role, held.ends_on) == ("expert", last)
    with scope(here):
        kinds = [each.kind for each in Event.objects.order_by("link__number_no")]
    assert kinds == ["invited", "invitation_taken_up"]
    assert faults_of(organisation=here) == []


def test_a_link_works_once(admin: User) -> None:
    link = invited(admin)
    Client().post(link, WELCOME)
    again = Client().get(link)
    assert again.status_code == 410
    assert headings(again.content.decode()) == ["Deze uitnodiging werkt niet meer"]


def test_a_link_that_was_changed_withdrawn_or_is_too_old_works_not(
    admin: User, here: Organisation
) -> None:
    link = invited(admin)
    number, _, signature = link.rpartition("/accounts/invitation/")[2].partition(":")
    for forged in (f"{number}:{signature.swapcase()}", f"{number}:/", f"{number}/"):
        assert Client().get(f"/accounts/invitation/{forged}").status_code in (404, 410)
    assert Client().get(link).status_code == 200
    with scope(here):
        Invitation.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert Client().get(link).status_code == 410
    fresh = invited(admin)
    with scope(here):
        waiting = Invitation.objects.get(closed_on__isnull=True)
    signed_in(admin).post(f"/hier/people/invitations/{waiting.pk}/withdraw/")
    assert Client().get(fresh).status_code == 410


def test_who_has_an_account_signs_in_to_take_the_role_up(admin: User, here: Organisation) -> None:
    known = somebody(an_organisation("ginder"), "buyer")
    link = invited(admin, email=known.email)
    page = Client().get(link).content.decode()
    assert headings(page) == ["Meld u eerst aan"]
    assert "password" not in page
    Client().post(link, WELCOME)
    assert len(memberships_of(known, TODAY)) == 1
    signed_in(known).post(link)
    roles = {each.organisation.slug: each.role for each in memberships_of(known, TODAY)}
    assert roles == {"ginder": "buyer", "hier": "expert"}


def test_inviting_tells_nothing_about_who_has_an_account(admin: User) -> None:
    known = somebody(an_organisation("ginder"), "buyer")
    said = []
    for email in (known.email, "onbekend@nergens.example"):
        told = {"email": email, "role": "buyer", "ends_on": ""}
        page = signed_in(admin).post("/hier/people/", told, follow=True).content.decode()
        said.append(page.count("uitnodiging onderweg"))
    assert said == [1, 1]


def test_an_easy_password_is_not_kept(admin: User) -> None:
    answer = Client().post(invited(admin), {**WELCOME, "password": "kort"})
    assert answer.status_code == 200
    assert not User.objects.filter(email="nieuw@elders.example").exists()


def test_who_forgets_to_choose_a_role_gives_the_narrowest(admin: User) -> None:
    page = signed_in(admin).get("/hier/people/").content.decode()
    assert '<option value="expert" selected>' in page


def test_a_second_invitation_replaces_the_first(admin: User) -> None:
    first, second = invited(admin), invited(admin, role="buyer")
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


# roles -------------------------------------------------------------------------------------------
def member_of(user: User, organisation: Organisation) -> Membership:
    with scope(organisation):
        return Membership.objects.select_related("user").get(user=user)


def test_an_administrator_changes_a_role_and_it_is_written_down(
    admin: User, here: Organisation
) -> None:
    buyer = member_of(somebody(here, "buyer"), here)
    told = {"role": "auditor", "ends_on": ""}
    signed_in(admin).post(f"/hier/people/{buyer.pk}/", told)
    assert member_of(buyer.user, here).role == "auditor"
    with scope(here):
        event = Event.objects.get()
    assert (event.kind, event.subject) == ("role_changed", f"person:{buyer.user.pk}")
    assert event.payload == {"from": "buyer", "to": "auditor", "ends_on": None}


def test_a_role_that_is_taken_away_opens_nothing(admin: User, here: Organisation) -> None:
    buyer = somebody(here, "buyer")
    browser = signed_in(buyer)
    assert browser.get("/hier/devices/").status_code == 200
    signed_in(admin).post(f"/hier/people/{member_of(buyer, here).pk}/end/")
    assert browser.get("/hier/devices/").status_code == 404


@pytest.mark.parametrize("role, ends_on", [("buyer", ""), ("admin", "2099-01-01")])
def test_the_last_administrator_stays(
    admin: User, here: Organisation, role: str, ends_on: str
) -> None:
    number = member_of(admin, here).pk
    browser = signed_in(admin)
    for address, told in (
        (f"/hier/people/{number}/", {"role": role, "ends_on": ends_on}),
        (f"/hier/people/{number}/end/", {}),
    ):
        answer = browser.post(address, told)
        assert answer.status_code == 403
        assert "laatste beheerder" in answer.content.decode()
    assert member_of(admin, here).role == "admin"
    with scope(here):
        assert not Event.objects.exists()


def test_with_a_second_administrator_the_first_may_go(admin: User, here: Organisation) -> None:
    passing = somebody(here, "admin", "even")
    give_role(passing, "admin", organisation=here, ends_on=TODAY)
    with pytest.raises(Refused):  # who leaves on a day does not keep the house
        change_role(member_of(admin, here), "buyer", organisation=here)
    give_role(passing, "admin", organisation=here)
    end_membership(member_of(admin, here), organisation=here, today=TODAY)
    assert [each.user for each in members(TODAY, organisation=here)] == [passing]


def test_only_an_administrator_decides_about_people(here: Organisation, admin: User) -> None:
    manager, number = signed_in(somebody(here)), member_of(admin, here).pk
    assert manager.get("/hier/people/").status_code == 403
    assert manager.get(f"/hier/people/{number}/").status_code == 403
    told = {"email": "ik@elders.example", "role": "admin", "ends_on": ""}
    assert manager.post("/hier/people/", told).status_code == 403
    assert mail.outbox == []


def test_an_administrator_of_another_organisation_sees_nobody(
    admin: User, here: Organisation
) -> None:
    there = an_organisation("ginder")
    stranger = signed_in(somebody(there, "admin"))
    waiting, _ = invite("x@elders.example", "buyer", organisation=here, actor=admin, today=TODAY)
    page = stranger.get("/ginder/people/").content.decode()
    assert admin.email not in page
    assert "x@elders.example" not in page
    number = member_of(admin, here).pk
    for address in (f"{number}/end/", f"{number}/", f"invitations/{waiting.pk}/withdraw/"):
        told = {"role": "buyer", "ends_on": ""}
        assert stranger.post(f"/ginder/people/{address}", told).status_code == 404
        assert stranger.post(f"/hier/people/{address}", told).status_code == 404
    assert member_of(admin, here).ends_on is None


def test_the_pages_of_people_speak_both_languages(admin: User, here: Organisation) -> None:
    browser = signed_in(admin)
    for address, titles in (
        ("/hier/people/", ("Mensen", "People")),
        ("/hier/people/keys/", ("Sleutels voor programma's", "Keys for programs")),
    ):
        for language, title in zip(("nl", "en"), titles, strict=True):
            browser.cookies["language"] = language
            page = browser.get(address).content.decode().replace("&#x27;", "'")
            assert headings(page) == [title]
