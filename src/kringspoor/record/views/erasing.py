"""The page on which an administrator has something erased."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kringspoor.people.models import Organisation
from kringspoor.record.actions.erasing import erase_subject
from kringspoor.record.forms.checkpoints import EraseForm
from kringspoor.record.queries.journal import erasable_count
from kringspoor.record.rules import demand_erasing
from kringspoor.record.tables import about
from kringspoor.record.views.asking import member_of


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what would be erased, and erase it when the reason is given."""
    member = member_of(request)
    demand_erasing(member)
    is_sent, here = request.method == "POST", member.organisation
    form = EraseForm(request.POST) if is_sent else EraseForm(initial=request.GET.dict())
    if not form.is_valid():
        context = {"form": form, **_shown(request, here)}
        return render(request, "record/erase.html", context, status=400 if is_sent else 200)
    erase_subject(**form.cleaned_data, organisation=here, actor=member.user, at=timezone.now())
    messages.success(request, _("It is erased. The record still holds, and says that you did it."))
    return redirect("record")


def _shown(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """What is still on record about the thing that was named."""
    subject = (request.POST if request.method == "POST" else request.GET).get("subject", "")
    events_count, acts_count = erasable_count(subject, organisation=organisation)
    return {
        "about": about(subject) if subject else None,
        "events_count": events_count,
        "acts_count": acts_count,
        "is_file": subject.startswith("evidence:"),
        "is_person": subject.startswith("person:"),
    }
