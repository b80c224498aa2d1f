"""The pages of the inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.record.actions import cancel_batch, keep_file, open_batch
from kringspoor.record.models import Batch
from kringspoor.record.queries import events_about
from kringspoor.use import actions, queries, tables
from kringspoor.use.forms import MAX_BYTES, AnswerForm, FilterForm, ListForm, UpToTheLimit
from kringspoor.use.models import Device
from kringspoor.use.rules import demand_import, demand_inventory, may_import, may_see_prices
from kringspoor.use.tables import imports, verdicts

if TYPE_CHECKING:
    from kringspoor.people.models import Membership, User

PAGE_ROWS = 50


def _member(request: HttpRequest) -> Membership:
    return cast("Membership", request.member)  # type: ignore[attr-defined]


def _asked(request: HttpRequest) -> queries.Asked:
    sort = request.GET.get("sort", "") or "tag"
    return queries.Asked(
        words=request.GET.get("q", "").strip(),
        filters={name: request.GET.get(name, "") for name in queries.FACETS},
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
    )


def _listed(request: HttpRequest, page: Page[Device]) -> dict[str, Any]:
    """What the list shows of a page of devices."""
    organisation = _member(request).organisation
    chosen = request.GET.dict()
    facets = {name: queries.facet(name, organisation=organisation) for name in queries.FACETS}
    form = FilterForm(chosen, tables.choices(facets))
    today = timezone.localdate()
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "columns": tables.columns(chosen.get("sort", "") or "tag"),
        "rows": [tables.row(each, today) for each in page],
        "filters": tables.filters(chosen, form, page.paginator.count),
        "is_empty": not any(facets.values()),
        "may_import": may_import(_member(request)),
    }


@require_GET
def device_list(request: HttpRequest) -> HttpResponse:
    """The devices, searched, filtered and sorted by the address alone."""
    member = _member(request)
    demand_inventory(member)
    found = queries.devices(_asked(request), organisation=member.organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "use/device_list.html", _listed(request, page))


@require_GET
def device_page(request: HttpRequest, number: int) -> HttpResponse:
    """One device: what it is, and what happened to it."""
    member = _member(request)
    demand_inventory(member)
    device = queries.device(number, organisation=member.organisation)
    if device is None:
        raise Http404
    events = events_about(device.subject, organisation=member.organisation)
    today = timezone.localdate()
    verdict = queries.verdict_on(device, organisation=member.organisation, today=today)
    context = {
        "device": tables.row(device, today),
        "next": verdicts.shown(verdict),
        "facts": tables.facts(device, sees_prices=may_see_prices(member)),
        "events": tables.history(events),
    }
    return render(request, "use/device_page.html", context)


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """Every list that was given, and the way to give another."""
    member = _member(request)
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


@csrf_exempt  # its token is checked below, once it is known how big the file may be
@require_POST
def import_add(request: HttpRequest) -> HttpResponse:
    """Keep a list that somebody sends; a worker reads it."""
    request.upload_handlers.insert(0, UpToTheLimit(request))
    return _add_checked(request)


@csrf_protect
def _add_checked(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    demand_import(member)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        is_big = int(request.headers.get("Content-Length") or 0) > MAX_BYTES
        raise BadInput(_TOO_BIG if is_big else _NO_FILE, hint=_GIVE, code="no-file")
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
    member = _member(request)
    demand_import(member)
    batch = queries.import_of(number, organisation=member.organisation)
    if batch is None:
        raise Http404
    return batch


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_GET
def import_page(request: HttpRequest, number: int) -> HttpResponse:
    """One import: how far it is, what it would do, or what it did."""
    batch = _import(request, number)
    context: dict[str, Any] = {"each": imports.page(batch)}
    context["job"] = context["each"]["job"]
    if batch.state == "failed":
        context["refusal"] = imports.refusal(batch)
    if batch.state == "looked_at":
        context["form"] = AnswerForm(batch.looked)
    is_part = request.headers.get("HX-Request") == "true"
    template = "components/progress.html" if is_part else "use/import_page.html"
    return render(request, template, context)


@require_POST
def import_accept(request: HttpRequest, number: int) -> HttpResponse:
    """Let what was shown be done."""
    batch = _import(request, number)
    organisation = _member(request).organisation
    actions.accept_import(batch, organisation=organisation, actor=_user(request))
    return redirect("import", number)


@require_POST
def import_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the columns hold, and have the file looked at again."""
    batch = _import(request, number)
    if batch.state != "looked_at":
        return redirect("import", number)
    form = AnswerForm(batch.looked, request.POST)
    if not form.is_valid():
        context = {"each": imports.page(batch), "form": form}
        return render(request, "use/import_page.html", context, status=400)
    organisation, answer = _member(request).organisation, form.is_day_first
    actions.answer_batch(batch, form.mapping, organisation=organisation, is_day_first=answer)
    return redirect("import", number)


@require_POST
def import_cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Stop an import of which nothing was done yet."""
    batch = _import(request, number)
    cancel_batch(batch, organisation=_member(request).organisation, at=timezone.now())
    return redirect("import", number)


@require_POST
def import_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take an import back."""
    batch, at = _import(request, number), timezone.now()
    organisation = _member(request).organisation
    actions.undo_import(batch, organisation=organisation, actor=_user(request), at=at)
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
