"""What a person fills in to find acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.record.queries.journal import Asked


class DayInput(forms.DateInput):
    """A day as the browser asks for it, in the person's own spelling."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class JournalForm(forms.Form):
    """The filters of the journal."""

    subject = forms.CharField(label=_("About"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("What happened"), required=False)
    person = forms.ChoiceField(label=_("By"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=DayInput)
    last = forms.DateField(label=_("Until"), required=False, widget=DayInput)
    batch = forms.IntegerField(
        label=_("Piece of work"), required=False, min_value=1, max_value=2**31,
        widget=forms.HiddenInput,
    )  # fmt: skip

    def __init__(
        self, chosen: Mapping[str, str], choices: Mapping[str, Sequence[tuple[str, str]]]
    ) -> None:
        super().__init__(chosen)
        self.fields["subject"].widget.attrs["placeholder"] = _("e.g. device:17")
        for name, options in choices.items():
            self.fields[name].choices = [("", _("all")), *options]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def asked(self) -> Asked:
        """What is asked for; a filter that cannot be read asks for nothing."""
        told = self.cleaned_data
        return Asked(
            subject=told.get("subject", "").strip(),
            kind=told.get("kind", ""),
            person=told.get("person", ""),
            first=told.get("first"),
            last=told.get("last"),
            batch_no=told.get("batch"),
        )
