"""The pages of the pools."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kringspoor.people.tables.export import download, wanted
from kringspoor.use.actions import pools as actions
from kringspoor.use.forms.pools import LaterForm, LoanForm, PeriodForm, PoolForm, StayForm
from kringspoor.use.models import Device, Pool
from kringspoor.use.queries import pools as queries
from kringspoor.use.queries.verdicts import verdict_on
from kringspoor.use.rules import demand_change, demand_inventory, may_change, may_move
from kringspoor.use.tables import pools as tables
from kringspoor.use.views.asking import by, member_of
from kringspoor.use.views.steps import device_of

PERIOD_DAYS = 365


@require_GET
def pool_list(request: HttpRequest) -> HttpResponse:
    """Every pool: how full it is, and how much of it serves."""
    member = member_of(request)
    demand_inventory(member)
    found = queries.pools(organisation=member.organisation)
    held_count, fleet_count = queries.held_and_fleet(organisation=member.organisation)
    context = {
        "rows": [tables.row(each) for each in found],
        "share": tables.share_of_fleet(held_count, fleet_count),
        "may_change": may_change(member),
    }
    return render(request, "use/pool_list.html", context)


def _pool(request: HttpRequest, number: int) -> Pool:
    member = member_of(request)
    demand_inventory(member)
    pool = queries.pool(number, organisation=member.organisation)
    if pool is None:
        raise Http404
    return pool


@require_GET
def pool_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """One pool: what it holds, who has it, and how well it serves."""
    pool, today = _pool(request, number), timezone.localdate()
    since, until, form = _period(request, today)
    organisation = member_of(request).organisation
    charges = queries.charges_of(pool, since, until, organisation=organisation)
    if kind := wanted(request):
        rows = (tables.file_row(each) for each in charges)
        return download(
            kind, pool.name, tables.file_heads(), rows, organisation=organisation, today=today
        )
    return _page_of(request, pool, (since, until, form), charges)


def _page_of(request: HttpRequest, pool: Pool, period: Any, charges: Any) -> HttpResponse:
    member, today = member_of(request), timezone.localdate()
    since, until, form = period
    use = queries.use_of(pool, since, until, organisation=member.organisation)
    stays = queries.stays_in(pool, organisation=member.organisation)
    context = {
        "pool": tables.row(pool),
        "facts": tables.facts(pool),
        "stays": [tables.stay(each, today) for each in stays],
        "use": tables.served(use, since, until),
        "charges": tables.charge_rows(charges) if pool.month_cents else [],
        "period": form,
        "may_change": may_change(member),
        "may_move": may_move(member),
    }
    return render(request, "use/pool_page.html", context)


def _period(request: HttpRequest, today: date) -> tuple[date, date, PeriodForm]:
    """The period an address asks for; the last year when it asks for none that can be."""
    first = {"since": today - timedelta(days=PERIOD_DAYS), "until": today}
    asked = {name: request.GET.get(name) or day for name, day in first.items()}
    form = PeriodForm(asked)
    said = form.cleaned_data if form.is_valid() else first
    return said["since"], said["until"], form


def pool_add(request: HttpRequest) -> HttpResponse:
    """Make a pool."""
    return _kept(request, None)


def pool_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a pool is for, or its bounds; or close it."""
    return _kept(request, _pool(request, number))


def _kept(request: HttpRequest, pool: Pool | None) -> HttpResponse:
    demand_change(member_of(request))
    form = PoolForm(pool, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "pool": pool}
        return render(request, "use/pool_edit.html", context, status=400 if form.errors else 200)
    kept = actions.keep_pool(pool, form.stored, **by(request))
    messages.success(request, _("The pool is saved."))
    return redirect("pool", kept.pk)


def pool_put(request: HttpRequest, number: int) -> HttpResponse:
    """Put a screened device in a pool."""
    pool, organisation = _pool(request, number), member_of(request).organisation
    form = StayForm(queries.screened_devices(organisation=organisation), request.POST or None)
    if not form.is_valid():
        context = {"form": form, "pool": pool, "act": _("Put a device in this pool")}
        return render(request, "use/pool_act.html", context, status=400 if form.errors else 200)
    _put(request, pool, form.cleaned_data)
    messages.success(request, _("Done, and on record."))
    return redirect("pool", number)


def _put(request: HttpRequest, pool: Pool, said: dict[str, Any]) -> None:
    """Put it in; the reason a person gave is one against what is advised."""
    device, today = device_of(request, int(said["device"])), timezone.localdate()
    advised = verdict_on(device, organisation=pool.organisation, today=today).step.slug
    refused = {advised: said["why_not"]} if said["why_not"] else {}
    actions.put_in_pool(
        device, pool, said["review_on"], today=today, refused_steps=refused, **by(request)
    )


def _held(request: HttpRequest, number: int, device_number: int) -> tuple[Pool, Device]:
    return _pool(request, number), device_of(request, device_number)


def pool_lend(request: HttpRequest, number: int, device_number: int) -> HttpResponse:
    """Lend a device of a pool."""
    pool, device = _held(request, number, device_number)
    form = LoanForm(pool, request.POST or None)
    if not form.is_valid():
        act = _("Lend %(device)s") % {"device": device}
        context = {"form": form, "pool": pool, "act": act}
        return render(request, "use/pool_act.html", context, status=400 if form.errors else 200)
    actions.lend(device, pool, form.loan, today=timezone.localdate(), **by(request))
    messages.success(request, _("Done, and on record."))
    return redirect("pool", number)


def pool_later(request: HttpRequest, number: int, device_number: int) -> HttpResponse:
    """Let a loan, or a stay in a pool, last longer."""
    pool, device = _held(request, number, device_number)
    form = LaterForm(request.POST or None)
    if not form.is_valid():
        act = _("Keep %(device)s longer") % {"device": device}
        context = {"form": form, "pool": pool, "act": act}
        return render(request, "use/pool_act.html", context, status=400 if form.errors else 200)
    later = actions.extend_loan if device.state == "on_loan" else actions.review_stay
    later(device, form.cleaned_data["later_on"], today=timezone.localdate(), **by(request))
    messages.success(request, _("Done, and on record."))
    return redirect("pool", number)
