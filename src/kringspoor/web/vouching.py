"""Signing in through a provider that vouches for a person: organisation and role come along."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.actions import take_role_of_provider
from kringspoor.people.language import language
from kringspoor.people.models import Organisation, User
from kringspoor.people.queries import organisation_coded
from kringspoor.web.providers import Provider, vouched
from kringspoor.web.writing import write_change


class VouchingAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes from a provider enters the organisation that the claims name, or nothing at all."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Open: whoever comes this far is vouched for, see :meth:`pre_social_login`."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Before anything is kept: refuse who has no organisation or role with us."""
        is_signing_in = sociallogin.state.get("process") != AuthProcess.CONNECT
        try:
            organisation, role = _place_of(sociallogin)
            if is_signing_in and not sociallogin.is_existing:
                _demand_new_address(sociallogin)
        except Refused as refused:
            raise ImmediateHttpResponse(_refusal(request, refused)) from refused
        if is_signing_in and sociallogin.is_existing:
            _enter(sociallogin.user, organisation, role)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Keep a new person together with their role, or neither."""
        organisation, role = _place_of(sociallogin)
        with transaction.atomic():
            user: User = super().save_user(request, sociallogin, form)
            _enter(user, organisation, role)
        return user

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """The name as one field: that is how we keep it."""
        user: User = super().populate_user(request, sociallogin, data)
        split = " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        user.name = (data.get("name") or split)[:120]
        return user


def _provider_of(sociallogin: SocialLogin) -> Provider:
    found: Provider = settings.OIDC_PROVIDERS[sociallogin.account.provider]
    return found


def _place_of(sociallogin: SocialLogin) -> tuple[Organisation, str]:
    """The organisation and role that the claims give. Raises Refused."""
    told = sociallogin.account.extra_data
    claims = {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}
    given = vouched(claims, _provider_of(sociallogin))
    organisation = organisation_coded(given.org_code)
    if organisation is None:
        raise Refused(
            Text(
                nl=f"organisatie {given.org_code} werkt niet met dit Kringspoor",
                en=f"organisation {given.org_code} does not work with this Kringspoor",
            ),
            hint=Text(
                nl="vraag wie dit Kringspoor beheert om uw organisatie toe te voegen",
                en="ask who runs this Kringspoor to add your organisation",
            ),
            code="unknown-organisation",
        )
    return organisation, given.role


def _demand_new_address(sociallogin: SocialLogin) -> None:
    """Raise Refused without an address, or with one of somebody this provider may not sign in."""
    name = _provider_of(sociallogin).name
    addresses = [each.email for each in sociallogin.email_addresses]
    if not addresses:
        raise Refused(
            Text(
                nl=f"{name} geeft geen e-mailadres door",
                en=f"{name} passes on no e-mail address",
            ),
            hint=Text(
                nl=f"vraag wie {name} beheert om uw e-mailadres door te geven",
                en=f"ask who runs {name} to pass on your e-mail address",
            ),
            code="no-address",
        )
    if any(filter_users_by_email(each) for each in addresses):
        raise Refused(
            Text(
                nl=f"{name} mag u met dit e-mailadres niet aanmelden",
                en=f"{name} may not sign you in with this e-mail address",
            ),
            hint=Text(
                nl=f"meld u aan met uw wachtwoord, en koppel daarna {name} aan uw account",
                en=f"sign in with your password, then connect {name} to your account",
            ),
            code="address-taken",
        )


def _enter(user: User, organisation: Organisation, role: str) -> None:
    with transaction.atomic():
        change = take_role_of_provider(user, role, organisation=organisation)
        if change:
            write_change(change, organisation=organisation, actor=user, at=timezone.now())


def _refusal(request: HttpRequest, refused: Refused) -> Any:
    said = language()
    refusal = {
        "what": refused.what.spoken(said),
        "remedy": refused.hint.spoken(said),
        "code": refused.code,
    }
    return render(request, "errors/refused.html", {"refusal": refusal}, status=403)
