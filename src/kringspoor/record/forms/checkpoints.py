"""What a person pastes to compare with, and what they say when they have something erased."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.record.checkpoints import HEAD

MOST_CHARACTERS = 4_000


class CheckForm(forms.Form):
    """A checkpoint that somebody kept; without one the record is held against itself."""

    text = forms.CharField(
        label=_("The text of a checkpoint"),
        required=False,
        max_length=MOST_CHARACTERS,
        help_text=_("All lines, as they stand on the paper or in its QR code."),
        widget=forms.Textarea(
            attrs={"rows": 9, "placeholder": f"{HEAD}\n…", "spellcheck": "false"}
        ),
    )


class EraseForm(forms.Form):
    """What is erased, and why."""

    subject = forms.CharField(
        label=_("About"),
        max_length=60,
        help_text=_("As the journal names it, such as device:17 or person:5."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It stays on record, so do not repeat here what you erase."),
        widget=forms.TextInput(attrs={"placeholder": _("e.g. request of 24/11/2026, article 17")}),
    )
