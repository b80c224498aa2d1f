"""What a person fills in to find devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    """The filters of the list; each choice says how many devices it gives."""

    q = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    make = forms.ChoiceField(label=_("Make"), required=False)
    unit = forms.ChoiceField(label=_("Department"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, chosen: Mapping[str, str], choices: Mapping[str, Sequence[tuple[str, str]]]
    ) -> None:
        super().__init__(chosen)
        self.fields["q"].widget.attrs["placeholder"] = _("e.g. Latitude")
        for name, options in choices.items():
            known = [*options]
            value = chosen.get(name, "")
            if value and value not in dict(known):
                known.append((value, value))  # a shared address may name what is no longer here
            self.fields[name].choices = [("", _("all")), *known]  # type: ignore[attr-defined]
