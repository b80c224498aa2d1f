"""The pages on which other asset tools are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.use.actions import connections as actions
from kringspoor.use.connections.fetching import TOOLS, tool_of
from kringspoor.use.forms.connections import ConnectionForm
from kringspoor.use.models import Connection
from kringspoor.use.queries import connections as queries
from kringspoor.use.rules.connections import demand_connect
from kringspoor.use.tables import connections
from kringspoor.use.views.asking import member_of, user_of

if TYPE_CHECKING:
    from kringspoor.people.models import Organisation

_PAGE_ROWS = 20


def connector_of(request: HttpRequest) -> Organisation:
    """The organisation of somebody who may connect tools. Raises Refused for anybody else."""
    member = member_of(request)
    demand_connect(member)
    return member.organisation


def connection_of(request: HttpRequest, number: int) -> Connection:
    """The connection an address names, for who may connect tools."""
    found = queries.connection_of(number, organisation=connector_of(request))
    if found is None:
        raise Http404
    return found


@require_GET
def connection_list(request: HttpRequest) -> HttpResponse:
    """Every connection with how it goes, and the tools one may connect."""
    organisation = connector_of(request)
    last = queries.last_pulls(organisation=organisation)
    found = queries.connections(organisation=organisation)
    rows = [connections.row(each, last.get(each.pk)) for each in found]
    context = {"rows": rows, "tools": connections.tools()}
    return render(request, "use/connection_list.html", context)


def connection_add(request: HttpRequest, tool: str) -> HttpResponse:
    """Connect a tool."""
    connector_of(request)
    if tool not in TOOLS:
        raise Http404
    return _said(request, Connection(tool=tool))


def connection_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Say something else about a connection."""
    return _said(request, connection_of(request, number))


def _said(request: HttpRequest, connection: Connection) -> HttpResponse:
    """The form about a connection, and what becomes of it."""
    organisation, tool = member_of(request).organisation, tool_of(connection.tool)
    others = queries.connections(organisation=organisation)
    names = {each.name for each in others if each.pk != connection.pk}
    data = request.POST if request.method == "POST" else None
    form = ConnectionForm(tool, connection, names, data)
    if data is None or not form.is_valid():
        context = {"form": form, "tool": tool, "connection": connection}
        status = 200 if data is None else 400
        return render(request, "use/connection_edit.html", context, status=status)
    return _saved(request, connection, form)


def _saved(request: HttpRequest, connection: Connection, form: ConnectionForm) -> HttpResponse:
    cleaned, is_new = form.cleaned_data, not connection.pk
    said = actions.Said(
        name=cleaned["name"], address=cleaned["address"], plain=form.asked[False],
        secret=form.asked[True], fields=cleaned["fields_owned"], every_hours=form.every_hours,
        daily_at=form.hour_of_day, is_automatic=cleaned["is_automatic"], is_on=cleaned["is_on"],
    )  # fmt: skip
    kept = actions.save_connection(
        connection, said, organisation=member_of(request).organisation, actor=user_of(request),
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Kept. Now try the connection.") if is_new else _("Kept."))
    return redirect("connection", kept.pk)


@require_GET
def connection_page(request: HttpRequest, number: int) -> HttpResponse:
    """One connection: how it goes, and what was fetched."""
    connection = connection_of(request, number)
    pulls = queries.pulls(connection, organisation=connection.organisation)
    page = Paginator(pulls, _PAGE_ROWS).get_page(request.GET.get("page"))
    each = connections.page(connection, pulls.first())
    if request.headers.get("HX-Request") == "true":
        return _progress(request, each)
    context = {
        "each": each, "job": each["job"], "refusal": each["refusal"], "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "runs": [connections.run(one) for one in page],
    }  # fmt: skip
    return render(request, "use/connection_page.html", context)


def _progress(request: HttpRequest, each: dict[str, Any]) -> HttpResponse:
    """How far the fetch is; when it is over, the whole page is asked again."""
    if each["job"] is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    has_begun = bool(each["job"]["total"])
    template = "components/progress.html" if has_begun else "use/connection_begins.html"
    return render(request, template, {"job": each["job"]})


@require_POST
def connection_try(request: HttpRequest, number: int) -> HttpResponse:
    """Try a connection, and show what was found."""
    connection = connection_of(request, number)
    found = actions.try_connection(connection, organisation=connection.organisation)
    context = {
        "each": connections.page(connection, None), "tried": connections.tried(found),
    }  # fmt: skip
    return render(request, "use/connection_tried.html", context)


@require_POST
def connection_fetch(request: HttpRequest, number: int) -> HttpResponse:
    """Fetch now."""
    connection, at = connection_of(request, number), timezone.now()
    actor = user_of(request)
    actions.ask_pull(connection, organisation=connection.organisation, actor=actor, at=at)
    return redirect("connection", number)


@require_POST
def connection_stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a fetch."""
    connection = connection_of(request, number)
    organisation = connection.organisation
    last = queries.pulls(connection, organisation=organisation).first()
    if last is not None:
        actions.stop_pull(last, organisation=organisation, at=timezone.now())
    return redirect("connection", number)


def connection_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether a connection may go, and take it away."""
    connection = connection_of(request, number)
    if request.method != "POST":
        each = connections.page(connection, None)
        return render(request, "use/connection_remove.html", {"each": each})
    actions.remove_connection(
        connection, organisation=connection.organisation, actor=user_of(request),
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("The connection is gone. The devices are still here."))
    return redirect(reverse("connections"))
