"""What a person fills in about a file that proves something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.people.language import language
from kringspoor.record.actions.evidence import About
from kringspoor.record.facts import CAME_ALONG, KINDS, VISIBILITIES
from kringspoor.record.forms.journal import DayInput
from kringspoor.record.models import Evidence


def kind_name(slug: str) -> str:
    """What a kind of file is called; its slug when nobody gave it a name."""
    named = KINDS.get(slug) or CAME_ALONG.get(slug)
    return named.spoken(language()) if named else slug


def visibility_name(slug: str) -> str:
    """Who may see a file."""
    return VISIBILITIES[slug].spoken(language()) if slug in VISIBILITIES else slug


class FilterForm(forms.Form):
    """The filters of the list."""

    q = forms.CharField(label=_("Words"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    visibility = forms.ChoiceField(label=_("Who may see it"), required=False)
    validity = forms.ChoiceField(
        label=_("Validity"),
        required=False,
        choices=(
            ("", _("all")),
            ("valid", _("valid")),
            ("expired", _("expired")),
            ("erased", _("erased")),
        ),
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, chosen: Mapping[str, str], kinds: Sequence[str]) -> None:
        super().__init__(chosen)
        self.fields["q"].widget.attrs["placeholder"] = _("e.g. a name, an issuer, a digest")
        self._choose("kind", [(each, kind_name(each)) for each in kinds])
        self._choose("visibility", [(each, visibility_name(each)) for each in VISIBILITIES])

    def _choose(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("all")), *options]  # type: ignore[attr-defined]


class AboutForm(forms.Form):
    """What a file is, who gave it, and who may see it."""

    kind = forms.ChoiceField(label=_("Kind"))
    issuer = forms.CharField(
        label=_("Issuer"),
        required=False,
        max_length=200,
        help_text=_("The organisation that made it out, such as a refurbisher."),
    )
    issued_on = forms.DateField(label=_("Made out on"), required=False, widget=DayInput)
    expires_on = forms.DateField(label=_("Valid until"), required=False, widget=DayInput)
    visibility = forms.ChoiceField(label=_("Who may see it"), widget=forms.RadioSelect)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, now: Evidence | None = None, **rest: Any
    ) -> None:
        about = About("other") if now is None else now
        names = ("kind", "issuer", "issued_on", "expires_on", "visibility")
        super().__init__(data, initial={name: getattr(about, name) for name in names}, **rest)
        known = dict.fromkeys((*KINDS, about.kind))
        self._choose("kind", [(each, kind_name(each)) for each in known])
        self._choose("visibility", [(each, visibility_name(each)) for each in VISIBILITIES])

    def _choose(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = options  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A file is not over before it began."""
        told = super().clean() or {}
        issued, expires = told.get("issued_on"), told.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("This is before the day on which it was made out."))
        return told

    @property
    def about(self) -> About:
        """What was filled in."""
        told = self.cleaned_data
        return About(
            told["kind"], told["issuer"].strip(), told["issued_on"], told["expires_on"],
            told["visibility"],
        )  # fmt: skip


class UploadForm(AboutForm):
    """A file to keep as evidence."""

    field_order = ("file",)
    file = forms.FileField(
        label=_("Your file"),
        help_text=_("At most 50 MB. Its bytes are kept as they are; nobody opens them here."),
    )
