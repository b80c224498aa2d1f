"""What a person fills in to choose of which devices the lives are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.core.calendar import FIRST_YEAR
from kringspoor.use.queries.achieved import FACETS, AskedLives

LAST_YEAR = 2100


class LivesForm(forms.Form):
    """The filters; each choice says how many devices it gives."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    make = forms.ChoiceField(label=_("Make"), required=False)
    model = forms.CharField(label=_("Model"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Department"), required=False)
    bought_from = forms.IntegerField(
        label=_("Bought from"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    bought_to = forms.IntegerField(
        label=_("Bought until"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )

    def __init__(
        self, chosen: Mapping[str, str], choices: Mapping[str, Sequence[tuple[str, str]]]
    ) -> None:
        super().__init__(chosen)
        self.fields["model"].widget.attrs["placeholder"] = _("e.g. Latitude")
        for name in FACETS:
            known, value = [*choices.get(name, ())], chosen.get(name, "")
            if value and value not in dict(known):
                known.append((value, value))  # a shared address may name what is no longer here
            self.fields[name].choices = [("", _("all")), *known]  # type: ignore[attr-defined]


def asked_lives(chosen: Mapping[str, str]) -> AskedLives:
    """What an address asks; a year that is none is not asked."""
    said = {name: value.replace("\0", "").strip() for name, value in chosen.items()}
    return AskedLives(
        {name: said.get(name, "") for name in FACETS},
        said.get("model", ""),
        _year(said.get("bought_from", "")),
        _year(said.get("bought_to", "")),
    )


def _year(text: str) -> int | None:
    is_year = text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR
    return int(text) if is_year else None
