"""The pages of repairs: the list, one repair, and what a device's own page tells of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kringspoor.people.models import Membership
from kringspoor.people.tables.export import download, wanted
from kringspoor.record.queries import events_about
from kringspoor.use.forms.repairs import RepairFilterForm
from kringspoor.use.forms.repairs_following import ClosingForm, ServedForm, ShelfForm
from kringspoor.use.models import Device, RepairOrder
from kringspoor.use.queries import parts as shelf
from kringspoor.use.queries import repairs as queries
from kringspoor.use.rules import demand_inventory, may_see_prices
from kringspoor.use.rules.repairs import may_repair
from kringspoor.use.tables import parts, repairs, timeline
from kringspoor.use.views.asking import PAGE_ROWS, member_of

_LATEST = "-reported"


def _asked(request: HttpRequest) -> queries.Asked:
    sort = request.GET.get("sort", "") or _LATEST
    return queries.Asked(
        words=request.GET.get("q", "").strip(),
        status=request.GET.get("status", ""),
        is_late_only=request.GET.get("late", "") == "yes",
        filters={name: request.GET.get(name, "") for name in queries.FACETS},
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
    )


@require_GET
def repair_list(request: HttpRequest) -> HttpResponseBase:
    """The repairs, filtered and sorted by the address alone."""
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    found = queries.repairs(_asked(request), organisation=member.organisation, today=today)
    if kind := wanted(request):
        return _file(kind, found, member, today)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "columns": repairs.columns(request.GET.get("sort", "") or _LATEST),
        "rows": [repairs.row(each, today) for each in page],
        **_filters(request, page.paginator.count, member, today),
    }
    return render(request, "use/repair_list.html", context)


def _filters(
    request: HttpRequest, found_count: int, member: Membership, today: date
) -> dict[str, Any]:
    """The filter bar, and whether there is anything to filter."""
    chosen, organisation = request.GET.dict(), member.organisation
    facets = {name: queries.facet(name, organisation=organisation) for name in queries.FACETS}
    form = RepairFilterForm(chosen, repairs.choices(facets))
    return {
        "filters": repairs.filters(chosen, form, found_count),
        "is_empty": not facets["route"],
        "counts": queries.counts(organisation=organisation, today=today),
    }


def _file(
    kind: str, found: QuerySet[RepairOrder], member: Membership, today: date
) -> HttpResponseBase:
    sees = may_see_prices(member)
    rows = (repairs.file_row(each, today, sees_prices=sees) for each in found.iterator(2_000))
    heads, organisation = repairs.file_heads(sees_prices=sees), member.organisation
    return download(kind, _("repairs"), heads, rows, organisation=organisation, today=today)


def repair_of(request: HttpRequest, number: int) -> RepairOrder:
    """The repair an address names, for who may see devices."""
    member = member_of(request)
    demand_inventory(member)
    order = queries.repair(number, organisation=member.organisation)
    if order is None:
        raise Http404
    return order


@require_GET
def repair_page(request: HttpRequest, number: int) -> HttpResponse:
    """One repair: how it stands, and what can be done next."""
    return shown(request, repair_of(request, number))


def shown(
    request: HttpRequest, order: RepairOrder, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of a repair, with its forms as they are, or as somebody filled one in wrongly."""
    member, today = member_of(request), timezone.localdate()
    sees, organisation = may_see_prices(member), member.organisation
    events = events_about(order.subject, organisation=organisation)
    context = {
        "each": repairs.page(order, today, sees_prices=sees),
        "parts": [parts.row(p) for p in queries.parts_used(order, organisation=organisation)],
        "events": timeline.history(events, sees_prices=sees),
        "may_repair": may_repair(member),
        "form": next(iter(forms.values()), None),
        **(_forms(order, member, today) if order.closed_on is None else {}),
        **forms,
    }
    return render(request, "use/repair_page.html", context, status=status)


def _forms(order: RepairOrder, member: Membership, today: date) -> dict[str, Any]:
    """What can be filled in while a repair is open."""
    on_the_shelf = shelf.on_the_shelf(organisation=member.organisation)
    return {
        "service_form": ServedForm(None, timezone.now()),
        "shelf_form": ShelfForm(None, on_the_shelf) if on_the_shelf else None,
        "closing_form": ClosingForm(None, order, today, sees_prices=may_see_prices(member)),
    }


def of_device(device: Device, member: Membership, today: date) -> dict[str, Any]:
    """What the page of a device tells of its repairs and parts; needs two questions."""
    organisation = member.organisation
    found = queries.repairs_of(device, organisation=organisation)
    for each in found:
        each.device = device
    given_and_taken = shelf.given_and_taken(device, organisation=organisation)
    return {
        "number": device.pk,
        "repairs": [repairs.row(each, today) for each in found],
        "is_open": any(each.closed_on is None for each in found),
        "may_repair": may_repair(member),
        **parts.of_device(device, given_and_taken),
    }
