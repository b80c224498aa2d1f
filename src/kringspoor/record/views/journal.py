"""The pages of the journal: every act, one act, and all of it as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kringspoor.people.models import Organisation
from kringspoor.people.tables.export import download, wanted
from kringspoor.record.forms.journal import JournalForm
from kringspoor.record.queries import journal as queries
from kringspoor.record.rules import may_erase
from kringspoor.record.tables import journal as tables
from kringspoor.record.views.asking import paged, reader_of


def _form(request: HttpRequest, organisation: Organisation) -> JournalForm:
    """The filters that an address holds."""
    options = tables.choices(
        queries.kinds(organisation=organisation), queries.actors(organisation=organisation)
    )
    return JournalForm(request.GET.dict(), options)


def _listed(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """What the journal shows of the acts asked for."""
    form, chosen = _form(request, organisation), request.GET.dict()
    asked = form.asked
    context = paged(request, queries.acts(asked, organisation=organisation))
    links = list(context["page_obj"])
    held = queries.summaries(links, organisation=organisation)
    name = queries.batch_name(asked.batch_no or 0, organisation=organisation)
    count = context["page_obj"].paginator.count
    return {
        **context,
        "rows": [tables.row(each, held.get(each.pk, ())) for each in links],
        "filters": tables.filters(form, chosen, name, count),
        "is_empty": not count and not any(chosen.values()),
    }


@require_GET
def journal(request: HttpRequest) -> HttpResponseBase:
    """Every act on record, found by the address alone; or its events as a file."""
    member = reader_of(request)
    if kind := wanted(request):
        return _exported(request, kind, member.organisation)
    context = _listed(request, member.organisation)
    context["may_erase"] = may_erase(member)
    return render(request, "record/journal.html", context)


def _exported(request: HttpRequest, kind: str, here: Organisation) -> HttpResponseBase:
    found = queries.events(_form(request, here).asked, organisation=here)
    rows, today = map(tables.cells, found), timezone.localdate()
    return download(kind, _("journal"), tables.heads(), rows, organisation=here, today=today)


@require_GET
def act(request: HttpRequest, number: int) -> HttpResponse:
    """One act: what happened in it, and what binds it to the acts before it."""
    member = reader_of(request)
    here = member.organisation
    link = queries.act(number, organisation=here)
    if link is None:
        raise Http404
    context = paged(request, queries.events_of(link, organisation=here))
    context["act"] = tables.act(link, queries.hash_before(link, organisation=here))
    context["events"] = [tables.event(each) for each in context["page_obj"]]
    context["may_erase"] = may_erase(member)
    return render(request, "record/act.html", context)
