"""The forms of security keys: the library leaves the name of a key without words of its own."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


def _name(*, required: bool) -> forms.CharField:
    hint = _("A name that tells this key from your others.")
    return forms.CharField(label=_("Name"), help_text=hint, required=required, max_length=100)


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new key and its name."""

    # the key exists by the time its name is read: a name forgotten must not lose it
    name = _name(required=False)


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    name = _name(required=True)
