"""Who asks the API, and how it says no: shared by the API of every stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, TypedDict, TypeVar, cast

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from ninja import Field, Path, Schema

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.models import Membership, Organisation, User

MOST_ROWS = 500
MOST_CENTS = 10_000_000_000
Number = Annotated[int, Path(ge=1, lt=2**63)]  # what the database can count to
Reference = Annotated[int, Field(ge=1, lt=2**63)]  # the same, within a body
Cents = Annotated[int, Field(ge=0, le=MOST_CENTS)]
T = TypeVar("T")
F = TypeVar("F", bound=BaseForm)


class Problem(Schema):
    """Why something was not done, in both languages, and what to do."""

    code: str
    nl: str
    en: str
    remedy_nl: str = ""
    remedy_en: str = ""


class Part(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(100, ge=1, le=MOST_ROWS)
    offset: int = Field(0, ge=0, le=10_000_000)


class By(TypedDict):
    """Who does something, where and when."""

    organisation: Organisation
    actor: User
    at: Any


def as_file(*kinds: str) -> dict[str, Any]:
    """How an operation says that it answers with a file."""
    body = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"responses": {200: {"description": "The file", "content": body}}}


REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem}


def member_of(request: HttpRequest) -> Membership:
    """The member who asks, by a session or by a key."""
    return cast("Membership", request.member)  # type: ignore[attr-defined]


def allowed(request: HttpRequest, *demands: Callable[[Membership], None]) -> Membership:
    """Who asks, when they may do all of this. Raises Refused."""
    member = member_of(request)
    for demand in demands:
        demand(member)
    return member


def by(member: Membership) -> By:
    """This member, here and now."""
    return {"organisation": member.organisation, "actor": member.user, "at": timezone.now()}


def there(thing: T | None) -> T:
    """What was found. Raises Http404 for nothing, which is also what others have."""
    if thing is None:
        raise Http404
    return thing


def part_of(found: Any, part: Part, as_told: Callable[[Any], Any] = lambda each: each) -> Any:
    """How many were found, and the part that is asked for."""
    some = found[part.offset : part.offset + part.limit]
    count = len(found) if isinstance(found, list) else found.count()
    return {"count": count, "items": [as_told(each) for each in some]}


def euros(cents: int | None) -> Decimal | None:
    """An amount as the forms of the pages ask it."""
    return None if cents is None else Decimal(cents) / 100


def named(thing: object, names: Iterable[str]) -> dict[str, Any]:
    """These fields of a thing."""
    return {name: getattr(thing, name) for name in names}


def given(body: Schema, *, but: Iterable[str] = ()) -> dict[str, Any]:
    """What stands in a body, as the data of a form: what is null is left out."""
    told = body.model_dump(exclude={*but})
    return {name: value for name, value in told.items() if value is not None}


def checked(form: F) -> F:
    """The form of the page, when it takes all it was given. Raises BadInput naming each field."""
    if form.is_valid():
        return form
    wrong = form.errors.as_data()
    what = Text(nl=_told(wrong, "nl"), en=_told(wrong, "en"))
    raise BadInput(what, hint=_MEND, code="value")


def _told(wrong: Mapping[str, list[ValidationError]], language: str) -> str:
    with translation.override(language):
        said = {
            name: " ".join(str(each) for error in errors for each in error.messages)
            for name, errors in wrong.items()
        }
    return "; ".join(
        words if name == "__all__" else f"{name}: {words}" for name, words in said.items()
    )


_MEND = Text(nl="verbeter deze waarden", en="mend these values")
