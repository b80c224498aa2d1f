"""The pages of what is due, and of warranty that ends before the minimum period of use."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kringspoor.people.tables.export import download, wanted
from kringspoor.use.forms.lifetimes import DueFilterForm, GapFilterForm
from kringspoor.use.queries import due as queries
from kringspoor.use.queries import warranty
from kringspoor.use.rules import demand_inventory
from kringspoor.use.rules.quarters import known_part
from kringspoor.use.tables import due as tables
from kringspoor.use.tables import warranty as gap_tables
from kringspoor.use.tables.lifetimes import category_options
from kringspoor.use.views.asking import PAGE_ROWS, member_of


def _due_asked(request: HttpRequest) -> queries.DueAsked:
    asked, sort = request.GET, request.GET.get("sort", "")
    return queries.DueAsked(
        when=known_part(asked.get("when", ""), timezone.localdate()),
        words=asked.get("q", "").strip(),
        filters={name: asked.get(name, "") for name in ("category", "unit")},
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
    )


@require_GET
def due_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The devices in their window and past it, and those of the quarters to come."""
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    organisation = member.organisation
    rules = queries.due_rules(organisation=organisation, today=today)
    found = queries.due_devices(_due_asked(request), rules, organisation=organisation)
    if kind := wanted(request):
        cells = tables.due_cells(found.iterator(chunk_size=2_000), rules)
        heads, name = tables.due_heads(), _("due devices")
        return download(kind, name, heads, cells, organisation=organisation, today=today)
    return render(request, "use/lifetime_due.html", _due_shown(request, rules))


def _due_shown(request: HttpRequest, rules: queries.DueRules) -> dict[str, Any]:
    """What the list of due devices shows."""
    organisation, asked = member_of(request).organisation, _due_asked(request)
    numbers = queries.due_numbers(asked, rules, organisation=organisation)
    page = Paginator(numbers, PAGE_ROWS).get_page(request.GET.get("page"))
    devices = queries.due_numbered(list(page), organisation=organisation)
    buckets = queries.due_buckets(rules, organisation=organisation)
    choices = queries.due_facets(asked, rules, organisation=organisation)
    form = DueFilterForm(request.GET.dict(), tables.due_choices(buckets, choices))
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [tables.due_row(each, rules) for each in devices],
        "columns": tables.due_columns(request.GET.get("sort", "") or "due"),
        "buckets": tables.buckets(buckets, asked.when),
        "filters": tables.filters(request.GET.dict(), form, page.paginator.count),
        "undated_count": queries.undated_count(organisation=organisation),
    }


@require_GET
def warranty_gap(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The devices whose warranty ends before their minimum period of use."""
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    organisation, asked = member.organisation, request.GET
    gaps = warranty.warranty_gaps(
        organisation=organisation, today=today, category=asked.get("category", ""),
        words=asked.get("q", "").strip(),
    )  # fmt: skip
    if kind := wanted(request):
        numbers = [each.device_no for each in gaps.uncovered]
        devices = warranty.devices_numbered(numbers, organisation=organisation)
        return download(
            kind, _("warranty"), gap_tables.gap_heads(), gap_tables.gap_cells(gaps, devices),
            organisation=organisation, today=today,
        )  # fmt: skip
    return render(request, "use/lifetime_warranty.html", _gap_shown(request, gaps))


def _gap_shown(request: HttpRequest, gaps: warranty.WarrantyGaps) -> dict[str, Any]:
    """What the page of the warranty shows."""
    form = GapFilterForm(request.GET.dict(), category_options())
    page = Paginator(gaps.uncovered, PAGE_ROWS).get_page(request.GET.get("page"))
    numbers = [each.device_no for each in page]
    devices = warranty.devices_numbered(numbers, organisation=member_of(request).organisation)
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [gap_tables.gap_row(each, devices[each.device_no]) for each in page],
        "models": gap_tables.gap_models(gaps),
        "figures": gap_tables.gap_figures(gaps),
        "filters": tables.filters(request.GET.dict(), form, len(gaps.uncovered)),
        "is_known": bool(gaps.uncovered) or gaps.covered_count > 0,
    }
