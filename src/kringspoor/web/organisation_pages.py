"""The organisation itself: its name, whose rules it inherits, and who takes over from it.

This page stands at the door and not in ``people``: what it changes is written down in the record,
which is above people.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.people.actions import Change
from kringspoor.people.actions import succession as actions
from kringspoor.people.forms.succession import RenameForm, ReopenForm, SuccessionForm
from kringspoor.people.models import Membership, Organisation
from kringspoor.people.queries import succession as queries
from kringspoor.web.people_pages import administrator
from kringspoor.web.writing import write_change


@require_GET
def organisation(request: HttpRequest) -> HttpResponse:
    """What the organisation is, and what an administrator can change of it."""
    return _shown(request, administrator(request))


def _shown(
    request: HttpRequest, member: Membership, status: int = 200, **forms: Any
) -> HttpResponse:
    here = member.organisation
    others = queries.administered_beside(member.user, organisation=here)
    context = {
        "here": here,
        "predecessors": queries.predecessors_of(organisation=here),
        "others": others,
        "rename": RenameForm(None, here),
        "succession": SuccessionForm(None, others),
        "reopen": ReopenForm(None),
        **forms,
    }
    return render(request, "people/organisation.html", context, status=status)


@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    """Give it another name."""
    member = administrator(request)
    here, form = member.organisation, RenameForm(request.POST, member.organisation)
    if not form.is_valid():
        return _shown(request, member, 400, rename=form)
    with transaction.atomic():
        said = form.cleaned_data
        change = actions.rename_organisation(said["name"], said["reason"], organisation=here)
        _write(member, (here, change))
    messages.success(request, _("The organisation has its new name; its address stays."))
    return redirect("organisation")


@require_POST
def succeed(request: HttpRequest) -> HttpResponse:
    """Say who takes over; from then on it can only be read."""
    member = administrator(request)
    here = member.organisation
    form = SuccessionForm(request.POST, queries.administered_beside(member.user, organisation=here))
    if not form.is_valid():
        return _shown(request, member, 400, succession=form)
    with transaction.atomic():
        own, other = actions.succeed_organisation(
            form.chosen, form.cleaned_data["reason"], organisation=here, actor=member.user
        )
        _write(member, (here, own), (form.chosen, other))
    return redirect("organisation")


@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Take back that another one took over."""
    member, form = administrator(request), ReopenForm(request.POST)
    here = member.organisation
    if not form.is_valid():
        return _shown(request, member, 400, reopen=form)
    former = here.successor
    with transaction.atomic():
        said = form.cleaned_data["reason"]
        told = actions.reopen_organisation(said, organisation=here, actor=member.user)
        if told is not None and former is not None:
            _write(member, (here, told[0]), (former, told[1]))
    return redirect("organisation")


def _write(member: Membership, *told: tuple[Organisation, Change]) -> None:
    """Write each down in the record of its own organisation."""
    for owner, change in told:
        write_change(change, organisation=owner, actor=member.user, at=timezone.now())
