"""The pages of the devices."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kringspoor.record.queries import events_about
from kringspoor.use import tables
from kringspoor.use.forms.devices import FilterForm
from kringspoor.use.models import Device
from kringspoor.use.queries import devices as queries
from kringspoor.use.queries.verdicts import verdict_on
from kringspoor.use.rules import demand_inventory, may_import, may_see_prices
from kringspoor.use.tables import verdicts
from kringspoor.use.views.asking import PAGE_ROWS, member_of


def _asked(request: HttpRequest) -> queries.Asked:
    sort = request.GET.get("sort", "") or "tag"
    return queries.Asked(
        words=request.GET.get("q", "").strip(),
        filters={name: request.GET.get(name, "") for name in queries.FACETS},
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
    )


def _listed(request: HttpRequest, page: Page[Device]) -> dict[str, Any]:
    """What the list shows of a page of devices."""
    organisation = member_of(request).organisation
    chosen = request.GET.dict()
    facets = {name: queries.facet(name, organisation=organisation) for name in queries.FACETS}
    form = FilterForm(chosen, tables.choices(facets))
    today = timezone.localdate()
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "columns": tables.columns(chosen.get("sort", "") or "tag"),
        "rows": [tables.row(each, today) for each in page],
        "filters": tables.filters(chosen, form, page.paginator.count),
        "is_empty": not any(facets.values()),
        "may_import": may_import(member_of(request)),
    }


@require_GET
def device_list(request: HttpRequest) -> HttpResponse:
    """The devices, searched, filtered and sorted by the address alone."""
    member = member_of(request)
    demand_inventory(member)
    found = queries.devices(_asked(request), organisation=member.organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "use/device_list.html", _listed(request, page))


@require_GET
def device_page(request: HttpRequest, number: int) -> HttpResponse:
    """One device: what it is, and what happened to it."""
    member = member_of(request)
    demand_inventory(member)
    device = queries.device(number, organisation=member.organisation)
    if device is None:
        raise Http404
    events = events_about(device.subject, organisation=member.organisation)
    today = timezone.localdate()
    verdict = verdict_on(device, organisation=member.organisation, today=today)
    context = {
        "device": tables.row(device, today),
        "next": verdicts.shown(verdict),
        "facts": tables.facts(device, sees_prices=may_see_prices(member)),
        "events": tables.history(events),
    }
    return render(request, "use/device_page.html", context)
