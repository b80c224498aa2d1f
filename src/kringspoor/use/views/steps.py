"""The pages on which a device takes a step, is screened, or is struck off as a mistake."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kringspoor.core.states import State, transition
from kringspoor.record.actions.files import keep_file
from kringspoor.record.models import Evidence
from kringspoor.use.actions import screening
from kringspoor.use.actions.states import change_state
from kringspoor.use.forms.media import ReasonForm, ScreenForm
from kringspoor.use.forms.steps import StepForm
from kringspoor.use.models import Device
from kringspoor.use.queries import devices as queries
from kringspoor.use.queries.steps import refusals_on
from kringspoor.use.queries.verdicts import verdict_on
from kringspoor.use.rules import demand_approval, demand_state
from kringspoor.use.tables import steps
from kringspoor.use.views.asking import member_of, user_of


def device_of(request: HttpRequest, number: int) -> Device:
    """The device an address names, for who may move it."""
    member = member_of(request)
    demand_state(member)
    device = queries.device(number, organisation=member.organisation)
    if device is None:
        raise Http404
    return device


def file_of(request: HttpRequest, kind: str) -> Evidence | None:
    """The file that came with a form, kept as evidence; nothing when none came."""
    file = request.FILES.get("file")
    if file is None:
        return None
    assert not isinstance(file, list)
    return keep_file(
        file.chunks(), organisation=member_of(request).organisation, name=file.name or kind,
        kind=kind, at=timezone.now(),
    )  # fmt: skip


def device_step(request: HttpRequest, number: int, target: str) -> HttpResponse:
    """Take one step, or read everything that stands in its way."""
    device = device_of(request, number)
    state = transition(device.state, target).target
    form = _form(request, device, state)
    if not form.is_valid():
        return _asked(request, device, state, form)
    lacking = refusals_on(
        device, state, form.said(), organisation=device.organisation, today=timezone.localdate()
    )
    if lacking:
        return _asked(request, device, state, form, steps.refused(device, lacking))
    _take(request, device, state, form)
    return redirect("device", number)


def _form(request: HttpRequest, device: Device, state: State) -> StepForm:
    today = timezone.localdate()
    advised = verdict_on(device, organisation=device.organisation, today=today).step.slug
    return StepForm(device, state, advised, request.POST or None, request.FILES or None)


def _asked(
    request: HttpRequest, device: Device, state: State, form: StepForm, refused: Any = ()
) -> HttpResponse:
    context = {
        "device": device, "form": form, "act": steps.step_name(state), "refused": refused,
        "opens": {each["code"].partition(".")[0] for each in refused},
    }  # fmt: skip
    status = 403 if refused else 400 if form.errors else 200
    return render(request, "use/device_step.html", context, status=status)


def _take(request: HttpRequest, device: Device, state: State, form: StepForm) -> None:
    """Take the step as the person saw the device. Raises Refused when it changed since."""
    device.version_no = form.cleaned_data["version_no"]
    change_state(
        device, state, organisation=member_of(request).organisation, actor=user_of(request),
        at=timezone.now(), today=timezone.localdate(), said=form.said(file_of(request, "deed")),
    )  # fmt: skip
    messages.success(request, _("Done, and on record."))


def device_screen(request: HttpRequest, number: int) -> HttpResponse:
    """Record how a device was found."""
    device, member = device_of(request, number), member_of(request)
    form = ScreenForm(request.POST or None)
    if not form.is_valid():
        context = {"device": device, "form": form}
        return render(
            request, "use/device_screen.html", context, status=400 if form.errors else 200
        )
    screening.screen(
        device, form.judged, organisation=member.organisation, member=member,
        at=timezone.now(), today=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("The screening is on record."))
    return redirect("device", number)


def device_correction(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to strike a device off, or see that somebody asked."""
    device = device_of(request, number)
    asked = device.corrections.filter(ended_at__isnull=True).select_related("asked_by").first()
    form = ReasonForm(request.POST or None)
    if asked is None and form.is_valid():
        screening.ask_correction(
            device, form.cleaned_data["reason"], organisation=device.organisation,
            actor=user_of(request), at=timezone.now(),
        )  # fmt: skip
        return redirect("device_correction", number)
    is_own = asked is not None and asked.asked_by == request.user
    context = {"device": device, "form": form, "asked": asked, "is_own": is_own}
    return render(request, "use/device_correction.html", context)


@require_POST
def correction_confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Agree that a device is struck off."""
    device = device_of(request, number)
    demand_approval(member_of(request))
    screening.confirm_correction(
        device, organisation=device.organisation, actor=user_of(request), at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("The device is struck off as a mistake."))
    return redirect("device", number)


@require_POST
def correction_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Leave the register as it is."""
    device = device_of(request, number)
    screening.withdraw_correction(
        device, organisation=device.organisation, actor=user_of(request), at=timezone.now()
    )
    return redirect("device", number)
