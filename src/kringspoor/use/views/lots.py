"""The pages of quantities of like things."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kringspoor.core.words import number as in_words
from kringspoor.people.language import language
from kringspoor.people.models import Organisation
from kringspoor.people.tables.export import download, wanted
from kringspoor.record.queries import events_about
from kringspoor.use.actions import lots as actions
from kringspoor.use.forms.lots import CountForm, LotForm
from kringspoor.use.models import Lot
from kringspoor.use.queries import lots as queries
from kringspoor.use.rules import demand_change, demand_inventory, may_change, may_see_prices
from kringspoor.use.tables import lots as tables
from kringspoor.use.tables import timeline
from kringspoor.use.views.asking import PAGE_ROWS, member_of, user_of

_CHUNK_ROWS = 2_000


@require_GET
def lot_list(request: HttpRequest) -> HttpResponseBase:
    """The lots, searched by the address; as a page or as a file."""
    member, words = member_of(request), request.GET.get("q", "")
    demand_inventory(member)
    found = queries.lots(words, organisation=member.organisation)
    if kind := wanted(request):
        return _file(kind, found, member.organisation)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    every = queries.things_count(words, organisation=member.organisation)
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [tables.row(each) for each in page],
        "words": words,
        "every": in_words(every, language()),
        "may_change": may_change(member),
    }
    return render(request, "use/lot_list.html", context)


def _file(kind: str, found: QuerySet[Lot], organisation: Organisation) -> HttpResponseBase:
    rows = (tables.file_row(each) for each in found.iterator(_CHUNK_ROWS))
    today = timezone.localdate()
    return download(
        kind, _("lots"), tables.file_heads(), rows, organisation=organisation, today=today
    )


def lot_page(request: HttpRequest, number: int) -> HttpResponse:
    """One lot: what it is, how many there are, and what happened to it."""
    member = member_of(request)
    demand_inventory(member)
    lot = queries.lot(number, organisation=member.organisation)
    if lot is None:
        raise Http404
    if request.method == "POST":
        return _count(request, number)
    form = CountForm(initial={"seen_count": lot.quantity_count})
    return _shown(request, number, form)


def _shown(request: HttpRequest, number: int, form: CountForm) -> HttpResponse:
    member = member_of(request)
    lot = queries.lot(number, organisation=member.organisation)
    assert lot is not None
    events = events_about(f"lot:{lot.pk}", organisation=member.organisation)
    context = {
        "each": tables.row(lot),
        "facts": tables.facts(lot, sees_prices=may_see_prices(member)),
        "events": timeline.history(events),
        "form": form if may_change(member) else None,
    }
    return render(request, "use/lot_page.html", context, status=400 if form.errors else 200)


def _count(request: HttpRequest, number: int) -> HttpResponse:
    member, form = member_of(request), CountForm(request.POST)
    demand_change(member)
    if not form.is_valid():
        return _shown(request, number, form)
    said = form.cleaned_data
    actions.count_lot(
        number, said["quantity_count"], said["reason"], organisation=member.organisation,
        actor=user_of(request), at=timezone.now(), seen_count=said["seen_count"],
    )  # fmt: skip
    messages.success(request, _("The count is saved."))
    return redirect("lot", number)


def lot_add(request: HttpRequest) -> HttpResponse:
    """Take a quantity of like things into the inventory."""
    member = member_of(request)
    demand_change(member)
    form = LotForm(request.POST or None, sees_prices=may_see_prices(member))
    if not form.is_valid():
        return render(
            request, "use/lot_add.html", {"form": form}, status=400 if form.errors else 200
        )
    made = actions.add_lot(
        form.stored, organisation=member.organisation, actor=user_of(request), at=timezone.now()
    )
    messages.success(request, _("The lot is in your inventory."))
    return redirect("lot", made.pk)
