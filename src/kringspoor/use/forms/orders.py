"""What a person fills in about an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.use.actions.orders import Bought

MOST_SERIALS_COUNT = 5_000


class OrderFileForm(forms.Form):
    """A file of orders, or a delivery note."""

    file = forms.FileField(
        label=_("Orders or a delivery note"), allow_empty_file=True,
        help_text=_(
            "CSV or Excel with the order number, the quantity and what it is, or one serial number"
            " on each row. Dates are read day first."
        ),
    )  # fmt: skip


class OrderLineForm(forms.Form):
    """One line of an order, typed by hand."""

    order_no = forms.CharField(
        label=_("Order number"), max_length=200,
        widget=forms.TextInput({"placeholder": "BB-2026-014"}),
    )  # fmt: skip
    supplier = forms.CharField(label=_("Supplier"), max_length=200, required=False)
    quantity_count = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=1_000_000)
    category = forms.ChoiceField(label=_("Category"), required=False)
    make = forms.CharField(label=_("Make"), max_length=100, required=False)
    model = forms.CharField(label=_("Model"), max_length=200, required=False)
    ordered_on = forms.DateField(
        label=_("Ordered on"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(
        self, data: Mapping[str, Any] | None, categories: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        choices = [("", _("not known")), *categories]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]

    @property
    def bought(self) -> Bought:
        """The line that was typed."""
        said = dict(self.cleaned_data)
        order_no = " ".join(said.pop("order_no").split())
        return Bought(order_no, said.pop("quantity_count"), said)


class SerialsForm(forms.Form):
    """The serial numbers of a delivery note."""

    serials = forms.CharField(
        label=_("Serial numbers on the delivery note"), max_length=400_000,
        help_text=_("One on each line."), widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip

    @property
    def listed(self) -> list[str]:
        """Each serial number once, in their order."""
        lines = (each.strip()[:100] for each in self.cleaned_data["serials"].splitlines())
        return list({each.upper(): each for each in lines if each}.values())[:MOST_SERIALS_COUNT]
