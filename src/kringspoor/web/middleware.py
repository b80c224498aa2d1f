"""What surrounds every request: its language, its organisation, and how a refusal is said."""

from __future__ import annotations

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme

from kringspoor.core.errors import BadInput, KringspoorError, Refused
from kringspoor.people.language import language
from kringspoor.people.models import Membership, User
from kringspoor.people.queries import memberships_of, token_holder
from kringspoor.people.tenancy import scope

Answer = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "language"
_SEEN_SECONDS = 300
_API = "api/"
_OUTSIDE = ("static", "accounts", "health", "language", "organisations", "accessibility")


class Request(HttpRequest):
    """A request of somebody who works in an organisation."""

    user: User
    member: Membership


def in_the_chosen_language(answer: Answer) -> Answer:
    """Dutch, unless the person chose English: by their profile, else by a cookie."""

    def run(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "nl")
        with translation.override(chosen if chosen in ("nl", "en") else "nl"):
            response = answer(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return run


def seen_now_and_then(answer: Answer) -> Answer:
    """Keep when and from where a session was last used, once in some minutes: not for each page."""

    def run(request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        told = f"seen:{key}:{request.META.get('REMOTE_ADDR')}"
        is_somebody = key and request.user.is_authenticated
        if is_somebody and cache.add(told, True, _SEEN_SECONDS):
            UserSession.objects.create_from_request(request)
        return answer(request)

    return run


def within_one_organisation(answer: Answer) -> Answer:
    """The first part of an address names the organisation; all that follows is asked within it.

    ``/gent/devices/`` is ``/devices/`` of Ghent. Every address made while answering keeps that
    part, so a link shared with a colleague leads to the same place. An organisation that is not
    the person's own does not exist for them.
    """

    def run(request: HttpRequest) -> HttpResponse:
        slug, _, rest = request.path_info.lstrip("/").partition("/")
        if slug in _OUTSIDE:
            return answer(request)
        members = _members(request)
        if members is None:
            return _asked_to_sign_in(request, is_program=rest.startswith(_API))
        member = next((each for each in members if each.organisation.slug == slug), None)
        if member is None:
            return _led_home(request, members, answer)
        request.member, request.organisation = member, member.organisation  # type: ignore[attr-defined]
        request.path_info = f"/{rest}"
        prefix = get_script_prefix()
        set_script_prefix(f"{prefix}{slug}/")
        try:
            with scope(member.organisation):
                return answer(request)
        finally:
            set_script_prefix(prefix)

    return run


def _members(request: HttpRequest) -> list[Membership] | None:
    """Where the person or the key that asks has a role today; nothing when nobody asks.

    A key opens the API alone, and never goes together with a session.
    """
    today = timezone.localdate()
    kind, _, raw = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() == "bearer" and f"/{_API}" in request.path_info:
        holder = token_holder(raw.strip(), today)
        if holder is None:
            return None
        request.user = holder.member.user
        holder.member.narrowed_to = holder.verbs
        return [holder.member]
    return memberships_of(request.user, today) if request.user.is_authenticated else None


def _asked_to_sign_in(request: HttpRequest, *, is_program: bool) -> HttpResponse:
    if is_program:
        problem = {"code": "sign-in", "nl": "geef een sleutel", "en": "give a key"}
        return JsonResponse(problem, status=401, headers={"WWW-Authenticate": "Bearer"})
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


def _led_home(request: HttpRequest, members: list[Membership], answer: Answer) -> HttpResponse:
    """The page of one's own organisation, when an address names none."""
    if request.path_info == "/" and members:
        return redirect(f"/{members[0].organisation.slug}/")
    if request.path_info == "/":
        return render(request, "people/no_organisation.html", status=403)
    return render(request, "errors/404.html", status=404)


class RefusalsAreSaid:
    """A refusal or a bad input that an action raised becomes a page that says what to do."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of ours; any other is a fault, and is logged as one."""
        if not isinstance(error, KringspoorError):
            return None
        status = 403 if isinstance(error, Refused) else 400 if isinstance(error, BadInput) else 404
        said = language()
        refusal = {
            "what": error.what.spoken(said),
            "remedy": error.hint.spoken(said),
            "code": error.code,
            "back_url": _where_from(request),
        }
        return render(request, "errors/refused.html", {"refusal": refusal}, status=status)


def _where_from(request: HttpRequest) -> str:
    """The page of ours that a person came from; nothing when they came from elsewhere."""
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if is_ours else ""
