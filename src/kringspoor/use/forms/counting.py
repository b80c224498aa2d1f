"""What a person fills in to count: what is counted, where one stands, and what one sees."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.models import Site, Unit
from kringspoor.use.actions.counting import MOST_CHARACTERS, MOST_COUNT, Seen

Choices = Sequence[tuple[str, str]]


def _numbered(things: Iterable[Site | Unit]) -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in things]


class StartForm(forms.Form):
    """What is counted; left as they are, the choices take in everything."""

    name = forms.CharField(
        label=_("Name"), max_length=200,
        widget=forms.TextInput({"placeholder": _("e.g. Town hall, autumn 2026")}),
    )  # fmt: skip
    site = forms.ChoiceField(label=_("Site"), required=False)
    unit = forms.ChoiceField(label=_("Department"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        sites: Iterable[Site],
        units: Iterable[Unit],
        categories: Choices,
    ) -> None:
        super().__init__(data)
        self._sites, self._units = {f"{s.pk}": s for s in sites}, {f"{u.pk}": u for u in units}
        for name, known in (
            ("site", _numbered(self._sites.values())),
            ("unit", _numbered(self._units.values())),
            ("category", [*categories]),
        ):
            self.fields[name].choices = [("", _("all")), *known]  # type: ignore[attr-defined]

    @property
    def scope(self) -> dict[str, Any]:
        """What narrows the count."""
        said = self.cleaned_data
        site, unit = self._sites.get(said["site"]), self._units.get(said["unit"])
        return {"site": site, "unit": unit, "category": said["category"]}


class PlaceForm(forms.Form):
    """Where one stands: a site that is known, or a new one, and perhaps a room."""

    site = forms.ChoiceField(label=_("Site"), required=False)
    new_site = forms.CharField(
        label=_("Another site"), required=False, max_length=200,
        help_text=_("Only when it is not in the list above."),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Room or shelf"), required=False, max_length=200,
        widget=forms.TextInput({"placeholder": _("e.g. room 2.14")}),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, sites: Iterable[Site], now: str) -> None:
        super().__init__(data, initial={"site": now})
        self._sites = {str(each.pk): each for each in sites}
        known = [("", _("choose a site")), *_numbered(self._sites.values())]
        self.fields["site"].choices = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of both sites is needed; the new one counts when both are there."""
        said = super().clean() or {}
        if not said.get("site") and not (said.get("new_site") or "").strip():
            self.add_error("site", _("Choose where you are, or name another site."))
        return said

    @property
    def site_name(self) -> str:
        """The site that was meant."""
        new = " ".join(self.cleaned_data["new_site"].split())
        return new or self._sites[self.cleaned_data["site"]].name


class ScanForm(forms.Form):
    """One label, or a list of them; a hidden key lets a second press count nothing twice."""

    scanned = forms.CharField(
        label=_("Scan or type a label"), required=False, max_length=2_000,
        help_text=_("A scanner presses Enter by itself."),
        widget=forms.TextInput(
            {"autofocus": True, "autocomplete": "off", "autocapitalize": "characters",
             "spellcheck": "false", "enterkeyhint": "send"}
        ),
    )  # fmt: skip
    many = forms.CharField(
        label=_("A list of labels"), required=False, max_length=100_000,
        help_text=_("One on each line, at most 500."), widget=forms.Textarea({"rows": 6}),
    )  # fmt: skip
    client_id = forms.CharField(max_length=48, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"client_id": uuid4().hex})

    def clean(self) -> dict[str, Any]:
        """Something must have been scanned."""
        said = super().clean() or {}
        if not (said.get("scanned") or said.get("many")):
            self.add_error("scanned", _("Scan or type a label first."))
        return said

    def seen(self, at: datetime) -> list[Seen]:
        """What came in: one label, or each line of the list."""
        said = self.cleaned_data
        if said["scanned"]:
            return [Seen(said["scanned"], said["client_id"], "typed", at)]
        lines = [each.strip() for each in said["many"].splitlines()]
        return [
            Seen(line, f"{said['client_id']}-{number}", "file", at)
            for number, line in enumerate(filter(None, lines))
        ]


def sent(body: bytes, at: datetime) -> tuple[int | None, str, list[Seen]]:
    """What a page sends by itself: the number of the site, the place, and the labels.

    Raises BadInput for anything else.
    """
    try:
        told = json.loads(body)
        seen = [
            Seen(
                str(each["scanned"])[: MOST_CHARACTERS * 10], str(each["client_id"]),
                str(each["source"]), parse_datetime(str(each["at"])) or at,
            )
            for each in told["seen"][: MOST_COUNT + 1]
        ]  # fmt: skip
        site = told.get("site")
        return (int(site) if site else None), str(told.get("place") or ""), seen
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(_NOT_SENT, hint=_RELOAD, code="not-sent-by-us") from error


_NOT_SENT = Text(nl="dit kwam niet van onze pagina", en="this did not come from our page")
_RELOAD = Text(nl="laad de pagina opnieuw", en="load the page again")
