"""The pages on which another tool is told our state."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kringspoor.use.actions import connections as actions
from kringspoor.use.actions.writebacks import try_again
from kringspoor.use.forms.connections import StatusesForm
from kringspoor.use.models import Connection
from kringspoor.use.queries import connections as queries
from kringspoor.use.tables import connections
from kringspoor.use.views.asking import user_of
from kringspoor.use.views.connections import connection_of

_SHOWN_COUNT = 50


def writing_page(request: HttpRequest, number: int) -> HttpResponse:
    """Which status there stands for which state, and what would be told."""
    connection = connection_of(request, number)
    if not connection.offered.get("statuses"):
        return redirect("connection", number)
    data = request.POST if request.method == "POST" else None
    form = StatusesForm(connection, _site_address(request), data)
    if data is not None and form.is_valid():
        return _chosen(request, connection, form)
    context = {**_context(connection), "form": form}
    status = 200 if data is None else 400
    return render(request, "use/connection_writing.html", context, status=status)


def _site_address(request: HttpRequest) -> str:
    """The address of our pages, with the organisation in it."""
    return request.build_absolute_uri(reverse("today")).rstrip("/")


def _context(connection: Connection) -> dict[str, Any]:
    organisation = connection.organisation
    last = queries.writes(connection, organisation=organisation)[:_SHOWN_COUNT]
    would = queries.would_be_told(connection, organisation=organisation)
    return {
        "each": connections.page(connection, None),
        "told": connections.told(would),
        "writes": connections.writes(last),
        "is_chosen": bool(connection.statuses or connection.link_column),
    }


def _chosen(request: HttpRequest, connection: Connection, form: StatusesForm) -> HttpResponse:
    cleaned = form.cleaned_data
    actions.choose_statuses(
        connection, form.statuses, organisation=connection.organisation, actor=user_of(request),
        at=timezone.now(), link_column=cleaned["link_column"],
        site_address=cleaned["site_address"],
    )  # fmt: skip
    messages.success(request, _("Kept. Below stands what would be told."))
    return redirect("connection_writing", connection.pk)


@require_POST
def writing_turn(request: HttpRequest, number: int) -> HttpResponse:
    """Begin or stop telling."""
    connection = connection_of(request, number)
    is_on = request.POST.get("is_on") == "1"
    actions.turn_writing(
        connection, organisation=connection.organisation, actor=user_of(request),
        at=timezone.now(), is_on=is_on,
    )  # fmt: skip
    return redirect("connection_writing", number)


@require_POST
def writing_again(request: HttpRequest, number: int) -> HttpResponse:
    """Try once more what waits or was given up."""
    connection, at = connection_of(request, number), timezone.now()
    count = try_again(connection, organisation=connection.organisation, at=at)
    words = ngettext("{count} device is tried again.", "{count} devices are tried again.", count)
    messages.info(request, words.format(count=count))
    return redirect("connection_writing", number)
