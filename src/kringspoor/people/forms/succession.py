"""What an administrator fills in about the organisation itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.people.models import Organisation


def _reason(example: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"placeholder": example})
    return forms.CharField(
        label=_("Why"), max_length=300, widget=widget,
        help_text=_("It stays on record, for who reads it later."),
    )  # fmt: skip


class RenameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=200)
    reason = _reason(_("e.g. merged into one house style"))

    def __init__(self, data: Any, organisation: Organisation) -> None:
        super().__init__(data, initial={"name": organisation.name}, auto_id="rename_%s")
        self._before = organisation.name

    def clean_name(self) -> str:
        """A name that is another one."""
        found: str = self.cleaned_data["name"].strip()
        if found == self._before:
            raise forms.ValidationError(_("This is its name already."))
        return found


class SuccessionForm(forms.Form):
    """Who takes over."""

    successor = forms.ChoiceField(label=_("Succeeded by"))
    reason = _reason(_("e.g. merger of 1 January"))

    def __init__(self, data: Any, others: Sequence[Organisation]) -> None:
        super().__init__(data, auto_id="succession_%s")
        self._others = {each.slug: each for each in others}
        choices = [("", "…"), *((each.slug, each.name) for each in others)]
        self.fields["successor"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Organisation:
        """The organisation that was chosen."""
        return self._others[self.cleaned_data["successor"]]


class ReopenForm(forms.Form):
    """Why a succession is taken back."""

    reason = _reason(_("e.g. the merger was put off"))
