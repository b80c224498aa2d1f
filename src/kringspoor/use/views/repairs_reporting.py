"""The page on which a fault is reported: who repairs it, and whether that is worth it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kringspoor.core.repair import RepairRoute
from kringspoor.core.states import Ownership, State
from kringspoor.people.language import language
from kringspoor.people.models import Partner
from kringspoor.record.chain import Plain
from kringspoor.use.actions.repairs import Fault, report_fault
from kringspoor.use.actions.repairs_settings import record_warranty, repairer_named
from kringspoor.use.forms.repairs import CaseForm, FaultForm, WarrantyForm
from kringspoor.use.models import Device
from kringspoor.use.queries import devices
from kringspoor.use.queries import repairs as queries
from kringspoor.use.queries.repairs_advice import advice_on
from kringspoor.use.rules.repairs import demand_repair, routes_for
from kringspoor.use.tables import day
from kringspoor.use.tables.repairs_measured import advised
from kringspoor.use.views.asking import member_of, user_of


def _device(request: HttpRequest, number: int) -> Device:
    """The device an address names, for who may record repairs."""
    member = member_of(request)
    demand_repair(member)
    device = devices.device(number, organisation=member.organisation)
    if device is None:
        raise Http404
    return device


def repair_report(request: HttpRequest, number: int) -> HttpResponse:
    """Report a fault: the address says since when and what a repair would cost, the form the rest.

    A repair is opened when the form is sent.
    """
    device, case = _device(request, number), CaseForm(request.GET.dict(), timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = _fault_form(request, device, case.fault_day, data)
    if not form.is_valid():
        context = {"form": form, "case": case, **_proposal(request, device, case)}
        return render(
            request, "use/repair_report.html", context, status=400 if form.errors else 200
        )
    return _opened(request, device, case, form)


def _fault_form(
    request: HttpRequest, device: Device, fault_on: date, data: QueryDict | None = None
) -> FaultForm:
    routes, organisation = routes_for(device, fault_on), member_of(request).organisation
    found: dict[int, Partner] = {}
    for route in routes:
        found |= {each.pk: each for each in queries.repairers(route, organisation=organisation)}
    may_go = device.state in (State.IN_USE, State.SCREENED)
    return FaultForm(data, routes, found.values(), timezone.now(), may_go=may_go)


def _proposal(request: HttpRequest, device: Device, case: CaseForm) -> dict[str, Any]:
    """Who repairs and why, and whether it is worth it."""
    said, today = language(), timezone.localdate()
    estimate, organisation = case.estimate, member_of(request).organisation
    advice = estimate and advice_on(device, estimate, organisation=organisation, today=today)
    owner = Ownership(device.ownership) if device.ownership else None
    return {
        "device": device,
        "routes": [each.text.spoken(said) for each in routes_for(device, case.fault_day)],
        "fault_day": day(case.fault_day),
        "warranty": day(device.warranty_end_on),
        "owner": owner and owner.text.spoken(said),
        "is_hired": bool(owner and owner.is_hired),
        "advice": advised(advice or None),
        "is_unweighed": estimate is not None and not advice,
        "warranty_form": WarrantyForm(),
    }


def _opened(request: HttpRequest, device: Device, case: CaseForm, form: FaultForm) -> HttpResponse:
    """Open the repair, and go to its page."""
    said, member = form.cleaned_data, member_of(request)
    fault = Fault(
        fault=said["fault"],
        fault_on=case.fault_day,
        reported_at=said["reported_at"],
        route=form.route_chosen,
        repairer=_repairer(request, form),
        goes_away=said.get("goes_away", False),
        advice=_weighed(request, device, case),
    )
    order = report_fault(
        device, fault, organisation=member.organisation, actor=user_of(request),
        at=timezone.now(), today=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("The fault is reported."))
    return redirect("repair", order.pk)


def _repairer(request: HttpRequest, form: FaultForm) -> Partner | None:
    """The partner that was chosen, else that of the name that was filled in."""
    said, organisation = form.cleaned_data, member_of(request).organisation
    route = form.route_chosen
    if route is RepairRoute.OWN_BENCH:
        return None
    if name := said.get("new_repairer", "").strip():
        return repairer_named(
            name, route, organisation=organisation, actor=user_of(request), at=timezone.now()
        )
    known = queries.repairers(route, organisation=organisation)
    return next((each for each in known if str(each.pk) == said.get("repairer")), None)


def _weighed(request: HttpRequest, device: Device, case: CaseForm) -> dict[str, Plain]:
    """What the advice said when the route was chosen, for the record."""
    organisation, today = member_of(request).organisation, timezone.localdate()
    estimate = case.estimate
    found = estimate and advice_on(device, estimate, organisation=organisation, today=today)
    if not estimate or not found:
        return {}
    return {
        "estimate_eur": f"{estimate.repair_eur:.2f}",
        "extra_years": f"{estimate.extra_years:g}",
        "saved_eur": f"{found.advice.saved_eur:.2f}",
        "saved_kg": f"{found.advice.saved_kg:.1f}",
    }


@require_POST
def repair_warranty(request: HttpRequest, number: int) -> HttpResponse:
    """Write down until when a device is in warranty, and go on reporting its fault."""
    device, form = _device(request, number), WarrantyForm(request.POST)
    if not form.is_valid():
        case = CaseForm(request.GET.dict(), timezone.localdate())
        context = {**_proposal(request, device, case), "case": case, "warranty_form": form}
        context["form"] = (
            _fault_form(request, device, case.fault_day) if context["routes"] else form
        )
        return render(request, "use/repair_report.html", context, status=400)
    record_warranty(
        device, form.cleaned_data["ends_on"], organisation=member_of(request).organisation,
        actor=user_of(request), at=timezone.now(),
    )  # fmt: skip
    return redirect(f"{reverse('repair_report', args=(number,))}?{request.GET.urlencode()}")
