"""What a person fills in about partners and their permits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from kringspoor.core.guards.facts import PartnerRole
from kringspoor.people.actions.partners import Permit
from kringspoor.people.language import language
from kringspoor.people.models import Partner


def partner_roles() -> list[tuple[str, str]]:
    """What a partner may do for an organisation, in words."""
    return [(each.value, each.text.spoken(language())) for each in PartnerRole]


def _day(label: Any, **rest: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **rest)


class PartnerFilterForm(forms.Form):
    """The filters of the list."""

    q = forms.CharField(label=_("Words"), required=False)
    role = forms.ChoiceField(label=_("What they do"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, chosen: Mapping[str, str]) -> None:
        super().__init__(chosen)
        self.fields["q"].widget.attrs["placeholder"] = _("e.g. school")
        self.fields["role"].choices = [("", _("all")), *partner_roles()]  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    """Another organisation and what it does."""

    name = forms.CharField(label=_("Name"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=_("What they do"), required=False, widget=forms.CheckboxSelectMultiple
    )
    country = forms.CharField(
        label=_("Country"), min_length=2, max_length=2, initial="BE",
        help_text=_("Two letters, such as BE or NL."),
        validators=[RegexValidator("^[A-Za-z]{2}$", _("Give two letters, such as BE."))],
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, partner: Partner | None = None) -> None:
        names = ("name", "roles", "country")
        super().__init__(
            data, initial={name: getattr(partner, name) for name in names} if partner else None
        )
        self.fields["name"].widget.attrs["placeholder"] = _("e.g. Kringwinkel Voorbeek")
        known = dict(partner_roles())
        held = {each: each for each in (partner.roles if partner else ()) if each not in known}
        self.fields["roles"].choices = list({**known, **held}.items())  # type: ignore[attr-defined]

    def clean_country(self) -> str:
        """In capitals, as the norm writes it."""
        return str(self.cleaned_data["country"]).upper()


class PermitForm(forms.Form):
    """What a partner may do, and between which days."""

    kind = forms.ChoiceField(label=_("For what"))
    valid_from = _day(_("Holds from"))
    valid_to = _day(_("Holds until"), required=False, help_text=_("Empty: without an end."))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["kind"].choices = partner_roles()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A permit does not end before it begins."""
        told = super().clean() or self.cleaned_data
        begins, ends = told.get("valid_from"), told.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("This is before the day on which it begins."))
        return told

    @property
    def permit(self) -> Permit:
        """What was filled in."""
        told = self.cleaned_data
        return Permit(told["kind"], told["valid_from"], told["valid_to"])
