"""What a person fills in about devices that are not seen."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kringspoor.use.queries.missing import MOST_DAYS

MOST_FILE_BYTES = 200_000
MOST_HOLDERS_COUNT = 2_000
DEFAULT_DAYS = 180
_GIVE_DAYS = 14
_HEADS = {"pseudonym", "pseudoniem", "holder", "houder"}


class DormantForm(forms.Form):
    """How long, and where."""

    days = forms.IntegerField(
        label=_("Not seen for days"), min_value=1, max_value=MOST_DAYS, required=False
    )
    q = forms.CharField(label=_("Words"), required=False)
    unit = forms.ChoiceField(label=_("Department"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any], choices: Mapping[str, Sequence[tuple[str, str]]]
    ) -> None:
        super().__init__(data)
        for name, options in choices.items():
            known = [*options]
            value = data.get(name, "")
            if value and value not in dict(known):
                known.append((value, value))  # a shared address may name what is no longer here
            self.fields[name].choices = [("", _("all")), *known]  # type: ignore[attr-defined]


def days_of(text: str) -> int:
    """The number of days an address asks for; the usual one when it asks for none that counts.

    Units: text -> days.
    """
    return int(text) if text.isdecimal() and 0 < int(text[:9]) <= MOST_DAYS else DEFAULT_DAYS


class LeaversForm(forms.Form):
    """Who left, by pseudonym: pasted, or as a file of which the first column counts."""

    holders = forms.CharField(
        label=_("Pseudonyms of who left"), required=False, max_length=200_000,
        help_text=_("One on each line. Give no names: this list is compared and not kept."),
        widget=forms.Textarea({"rows": 6, "placeholder": "p-01f4"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a CSV file"), required=False,
        help_text=_("The first column counts; at most 200 kB."),
    )  # fmt: skip

    def clean_file(self) -> list[str]:
        """The first column of the file."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        if file is None:
            return []
        if (file.size or 0) > MOST_FILE_BYTES:
            raise forms.ValidationError(_now("This file is too big."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_now("This is not a CSV file in UTF-8.")) from error
        return first_column(text)

    def clean(self) -> dict[str, Any]:
        """Somebody must have left."""
        said = super().clean() or {}
        if not self.errors and not self.listed:
            self.add_error("holders", _now("Give at least one pseudonym."))
        return said

    @property
    def listed(self) -> list[str]:
        """Each pseudonym once, in their order."""
        pasted = first_column(self.cleaned_data.get("holders", ""))
        named = (*pasted, *(self.cleaned_data.get("file") or ()))
        return list({each.upper(): each for each in named}.values())[:MOST_HOLDERS_COUNT]


def first_column(text: str) -> list[str]:
    """The first cell of each line that has one, without the head.

    >>> first_column("pseudoniem;dienst\\n p-1 ;ICT\\n\\n;x\\np-2")
    ['p-1', 'p-2']
    """
    lines = text.replace("\t", ";").replace(",", ";").splitlines()
    cells = (row[0].strip() for row in csv.reader(lines, delimiter=";") if row)
    return [each for each in cells if each and each.casefold() not in _HEADS]


class LetterForm(forms.Form):
    """In which language, and by when."""

    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=(("nl", _("Dutch")), ("en", _("English")))
    )
    hand_in_on = forms.DateField(
        label=_("To be handed in by"), widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, data: Mapping[str, Any] | None, *, today: date, language: str) -> None:
        by = today + timedelta(days=_GIVE_DAYS)
        super().__init__(data, initial={"language": language, "hand_in_on": by.isoformat()})
        self._today = today

    def clean_hand_in_on(self) -> date:
        """A day that is still to come."""
        day: date = self.cleaned_data["hand_in_on"]
        if day < self._today:
            raise forms.ValidationError(_now("Choose a day that is still to come."))
        return day


def chosen_of(values: Iterable[str]) -> list[int]:
    """The numbers that were chosen, each once; what is no number is left out."""
    parts = (part for each in values for part in each.split(","))
    return list({int(each): None for each in parts if each.isdecimal() and len(each) < 19})
