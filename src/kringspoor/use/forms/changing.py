"""What a person fills in about a device: all of it for one, a few things for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, cast

from django import forms
from django.db.models import Field, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kringspoor.catalogue.facts import load
from kringspoor.core.states import Ownership, State
from kringspoor.people.language import language
from kringspoor.people.models import Site, Unit
from kringspoor.use.models import Device
from kringspoor.use.rules.changes import EDITABLE, IN_BULK

ENTRY_STATES = (State.IN_STOCK, State.IN_USE, State.ORDERED, State.RECEIVED)
CLEARED = "-"  # chosen in a list to leave a field empty on purpose
_GROUPS = (
    (_("What it is"), ("tag", "serial", "category", "make", "model", "part_no", "description")),
    (_("Where it is and for what"), ("state", "unit", "site", "use_profile", "ownership")),
    (_("How it was bought"), ("supplier", "order_no", "purchased_on", "price_cents",
                              "warranty_end_on", "support_end_on")),
    (_("What is inside"), ("cpu", "ram_gb", "storage_gb", "screen_inches", "os",
                           "battery_share", "kwh_per_year")),
)  # fmt: skip
_PLACES: Mapping[str, Any] = {"unit": Unit, "site": Site}
_CENTS = 100


class Day(forms.DateInput):
    """A day as a browser asks for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _name(entry: Any) -> str:
    return str(entry.name_nl if language() == "nl" else entry.name_en)


@cache
def _shelf(name: str, said: str) -> list[tuple[str, str]]:
    entries = getattr(load(), name)
    return sorted(((slug, _name(each)) for slug, each in entries.items()), key=lambda c: c[1])


def choices_of(name: str) -> list[tuple[str, str]]:
    """The values that a field of a device may have, each in words."""
    if name == "ownership":
        return [(each.value, each.text.spoken(language())) for each in Ownership]
    if name in _PLACES:
        return [(str(each.pk), str(each)) for each in _PLACES[name].objects.all()]
    return _shelf({"category": "categories", "use_profile": "profiles"}[name], language())


def field_of(name: str) -> forms.Field:
    """The field of a form for one of a device's."""
    label = EDITABLE[name].spoken(language())
    if name in ("ownership", "category", "use_profile", *_PLACES):
        empty = ("", gettext("not known"))
        return forms.ChoiceField(label=label, required=False, choices=[empty, *choices_of(name)])
    if name.endswith("_on"):
        return forms.DateField(label=label, required=False, widget=Day())
    if name == "price_cents":
        return forms.DecimalField(
            label=f"{label} (€)", required=False, min_value=0, decimal_places=2, max_digits=11,
            localize=True,
        )  # fmt: skip
    if name.endswith(("_gb", "_inches", "_share", "_per_year")):
        most = 1 if name.endswith("_share") else 100_000
        return forms.FloatField(
            label=label, required=False, min_value=0, max_value=most, localize=True
        )
    stored = cast("Field[Any, Any]", Device._meta.get_field(name))
    return forms.CharField(label=label, required=False, max_length=stored.max_length)


def as_stored(name: str, value: Any) -> Any:
    """What somebody filled in, as a device holds it."""
    if name in _PLACES:
        return _PLACES[name].objects.filter(pk=value).first() if value else None
    if name == "price_cents":
        return None if value is None else int(Decimal(value) * _CENTS)
    return value


class DeviceForm(forms.Form):
    """Everything a person may say about one device."""

    version_no = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        device: Device | None = None,
        *,
        sees_prices: bool = False,
        kept: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.device, self.kept = device, kept or {}
        self.names = [each for each in EDITABLE if sees_prices or each != "price_cents"]
        for name in self.names:
            self.fields[name] = field_of(name)
            if device is not None:
                self.fields[name].initial = _initial(device, name)
                self._keep_what_stands(name, device)
            if name in self.kept:
                self.fields[name].disabled = True
                words = gettext("Kept in {name}. Change it there; here it is only shown.")
                self.fields[name].help_text = words.format(name=self.kept[name])
        if device is None:
            states = [(each.value, each.text.spoken(language())) for each in ENTRY_STATES]
            self.fields["state"] = forms.ChoiceField(label=_("State"), choices=states)
            self.fields["ownership"].initial = Ownership.OWNED.value
        else:
            self.fields["version_no"].initial = device.version_no

    def _keep_what_stands(self, name: str, device: Device) -> None:
        """A value that the catalogue no longer knows is no fault of who changes another field."""
        field, value = self.fields[name], getattr(device, name)
        if isinstance(field, forms.ChoiceField) and isinstance(value, str):
            known = cast("list[tuple[str, str]]", field.choices)
            if value not in dict(known):
                field.choices = [*known, (value, value)]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        shown = {name: self[name] for name in self.fields if name != "version_no"}
        return [
            (title, [shown[name] for name in names if name in shown])
            for title, names in _GROUPS
        ]  # fmt: skip

    @property
    def stored(self) -> dict[str, Any]:
        """What was filled in, as the device holds it."""
        fields = {
            name: as_stored(name, self.cleaned_data[name])
            for name in self.names
            if name not in self.kept
        }
        if self.device is None and fields.get("price_cents") is not None:
            fields["currency"] = "EUR"
        return fields

    def clean(self) -> dict[str, Any]:
        """Refuse a device without a name, one that is there already, and one that moved on."""
        said = super().clean() or self.cleaned_data
        if not (said.get("tag") or said.get("serial")):
            self.add_error("tag", _("Give a tag or a serial number."))
        if said.get("tag") and self._others(Q(tag__iexact=said["tag"])):
            self.add_error("tag", _("Another device already has this tag."))
        same = Q(serial__iexact=said.get("serial", ""), make__iexact=said.get("make", ""))
        if said.get("serial") and self._others(same):
            self.add_error("serial", _("Another device of this make already has this number."))
        if self.device is not None and said.get("version_no") != self.device.version_no:
            given = {name: self.data.get(name) for name in self.data}
            self.data = {**given, "version_no": self.device.version_no}
            self.add_error(None, _MOVED_ON)
        return said

    def _others(self, same: Q) -> bool:
        others = Device.objects.filter(same)
        if self.device is not None:
            others = others.exclude(pk=self.device.pk)
        return others.exists()


_MOVED_ON = _(
    "A colleague changed this device meanwhile. Below stands what you filled in; save again to"
    " keep that, or open the device to see what changed."
)


def _initial(device: Device, name: str) -> Any:
    if name in _PLACES:
        return getattr(device, f"{name}_id")
    value = getattr(device, name)
    if name == "price_cents" and value is not None:
        return (Decimal(value) / _CENTS).quantize(Decimal("0.01"))
    return value


class BulkForm(forms.Form):
    """What many devices get at once; what is left open stays as it is in each."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for name in IN_BULK:
            field = self.fields[name] = field_of(name)
            field.required = False
            if isinstance(field, forms.ChoiceField):
                none = [] if name == "ownership" else [(CLEARED, gettext("leave empty"))]
                field.choices = [("", gettext("as it is")), *none, *choices_of(name)]
            elif isinstance(field, forms.CharField):
                field.widget.attrs["placeholder"] = gettext("as it is")

    @property
    def stored(self) -> dict[str, Any]:
        """Only what was filled in, as a device holds it."""
        given = {n: v for n, v in self.cleaned_data.items() if v not in ("", None)}
        return {
            name: as_stored(name, "" if value == CLEARED else value)
            for name, value in given.items()
        }  # fmt: skip
