"""Who asks for a page of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from kringspoor.record.rules import demand_record

if TYPE_CHECKING:
    from kringspoor.people.models import Membership

PAGE_ROWS = 50


def member_of(request: HttpRequest) -> Membership:
    """The role in which the person asks, as the middleware found it."""
    return cast("Membership", request.member)  # type: ignore[attr-defined]


def reader_of(request: HttpRequest) -> Membership:
    """Who asks, when they may see the record. Raises Refused."""
    member = member_of(request)
    demand_record(member)
    return member


def paged(request: HttpRequest, found: QuerySet[models.Model]) -> dict[str, Any]:
    """The page of a list that an address asks for."""
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
    }
