"""The pages of parts: the shelf, one part, and the sheet on which a device is taken apart."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.core.states import State
from kringspoor.people.tables.export import download, wanted
from kringspoor.record.queries import events_about
from kringspoor.use.actions import parts as actions
from kringspoor.use.forms.parts import FREE_ROWS, BoughtForm, ListedForm, PartFilterForm, TakeForm
from kringspoor.use.models import Device, Part, PartKind, PartState
from kringspoor.use.queries import devices
from kringspoor.use.queries import parts as queries
from kringspoor.use.rules import demand_inventory, may_see_prices
from kringspoor.use.rules.parts import DONATING, demand_donor
from kringspoor.use.rules.repairs import demand_repair, may_repair
from kringspoor.use.tables import parts as tables
from kringspoor.use.tables import timeline
from kringspoor.use.views.asking import PAGE_ROWS, by, member_of

_EVERY = "all"
_DIGITS = 4  # of a number of rows


def _asked(request: HttpRequest) -> queries.Asked:
    sort, state = request.GET.get("sort", "") or "kind", request.GET.get("state", "")
    known = state if state in set(PartState) else PartState.STOCK.value
    return queries.Asked(
        words=request.GET.get("q", "").strip(),
        state="" if state == _EVERY else known,
        kind=request.GET.get("kind", ""),
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
    )


@require_GET
def part_list(request: HttpRequest) -> HttpResponseBase:
    """The parts on the shelf, or any others the address asks for."""
    return _listed(request)


def _listed(
    request: HttpRequest, form: BoughtForm | None = None, status: int = 200
) -> HttpResponseBase:
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    asked, sees = _asked(request), may_see_prices(member)
    found = queries.parts(asked, organisation=member.organisation)
    if kind := wanted(request):
        return _file(request, kind, found)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    chosen = {**request.GET.dict(), "state": asked.state or _EVERY}
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "columns": tables.columns(request.GET.get("sort", "") or "kind"),
        "rows": [tables.row(each) for each in page],
        "filters": tables.filters(chosen, PartFilterForm(chosen), page.paginator.count),
        "is_empty": not queries.counts(organisation=member.organisation),
        "may_repair": may_repair(member),
        "form": form or BoughtForm(None, today, sees_prices=sees),
    }
    return render(request, "use/part_list.html", context, status=status)


def _file(request: HttpRequest, kind: str, found: QuerySet[Part]) -> HttpResponseBase:
    member, today = member_of(request), timezone.localdate()
    sees, organisation = may_see_prices(member), member.organisation
    rows = (tables.file_row(each, sees_prices=sees) for each in found.iterator(2_000))
    heads = tables.file_heads(sees_prices=sees)
    return download(kind, _("parts"), heads, rows, organisation=organisation, today=today)


def _by(request: HttpRequest) -> dict[str, Any]:
    """Who does it, where and when; refuses who may not record parts."""
    demand_repair(member_of(request))
    return by(request)


@require_POST
def part_add(request: HttpRequest) -> HttpResponseBase:
    """Put a bought part on the shelf."""
    who, today = _by(request), timezone.localdate()
    form = BoughtForm(request.POST, today, sees_prices=may_see_prices(member_of(request)))
    if not form.is_valid():
        return _listed(request, form, 400)
    actions.buy_part(PartKind(form.cleaned_data["kind"]), **who, **form.known)
    messages.success(request, _("The part is on the shelf."))
    return redirect("parts")


def _part(request: HttpRequest, number: int) -> Part:
    """The part an address names, for who may see devices."""
    member = member_of(request)
    demand_inventory(member)
    part = queries.part(number, organisation=member.organisation)
    if part is None:
        raise Http404
    return part


@require_GET
def part_page(request: HttpRequest, number: int) -> HttpResponse:
    """One part: where it came from, where it is, what can be done with it."""
    part, member = _part(request, number), member_of(request)
    sees, organisation = may_see_prices(member), member.organisation
    events = events_about(part.subject, organisation=organisation)
    context = {
        "each": tables.row(part),
        "facts": tables.facts(part, sees_prices=sees),
        "events": timeline.history(events, sees_prices=sees),
        "may_repair": may_repair(member),
        "may_put_back": part.donor is not None and part.donor.state in DONATING,
        "may_take_out": part.repair is not None and part.repair.closed_on is None,
    }
    return render(request, "use/part_page.html", context)


@require_POST
def part_scrap(request: HttpRequest, number: int) -> HttpResponse:
    """Take a part off the shelf for good."""
    part = _part(request, number)
    actions.scrap_part(part, **_by(request), today=timezone.localdate())
    messages.success(request, _("The part is scrapped."))
    return redirect("part", number)


@require_POST
def part_take_out(request: HttpRequest, number: int) -> HttpResponse:
    """Take back that a part was put into a device."""
    actions.take_part_out(_part(request, number), **_by(request))
    messages.success(request, _("The part is on the shelf again."))
    return redirect("part", number)


@require_POST
def part_put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take back that a part was taken out of its donor."""
    part = _part(request, number)
    actions.put_part_back(part, **_by(request))
    messages.success(request, _("The part sits in its device again."))
    return redirect("device_parts", part.donor_id)


def _device(request: HttpRequest, number: int) -> Device:
    """The device an address names, for who may record parts."""
    member = member_of(request)
    demand_repair(member)
    device = devices.device(number, organisation=member.organisation)
    if device is None:
        raise Http404
    return device


def device_parts(request: HttpRequest, number: int) -> HttpResponse:
    """The sheet on which parts are taken out of a device."""
    device = _device(request, number)
    form = _take_form(request, device)
    if request.method != "POST" or "more" in request.POST:
        return _sheet(request, device, form)
    if not form.is_valid():
        return _sheet(request, device, form, 400)
    actions.take_parts(device, form.taken, **_by(request), today=timezone.localdate())
    messages.success(request, _("The parts are taken out."))
    return redirect("device_parts", number)


def _take_form(request: HttpRequest, device: Device) -> TakeForm:
    organisation, typed = member_of(request).organisation, request.POST.dict()
    asked = typed.get("more", "") or request.GET.get("rows", "")
    media = queries.media_inside(device, organisation=organisation)
    batteries = queries.batteries_inside(device, organisation=organisation)
    count = int(asked) if asked.isdecimal() and len(asked) <= _DIGITS else FREE_ROWS
    is_told = request.method == "POST" and "more" not in typed
    return TakeForm(request.POST if is_told else None, media, batteries, count, typed)


def _sheet(
    request: HttpRequest,
    device: Device,
    form: TakeForm,
    status: int = 200,
    listed: ListedForm | None = None,
) -> HttpResponse:
    organisation = member_of(request).organisation
    balance = queries.balance_of(device, organisation=organisation)
    found = queries.given_and_taken(device, organisation=organisation)
    context = {
        "device": device,
        "form": listed or form,
        "take_form": form,
        "listed_form": listed or ListedForm(initial={"listed_count": balance.listed_count}),
        "rows_text": str(len(form.rows)),  # no thousands: it goes back as it is
        "more_text": str(len(form.rows) + FREE_ROWS),
        "balance": tables.balance(balance),
        "may_give": device.state in DONATING,
        "is_taken_apart": device.state == State.TO_DISMANTLE,
        **tables.of_device(device, found),
    }
    return render(request, "use/part_sheet.html", context, status=status)


@require_POST
def device_dismantled(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a device is wholly taken apart."""
    device, listed = _device(request, number), ListedForm(request.POST)
    demand_donor(device)
    if not listed.is_valid():
        take_form = TakeForm(None, (), ())
        return _sheet(request, device, take_form, 400, listed)
    count = listed.cleaned_data["listed_count"]
    actions.finish_dismantling(device, count, **_by(request), today=timezone.localdate())
    messages.success(request, _("The device is taken apart."))
    return redirect("device", number)
