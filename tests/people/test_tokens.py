"""Keys for programs: shown once, kept as a digest, never wider than their owner."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.site import an_organisation, somebody

from kringspoor.core.errors import Refused
from kringspoor.people.actions import give_role, make_token, revoke_token
from kringspoor.people.models import ApiToken, Membership, Organisation, User
from kringspoor.people.queries import token_holder
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
LAST = date(2026, 12, 31)


@pytest.fixture
def here() -> Organisation:
    return an_organisation("hier")


@pytest.fixture
def owner(here: Organisation) -> User:
    return somebody(here)


def member_of(user: User, organisation: Organisation) -> Membership:
    with scope(organisation):
        return Membership.objects.select_related("user").get(user=user)


def a_key(user: User, organisation: Organisation, *verbs: str) -> tuple[str, ApiToken]:
    raw, token, _ = make_token(
        member_of(user, organisation), "koppeling", verbs or ("see_inventory",),
        organisation=organisation, expires_on=LAST,
    )  # fmt: skip
    return raw, token


def test_a_key_stands_for_its_owner_and_no_more_than_it_was_given(
    owner: User, here: Organisation
) -> None:
    raw, _ = a_key(owner, here, "see_inventory", "see_prices")
    holder = token_holder(raw, TODAY)
    assert holder
    assert (holder.member.user, holder.member.organisation) == (owner, here)
    assert holder.verbs == {"see_inventory", "see_prices"}


def test_only_a_digest_of_a_key_is_kept(owner: User, here: Organisation) -> None:
    raw, token = a_key(owner, here)
    with scope(here):
        (kept,) = ApiToken.objects.values()
    assert len(raw) > 40
    assert raw not in str(kept)
    assert raw.startswith(token.prefix)
    assert len(token.prefix) < 12


def test_a_key_somebody_made_up_opens_nothing(owner: User, here: Organisation) -> None:
    raw, token = a_key(owner, here)
    for made_up in ("", "ks_", token.prefix, token.sha256, raw[:-1], raw.upper()):
        assert token_holder(made_up, TODAY) is None


def test_a_key_works_until_the_end_of_its_last_day(owner: User, here: Organisation) -> None:
    raw, _ = a_key(owner, here)
    assert token_holder(raw, LAST)
    assert token_holder(raw, LAST + timedelta(days=1)) is None


def test_a_revoked_key_opens_nothing(owner: User, here: Organisation) -> None:
    raw, token = a_key(owner, here)
    revoke_token(token, organisation=here, today=TODAY)
    assert token_holder(raw, TODAY) is None


def test_a_key_shrinks_with_the_role_of_its_owner(owner: User, here: Organisation) -> None:
    raw, _ = a_key(owner, here, "see_inventory", "see_prices")
    give_role(owner, "expert", organisation=here)
    holder = token_holder(raw, TODAY)
    assert holder
    assert holder.verbs == {"see_inventory"}
    give_role(owner, "expert", organisation=here, ends_on=TODAY - timedelta(days=1))
    assert token_holder(raw, TODAY) is None


def test_a_key_of_who_may_not_sign_in_opens_nothing(owner: User, here: Organisation) -> None:
    raw, _ = a_key(owner, here)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert token_holder(raw, TODAY) is None


def test_nobody_gives_a_key_what_they_may_not_do(owner: User, here: Organisation) -> None:
    with pytest.raises(Refused):
        a_key(owner, here, "invite_people")


def test_a_key_remembers_the_last_day_it_was_used(owner: User, here: Organisation) -> None:
    raw, token = a_key(owner, here)
    assert token.last_used_on is None
    token_holder(raw, TODAY)
    with scope(here):
        token.refresh_from_db()
    assert token.last_used_on == TODAY


def test_a_key_is_shown_once_on_its_page_and_written_down(owner: User, here: Organisation) -> None:
    browser = Client()
    browser.force_login(owner)
    last = timezone.localdate() + timedelta(days=30)
    told = {"name": "koppeling", "verbs": ["see_inventory"], "expires_on": last.isoformat()}
    answer = browser.post("/hier/people/keys/", told)
    (raw,) = re.findall(r'value="(ks_[^"]+)"', answer.content.decode())
    assert answer.headers["Cache-Control"] == "no-store"
    assert token_holder(raw, timezone.localdate())
    page = browser.get("/hier/people/keys/").content.decode()
    assert raw not in page
    assert raw[:11] in page
    with scope(here):
        (event,) = Event.objects.all()
    assert event.kind == "token_made"
    assert raw not in str(event.payload)


def test_a_key_lasts_a_year_at_most_and_begins_today(owner: User) -> None:
    browser = Client()
    browser.force_login(owner)
    for days in (-1, 400):
        last = timezone.localdate() + timedelta(days=days)
        told = {"name": "x", "verbs": ["see_inventory"], "expires_on": last.isoformat()}
        answer = browser.post("/hier/people/keys/", told)
        assert "Kies een dag tussen vandaag en een jaar verder." in answer.content.decode()


def test_a_key_is_seen_and_revoked_by_its_owner_alone(owner: User, here: Organisation) -> None:
    raw, token = a_key(owner, here)
    there = an_organisation("ginder")
    for other, slug in ((somebody(here, "admin"), "hier"), (somebody(there, "admin"), "ginder")):
        browser = Client()
        browser.force_login(other)
        assert "koppeling" not in browser.get(f"/{slug}/people/keys/").content.decode()
        assert browser.post(f"/{slug}/people/keys/{token.pk}/revoke/").status_code == 404
    browser = Client()
    browser.force_login(owner)
    assert browser.post(f"/hier/people/keys/{token.pk}/revoke/").status_code == 302
    assert token_holder(raw, timezone.localdate()) is None
