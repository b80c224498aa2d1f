"""Devices as files for another asset tool: those chosen in a list, or all its address finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from kringspoor.use.queries import devices as queries
from kringspoor.use.rules import demand_inventory, may_see_prices
from kringspoor.use.rules.filters import asked_of
from kringspoor.use.tables import exports
from kringspoor.use.views.asking import member_of
from kringspoor.use.views.choosing import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kringspoor.use.models import Device

_CHUNK_ROWS = 2_000


def _devices(request: HttpRequest) -> Iterator[Device]:
    """The devices that were ticked, or all that the address finds."""
    organisation = member_of(request).organisation
    asked = asked_of(request.GET.dict())
    if request.method == "POST":
        found = queries.devices(asked, organisation=organisation).filter(pk__in=chosen(request))
    else:
        found = queries.devices(asked, organisation=organisation)
    return found.prefetch_related("media").iterator(_CHUNK_ROWS)


def export_snipeit(request: HttpRequest) -> StreamingHttpResponse:
    """The devices as a CSV that Snipe-IT imports."""
    member = member_of(request)
    demand_inventory(member)
    lines = exports.as_snipeit(_devices(request), sees_prices=may_see_prices(member))
    parts = exports.within(member.organisation, lines)
    return _file(request, StreamingHttpResponse(parts, content_type="text/csv"), "snipe-it.csv")


def export_glpi(request: HttpRequest) -> StreamingHttpResponse:
    """The devices as inventories for GLPI, in a zip."""
    member = member_of(request)
    demand_inventory(member)
    parts = exports.within(member.organisation, exports.as_glpi(_devices(request)))
    return _file(request, StreamingHttpResponse(parts, content_type="application/zip"), "glpi.zip")


def _file(request: HttpRequest, answer: StreamingHttpResponse, name: str) -> StreamingHttpResponse:
    slug, today = member_of(request).organisation.slug, timezone.localdate()
    file = f"{slug}-{today.isoformat()}-{name}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer
