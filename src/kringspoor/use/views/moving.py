"""A step of many devices: choose it, say what it asks, look who can, do it, and go back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.core.states import State
from kringspoor.people.language import language
from kringspoor.people.tables.export import download, wanted
from kringspoor.record.actions.batches import ask_undo, cancel_batch
from kringspoor.record.models import Batch
from kringspoor.use.actions import moves as actions
from kringspoor.use.forms.moves import MoveForm, said_of
from kringspoor.use.queries import moves as queries
from kringspoor.use.rules import demand_state
from kringspoor.use.rules.moves import sources_of, targets_of
from kringspoor.use.tables import moves, steps
from kringspoor.use.views.asking import by, member_of
from kringspoor.use.views.choosing import carried, chosen
from kringspoor.use.views.steps import file_of

_NAMED_COUNT = 10


@require_POST
def devices_move(request: HttpRequest) -> HttpResponse:
    """Choose a step for the chosen devices, and say what it asks; then see who can take it."""
    member, numbers = member_of(request), chosen(request)
    demand_state(member)
    states = queries.states_of(numbers, organisation=member.organisation)
    context = {"chosen": carried(request), "count": len(numbers), "key": uuid4().hex}
    found = targets_of(states)
    if request.POST.get("target", "") not in found:
        context["targets"] = moves.targets(found, sum(states.values()))
        return render(request, "use/devices_move.html", context)
    return _asked(request, numbers, list(states), context)


def _asked(
    request: HttpRequest, numbers: list[int], states: list[State], context: dict[str, Any]
) -> HttpResponse:
    """What one step asks of the devices from which it can be taken; when that is said, a look."""
    target = State(request.POST["target"])
    is_told = "look" in request.POST
    form = MoveForm(
        sources_of(target, states), target, request.POST if is_told else None,
        request.FILES if is_told else None,
    )  # fmt: skip
    if is_told and form.is_valid():
        return redirect("move", _opened(request, numbers, target, form).pk)
    context |= {"form": form, "act": steps.step_name(target), "target": target.value}
    status = 400 if form.errors else 200
    return render(request, "use/devices_move.html", context, status=status)


def _opened(request: HttpRequest, numbers: list[int], target: State, form: MoveForm) -> Batch:
    deed = file_of(request, "deed")
    key = request.POST.get("key", "")[:64] or uuid4().hex
    batch = actions.open_move(
        numbers, target, form.told, key=key, language=language(), evidence=deed, **by(request)
    )
    if batch.state == "looking":
        actions.look_at_move(
            batch, form.said(deed), organisation=batch.organisation, today=timezone.localdate()
        )
    return batch


@require_GET
def move_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """One step of many devices: who can take it, how far it is, what it did."""
    batch, member = _move(request, number), member_of(request)
    if kind := wanted(request):
        return _file(request, kind, batch)
    some = [each for each, _version in batch.looked.get("can", [])[:_NAMED_COUNT]]
    named = queries.devices_named(some, organisation=member.organisation)
    told = moves.page(batch, named)
    is_part = request.headers.get("HX-Request") == "true" and told["is_busy"]
    template = "components/progress.html" if is_part else "use/move_page.html"
    return render(request, template, {"each": told, "job": told["job"]})


def _file(request: HttpRequest, kind: str, batch: Batch) -> HttpResponseBase:
    """Every device that cannot, with everything that stands in its way."""
    return download(
        kind, _("devices that cannot"), moves.file_heads(), moves.file_rows(batch.looked),
        organisation=member_of(request).organisation, today=timezone.localdate(),
    )  # fmt: skip


@require_POST
def move_accept(request: HttpRequest, number: int) -> HttpResponse:
    """Let those move that can."""
    batch, at = _move(request, number), timezone.now()
    batch = actions.accept_move(batch, **{**by(request), "at": at})
    if batch.state == "running":
        actions.do_move(
            batch, said_of(batch), organisation=batch.organisation, at=at,
            today=timezone.localdate(),
        )  # fmt: skip
    return redirect("move", number)


@require_POST
def move_cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Leave the devices as they are."""
    batch = _move(request, number)
    cancel_batch(batch, organisation=member_of(request).organisation, at=timezone.now())
    return redirect("devices")


@require_POST
def move_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take the step back."""
    batch, who = _move(request, number), by(request)
    if not ask_undo(batch, organisation=who["organisation"], actor=who["actor"]):
        actions.undo_move(batch, today=timezone.localdate(), **who)
    return redirect("move", number)


def _move(request: HttpRequest, number: int) -> Batch:
    """The step an address names, for who may move devices."""
    member = member_of(request)
    demand_state(member)
    batch = queries.move_of(number, organisation=member.organisation)
    if batch is None:
        raise Http404
    return batch
