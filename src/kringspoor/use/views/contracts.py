"""The pages of contracts: what was agreed with whom, until when, and for which devices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kringspoor.people.tables.export import download, wanted
from kringspoor.record.queries import events_about
from kringspoor.use.actions import contracts as actions
from kringspoor.use.actions.saved import paste_list
from kringspoor.use.forms.contracts import ContractFilterForm, ContractForm
from kringspoor.use.forms.devices import PasteForm
from kringspoor.use.models.contracts import Contract
from kringspoor.use.queries import contracts as queries
from kringspoor.use.rules import demand_change, demand_inventory, may_change
from kringspoor.use.tables import contracts as tables
from kringspoor.use.tables import timeline
from kringspoor.use.views.asking import PAGE_ROWS, by, member_of

_ROWS_AT_ONCE = 2_000


def _by(request: HttpRequest) -> dict[str, Any]:
    """Who does it, where and when; refuses who may not change devices."""
    demand_change(member_of(request))
    return by(request)


def _contract(request: HttpRequest, number: int) -> Contract:
    member = member_of(request)
    demand_inventory(member)
    found = queries.contract(number, organisation=member.organisation)
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> queries.Asked:
    told = request.GET
    sort = told.get("sort", "") or "ends"
    return queries.Asked(
        told.get("q", ""), told.get("kind", ""), told.get("standing", ""),
        sort.removeprefix("-"), sort.startswith("-"),
    )  # fmt: skip


@require_GET
def contract_list(request: HttpRequest) -> HttpResponseBase:
    """Every contract, those that end first first; found by the address alone."""
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    found = queries.contracts(_asked(request), organisation=member.organisation, today=today)
    if kind := wanted(request):
        rows = map(tables.file_row, found.iterator(_ROWS_AT_ONCE))
        heads, here = tables.file_heads(), member.organisation
        return download(kind, _("contracts"), heads, rows, organisation=here, today=today)
    return render(request, "use/contract_list.html", _listed(request, found, today))


def _listed(request: HttpRequest, found: Any, today: date) -> dict[str, Any]:
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    chosen, count = request.GET.dict(), page.paginator.count
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "columns": tables.columns(chosen.get("sort", "") or "ends"),
        "rows": [tables.row(each, today) for each in page],
        "filters": tables.filters(ContractFilterForm(chosen), chosen, count),
        "is_empty": not count and not any(chosen.values()),
        "may_change": may_change(member_of(request)),
    }


@require_GET
def contract_page(request: HttpRequest, number: int) -> HttpResponse:
    """One contract: what was agreed, the devices under it, and what happened."""
    return _shown(request, _contract(request, number), PasteForm())


def _shown(
    request: HttpRequest, contract: Contract, form: PasteForm, status: int = 200
) -> HttpResponse:
    member = member_of(request)
    found = queries.devices_under(contract, organisation=member.organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    events = events_about(f"contract:{contract.pk}", organisation=member.organisation)
    context = {
        "each": tables.row(contract, timezone.localdate()),
        "facts": tables.facts(contract),
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [tables.device_row(each) for each in page],
        "events": timeline.history(events),
        "form": form,
        "may_change": may_change(member),
    }
    return render(request, "use/contract_page.html", context, status=status)


@require_http_methods(["GET", "POST"])
def contract_add(request: HttpRequest) -> HttpResponse:
    """Write down a contract."""
    return _kept(request, None)


@require_http_methods(["GET", "POST"])
def contract_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change a contract."""
    return _kept(request, _contract(request, number))


def _kept(request: HttpRequest, contract: Contract | None) -> HttpResponse:
    who = _by(request)
    partners = queries.suppliers(organisation=who["organisation"])
    form = ContractForm(request.POST if request.method == "POST" else None, partners, contract)
    if not form.is_valid():
        context = {"form": form, "contract": contract}
        status = 400 if form.errors else 200
        return render(request, "use/contract_edit.html", context, status=status)
    kept = actions.keep_contract(contract, form.stored, **who)
    messages.success(request, _("The contract is saved."))
    return redirect("contract", kept.pk)


@require_POST
def contract_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a contract that was written down by mistake."""
    actions.remove_contract(_contract(request, number), **_by(request))
    messages.success(request, _("The contract is removed."))
    return redirect("contracts")


@require_POST
def contract_devices(request: HttpRequest, number: int) -> HttpResponse:
    """Put the devices of a pasted list under a contract."""
    contract, who, form = _contract(request, number), _by(request), PasteForm(request.POST)
    if not form.is_valid():
        return _shown(request, contract, form, 400)
    pasted = paste_list(
        form.written, organisation=who["organisation"], owner=who["actor"], at=who["at"]
    )
    _say(request, actions.put_under(contract, pasted.numbers, **who), len(pasted.unknown))
    return redirect("contract", number)


def _say(request: HttpRequest, count: int, unknown_count: int) -> None:
    told = ngettext(
        "{count} device falls under it.", "{count} devices fall under it.", count
    ).format(count=count)
    messages.success(request, told)
    if unknown_count:
        left = ngettext(
            "{count} name is of no device of yours.", "{count} names are of no device of yours.",
            unknown_count,
        )  # fmt: skip
        messages.warning(request, left.format(count=unknown_count))


@require_POST
def contract_device_off(request: HttpRequest, number: int, device_number: int) -> HttpResponse:
    """Say that a device does not fall under a contract."""
    contract, who = _contract(request, number), _by(request)
    held = queries.devices_under(contract, organisation=who["organisation"])
    found = held.filter(pk=device_number).values_list("pk", flat=True)
    actions.put_under(None, list(found), **who)
    messages.success(request, _("The device is off this contract."))
    return redirect("contract", number)
