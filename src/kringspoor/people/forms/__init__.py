"""What a person fills in about people, their roles and their keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from kringspoor.people.language import language
from kringspoor.people.models import Membership
from kringspoor.people.roles import ROLES, VERBS

LONGEST_KEY_DAYS = 366
_VERBS = {
    "see_inventory": _("see the devices"),
    "change_inventory": _("change devices"),
    "change_state": _("change the state of devices"),
    "import_inventory": _("take in lists"),
    "see_prices": _("see prices"),
    "change_policy": _("change the policy"),
    "approve_exception": _("approve exceptions"),
    "see_record": _("see the record"),
    "invite_people": _("invite people"),
}


def role_name(slug: str) -> str:
    """The name of a role in the language of the page."""
    said = language()
    return ROLES[slug].name.spoken(said) if slug in ROLES else slug


def verb_name(verb: str) -> str:
    """What a verb allows, in the language of the page."""
    return str(_VERBS.get(verb, verb))


def _a_day(label: Any, hint: Any, **rest: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, widget=widget, **rest)


class RoleForm(forms.Form):
    """A role, and perhaps its last day."""

    role = forms.ChoiceField(label=_("Role"))
    ends_on = _a_day(
        _("Last day"), _("For an expert or an auditor who helps for a while."), required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["role"].choices = [(slug, role_name(slug)) for slug in ROLES]  # type: ignore[attr-defined]

    def clean_ends_on(self) -> date | None:
        """A last day that is not over."""
        found: date | None = self.cleaned_data["ends_on"]
        if found and found < self._today:
            raise forms.ValidationError(_("This day is over."))
        return found


class InvitationForm(RoleForm):
    """Whom to invite, and for what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send a link that works once, for seven days."),
        max_length=254,
    )
    field_order = ("email", "role", "ends_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.initial.setdefault("role", "expert")  # the narrowest, for who forgets to choose


class WelcomeForm(forms.Form):
    """What an invited person adds to the invitation."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least twelve characters. A sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """A password that is not easy to guess."""
        found: str = self.cleaned_data["password"]
        validate_password(found)
        return found


class KeyForm(forms.Form):
    """A key for a program: its name, what it may do, and until when."""

    name = forms.CharField(
        label=_("Name"), help_text=_("Of the program that will use it."), max_length=120
    )
    verbs = forms.MultipleChoiceField(
        label=_("What the program may do"), widget=forms.CheckboxSelectMultiple
    )
    expires_on = _a_day(_("Last day"), _("At most a year from now."))

    def __init__(self, *args: Any, member: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        own = [verb for verb in VERBS if verb in ROLES[member.role].verbs]
        self.fields["verbs"].choices = [(verb, _VERBS[verb]) for verb in own]  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        """A last day within a year."""
        found: date = self.cleaned_data["expires_on"]
        if not self._today <= found <= self._today + timedelta(days=LONGEST_KEY_DAYS):
            raise forms.ValidationError(_("Choose a day from today until a year from now."))
        return found
