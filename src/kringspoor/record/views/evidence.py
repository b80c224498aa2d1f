"""The pages of the files that prove something."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.models import Membership
from kringspoor.people.tables.export import download, wanted
from kringspoor.record.actions import evidence as actions
from kringspoor.record.forms.evidence import AboutForm, FilterForm, UploadForm
from kringspoor.record.forms.uploads import is_too_big
from kringspoor.record.models import Evidence
from kringspoor.record.queries import events_about
from kringspoor.record.queries import evidence as queries
from kringspoor.record.rules import demand_file, demand_keeping, may_erase, may_keep
from kringspoor.record.tables import evidence as tables
from kringspoor.record.views.asking import member_of, paged, reader_of

_ROWS_AT_ONCE = 2_000


def _asked(request: HttpRequest) -> queries.Asked:
    told = request.GET
    return queries.Asked(
        words=told.get("q", "").strip(),
        kind=told.get("kind", ""),
        visibility=told.get("visibility", ""),
        validity=told.get("validity", ""),
        sort=told.get("sort", "") or queries.USUAL_SORT,
    )


def _listed(
    request: HttpRequest, member: Membership, found: QuerySet[Evidence], today: date
) -> dict[str, Any]:
    """What the list shows of the files asked for."""
    here, chosen = member.organisation, request.GET.dict()
    context = paged(request, found)
    form = FilterForm(chosen, queries.evidence_kinds(organisation=here))
    count = context["page_obj"].paginator.count
    return {
        **context,
        "columns": tables.columns(chosen.get("sort", "")),
        "rows": [tables.row(each, today) for each in context["page_obj"]],
        "filters": tables.filters(form, chosen, count),
        "is_empty": not count and not any(chosen.values()),
        "may_keep": may_keep(member),
    }


@require_GET
def evidence_list(request: HttpRequest) -> HttpResponseBase:
    """Every file that is kept, found by the address alone; or that list as a file."""
    member, today = reader_of(request), timezone.localdate()
    here = member.organisation
    found = queries.evidence(_asked(request), organisation=here, today=today)
    if kind := wanted(request):
        rows = map(tables.cells, found.iterator(chunk_size=_ROWS_AT_ONCE))
        return download(kind, _("evidence"), tables.heads(), rows, organisation=here, today=today)
    return render(request, "record/evidence_list.html", _listed(request, member, found, today))


def evidence_add(request: HttpRequest) -> HttpResponse:
    """Keep a file as evidence."""
    member = member_of(request)
    demand_keeping(member)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, files=request.FILES) if is_sent else UploadForm()
    if not form.is_valid():
        return _asked_for(request, form)
    kept, is_new = _kept(form, member)
    if not is_new:
        messages.info(request, _("This file was kept before. This is what is known of it."))
    return redirect("evidence", kept.pk)


def _asked_for(request: HttpRequest, form: UploadForm) -> HttpResponse:
    """The form, empty or with what is wrong. Raises BadInput for a file that is too big."""
    if is_too_big(request):
        raise BadInput(_TOO_BIG, hint=_GIVE, code="too-big")
    status = 400 if form.is_bound else 200
    return render(request, "record/evidence_add.html", {"form": form}, status=status)


def _kept(form: UploadForm, member: Membership) -> tuple[Evidence, bool]:
    file = form.cleaned_data["file"]
    return actions.add_evidence(
        file.chunks(), form.about, organisation=member.organisation, actor=member.user,
        at=timezone.now(), name=file.name,
    )  # fmt: skip


def _found(request: HttpRequest, number: int) -> Evidence:
    """The file an address names, in the organisation of who asks."""
    found = queries.evidence_numbered(number, organisation=member_of(request).organisation)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, kept: Evidence, form: AboutForm, status: int = 200) -> HttpResponse:
    member, today = member_of(request), timezone.localdate()
    context = {
        "each": tables.row(kept, today),
        "facts": tables.facts(kept, today),
        "events": tables.history(events_about(kept.subject, organisation=member.organisation)),
        "form": form,
        "may_keep": may_keep(member),
        "may_erase": may_erase(member),
    }
    return render(request, "record/evidence_page.html", context, status=status)


@require_GET
def evidence_page(request: HttpRequest, number: int) -> HttpResponse:
    """One file: what is known of it, and what happened to it."""
    reader_of(request)
    kept = _found(request, number)
    return _page(request, kept, AboutForm(now=kept))


@require_POST
def evidence_describe(request: HttpRequest, number: int) -> HttpResponse:
    """Say what a file is, who gave it and who may see it."""
    member = member_of(request)
    demand_keeping(member)
    kept = _found(request, number)
    form = AboutForm(request.POST, now=kept)
    if not form.is_valid():
        return _page(request, kept, form, status=400)
    here, at = member.organisation, timezone.now()
    actions.describe_evidence(kept, form.about, organisation=here, actor=member.user, at=at)
    return redirect("evidence", number)


@require_GET
def evidence_file(request: HttpRequest, number: int) -> FileResponse:
    """The file itself, to keep and never to run: a browser is told nothing about what is in it."""
    kept, member = _found(request, number), member_of(request)
    demand_file(member, kept)
    return FileResponse(
        queries.opened(kept, organisation=member.organisation),
        as_attachment=True,
        filename=kept.name or kept.sha256,
        content_type="application/octet-stream",
    )


_TOO_BIG = Text(nl="dit bestand is te groot", en="this file is too big")
_GIVE = Text(nl="kies een bestand van ten hoogste 50 MB", en="choose a file of at most 50 MB")
