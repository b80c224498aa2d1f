"""The root of the API: who may ask, how errors are told, what it says of itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from kringspoor import __version__
from kringspoor.core.errors import BadInput, KringspoorError, Refused
from kringspoor.use.api import router as devices

api = NinjaAPI(
    title="Kringspoor",
    version=__version__,
    description="Every address stands under that of an organisation: /<organisation>/api/…",
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/devices", devices)


@api.exception_handler(KringspoorError)
def refused(request: HttpRequest, error: KringspoorError) -> HttpResponse:
    """A refusal says its code, both sentences, and the remedy."""
    status = 403 if isinstance(error, Refused) else 422 if isinstance(error, BadInput) else 404
    return _told(
        request, status, error.code, error.what.nl, error.what.en, error.hint.nl, error.hint.en
    )


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """What is not there, or is of another organisation."""
    return _told(request, 404, "not-found", "dit bestaat niet", "this does not exist")


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A value that cannot be: which, and why."""
    first = error.errors[0]
    name, why = first["loc"][-1], first["msg"]
    return _told(request, 422, "value", f"{name}: {why}", f"{name}: {why}")


@api.exception_handler(AuthenticationError)
def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody signed in, and no key that works."""
    return _told(request, 401, "sign-in", "meld u aan of geef een sleutel", "sign in or give a key")


def _told(
    request: HttpRequest, status: int, code: str, nl: str, en: str, *remedy: str
) -> HttpResponse:
    remedy_nl, remedy_en = remedy or ("", "")
    problem = {"code": code, "nl": nl, "en": en, "remedy_nl": remedy_nl, "remedy_en": remedy_en}
    return api.create_response(request, problem, status=status)
