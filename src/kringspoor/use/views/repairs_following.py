"""What is done with a repair from its page: each press of a button is one action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kringspoor.use.actions import parts as shelf
from kringspoor.use.actions import repairs as actions
from kringspoor.use.forms.repairs_following import ClosingForm, ServedForm, ShelfForm
from kringspoor.use.models import RepairOrder
from kringspoor.use.queries import parts as parts_queries
from kringspoor.use.rules import may_see_prices
from kringspoor.use.rules.repairs import demand_repair
from kringspoor.use.views.asking import by, member_of
from kringspoor.use.views.repairs import repair_of, shown


def _order(request: HttpRequest, number: int) -> RepairOrder:
    """The repair an address names, for who may record what happens to it."""
    demand_repair(member_of(request))
    return repair_of(request, number)


@require_POST
def repair_send(request: HttpRequest, number: int) -> HttpResponse:
    """Let the device go to whoever repairs it."""
    order = _order(request, number)
    actions.send_to_repair(order, **by(request), today=timezone.localdate())
    messages.success(request, _("The device is in repair."))
    return redirect("repair", number)


@require_POST
def repair_serve(request: HttpRequest, number: int) -> HttpResponse:
    """Write down when service came."""
    order, form = _order(request, number), ServedForm(request.POST, timezone.now())
    if not form.is_valid():
        return shown(request, order, 400, service_form=form)
    actions.record_service(order, form.cleaned_data["responded_at"], **by(request))
    messages.success(request, _("It is written down when service came."))
    return redirect("repair", number)


@require_POST
def repair_close(request: HttpRequest, number: int) -> HttpResponse:
    """Say how it ended."""
    order, member, today = _order(request, number), member_of(request), timezone.localdate()
    form = ClosingForm(request.POST, order, today, sees_prices=may_see_prices(member))
    if not form.is_valid():
        return shown(request, order, 400, closing_form=form)
    actions.close_repair(
        order, form.closing, organisation=member.organisation, member=member, at=timezone.now(),
        today=today,
    )  # fmt: skip
    messages.success(request, _("The repair is closed."))
    return redirect("repair", number)


@require_POST
def repair_reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Take a closing or a withdrawal back."""
    order = _order(request, number)
    actions.reopen_repair(order, **by(request), today=timezone.localdate())
    messages.success(request, _("The repair is open again."))
    return redirect("repair", number)


@require_POST
def repair_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take the report of a fault back."""
    order = _order(request, number)
    actions.withdraw_repair(order, **by(request), today=timezone.localdate())
    messages.success(request, _("The report is withdrawn."))
    return redirect("repair", number)


@require_POST
def repair_part(request: HttpRequest, number: int) -> HttpResponse:
    """Put a part from the shelf into the device."""
    order, organisation = _order(request, number), member_of(request).organisation
    form = ShelfForm(request.POST, parts_queries.on_the_shelf(organisation=organisation))
    chosen = request.POST.get("part", "")
    part = (
        parts_queries.part(int(chosen), organisation=organisation) if chosen.isdecimal() else None
    )
    if part is None:
        return shown(request, order, 400, shelf_form=form)
    shelf.install_part(part, order, **by(request), today=timezone.localdate())
    messages.success(request, _("The part is in the device."))
    return redirect("repair", number)
