"""The pages that belong to no stage: today, language, health."""

from __future__ import annotations

from typing import cast

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from kringspoor.use.rules import demand_inventory
from kringspoor.web import work
from kringspoor.web.middleware import LANGUAGE_COOKIE, Request

_A_YEAR_SECONDS = 365 * 24 * 3600


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What waits for somebody."""
    member = cast(Request, request).member
    demand_inventory(member)
    waits = work.waiting(member, timezone.localdate(), timezone.now())
    return render(request, "today.html", {"work": waits, "empty": work.all_done()})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Go on in the other language, on the same page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    language = "en" if request.POST.get("language") == "en" else "nl"
    response.set_cookie(LANGUAGE_COOKIE, language, _A_YEAR_SECONDS, httponly=True, samesite="Lax")
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What one may not see."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there: a page for a person, a problem for a program."""
    if request.path_info.startswith("/api/"):
        problem = {"code": "not-found", "nl": "dit bestaat niet", "en": "this does not exist"}
        return JsonResponse(problem, status=404)
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a page that needs nothing that may be broken."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use the site, and where to turn when somebody cannot."""
    return render(request, "accessibility.html")


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
