"""The pages of the inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kringspoor.record.queries import events_about
from kringspoor.use import queries
from kringspoor.use.rules import demand_inventory, may_see_prices

if TYPE_CHECKING:
    from kringspoor.people.models import Membership

PAGE_ROWS = 50


def _member(request: HttpRequest) -> Membership:
    return cast("Membership", request.member)  # type: ignore[attr-defined]


def _asked(request: HttpRequest) -> queries.Asked:
    sort = request.GET.get("sort", "tag")
    return queries.Asked(
        words=request.GET.get("q", "").strip(),
        filters={name: request.GET.get(name, "") for name in queries.FACETS},
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
    )


@require_GET
def device_list(request: HttpRequest) -> HttpResponse:
    """The devices, searched, filtered and sorted by the address alone."""
    member = _member(request)
    demand_inventory(member)
    asked, organisation = _asked(request), member.organisation
    found = queries.devices(asked, organisation=organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    facets = {name: queries.facet(name, organisation=organisation) for name in queries.FACETS}
    context = {
        "page": page,
        "asked": asked,
        "facets": facets,
        "sees_prices": may_see_prices(member),
    }
    return render(request, "use/device_list.html", context)


@require_GET
def device_page(request: HttpRequest, number: int) -> HttpResponse:
    """One device: what it is, and what happened to it."""
    member = _member(request)
    demand_inventory(member)
    device = queries.device(number, organisation=member.organisation)
    if device is None:
        raise Http404
    events = events_about(device.subject, organisation=member.organisation)
    context = {"device": device, "events": events, "sees_prices": may_see_prices(member)}
    return render(request, "use/device_page.html", context)
