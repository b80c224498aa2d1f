"""The pages on which orders are compared with the inventory."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.rules import may
from kringspoor.people.tables.export import download, wanted
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.record.forms.uploads import is_too_big
from kringspoor.record.models import Batch
from kringspoor.use.actions import orders as actions
from kringspoor.use.forms.orders import OrderFileForm, OrderLineForm, SerialsForm
from kringspoor.use.models import OrderLine
from kringspoor.use.queries import orders as queries
from kringspoor.use.rules import demand_import, demand_inventory, may_import, may_see_prices
from kringspoor.use.tables import orders
from kringspoor.use.tables.labelling import category_choices
from kringspoor.use.views.asking import PAGE_ROWS, member_of, user_of
from kringspoor.use.views.counting import counter_of, posted


@require_GET
def order_list(request: HttpRequest) -> HttpResponseBase:
    """Every order with what of it is missing; the address may ask only for those."""
    member = member_of(request)
    demand_inventory(member)
    if kind := wanted(request):
        return _list_file(request, kind)
    return render(request, "use/order_list.html", _listed(request))


def _groups(request: HttpRequest) -> Any:
    """The orders asked for: all, or only those of which something is missing."""
    organisation, words = member_of(request).organisation, request.GET.get("q", "").strip()
    groups = queries.orders(organisation=organisation, words=words)
    if request.GET.get("show") != "missing":
        return groups
    every = list(groups)
    found = queries.compared([each["name"] for each in every], organisation=organisation)
    return [each for each in every if found[each["name"].upper()].missing_count]


def _list_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    organisation, groups = member_of(request).organisation, list(_groups(request))
    found = queries.compared([each["name"] for each in groups], organisation=organisation)
    return download(
        kind, _("orders"), orders.list_heads(), orders.list_cells(groups, found),
        organisation=organisation, today=timezone.localdate(),
    )  # fmt: skip


def _listed(request: HttpRequest, form: OrderLineForm | None = None) -> dict[str, Any]:
    member = member_of(request)
    page = Paginator(_groups(request), PAGE_ROWS).get_page(request.GET.get("page"))
    names = [each["name"] for each in page]
    found = queries.compared(names, organisation=member.organisation)
    files = queries.files(organisation=member.organisation) if may_import(member) else []
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [orders.row(each, found[each["name"].upper()]) for each in page],
        "words": request.GET.get("q", "").strip(),
        "show": request.GET.get("show", ""),
        "files": [orders.file_row(each) for each in files],
        "file_form": OrderFileForm(),
        "form": form or OrderLineForm(None, category_choices()),
        "may_import": may_import(member),
        "may_change": may(member, "change_inventory"),
    }


@require_POST
def order_add(request: HttpRequest) -> HttpResponse:
    """Write down a line by hand."""
    member, form = counter_of(request), OrderLineForm(posted(request), category_choices())
    if not form.is_valid():
        return render(request, "use/order_list.html", _listed(request, form), status=400)
    line = actions.add_line(
        form.bought, organisation=member.organisation, actor=user_of(request), at=timezone.now()
    )
    return redirect(orders.address(line.order_no))


@require_GET
def order_page(request: HttpRequest) -> HttpResponseBase:
    """One order: each line with what was found of it, and which are missing."""
    member, order_no = member_of(request), request.GET.get("order_no", "")
    demand_inventory(member)
    found = queries.compared([order_no], organisation=member.organisation)[order_no.upper()]
    if not found.lines:
        raise Http404
    if kind := wanted(request):
        return download(
            kind, found.lines[0].line.order_no, orders.heads(), orders.cells(found),
            organisation=member.organisation, today=timezone.localdate(),
        )  # fmt: skip
    return render(request, "use/order_page.html", _shown(request, found))


def _shown(request: HttpRequest, found: queries.OrderFound) -> dict[str, Any]:
    member = member_of(request)
    sees_prices = may_see_prices(member)
    return {
        "order": found.lines[0].line,
        "sentence": orders.sentence(found),
        "lines": [orders.line(each, sees_prices=sees_prices) for each in found.lines],
        "surplus": found.surplus[:PAGE_ROWS],
        "form": SerialsForm(),
        "may_change": may(member, "change_inventory"),
        "found_numbers": ",".join(str(d.pk) for each in found.lines for d in each.devices[:500]),
    }


def _line(request: HttpRequest, number: int) -> OrderLine:
    line = queries.line_of(number, organisation=counter_of(request).organisation)
    if line is None:
        raise Http404
    return line


@require_POST
def order_serials(request: HttpRequest, number: int) -> HttpResponse:
    """Give the serial numbers of a delivery note."""
    line, form = _line(request, number), SerialsForm(posted(request))
    if not form.is_valid():
        raise BadInput(_NO_SERIALS, hint=_ONE_EACH, code="no-serials")
    actions.add_serials(
        line, form.listed, organisation=member_of(request).organisation, actor=user_of(request),
        at=timezone.now(),
    )  # fmt: skip
    return redirect(orders.address(line.order_no))


@require_POST
def order_line_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take away a line that was written down by mistake."""
    line, order_no = _line(request, number), _line(request, number).order_no
    organisation, at = member_of(request).organisation, timezone.now()
    actions.remove_line(line, organisation=organisation, actor=user_of(request), at=at)
    is_left = queries.compared([order_no], organisation=organisation)[order_no.upper()].lines
    return redirect(orders.address(order_no) if is_left else "orders")


@require_POST
def order_give(request: HttpRequest) -> HttpResponse:
    """Keep a file of orders that somebody sends; a worker reads it."""
    demand_import(member_of(request))
    form = OrderFileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput(_TOO_BIG if is_too_big(request) else _NO_FILE, hint=_GIVE, code="no-file")
    batch = _opened(request)
    if batch.state != "waiting":
        messages.info(request, _("You gave this file before. This is where it stands."))
    return redirect("order_file", batch.pk)


def _opened(request: HttpRequest) -> Batch:
    file, at, organisation = request.FILES["file"], timezone.now(), member_of(request).organisation
    assert not isinstance(file, list)
    name = file.name or ""
    kept = keep_file(
        file.chunks(), organisation=organisation, name=name, kind=actions.ORDERS, at=at
    )
    return open_batch(
        actions.ORDERS, organisation=organisation, actor=user_of(request), at=at, name=name,
        key=f"o{kept.sha256[1:]}", evidence=kept,
    )  # fmt: skip


def _file(request: HttpRequest, number: int) -> Batch:
    member = member_of(request)
    demand_import(member)
    batch = queries.file_of(number, organisation=member.organisation)
    if batch is None:
        raise Http404
    return batch


@require_GET
def order_file(request: HttpRequest, number: int) -> HttpResponse:
    """One file of orders: whether it was read, and what could not be."""
    context = {"each": orders.file_row(_file(request, number))}
    return render(request, "use/order_file.html", context)


@require_POST
def order_file_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a file of orders back."""
    batch, organisation = _file(request, number), member_of(request).organisation
    actions.undo_orders(batch, organisation=organisation, actor=user_of(request), at=timezone.now())
    return redirect("order_file", number)


_NO_FILE = Text(nl="er kwam geen bestand mee", en="no file came along")
_TOO_BIG = Text(nl="dit bestand is te groot", en="this file is too big")
_GIVE = Text(nl="kies een bestand van ten hoogste 50 MB", en="choose a file of at most 50 MB")
_NO_SERIALS = Text(nl="er staan geen serienummers", en="there are no serial numbers")
_ONE_EACH = Text(nl="geef er één per regel", en="give one on each line")
