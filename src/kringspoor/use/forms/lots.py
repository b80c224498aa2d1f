"""What a person fills in about a quantity of like things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.use.forms.changing import as_stored, field_of

FIELDS = (
    "category", "make", "model", "description", "unit", "site", "order_no", "purchased_on",
    "price_cents",
)  # fmt: skip
MOST = 1_000_000


class LotForm(forms.Form):
    """A lot to add."""

    quantity_count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST)

    def __init__(self, data: Mapping[str, Any] | None = None, *, sees_prices: bool = False) -> None:
        super().__init__(data)
        self.names = [each for each in FIELDS if sees_prices or each != "price_cents"]
        for name in self.names:
            self.fields[name] = field_of(name)
        if sees_prices:
            self.fields["price_cents"].label = _("Price each (€)")

    def clean(self) -> dict[str, Any]:
        """Refuse a lot of which nobody says what it is."""
        said = super().clean() or self.cleaned_data
        if not any(said.get(name) for name in ("category", "model", "description")):
            self.add_error("category", _("Say what it is: a category, a model or a description."))
        return said

    @property
    def stored(self) -> dict[str, Any]:
        """What was filled in, as the lot holds it."""
        fields = {name: as_stored(name, self.cleaned_data[name]) for name in self.names}
        if fields.get("price_cents") is not None:
            fields["currency"] = "EUR"
        return {**fields, "quantity_count": self.cleaned_data["quantity_count"]}


class CountForm(forms.Form):
    """How many there are now, and why that differs."""

    quantity_count = forms.IntegerField(label=_("How many there are"), min_value=0, max_value=MOST)
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("For instance: handed out to the library, broken, counted."),
    )
    seen_count = forms.IntegerField(widget=forms.HiddenInput)
