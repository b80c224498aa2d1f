"""Who asks the API, and how it says no: shared by the API of every stage."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from ninja import Schema

from kringspoor.people.models import Membership


class Problem(Schema):
    """Why something was not done, in both languages, and what to do."""

    code: str
    nl: str
    en: str
    remedy_nl: str = ""
    remedy_en: str = ""


def member_of(request: HttpRequest) -> Membership:
    """The member who asks, by a session or by a key."""
    return cast("Membership", request.member)  # type: ignore[attr-defined]
