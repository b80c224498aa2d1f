"""Who works in an organisation, whom it invites, and the keys of programs.

These pages stand at the door and not in ``people``: what they change is written down in the record,
which is above people.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kringspoor.people import actions, queries
from kringspoor.people.forms import InvitationForm, KeyForm, RoleForm, role_name, verb_name
from kringspoor.people.models import ApiToken, Membership
from kringspoor.people.rules import demand
from kringspoor.web.invitations import send_invitation
from kringspoor.web.middleware import Request
from kringspoor.web.writing import write_change


def administrator(request: HttpRequest) -> Membership:
    """Who asks, when they may decide about people. Raises Refused."""
    member = cast(Request, request).member
    demand(member, "invite_people")
    return member


def _found(request: HttpRequest, number: int) -> Membership:
    """The member of that number in the organisation of who asks."""
    asker = administrator(request)
    found = queries.member_numbered(number, timezone.localdate(), organisation=asker.organisation)
    if found is None:
        raise Http404
    return found


def _write(request: HttpRequest, change: actions.Change) -> None:
    member = cast(Request, request).member
    write_change(change, organisation=member.organisation, actor=member.user, at=timezone.now())


def _people(member: Membership, form: InvitationForm) -> dict[str, Any]:
    """What the page of people shows."""
    today, here = timezone.localdate(), member.organisation
    found = queries.members(today, organisation=here)
    waiting = queries.open_invitations(today, organisation=here)
    return {
        "members": [(each, role_name(each.role)) for each in found],
        "invitations": [(each, role_name(each.role)) for each in waiting],
        "form": form,
    }


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, who was invited, and a form to invite."""
    member = administrator(request)
    form = InvitationForm(request.POST or None, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "people/people.html", _people(member, form))
    with transaction.atomic():
        invitation, change = actions.invite(
            form.cleaned_data["email"],
            form.cleaned_data["role"],
            organisation=member.organisation,
            actor=member.user,
            today=timezone.localdate(),
            ends_on=form.cleaned_data["ends_on"],
        )
        _write(request, change)
    send_invitation(request, invitation)
    messages.success(request, _("An invitation is on its way to %s.") % invitation.email)
    return redirect("people")


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Let an invitation work no more."""
    here = administrator(request).organisation
    invitation = queries.invitation_numbered(number, organisation=here)
    if invitation is None:
        raise Http404
    with transaction.atomic():
        today = timezone.localdate()
        _write(request, actions.withdraw_invitation(invitation, organisation=here, today=today))
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("people")


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, number: int) -> HttpResponse:
    """The role of one person, and what an administrator may do with it."""
    member = _found(request, number)
    start = {"role": member.role, "ends_on": member.ends_on}
    form = RoleForm(request.POST or None, initial=start, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "people/person.html", {"member": member, "form": form})
    with transaction.atomic():
        change = actions.change_role(
            member,
            form.cleaned_data["role"],
            organisation=member.organisation,
            ends_on=form.cleaned_data["ends_on"],
        )
        _write(request, change)
    messages.success(request, _("The role is changed."))
    return redirect("people")


@require_POST
def end_membership(request: HttpRequest, number: int) -> HttpResponse:
    """Take a person's role away, from now on."""
    member = _found(request, number)
    with transaction.atomic():
        change = actions.end_membership(
            member, organisation=member.organisation, today=timezone.localdate()
        )
        _write(request, change)
    messages.success(request, _("%s has no role here any more.") % member.user)
    return redirect("people")


def _keys(member: Membership, form: KeyForm) -> dict[str, Any]:
    """What the page of keys shows."""
    today = timezone.localdate()
    found = queries.tokens_of(member.user, organisation=member.organisation)
    rows = [(each, [verb_name(verb) for verb in each.verbs], _works(each)) for each in found]
    return {"keys": rows, "form": form, "today": today}


def _works(token: ApiToken) -> bool:
    return token.revoked_on is None and token.expires_on >= timezone.localdate()


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys somebody made for programs; a new one is shown once."""
    member = cast(Request, request).member
    form = KeyForm(request.POST or None, member=member, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "people/keys.html", _keys(member, form))
    with transaction.atomic():
        raw, token, change = actions.make_token(
            member,
            form.cleaned_data["name"],
            form.cleaned_data["verbs"],
            organisation=member.organisation,
            expires_on=form.cleaned_data["expires_on"],
        )
        _write(request, change)
    response = render(request, "people/key_made.html", {"raw": raw, "token": token})
    response.headers["Cache-Control"] = "no-store"  # shown once: no browser keeps it
    return response


@require_POST
def revoke_key(request: HttpRequest, number: int) -> HttpResponse:
    """Let one of one's own keys open nothing any more."""
    member = cast(Request, request).member
    own = queries.tokens_of(member.user, organisation=member.organisation)
    token = next((each for each in own if each.pk == number), None)
    if token is None:
        raise Http404
    with transaction.atomic():
        today = timezone.localdate()
        _write(request, actions.revoke_token(token, organisation=member.organisation, today=today))
    messages.success(request, _("The key opens nothing any more."))
    return redirect("keys")
