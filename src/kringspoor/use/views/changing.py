"""Changing many devices at once: choose, look what would happen, do it, and undo it."""

from __future__ import annotations

from uuid import uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kringspoor.record.actions.batches import ask_undo
from kringspoor.record.models import Batch
from kringspoor.use.actions import devices as actions
from kringspoor.use.forms.changing import BulkForm
from kringspoor.use.queries import changes as queries
from kringspoor.use.rules import demand_change
from kringspoor.use.tables import changes
from kringspoor.use.views.asking import PAGE_ROWS, by, member_of, user_of
from kringspoor.use.views.choosing import carried, chosen


@require_POST
def devices_change(request: HttpRequest) -> HttpResponse:
    """Say what the chosen devices get; then see what that would change, before it does."""
    member, numbers = member_of(request), chosen(request)
    demand_change(member)
    is_asked = "look" in request.POST
    form = BulkForm(request.POST if is_asked else None)
    context = {"form": form, "chosen": carried(request), "count": len(numbers)}
    if is_asked and form.is_valid() and form.stored:
        found = queries.would_change(numbers, form.stored, organisation=member.organisation)
        context |= {"look": changes.look(found, form.stored), "key": uuid4().hex}
    context["is_empty"] = is_asked and form.is_valid() and not form.stored
    return render(request, "use/devices_change.html", context)


@require_POST
def devices_changed(request: HttpRequest) -> HttpResponse:
    """Do what was shown."""
    member, numbers, form = member_of(request), chosen(request), BulkForm(request.POST)
    demand_change(member)
    if not form.is_valid():
        return devices_change(request)
    expected = request.POST.get("expected", "")
    batch = actions.change_devices(
        numbers, form.stored, organisation=member.organisation, actor=user_of(request),
        at=timezone.now(), key=request.POST.get("key", "")[:64],
        expected_count=int(expected) if expected.isdecimal() else 0,
    )  # fmt: skip
    return redirect("change", batch.pk)


@require_GET
def change_list(request: HttpRequest) -> HttpResponse:
    """Every change of many devices at once, the latest first."""
    member = member_of(request)
    demand_change(member)
    found = queries.changes(organisation=member.organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [changes.listed(each) for each in page],
    }
    return render(request, "use/change_list.html", context)


@require_GET
def change_page(request: HttpRequest, number: int) -> HttpResponse:
    """One change of many devices: what it did, and the way back."""
    batch = _change(request, number)
    devices = queries.changed_devices(batch, organisation=member_of(request).organisation)
    context = {"each": changes.row(batch), "devices": changes.first_devices(devices)}
    return render(request, "use/change_page.html", context)


@require_POST
def change_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a change back."""
    batch, who = _change(request, number), by(request)
    if not ask_undo(batch, organisation=who["organisation"], actor=who["actor"]):
        actions.undo_change(batch, **who)
    return redirect("change", number)


def _change(request: HttpRequest, number: int) -> Batch:
    member = member_of(request)
    demand_change(member)
    batch = queries.change_of(number, organisation=member.organisation)
    if batch is None:
        raise Http404
    return batch
