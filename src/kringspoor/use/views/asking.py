"""Who asks for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from kringspoor.people.models import Membership, User

PAGE_ROWS = 50


def member_of(request: HttpRequest) -> Membership:
    """The role in which the person asks, as the middleware found it."""
    return cast("Membership", request.member)  # type: ignore[attr-defined]


def user_of(request: HttpRequest) -> User:
    """The person who asks."""
    return cast("User", request.user)
