"""What a person fills in to find devices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

MOST_PASTED = 5_000


class _Day(forms.DateInput):
    input_type = "date"


def _day(label: object) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=_Day(format="%Y-%m-%d"))  # type: ignore[arg-type]


class QuickSelect(forms.Select):
    """A choice among hundreds, written at once: a template for each option takes too long."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The choice, with the chosen option marked."""
        options = "".join(
            f'<option value="{escape(str(key))}"{" selected" * (str(key) == (value or ""))}>'
            f"{escape(str(label))}</option>"
            for key, label in self.choices
        )
        about = self.build_attrs({"name": name, **self.attrs}, attrs)
        return mark_safe(f"<select{flatatt(about)}>{options}</select>")


def _choice(label: object) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=QuickSelect)  # type: ignore[arg-type]


class FilterForm(forms.Form):
    """The filters of the list; each choice says how many devices it gives beside the others."""

    q = forms.CharField(label=_("Words"), required=False)
    state = _choice(_("State"))
    category = _choice(_("Category"))
    make = _choice(_("Make"))
    unit = _choice(_("Department"))
    site = _choice(_("Place"))
    ownership = _choice(_("Ownership"))
    use_profile = _choice(_("Use profile"))
    life_no = _choice(_("Life"))
    data_state = _choice(_("Data"))
    bought_from = _day(_("Bought from"))
    bought_to = _day(_("Bought until"))
    warranty_before = _day(_("Warranty ends before"))
    seen_before = _day(_("Last seen before"))
    pasted = forms.CharField(label=_("Pasted list"), required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    columns = forms.CharField(required=False, widget=forms.HiddenInput)
    rows = forms.CharField(required=False, widget=forms.HiddenInput)

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


class PasteForm(forms.Form):
    """A list of tags or serial numbers, as it comes from a mail or a spreadsheet."""

    names = forms.CharField(
        label=_("Tags or serial numbers"),
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "VB-00012\nVB-00013\n5CG1234XYZ"}),
        help_text=_("One on each line; commas, semicolons and tabs part them too."),
    )

    @property
    def written(self) -> list[str]:
        """What was pasted, each once, in its order."""
        text = str(self.cleaned_data["names"])
        for mark in ",;\t\r":
            text = text.replace(mark, "\n")
        return list(dict.fromkeys(each.strip(" \"'") for each in text.split("\n") if each.strip()))

    def clean_names(self) -> str:
        """Refuse a list that is longer than one question can be."""
        self.cleaned_data["names"] = names = self.cleaned_data["names"]
        if len(self.written) > MOST_PASTED:
            raise forms.ValidationError(_("Paste at most 5,000 at a time."))
        return str(names)


class SaveForm(forms.Form):
    """A name for what the list now shows."""

    name = forms.CharField(label=_("Name"), max_length=60)
    query = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    is_shared = forms.BooleanField(label=_("For all colleagues"), required=False)
