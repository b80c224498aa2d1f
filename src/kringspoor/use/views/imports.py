"""The pages on which lists are taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.record.actions.batches import ask_undo, cancel_batch, open_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.record.forms.uploads import is_too_big
from kringspoor.record.models import Batch
from kringspoor.use.actions import imports as actions
from kringspoor.use.actions.imports_undo import undo_import
from kringspoor.use.forms.imports import AnswerForm, ListForm
from kringspoor.use.queries import imports as queries
from kringspoor.use.rules import demand_import
from kringspoor.use.tables import imports
from kringspoor.use.views.asking import PAGE_ROWS, by, member_of, user_of

if TYPE_CHECKING:
    from kringspoor.people.models import Membership


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """Every list that was given, and the way to give another."""
    member = member_of(request)
    demand_import(member)
    found = queries.imports(organisation=member.organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [imports.row(each) for each in page],
        "form": ListForm(),
    }
    return render(request, "use/import_list.html", context)


@require_POST
def import_add(request: HttpRequest) -> HttpResponse:
    """Keep a list that somebody sends; a worker reads it."""
    member = member_of(request)
    demand_import(member)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput(_TOO_BIG if is_too_big(request) else _NO_FILE, hint=_GIVE, code="no-file")
    batch = _opened(request, member)
    if batch.state != "waiting":
        messages.info(request, _("You gave this list before. This is where it stands."))
    return redirect("import", batch.pk)


def _opened(request: HttpRequest, member: Membership) -> Batch:
    """The batch of the file in a request: the one that is open for the same bytes, or a new one."""
    file, at = request.FILES["file"], timezone.now()
    assert not isinstance(file, list)
    name = file.name or ""
    kept = keep_file(
        file.chunks(), organisation=member.organisation, name=name, kind=actions.IMPORT, at=at
    )
    return open_batch(
        actions.IMPORT, organisation=member.organisation, actor=member.user, at=at, name=name,
        key=kept.sha256, evidence=kept,
    )  # fmt: skip


def _import(request: HttpRequest, number: int) -> Batch:
    """The import an address names, for who may import."""
    member = member_of(request)
    demand_import(member)
    batch = queries.import_of(number, organisation=member.organisation)
    if batch is None:
        raise Http404
    return batch


@require_GET
def import_page(request: HttpRequest, number: int) -> HttpResponse:
    """One import: how far it is, what it would do, or what it did."""
    batch = _import(request, number)
    context: dict[str, Any] = {"each": imports.page(batch)}
    context["job"] = context["each"]["job"]
    if batch.state == "failed" or batch.answers.get("undo_refused"):
        context["refusal"] = imports.refusal(batch)
    if batch.state == "looked_at":
        context["form"] = AnswerForm(batch.looked, ownership=batch.answers.get("ownership", ""))
    is_part = request.headers.get("HX-Request") == "true"
    template = "components/progress.html" if is_part else "use/import_page.html"
    return render(request, template, context)


@require_POST
def import_accept(request: HttpRequest, number: int) -> HttpResponse:
    """Let what was shown be done."""
    batch = _import(request, number)
    organisation = member_of(request).organisation
    actions.accept_import(batch, organisation=organisation, actor=user_of(request))
    return redirect("import", number)


@require_POST
def import_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the columns hold, and have the file looked at again."""
    batch = _import(request, number)
    if batch.state != "looked_at":
        return redirect("import", number)
    form = AnswerForm(batch.looked, request.POST, batch.answers.get("ownership", ""))
    if not form.is_valid():
        context = {"each": imports.page(batch), "form": form}
        return render(request, "use/import_page.html", context, status=400)
    actions.answer_batch(
        batch, form.mapping, organisation=member_of(request).organisation,
        is_day_first=form.is_day_first, ownership=form.ownership,
    )  # fmt: skip
    return redirect("import", number)


@require_POST
def import_cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Stop an import of which nothing was done yet."""
    batch = _import(request, number)
    cancel_batch(batch, organisation=member_of(request).organisation, at=timezone.now())
    return redirect("import", number)


@require_POST
def import_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take an import back."""
    batch, who = _import(request, number), by(request)
    if not ask_undo(batch, organisation=who["organisation"], actor=who["actor"]):
        undo_import(batch, **who)
    return redirect("import", number)


@require_GET
def import_problems(request: HttpRequest, number: int) -> HttpResponse:
    """What could not be read, as a table to mend the list by."""
    batch = _import(request, number)
    answer = HttpResponse(
        imports.error_file(batch.problems), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="problems-{number}.csv"'
    return answer


_NO_FILE = Text(nl="er kwam geen bestand mee", en="no file came along")
_TOO_BIG = Text(nl="dit bestand is te groot", en="this file is too big")
_GIVE = Text(nl="kies een bestand van ten hoogste 50 MB", en="choose a file of at most 50 MB")
