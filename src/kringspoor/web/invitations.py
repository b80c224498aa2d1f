"""The link in an invitation: sent by mail, signed, and good for one person once."""

from __future__ import annotations

from typing import cast

from allauth.account.models import EmailAddress
from django.contrib.auth import login
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kringspoor.people.actions import take_up_invitation
from kringspoor.people.forms import WelcomeForm, role_name
from kringspoor.people.models import Invitation, User
from kringspoor.people.queries import invitation_waiting
from kringspoor.web.outside import outside
from kringspoor.web.writing import write_change

_SIGNER = signing.Signer(salt="kringspoor.invitation")
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def link_to(request: HttpRequest, invitation: Invitation) -> str:
    """The address an invited person opens; it lies outside every organisation."""
    signed = _SIGNER.sign(str(invitation.pk))
    return request.build_absolute_uri(outside(request, "invitation", signed))


def send_invitation(request: HttpRequest, invitation: Invitation) -> None:
    """Mail the link to the address it is for."""
    told = {
        "organisation": invitation.organisation.name,
        "role": role_name(invitation.role),
        "link": link_to(request, invitation),
    }
    subject = _("Work with %(organisation)s in Kringspoor") % told
    words = _(
        "%(organisation)s invites you to Kringspoor, as %(role)s.\n\n"
        "Open this link to begin. It works once, for seven days:\n%(link)s\n\n"
        "If you do not know why you get this, do nothing."
    )
    send_mail(subject, words % told, None, [invitation.email])


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, signed: str) -> HttpResponse:
    """An invited person chooses a password, or takes the role up with the account they have."""
    found = _waiting(signed)
    if found is None:
        return render(request, "people/invitation_over.html", status=410)
    known = User.objects.filter(email=found.email).first()
    if known and request.user != known:
        return render(request, "people/invitation_sign_in.html", {"invitation": found})
    form = None if known else WelcomeForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _taken_up(request, found, known, form)
    context = {"invitation": found, "role": role_name(found.role), "form": form}
    return render(request, "people/invitation.html", context)


def _waiting(signed: str) -> Invitation | None:
    try:
        return invitation_waiting(int(_SIGNER.unsign(signed)), timezone.localdate())
    except signing.BadSignature:
        return None


def _taken_up(
    request: HttpRequest, found: Invitation, known: User | None, form: WelcomeForm | None
) -> HttpResponse:
    with transaction.atomic():
        user = known or _newcomer(found, cast(WelcomeForm, form))
        change = take_up_invitation(
            found, user, organisation=found.organisation, today=timezone.localdate()
        )
        if change is None:  # somebody opened the same link at the same moment
            transaction.set_rollback(True)
            return render(request, "people/invitation_over.html", status=410)
        write_change(change, organisation=found.organisation, actor=user, at=timezone.now())
    if known is None:
        login(request, user, backend=_BACKEND)
    return redirect(f"{get_script_prefix()}{found.organisation.slug}/")


def _newcomer(found: Invitation, form: WelcomeForm) -> User:
    told = form.cleaned_data
    user = User.objects.create_user(found.email, told["password"], name=told["name"])
    # whoever opens the link reads the mail of this address
    EmailAddress.objects.create(user=user, email=found.email, primary=True, verified=True)
    return user
