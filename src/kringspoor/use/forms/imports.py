"""What a person fills in about a list to take in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kringspoor.core.device import short_name
from kringspoor.core.states import Ownership
from kringspoor.formats.header_row import MAPPABLE
from kringspoor.people.language import language


class ListForm(forms.Form):
    """A list to take in."""

    file = forms.FileField(
        label=_("Your list"),
        allow_empty_file=True,  # the reader says what is wrong with it
        help_text=_("CSV, Excel, JSON or XML, at most 50 MB. You see first what would happen."),
    )


class AnswerForm(forms.Form):
    """What each column of a file holds, and what only a person can know."""

    def __init__(
        self, look: Mapping[str, Any], data: Mapping[str, Any] | None = None, ownership: str = ""
    ) -> None:
        super().__init__(data)
        self._said: Mapping[str, str] = look["said"]
        if look["questions"]:
            self.fields["order"] = forms.ChoiceField(
                label=_("How are dates such as 03/04/2021 written?"),
                choices=(
                    ("day", _("day first: 3 April 2021")),
                    ("month", _("month first: 4 March 2021")),
                ),
                widget=forms.RadioSelect,
            )
        if count := look.get("unowned_count"):
            self.fields["owner"] = forms.ChoiceField(
                label=ngettext(
                    "Whose is the device of which the list does not say it?",
                    "Whose are the %(count)d devices of which the list does not say it?",
                    count,
                ) % {"count": count},
                help_text=_("As long as nobody knows, a device cannot leave."),
                choices=_owners(),
                initial=ownership,
                required=False,
            )  # fmt: skip
        self._now: dict[str, str] = {}
        for each in look["lists"]:
            self._now |= each["mapping"]
        unused = [header for each in look["lists"] for header in each["unused"]]
        self._now |= {header: "" for header in unused if header not in self._now}
        for place, (header, field) in enumerate(self._now.items()):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header, initial=field, required=False, choices=_field_choices(field)
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """The columns of the file, each with the field it fills."""
        return [self[f"column_{place}"] for place in range(len(self._now))]

    @property
    def mapping(self) -> dict[str, str]:
        """What a person ever said about these columns: header to field, '' leaves it out."""
        chosen = {
            header: self.cleaned_data[f"column_{place}"]
            for place, header in enumerate(self._now)
        }  # fmt: skip
        changed = {h: field for h, field in chosen.items() if field != self._now[h]}
        return {**self._said, **changed}

    @property
    def ownership(self) -> str:
        """Whose the devices are of which the list does not say it; '' when nobody knows."""
        return str(self.cleaned_data.get("owner") or "")

    @property
    def is_day_first(self) -> bool | None:
        """How dates are written; nothing when that was not asked."""
        order = self.cleaned_data.get("order")
        return None if order is None else order == "day"


def _owners() -> list[tuple[str, Any]]:
    said = language()
    return [("", _("not known")), *((each.value, each.text.spoken(said)) for each in Ownership)]


def _field_choices(now: str) -> list[tuple[str, Any]]:
    said = language()
    names = dict.fromkeys((*MAPPABLE, now))
    named = [(each, short_name(each).spoken(said)) for each in names if each]
    return [("", _("leave out")), *sorted(named, key=lambda each: each[1])]
