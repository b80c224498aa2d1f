"""The pages of what is inside a device and goes its own way: media and batteries."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kringspoor.core.guards.facts import BatteryWay
from kringspoor.use.actions import media as actions
from kringspoor.use.actions.certificates import add_certificate
from kringspoor.use.forms.media import (
    BatteriesForm,
    BatteryWayForm,
    CertificateForm,
    LastUseForm,
    MediaForm,
    ReasonForm,
)
from kringspoor.use.models import Battery, StorageMedium
from kringspoor.use.queries.steps import media_in, medium_of
from kringspoor.use.tables import steps
from kringspoor.use.views.asking import by, member_of
from kringspoor.use.views.steps import device_of, file_of


def _act(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page with one form about a device."""
    status = 400 if context["form"].errors else 200
    return render(request, "use/device_act.html", context, status=status)


def device_media(request: HttpRequest, number: int) -> HttpResponse:
    """The media of a device: what is proven, what is not, and the way to prove it."""
    device = device_of(request, number)
    found = media_in(device, organisation=device.organisation)
    inside = [each.serial for each in found if not each.is_removed]
    form = MediaForm(request.POST or None, initial={"serials": "\n".join(inside)})
    if form.is_valid():
        actions.list_media(device, form.found, **by(request))
        messages.success(request, _("The media are on record."))
        return redirect("device_media", number)
    context = {"device": device, "form": form, "media": steps.media(device, found)}
    return render(request, "use/device_media.html", context)


def _medium(request: HttpRequest, number: int) -> StorageMedium:
    medium = medium_of(number, organisation=member_of(request).organisation)
    if medium is None:
        raise Http404
    device_of(request, medium.device_id)
    return medium


def medium_certificate(request: HttpRequest, number: int) -> HttpResponse:
    """Add the proof that a medium was erased."""
    medium = _medium(request, number)
    form = CertificateForm(request.POST or None, request.FILES or None)
    kept = file_of(request, "erasure") if form.is_valid() else None
    if kept is None:
        act = _("Add an erasure certificate")
        return _act(request, {"device": medium.device, "form": form, "act": act, "medium": medium})
    add_certificate(medium, form.erased, evidence=kept, **by(request))
    messages.success(request, _("The certificate is on record."))
    return redirect("device_media", medium.device_id)


def medium_out(request: HttpRequest, number: int) -> HttpResponse:
    """Record that a medium was taken out."""
    medium = _medium(request, number)
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        act = _("Take the medium out")
        return _act(request, {"device": medium.device, "form": form, "act": act, "medium": medium})
    actions.take_out(medium, reason=form.cleaned_data["reason"], **by(request))
    messages.success(request, _("The medium is followed on its own from now on."))
    return redirect("device_media", medium.device_id)


def device_last_use(request: HttpRequest, number: int) -> HttpResponse:
    """Record until when a device was used."""
    device = device_of(request, number)
    form = LastUseForm(request.POST or None)
    if not form.is_valid():
        return _act(request, {"device": device, "form": form, "act": _("Record the last use")})
    actions.say_last_use(device, form.cleaned_data["used_at"], **by(request))
    return redirect("device_media", number)


def device_batteries(request: HttpRequest, number: int) -> HttpResponse:
    """The batteries of a device and where they go."""
    device = device_of(request, number)
    serials = "\n".join(each.serial for each in device.batteries.all())
    form = BatteriesForm(request.POST or None, initial={"serials": serials})
    if form.is_valid():
        actions.list_batteries(device, form.found, **by(request))
        return redirect("device_batteries", number)
    context = {"device": device, "form": form, "batteries": steps.batteries(device)}
    return render(request, "use/device_batteries.html", context)


def battery_way(request: HttpRequest, number: int) -> HttpResponse:
    """Record where a battery goes."""
    battery = Battery.objects.select_related("device").filter(pk=number).first()
    if battery is None:
        raise Http404
    device = device_of(request, battery.device_id)
    form = BatteryWayForm(request.POST or None, initial={"goes_to": battery.goes_to})
    if not form.is_valid():
        return _act(request, {"device": device, "form": form, "act": _("Where the battery goes")})
    actions.send_battery(battery, BatteryWay(form.cleaned_data["goes_to"]), **by(request))
    return redirect("device_batteries", device.pk)
