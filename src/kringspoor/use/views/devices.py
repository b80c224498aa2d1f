"""The page of one device, and the forms with which it is added and changed by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kringspoor.people.models import Membership
from kringspoor.record.queries import events_about
from kringspoor.use import tables
from kringspoor.use.actions import devices as actions
from kringspoor.use.forms.changing import DeviceForm
from kringspoor.use.models import Device
from kringspoor.use.queries import connections
from kringspoor.use.queries import devices as queries
from kringspoor.use.queries.verdicts import verdict_on
from kringspoor.use.rules import demand_change, demand_inventory, may_change, may_see_prices
from kringspoor.use.tables import timeline, verdicts
from kringspoor.use.views.asking import member_of, user_of
from kringspoor.use.views.sections import sections


@require_GET
def device_page(request: HttpRequest, number: int) -> HttpResponse:
    """One device: what it is, and what happened to it."""
    member, device = member_of(request), _device(request, number)
    events = events_about(device.subject, organisation=member.organisation)
    today = timezone.localdate()
    verdict = verdict_on(device, organisation=member.organisation, today=today)
    context = {
        "device": tables.row(device, today),
        "next": verdicts.shown(verdict),
        "facts": tables.facts(device, sees_prices=may_see_prices(member)),
        "events": timeline.history(events, sees_prices=may_see_prices(member)),
        "may_change": may_change(member),
        **sections(request, device, verdict.step),
    }
    return render(request, "use/device_page.html", context)


def _device(request: HttpRequest, number: int) -> Device:
    """The device an address names, for who may see devices."""
    member = member_of(request)
    demand_inventory(member)
    device = queries.device(number, organisation=member.organisation)
    if device is None:
        raise Http404
    return device


def device_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change one device by hand."""
    member, device = member_of(request), _device(request, number)
    demand_change(member)
    sees, kept = may_see_prices(member), _kept(device, member)
    form = DeviceForm(request.POST or None, device, sees_prices=sees, kept=kept)
    if not form.is_valid():
        context = {"form": form, "device": device}
        return render(request, "use/device_edit.html", context, status=400 if form.errors else 200)
    actions.change_device(
        number, form.stored, organisation=member.organisation, actor=user_of(request),
        at=timezone.now(), version_no=form.cleaned_data["version_no"],
    )  # fmt: skip
    messages.success(request, _("The device is saved."))
    return redirect("device", number)


def _kept(device: Device, member: Membership) -> dict[str, str]:
    """The fields of a device that another tool keeps, and what that is called here."""
    owned = connections.owned_fields(device, organisation=member.organisation)
    return {name: each.name for name, each in owned.items()}


def device_add(request: HttpRequest) -> HttpResponse:
    """Take one device into the inventory by hand."""
    member = member_of(request)
    demand_change(member)
    form = DeviceForm(request.POST or None, sees_prices=may_see_prices(member))
    if not form.is_valid():
        context = {"form": form}
        return render(request, "use/device_edit.html", context, status=400 if form.errors else 200)
    made = actions.add_device(
        form.stored, organisation=member.organisation, actor=user_of(request), at=timezone.now(),
        state=form.cleaned_data["state"],
    )  # fmt: skip
    messages.success(request, _("The device is in your inventory."))
    return redirect("device", made.pk)
