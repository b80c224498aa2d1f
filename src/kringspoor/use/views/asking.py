"""Who asks for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.utils import timezone

if TYPE_CHECKING:
    from kringspoor.people.models import Membership, User

PAGE_ROWS = 50


def member_of(request: HttpRequest) -> Membership:
    """The role in which the person asks, as the middleware found it."""
    return cast("Membership", request.member)  # type: ignore[attr-defined]


def user_of(request: HttpRequest) -> User:
    """The person who asks."""
    return cast("User", request.user)


def by(request: HttpRequest) -> dict[str, Any]:
    """Who does it, where and when, as every action asks it."""
    organisation = member_of(request).organisation
    return {"organisation": organisation, "actor": user_of(request), "at": timezone.now()}
