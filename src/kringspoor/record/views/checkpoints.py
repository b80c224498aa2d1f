"""The pages of the checkpoints: made, printed, and compared with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kringspoor.people.models import Organisation
from kringspoor.record.actions.checkpoints import make_checkpoint
from kringspoor.record.checkpoints import Statement, public_key, read, written
from kringspoor.record.forms.checkpoints import CheckForm
from kringspoor.record.queries import checkpoints as queries
from kringspoor.record.queries import links_count
from kringspoor.record.queries.checking import proof_against
from kringspoor.record.tables import checkpoints as tables
from kringspoor.record.views.asking import paged, reader_of


def _listed(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """What the page of checkpoints shows."""
    context = paged(request, queries.checkpoints(organisation=organisation))
    return {
        **context,
        "rows": [tables.row(each) for each in context["page_obj"]],
        "key": public_key(str(settings.SIGNING_KEY)).hex(),
        "form": CheckForm(),
        "is_empty": not links_count(organisation=organisation),
    }


@require_GET
def checkpoint_list(request: HttpRequest) -> HttpResponse:
    """Every checkpoint, and the way to make one and to compare with one."""
    here = reader_of(request).organisation
    return render(request, "record/checkpoint_list.html", _listed(request, here))


@require_POST
def checkpoint_make(request: HttpRequest) -> HttpResponse:
    """Sign where the record stands."""
    member = reader_of(request)
    made = make_checkpoint(organisation=member.organisation, actor=member.user, at=timezone.now())
    return redirect("checkpoint", made.pk)


@require_POST
def checkpoint_check(request: HttpRequest) -> HttpResponse:
    """Hold the record against itself, and against what somebody kept."""
    here = reader_of(request).organisation
    form, context = CheckForm(request.POST), _listed(request, here)
    context["form"] = form
    if not form.is_valid():
        return render(request, "record/checkpoint_list.html", context, status=400)
    told = form.cleaned_data["text"].strip()
    statement = read(told) if told else None
    proof = proof_against(statement, organisation=here)
    context |= tables.outcome(proof, statement)
    return render(request, "record/checkpoint_list.html", context)


def _found(request: HttpRequest, number: int) -> Statement:
    """The checkpoint an address names, in the organisation of who asks."""
    found = queries.statement_of(number, organisation=reader_of(request).organisation)
    if found is None:
        raise Http404
    return found


@require_GET
def checkpoint_page(request: HttpRequest, number: int) -> HttpResponse:
    """One checkpoint, to print and to give to somebody."""
    context = {"each": tables.paper(_found(request, number)), "number": number}
    return render(request, "record/checkpoint_page.html", context)


@require_GET
def checkpoint_text(request: HttpRequest, number: int) -> HttpResponse:
    """The words of a checkpoint, as a file."""
    statement = _found(request, number)
    name = f"checkpoint-{statement.organisation}-{statement.link_no}.txt"
    answer = HttpResponse(written(statement), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
def checkpoint_code(request: HttpRequest, number: int) -> HttpResponse:
    """The words of a checkpoint, as a QR code."""
    return HttpResponse(tables.qr(_found(request, number)), content_type="image/svg+xml")
