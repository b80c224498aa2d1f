"""The pages of the programs that are told of what happens."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kringspoor.people.models import Membership
from kringspoor.record.actions import webhooks as actions
from kringspoor.record.facts import secret_of
from kringspoor.record.forms.webhooks import WebhookForm
from kringspoor.record.models import Webhook
from kringspoor.record.queries import journal
from kringspoor.record.queries import webhooks as queries
from kringspoor.record.rules import demand_hooking
from kringspoor.record.tables import webhooks as tables
from kringspoor.record.views.asking import member_of, paged


def _hooker(request: HttpRequest) -> Membership:
    """Who asks, when they may have other programs told. Raises Refused."""
    member = member_of(request)
    demand_hooking(member)
    return member


def _found(request: HttpRequest, number: int) -> Webhook:
    found = queries.webhook_of(number, organisation=_hooker(request).organisation)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, webhook: Webhook | None = None) -> WebhookForm:
    known = tables.kinds(journal.kinds(organisation=member_of(request).organisation))
    if request.method != "POST":
        return WebhookForm(None, known, webhook)
    return WebhookForm(
        {**request.POST.dict(), "kinds": request.POST.getlist("kinds")}, known, webhook
    )


@require_GET
def webhook_list(request: HttpRequest) -> HttpResponse:
    """Every webhook: where it leads, and whether it is heard."""
    found = queries.webhooks(organisation=_hooker(request).organisation)
    return render(request, "record/webhook_list.html", {"rows": [tables.row(e) for e in found]})


@require_http_methods(["GET", "POST"])
def webhook_add(request: HttpRequest) -> HttpResponse:
    """Have an address told from now on."""
    _hooker(request)
    return _kept(request, None)


@require_http_methods(["GET", "POST"])
def webhook_edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change where it leads or what it is told, or switch it off or on."""
    return _kept(request, _found(request, number))


def _kept(request: HttpRequest, webhook: Webhook | None) -> HttpResponse:
    form, member = _form(request, webhook), member_of(request)
    if not form.is_valid():
        context = {"form": form, "webhook": webhook}
        status = 400 if form.errors else 200
        return render(request, "record/webhook_edit.html", context, status=status)
    kept = actions.keep_webhook(
        webhook, form.said, organisation=member.organisation, actor=member.user, at=timezone.now()
    )
    messages.success(request, _("The webhook is saved."))
    return redirect("webhook", kept.pk)


@require_GET
def webhook_page(request: HttpRequest, number: int) -> HttpResponse:
    """One webhook: its secret, and what became of each delivery."""
    found = _found(request, number)
    told = queries.deliveries(found, organisation=member_of(request).organisation)
    context = paged(request, told)
    context["rows"] = [tables.delivery(each) for each in context["page_obj"]]
    context |= {"each": tables.row(found), "secret": secret_of(bytes(found.salt))}
    return render(request, "record/webhook_page.html", context)


@require_POST
def webhook_try(request: HttpRequest, number: int) -> HttpResponse:
    """Send a trial."""
    found, organisation = _found(request, number), member_of(request).organisation
    actions.try_webhook(found, organisation=organisation, at=timezone.now())
    messages.success(request, _("A trial is on its way. Refresh to see whether it is heard."))
    return redirect("webhook", number)


@require_POST
def webhook_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Tell it nothing more."""
    found, member = _found(request, number), member_of(request)
    actions.remove_webhook(
        found, organisation=member.organisation, actor=member.user, at=timezone.now()
    )
    messages.success(request, _("The webhook is removed."))
    return redirect("webhooks")


@require_POST
def delivery_again(request: HttpRequest, number: int) -> HttpResponse:
    """Send the same words once more."""
    organisation = _hooker(request).organisation
    found = queries.delivery_of(number, organisation=organisation)
    if found is None:
        raise Http404
    actions.tell_again(found, organisation=organisation, at=timezone.now())
    messages.success(request, _("It is sent once more."))
    return redirect("webhook", found.webhook_id)
