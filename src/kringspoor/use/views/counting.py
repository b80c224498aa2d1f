"""The pages on which devices are counted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kringspoor.people.models import Membership
from kringspoor.people.rules import demand, may
from kringspoor.people.tables.export import download, wanted
from kringspoor.use.actions import counting as actions
from kringspoor.use.actions.counting_undo import undo_last
from kringspoor.use.forms.counting import StartForm
from kringspoor.use.models import StockTake
from kringspoor.use.models.counting_facts import Outcome
from kringspoor.use.queries import counting as queries
from kringspoor.use.rules import demand_inventory
from kringspoor.use.tables import category_name, counting
from kringspoor.use.views.asking import PAGE_ROWS, member_of, user_of


def counter_of(request: HttpRequest) -> Membership:
    """Who asks, when they may count."""
    member = member_of(request)
    demand(member, "change_inventory")
    return member


def posted(request: HttpRequest) -> QueryDict | None:
    """What was filled in, when something was sent: an empty form is one too."""
    return request.POST if request.method == "POST" else None


def count_of(request: HttpRequest, number: int) -> StockTake:
    """The count an address names."""
    count = queries.count_of(number, organisation=member_of(request).organisation)
    if count is None:
        raise Http404
    return count


def _start_form(request: HttpRequest) -> StartForm:
    organisation = member_of(request).organisation
    categories = [
        (each, category_name(each)) for each in queries.categories(organisation=organisation)
    ]
    return StartForm(
        posted(request), queries.sites(organisation=organisation),
        queries.units(organisation=organisation), categories,
    )  # fmt: skip


@require_GET
def count_list(request: HttpRequest) -> HttpResponse:
    """Every count, and the way to begin one."""
    member = member_of(request)
    demand_inventory(member)
    found = queries.counts(organisation=member.organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [counting.row(each) for each in page],
        "form": _start_form(request),
        "may_count": may(member, "change_inventory"),
    }
    return render(request, "use/count_list.html", context)


@require_POST
def count_add(request: HttpRequest) -> HttpResponse:
    """Begin a count."""
    member, form = counter_of(request), _start_form(request)
    if not form.is_valid():
        context = {"form": form, "may_count": True, "rows": []}
        return render(request, "use/count_list.html", context, status=400)
    count = actions.start_count(
        form.cleaned_data["name"], organisation=member.organisation, actor=user_of(request),
        at=timezone.now(), **form.scope,
    )  # fmt: skip
    return redirect("count_place", count.pk)


@require_GET
def count_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """What a count found against what should be there."""
    member = member_of(request)
    demand_inventory(member)
    count = count_of(request, number)
    outcome = queries.outcome(count, organisation=member.organisation)
    if kind := wanted(request):
        return _export(kind, member, count, outcome)
    return render(request, "use/count_page.html", _shown(request, count, outcome))


def _export(
    kind: str, member: Membership, count: StockTake, outcome: Outcome
) -> HttpResponseBase:  # fmt: skip
    organisation = member.organisation
    numbers = [*outcome.missing, *outcome.found]
    groups = queries.drafts(organisation=organisation, count=count)
    rows = counting.cells(
        outcome,
        queries.in_order(numbers, organisation=organisation),
        {each.pk: each.name for each in queries.sites(organisation=organisation)},
        queries.drafts_shown(list(groups), organisation=organisation),
    )
    return download(
        kind, count.name, counting.heads(), rows, organisation=organisation,
        today=timezone.localdate(),
    )  # fmt: skip


def _shown(request: HttpRequest, count: StockTake, outcome: Outcome) -> dict[str, Any]:
    member, words = member_of(request), request.GET.get("q", "").strip()
    show = request.GET.get("show", "")
    show = show if show in counting.PARTS else "missing"
    events = queries.history_of(count, organisation=member.organisation)
    listed = _drafts if show == "drafts" else _devices
    return {
        "count": counting.row(count),
        "summary": counting.summary(outcome),
        "show": show,
        "words": words,
        "views": counting.views_of(outcome, show, words),
        "events": counting.history(events),
        "undo": counting.undo_words(events),
        "may_count": may(member, "change_inventory"),
        **listed(request, count, outcome, show, words),
    }


def _devices(
    request: HttpRequest, count: StockTake, outcome: Outcome, show: str, words: str
) -> dict[str, Any]:
    """The devices of one of the lists."""
    organisation = member_of(request).organisation
    numbers = {
        "missing": outcome.missing,
        "elsewhere": [each.device_no for each in outcome.to_move],
        "found": list(outcome.found),
    }[show]
    sort = request.GET.get("sort", "") or "tag"
    found = queries.among(numbers, words, sort, organisation=organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    sites = {each.pk: each.name for each in queries.sites(organisation=organisation)}
    rows = [counting.found_row(each, outcome.found.get(each.pk), sites) for each in page]
    return {**_paged(page), "rows": rows, "columns": counting.columns(sort)}


def _drafts(
    request: HttpRequest, count: StockTake, outcome: Outcome, show: str, words: str
) -> dict[str, Any]:
    """The labels nobody knows."""
    organisation = member_of(request).organisation
    groups = queries.drafts(organisation=organisation, count=count, words=words)
    page = Paginator(groups, PAGE_ROWS).get_page(request.GET.get("page"))
    shown = queries.drafts_shown(list(page), organisation=organisation)
    return {**_paged(page), "rows": [counting.draft_row(each) for each in shown]}


def _paged(page: Any) -> dict[str, Any]:
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
    }


@require_POST
def count_close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a count."""
    member, count = counter_of(request), count_of(request, number)
    actions.close_count(
        count, organisation=member.organisation, actor=user_of(request), at=timezone.now()
    )
    messages.success(request, _("The count is closed; every device knows when it was seen."))
    return redirect("count", number)


@require_POST
def count_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what a count did last."""
    member, count = counter_of(request), count_of(request, number)
    undo_last(count, organisation=member.organisation, actor=user_of(request), at=timezone.now())
    messages.success(request, _("That was taken back."))
    return redirect("count", number)


@require_POST
def count_move(request: HttpRequest, number: int) -> HttpResponse:
    """Let the inventory say where the chosen devices were found, or all of them."""
    member, count = counter_of(request), count_of(request, number)
    outcome = queries.outcome(count, organisation=member.organisation)
    chosen = [int(each) for each in request.POST.getlist("chosen") if each.isdecimal()]
    if request.POST.get("action") == "all":
        chosen = [each.device_no for each in outcome.to_move]
    moved = actions.move_found(
        count, chosen, organisation=member.organisation, actor=user_of(request), at=timezone.now()
    )
    told = ngettext("{count} device was moved.", "{count} devices were moved.", moved)
    messages.success(request, told.format(count=moved))
    return redirect(f"{request.path.removesuffix('move/')}?show=elsewhere")
