"""The list of the devices, and what a person keeps of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.tables.export import download, wanted
from kringspoor.use.actions import saved as keeping
from kringspoor.use.forms.devices import PasteForm, SaveForm
from kringspoor.use.models import SavedView
from kringspoor.use.queries import devices as queries
from kringspoor.use.queries import saved
from kringspoor.use.queries.register import register_of
from kringspoor.use.queries.tallies import tally
from kringspoor.use.rules import demand_inventory
from kringspoor.use.rules.filters import Asked, asked_of
from kringspoor.use.tables import columns, filters, listing
from kringspoor.use.tables.columns import LIST
from kringspoor.use.views.asking import member_of, user_of
from kringspoor.use.views.choosing import chosen

_CHUNK_ROWS = 2_000


@require_GET
def device_list(request: HttpRequest) -> HttpResponseBase:
    """The devices, searched, filtered and sorted by the address alone; as a page or as a file."""
    member = member_of(request)
    demand_inventory(member)
    asked, organisation = asked_of(request.GET.dict()), member.organisation
    if kind := wanted(request):
        return _file(request, kind, asked)
    context = _table(request, asked)
    if request.GET.get("pasted", "").isdecimal():
        number = int(request.GET["pasted"])
        context["pasted"] = saved.pasted_list(number, organisation=organisation)
    return render(request, "use/device_list.html", context)


def _table(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    member, address = member_of(request), request.GET.dict()
    organisation = member.organisation
    habit = saved.habit(LIST, user_of(request), organisation=organisation)
    shown, rows_no = (
        listing.columns_shown(address, habit, member),
        listing.rows_shown(address, habit),
    )
    register = register_of(organisation=organisation)  # counts and rows of the same moment
    counted = tally(asked, organisation=organisation, register=register)
    page = Paginator(range(counted.found_count), rows_no).get_page(address.get("page"))
    first = (page.number - 1) * rows_no
    devices = queries.page_of(
        asked, first, first + rows_no, organisation=organisation, register=register
    )
    views = saved.saved_views(LIST, user_of(request), organisation=organisation)
    return {
        **listing.page(page, devices, shown, counted, address, timezone.localdate()),
        **listing.around(member, views, shown, request.GET.urlencode(), rows_no),
    }


def _file(request: HttpRequest, kind: str, asked: Asked) -> HttpResponseBase:
    """The whole list as a file, with the columns of the page."""
    member, today = member_of(request), timezone.localdate()
    habit = saved.habit(LIST, user_of(request), organisation=member.organisation)
    shown = listing.columns_shown(request.GET.dict(), habit, member)
    found = queries.devices(asked, organisation=member.organisation)
    rows = (columns.file_row(each, shown, today) for each in found.iterator(_CHUNK_ROWS))
    heads, name = columns.file_heads(shown), _("devices")
    return download(kind, name, heads, rows, organisation=member.organisation, today=today)


@require_POST
def devices_file(request: HttpRequest) -> HttpResponseBase:
    """The devices that were chosen as a file."""
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    habit = saved.habit(LIST, user_of(request), organisation=member.organisation)
    shown = listing.columns_shown({}, habit, member)
    found = queries.numbered(chosen(request), organisation=member.organisation)
    rows = (columns.file_row(each, shown, today) for each in found)
    return download(
        "xlsx", _("chosen devices"), columns.file_heads(shown), rows,
        organisation=member.organisation, today=today,
    )  # fmt: skip


@require_POST
def device_columns(request: HttpRequest) -> HttpResponse:
    """Remember the columns and rows that a person chose, and show them."""
    member, keys = member_of(request), request.POST.getlist("column")
    demand_inventory(member)
    known = [each for each in columns.BY_KEY if each in keys]
    rows = request.POST.get("rows", "")
    keeping.keep_habit(
        LIST, known, int(rows) if rows.isdecimal() and int(rows) in listing.SIZES else 0,
        organisation=member.organisation, user=user_of(request),
    )  # fmt: skip
    query = filters.address_of(request.POST.get("query", ""), but=("columns", "rows"))
    return redirect(f"{reverse('devices')}?{query}")


def devices_paste(request: HttpRequest) -> HttpResponse:
    """Find the devices that a pasted list names."""
    member = member_of(request)
    demand_inventory(member)
    form = PasteForm(request.POST or None)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "use/devices_paste.html", {"form": form}, status=status)
    kept = keeping.paste_list(
        form.written, organisation=member.organisation, owner=user_of(request), at=timezone.now()
    )
    return redirect(f"{reverse('devices')}?pasted={kept.pk}")


@require_POST
def view_add(request: HttpRequest) -> HttpResponse:
    """Keep what the list now shows under a name."""
    member, form = member_of(request), SaveForm(request.POST)
    demand_inventory(member)
    query = filters.address_of(request.POST.get("query", ""))
    if not form.is_valid():
        raise BadInput(_NAME, hint=_SHORT, code="no-name")
    said = form.cleaned_data
    keeping.save_view(
        LIST, said["name"], query, organisation=member.organisation, owner=user_of(request),
        is_shared=said["is_shared"],
    )  # fmt: skip
    return redirect(f"{reverse('devices')}?{query}")


@require_POST
def view_change(request: HttpRequest, number: int) -> HttpResponse:
    """Give a view another name, share it or no longer."""
    view, form = _own_view(request, number), SaveForm(request.POST)
    if not form.is_valid():
        raise BadInput(_NAME, hint=_SHORT, code="no-name")
    said, organisation = form.cleaned_data, member_of(request).organisation
    keeping.change_view(view, said["name"], organisation=organisation, is_shared=said["is_shared"])
    return redirect(f"{reverse('devices')}?{view.query}")


@require_POST
def view_drop(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a view."""
    view = _own_view(request, number)
    keeping.drop_view(view, organisation=member_of(request).organisation)
    return redirect(f"{reverse('devices')}?{view.query}")


def _own_view(request: HttpRequest, number: int) -> SavedView:
    member = member_of(request)
    demand_inventory(member)
    view = saved.own_view(number, user_of(request), organisation=member.organisation)
    if view is None:
        raise Http404
    return view


_NAME = Text(nl="dit overzicht heeft nog geen naam", en="this view has no name yet")
_SHORT = Text(nl="geef een naam van ten hoogste 60 tekens", en="give a name of at most 60 letters")
