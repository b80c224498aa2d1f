"""What a person fills in to print labels, and about a label nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kringspoor.core.states import Ownership
from kringspoor.people.language import language
from kringspoor.people.models import Site, Unit
from kringspoor.use.labels import KINDS, LAYOUTS, Kind, Layout

MOST_LABELS_COUNT = 2_000
_DIGITS = 5


class LabelForm(forms.Form):
    """Which labels, on which paper, with which code."""

    tags = forms.CharField(
        label=_("Asset tags"), required=False, max_length=200_000,
        help_text=_("One on each line, at most 2,000. Leave this empty to print new numbers."),
        widget=forms.Textarea({"rows": 6, "placeholder": "PC-00123"}),
    )  # fmt: skip
    begins = forms.CharField(
        label=_("New numbers begin with"), required=False, max_length=40,
        widget=forms.TextInput({"placeholder": "PC-"}),
    )  # fmt: skip
    count = forms.IntegerField(
        label=_("How many new numbers"), required=False, min_value=1, max_value=MOST_LABELS_COUNT
    )
    first_no = forms.IntegerField(
        label=_("From number"), required=False, min_value=0, max_value=10**12,
        help_text=_("Leave this empty for the first number that was never given."),
    )  # fmt: skip
    layout = forms.ChoiceField(label=_("Paper"))
    kind = forms.ChoiceField(
        label=_("Code"), choices=[(slug, each.name) for slug, each in KINDS.items()]
    )
    start_no = forms.IntegerField(
        label=_("First free label on the sheet"), min_value=1, initial=1,
        help_text=_("Count as you read: along the row, then down. A full sheet begins at 1."),
    )  # fmt: skip
    leads = forms.BooleanField(
        label=_("The code leads to the page of the device"), required=False, initial=True
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, tags: Iterable[str] = ()) -> None:
        super().__init__(data, initial={"tags": "\n".join(tags), "layout": "avery-l4732"})
        papers = [(slug, each.name.spoken(language())) for slug, each in LAYOUTS.items()]
        self.fields["layout"].choices = papers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Tags or new numbers, not both and not neither."""
        said = super().clean() or {}
        has_tags, has_new = bool(said.get("tags", "").split()), bool(said.get("count"))
        if has_tags and has_new:
            self.add_error("count", _now("Print tags or new numbers, not both at once."))
        elif not has_tags and not has_new and "count" not in self.errors:
            self.add_error("tags", _now("Give the tags, or say how many new numbers you want."))
        if len(self.wanted_tags) > MOST_LABELS_COUNT:
            self.add_error("tags", _now("At most 2,000 labels at a time."))
        return said

    @property
    def wanted_tags(self) -> list[str]:
        """The tags as they were given, each once, in their order."""
        lines = (each.strip() for each in self.cleaned_data.get("tags", "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    @property
    def paper(self) -> Layout:
        """The chosen paper."""
        return LAYOUTS[self.cleaned_data["layout"]]

    @property
    def code(self) -> Kind:
        """The chosen code."""
        kind: Kind = self.cleaned_data["kind"]
        return kind

    def new_tags(self, next_no: int) -> list[str]:
        """New numbers from the one asked for, or from the first that was never given."""
        said = self.cleaned_data
        first = next_no if said["first_no"] is None else said["first_no"]
        return [f"{said['begins']}{first + at:0{_DIGITS}}" for at in range(said["count"])]


class RegisterForm(forms.Form):
    """What one can read on a device with a label nobody knows."""

    category = forms.ChoiceField(label=_("Category"))
    make = forms.CharField(
        label=_("Make"), max_length=100, required=False,
        widget=forms.TextInput({"placeholder": _("e.g. Dell")}),
    )  # fmt: skip
    model = forms.CharField(
        label=_("Model"), max_length=200, required=False,
        widget=forms.TextInput({"placeholder": _("e.g. Latitude 5420")}),
    )  # fmt: skip
    serial = forms.CharField(label=_("Serial number"), max_length=100, required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    unit = forms.ChoiceField(label=_("Department"), required=False)
    ownership = forms.ChoiceField(label=_("Ownership"), initial=Ownership.OWNED.value)
    state = forms.ChoiceField(
        label=_("It is"), choices=(("in_use", _("in use")), ("in_stock", _("in stock"))),
        widget=forms.RadioSelect, initial="in_use",
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        sites: Iterable[Site],
        units: Iterable[Unit],
        categories: Sequence[tuple[str, str]],
        site_now: int | None = None,
    ) -> None:
        super().__init__(data, initial={"site": site_now or ""})
        self._sites, self._units = {f"{s.pk}": s for s in sites}, {f"{u.pk}": u for u in units}
        owners = [(each.value, each.text.spoken(language())) for each in Ownership]
        self.fields["ownership"].choices = owners  # type: ignore[attr-defined]
        self.fields["category"].choices = [*categories]  # type: ignore[attr-defined]
        for name, known in (("site", self._sites), ("unit", self._units)):
            options = [("", _("not known")), *((pk, str(each)) for pk, each in known.items())]
            self.fields[name].choices = options  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What was said, as the inventory stores it."""
        said = self.cleaned_data
        texts = {name: " ".join(said[name].split()) for name in ("make", "model", "serial")}
        site, unit = self._sites.get(said["site"]), self._units.get(said["unit"])
        chosen = {"category": said["category"], "ownership": said["ownership"]}
        return {**chosen, **texts, "site": site, "unit": unit}


class MatchForm(forms.Form):
    """Which device a label is on."""

    device = forms.CharField(
        label=_("Tag or serial number of the device"), max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "PC-00123"}),
    )  # fmt: skip
    is_its_label = forms.BooleanField(
        label=_("From now on this is the asset tag of the device"), required=False, initial=True
    )
