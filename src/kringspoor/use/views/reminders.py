"""The page on which one chooses one's reminders, and sees what was mailed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kringspoor.people.actions.mail import choose_reminders, send_again
from kringspoor.people.models import User
from kringspoor.people.queries import mail as queries
from kringspoor.people.rules import demand, may
from kringspoor.use.forms.reminders import RemindersForm
from kringspoor.use.rules.reminders import open_to
from kringspoor.use.tables import reminders as tables
from kringspoor.use.views.asking import PAGE_ROWS, member_of, user_of

EVERYBODY = "invite_people"  # who answers for the accounts sees whether mails arrive


@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Which reminders I want, and the mails to me."""
    member, user = member_of(request), user_of(request)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        choose_reminders(user, form.unwanted, organisation=member.organisation)
        messages.success(request, _("Your choice is saved."))
        return redirect("reminders")
    context = {"form": form, "sees_everybody": may(member, EVERYBODY), **_mails(request, user)}
    return render(request, "use/reminders.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest) -> RemindersForm:
    member = member_of(request)
    unwanted = queries.unwanted_by(user_of(request), organisation=member.organisation)
    data = {"wanted": request.POST.getlist("wanted")} if request.method == "POST" else None
    return RemindersForm(data, tables.choices(list(open_to(member))), unwanted)


def _mails(request: HttpRequest, to: User | None) -> dict[str, Any]:
    found = queries.mails(organisation=member_of(request).organisation, to=to)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [tables.mail(each, is_own=to is not None) for each in page],
    }


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail: to whom, and whether it was sent; not what it says."""
    demand(member_of(request), EVERYBODY)
    return render(request, "use/outbox.html", _mails(request, None))


@require_POST
def mail_again(request: HttpRequest, number: int) -> HttpResponse:
    """Try a mail once more that was not sent."""
    member = member_of(request)
    demand(member, EVERYBODY)
    found = queries.mail_numbered(number, organisation=member.organisation)
    if found is None:
        raise Http404
    send_again(found, organisation=member.organisation, at=timezone.now())
    messages.success(request, _("It is tried once more."))
    return redirect("outbox")
