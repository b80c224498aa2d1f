"""The pages on which an exception to a lifetime rule is asked for and decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kringspoor.people.models import Membership
from kringspoor.people.rules import demand, may
from kringspoor.record.actions.files import keep_file
from kringspoor.record.models import Evidence
from kringspoor.use.actions import lifetime_exceptions as actions
from kringspoor.use.forms.lifetimes import ExceptionForm
from kringspoor.use.models import Device, LifetimeException
from kringspoor.use.models.lifetimes import Asked, Shift, ShiftReason
from kringspoor.use.queries import devices as device_queries
from kringspoor.use.queries import lifetimes as queries
from kringspoor.use.queries.due import life_on
from kringspoor.use.rules import demand_inventory
from kringspoor.use.tables import due
from kringspoor.use.views.asking import PAGE_ROWS, member_of

ASK, DECIDE = "change_state", "approve_exception"


@require_GET
def exception_list(request: HttpRequest) -> HttpResponse:
    """The requests: those that wait, or all of one answer."""
    member = member_of(request)
    demand_inventory(member)
    state = request.GET.get("state", Asked.WAITING.value)
    found = queries.exceptions(state, organisation=member.organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    units = queries.unit_names(organisation=member.organisation)
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [due.exception(each, units) for each in page],
        "tabs": due.exception_tabs(state),
        "may_decide": may(member, DECIDE),
    }
    return render(request, "use/lifetime_exceptions.html", context)


def lifetime_part(device: Device, member: Membership, today: date) -> dict[str, Any]:
    """What the page of a device shows of how long it serves: the part ``lifetime`` of it."""
    organisation = member.organisation
    life = life_on(device, organisation=organisation, on=today)
    asked = queries.exception_of(device, organisation=organisation)
    return due.lifetime(life, device, today, asked, may_ask=may(member, ASK))


def _device(request: HttpRequest, number: int) -> Device:
    found = device_queries.device(number, organisation=member_of(request).organisation)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def exception_ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask that one device leaves earlier or stays longer."""
    member, today = member_of(request), timezone.localdate()
    demand(member, ASK)
    device = _device(request, number)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ExceptionForm(*given, today=today)
    if request.method == "POST" and form.is_valid():
        return _asked(member, device, form, request)
    life = life_on(device, organisation=member.organisation, on=today)
    shown = due.lifetime(life, device, today, None, may_ask=True)
    return _form_shown(request, {"device": device, "lifetime": shown, "form": form})


def _form_shown(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 400 if context["form"].errors else 200
    return render(request, "use/lifetime_ask.html", context, status=status)


def _asked(
    member: Membership, device: Device, form: ExceptionForm, request: HttpRequest
) -> HttpResponse:
    told = form.cleaned_data
    wish = actions.Wish(
        Shift(told["kind"]), ShiftReason(told["reason"]), told["new_target_on"], told["note"],
        _kept(member, told["file"]),
    )  # fmt: skip
    actions.ask_exception(
        device, wish, organisation=member.organisation, actor=member.user, at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("Your request waits for the answer of a colleague."))
    return redirect("device", device.pk)


def _kept(member: Membership, file: Any) -> Evidence | None:
    if file is None:
        return None
    return keep_file(
        file.chunks(), organisation=member.organisation, name=file.name or "",
        kind="lifetime_exception", at=timezone.now(),
    )  # fmt: skip


def _request(request: HttpRequest, number: int) -> LifetimeException:
    found = queries.exception_numbered(number, organisation=member_of(request).organisation)
    if found is None:
        raise Http404
    return found


@require_POST
def exception_decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a request, or refuse it with a reason."""
    member = member_of(request)
    demand(member, DECIDE)
    is_approved = "approve" in request.POST
    actions.decide_exception(
        _request(request, number), is_approved=is_approved, actor=member.user,
        answer=request.POST.get("answer", ""), organisation=member.organisation,
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Approved.") if is_approved else _("Refused."))
    return redirect("lifetime_exceptions")


@require_POST
def exception_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a request one made."""
    member = member_of(request)
    demand(member, ASK)
    asked = _request(request, number)
    actions.withdraw_exception(
        asked, organisation=member.organisation, actor=member.user, at=timezone.now()
    )
    messages.success(request, _("Your request is withdrawn."))
    return redirect("device", asked.device_id)
