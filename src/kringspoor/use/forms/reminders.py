"""Which reminders a person wants by mail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RemindersForm(forms.Form):
    """One mail a day at most, about what is chosen here."""

    wanted = forms.MultipleChoiceField(
        label=_("Remind me of"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        choices: Sequence[tuple[str, str]],
        unwanted: Collection[str],
    ) -> None:
        first = [slug for slug, _name in choices if slug not in unwanted]
        super().__init__(data, initial={"wanted": first})
        self._slugs = [slug for slug, _name in choices]
        self.fields["wanted"].choices = choices  # type: ignore[attr-defined]

    @property
    def unwanted(self) -> list[str]:
        """What was not chosen."""
        return [each for each in self._slugs if each not in self.cleaned_data["wanted"]]
