"""Partners: who receives, repairs, lends or sells devices, and until when they may.

These pages stand at the door for the same reason as those of people: what they change is written
down in the record.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kringspoor.people.actions import Change
from kringspoor.people.actions import partners as actions
from kringspoor.people.forms.partners import PartnerFilterForm, PartnerForm, PermitForm
from kringspoor.people.models import Membership, Partner
from kringspoor.people.queries import partners as queries
from kringspoor.people.rules import demand, may
from kringspoor.people.tables import partners as tables
from kringspoor.people.tables.export import download, wanted
from kringspoor.record.queries import events_about
from kringspoor.record.tables.evidence import history
from kringspoor.web.middleware import Request
from kringspoor.web.writing import write_change

SEE, CHANGE = "see_inventory", "change_inventory"
PAGE_ROWS = 50
_ROWS_AT_ONCE = 500


def _member(request: HttpRequest, verb: str) -> Membership:
    member = cast(Request, request).member
    demand(member, verb)
    return member


def _found(request: HttpRequest, number: int, verb: str) -> Partner:
    organisation = _member(request, verb).organisation
    partner = queries.partner_numbered(number, organisation=organisation)
    if partner is None:
        raise Http404
    return partner


def _write(request: HttpRequest, change: Change) -> None:
    member = cast(Request, request).member
    write_change(change, organisation=member.organisation, actor=member.user, at=timezone.now())


@require_GET
def partners(request: HttpRequest) -> HttpResponseBase:
    """Every partner with how its permits stand; found by the address alone, or as a file."""
    member, told, today = _member(request, SEE), request.GET, timezone.localdate()
    sort = told.get("sort", "") or "name"
    asked = queries.Asked(
        told.get("q", ""), told.get("role", ""), sort.removeprefix("-"), sort.startswith("-")
    )
    found = queries.partners(asked, organisation=member.organisation)
    if kind := wanted(request):
        rows = (row for each in found.iterator(_ROWS_AT_ONCE) for row in tables.file_rows(each))
        heads, here = tables.file_heads(), member.organisation
        return download(kind, _("partners"), heads, rows, organisation=here, today=today)
    return render(request, "people/partners.html", _listed(request, found))


def _listed(request: HttpRequest, found: Any) -> dict[str, Any]:
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    chosen, count, today = request.GET.dict(), page.paginator.count, timezone.localdate()
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "columns": tables.columns(chosen.get("sort", "") or "name"),
        "rows": [tables.row(each, today) for each in page],
        "filters": tables.filters(PartnerFilterForm(chosen), chosen, count),
        "is_empty": not count and not any(chosen.values()),
        "may_change": may(cast(Request, request).member, CHANGE),
    }


@require_GET
def partner(request: HttpRequest, number: int) -> HttpResponse:
    """One partner and its permits."""
    return _shown(request, _found(request, number, SEE), PermitForm())


def _shown(
    request: HttpRequest, partner: Partner, form: PermitForm, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "each": tables.row(partner, today),
        "permits": [tables.permit(one, today) for one in partner.authorisations.all()],
        "events": history(events_about(f"partner:{partner.pk}", organisation=partner.organisation)),
        "form": form,
        "may_change": may(cast(Request, request).member, CHANGE),
    }
    return render(request, "people/partner.html", context, status=status)


@require_http_methods(["GET", "POST"])
def partner_add(request: HttpRequest) -> HttpResponse:
    """Add a partner."""
    _member(request, CHANGE)
    return _kept(request, None)


@require_http_methods(["GET", "POST"])
def partner_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a partner is called or does."""
    return _kept(request, _found(request, number, CHANGE))


def _kept(request: HttpRequest, partner: Partner | None) -> HttpResponse:
    sent = {**request.POST.dict(), "roles": request.POST.getlist("roles")}
    form = PartnerForm(sent if request.method == "POST" else None, partner)
    if not form.is_valid():
        context = {"form": form, "partner": partner}
        status = 400 if form.errors else 200
        return render(request, "people/partner_edit.html", context, status=status)
    with transaction.atomic():
        kept, change = actions.keep_partner(
            partner, **form.cleaned_data, organisation=cast(Request, request).member.organisation
        )
        _write(request, change)
    messages.success(request, _("The partner is saved."))
    return redirect("partner", kept.pk)


@require_POST
def permit_add(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what a partner may do from a day on."""
    partner, form = _found(request, number, CHANGE), PermitForm(request.POST)
    if not form.is_valid():
        return _shown(request, partner, form, 400)
    with transaction.atomic():
        change = actions.add_permit(partner, form.permit, organisation=partner.organisation)
        _write(request, change)
    messages.success(request, _("The permit is on record."))
    return redirect("partner", number)


@require_POST
def permit_end(request: HttpRequest, number: int) -> HttpResponse:
    """Let a permit hold until today and no longer."""
    organisation = _member(request, CHANGE).organisation
    permit = queries.permit_numbered(number, organisation=organisation)
    if permit is None:
        raise Http404
    with transaction.atomic():
        today = timezone.localdate()
        _write(request, actions.end_permit(permit, today, organisation=organisation))
    messages.success(request, _("The permit holds until today."))
    return redirect("partner", permit.partner_id)
