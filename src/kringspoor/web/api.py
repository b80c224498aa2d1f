"""The root of the API: who may ask, how errors are told, what it says of itself."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from kringspoor import __version__
from kringspoor.core.errors import BadInput, KringspoorError, Refused
from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.words import NOTHING, Text
from kringspoor.people.api import member_of
from kringspoor.people.models import Membership
from kringspoor.record.api import ROUTERS as RECORD
from kringspoor.record.forms.uploads import MAX_BYTES
from kringspoor.use.api import ROUTERS as USE

_SAFE = ("GET", "HEAD", "OPTIONS")


class KeyOrSession(AuthBase):
    """A key in the Authorization header; or a session, of which a writing question has the token.

    The middleware found out who asks before; nobody comes this far without a role.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Membership:
        """The member who asks. Raises Refused for a question that another site may have made.

        Raises BadInput for a file that is too big, before a byte of it is read.
        """
        if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
            raise BadInput(_TOO_BIG, hint=_SMALLER, code="too-big")
        member = member_of(request)
        is_writing = request.method not in _SAFE
        if is_writing and member.narrowed_to is None and check_csrf(request):
            raise Refused(_FORGED, hint=_BY_KEY, code="csrf")
        return member


class _ToldOnce(NinjaAPI):
    """An API that finds out once what it says of itself: that takes a second, and never changes."""

    _told = ""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Any:
        """The whole API as OpenAPI says it, with its addresses below that of the organisation."""
        root = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if not self._told:
            self._told = json.dumps(super().get_openapi_schema(path_prefix=_ANY_ROOT))
        return json.loads(self._told.replace(_ANY_ROOT, json.dumps(root)[1:-1]))


_ANY_ROOT = "/~organisation~/api/"  # stands for that of the organisation that asks
api = _ToldOnce(
    title="Kringspoor",
    version=__version__,
    description="Every address stands under that of an organisation: /<organisation>/api/…",
    urls_namespace="api",
    docs_url=None,
    auth=KeyOrSession(),
)
for _prefix, _router in (*USE, *RECORD):
    api.add_router(_prefix, _router)


@api.exception_handler(KringspoorError)
def refused(request: HttpRequest, error: KringspoorError) -> HttpResponse:
    """A refusal says its code, both sentences, and the remedy; of a step, each of them apart."""
    status = 403 if isinstance(error, Refused) else 422 if isinstance(error, BadInput) else 404
    if isinstance(error, StepRefused):
        each = [_problem(one.code, one.what, one.remedy) for one in error.refusals]
        told = {**_problem(error.code, error.what, error.hint), "refusals": each}
        return api.create_response(request, told, status=status)
    return _told(request, status, error.code, error.what, error.hint)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """What is not there, or is of another organisation."""
    return _told(request, 404, "not-found", _NOT_THERE)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A value that cannot be: which, and why."""
    first = error.errors[0]
    name, why = first["loc"][-1], first["msg"]
    return _told(request, 422, "value", Text(nl=f"{name}: {why}", en=f"{name}: {why}"))


@api.exception_handler(HttpError)
def not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that cannot be read."""
    return _told(request, error.status_code, "not-read", _NOT_READ, _JSON)


@api.exception_handler(AuthenticationError)
def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody signed in, and no key that works."""
    return _told(request, 401, "sign-in", _SIGN_IN)


def schema(root: str) -> dict[str, Any]:
    """The whole API as OpenAPI says it, with its addresses below that of the organisation."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix=root)
    return told


def _problem(code: str, what: Text, remedy: Text = NOTHING) -> dict[str, str]:
    return {
        "code": code,
        "nl": what.nl,
        "en": what.en,
        "remedy_nl": remedy.nl,
        "remedy_en": remedy.en,
    }


def _told(
    request: HttpRequest, status: int, code: str, what: Text, remedy: Text = NOTHING
) -> HttpResponse:
    return api.create_response(request, _problem(code, what, remedy), status=status)


_FORGED = Text(nl="deze vraag kwam niet van een pagina van ons", en="no page of ours asked this")
_BY_KEY = Text(
    nl="stuur het teken mee in X-CSRFToken, of gebruik een sleutel",
    en="send the token along in X-CSRFToken, or use a key",
)
_TOO_BIG = Text(nl="dit bestand is te groot", en="this file is too big")
_SMALLER = Text(nl="stuur ten hoogste 50 MB", en="send at most 50 MB")
_NOT_THERE = Text(nl="dit bestaat niet", en="this does not exist")
_NOT_READ = Text(nl="deze vraag is niet te lezen", en="this question cannot be read")
_JSON = Text(nl="stuur geldige JSON", en="send valid JSON")
_SIGN_IN = Text(nl="meld u aan of geef een sleutel", en="sign in or give a key")
