"""What a person fills in about pools and what is lent from them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.core.guards.facts import RiskContext
from kringspoor.core.pool import PoolKind
from kringspoor.people.language import language
from kringspoor.people.models import Unit
from kringspoor.use.actions.pools import Loan
from kringspoor.use.forms.changing import Day
from kringspoor.use.models import Pool

MOST = 100_000


class PoolForm(forms.Form):
    """A pool: what it is for, and its bounds."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("What it is for"))
    unit = forms.ModelChoiceField(Unit._base_manager.none(), label=_("Department"), required=False)
    cap_count = forms.IntegerField(
        label=_("Devices at most"), min_value=1, max_value=MOST,
        help_text=_("One more is refused: a reserve must not become a cupboard of dust."),
    )  # fmt: skip
    max_idle_days = forms.IntegerField(
        label=_("Days a device may lie idle"), min_value=1, max_value=MOST, required=False
    )
    loan_days = forms.IntegerField(
        label=_("Days of a loan"), min_value=1, max_value=MOST, required=False
    )
    month_price = forms.DecimalField(
        label=_("Price of a month (€)"), min_value=0, decimal_places=2, max_digits=9,
        required=False, localize=True,
    )  # fmt: skip
    is_open = forms.BooleanField(label=_("It takes and lends devices"), required=False)

    def __init__(self, pool: Pool | None, data: Any = None) -> None:
        first: dict[str, Any] = {"is_open": True, "kind": PoolKind.RESERVE.value}
        if pool is not None:
            first = {name: getattr(pool, name) for name in self.base_fields if name in _STORED}
            cents = pool.month_cents
            first["month_price"] = None if cents is None else f"{cents / 100:.2f}"
        super().__init__(data, initial=first)
        said = language()
        self.fields["unit"].queryset = Unit.objects.all()  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (each.value, each.text.spoken(said)) for each in PoolKind
        ]

    @property
    def stored(self) -> dict[str, Any]:
        """What was filled in, as a pool holds it."""
        told = self.cleaned_data
        price = told["month_price"]
        cents = None if price is None else int(price * 100)
        return {**{name: told[name] for name in _STORED}, "month_cents": cents}


_STORED = ("name", "kind", "unit", "cap_count", "max_idle_days", "loan_days", "is_open")


class StayForm(forms.Form):
    """A device to put in a pool."""

    device = forms.ChoiceField(label=_("Device"))
    review_on = forms.DateField(label=_("Look at it again on"), widget=Day())
    why_not = forms.CharField(
        label=_("Why not what is advised"), max_length=500, required=False,
        help_text=_("Only when you choose something lower on the ladder."),
    )  # fmt: skip

    def __init__(self, devices: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["device"].choices = [  # type: ignore[attr-defined]
            (str(each.pk), f"{each} {each.make} {each.model}") for each in devices
        ]


class LoanForm(forms.Form):
    """Who borrows a device. A social pool asks no name: the field is not there."""

    holder = forms.CharField(
        label=_("Who borrows it"), max_length=100, help_text=_("A pseudonym, never a name.")
    )
    unit = forms.ModelChoiceField(Unit._base_manager.none(), label=_("Department"), required=False)
    context = forms.ChoiceField(label=_("Where it is used"))
    mitigation = forms.CharField(
        label=_("Measure against the risk"), max_length=500, required=False,
        help_text=_("Only when it gets no full updates."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Back on"), widget=Day(), required=False)

    def __init__(self, pool: Pool, data: Any = None) -> None:
        super().__init__(data)
        said = language()
        self.fields["unit"].queryset = Unit.objects.all()  # type: ignore[attr-defined]
        self.fields["context"].choices = [  # type: ignore[attr-defined]
            (each.value, each.text.spoken(said)) for each in RiskContext
        ]
        self.fields["due_on"].required = pool.loan_days is None
        if pool.kind == PoolKind.SOCIAL:
            del self.fields["holder"]
        elif pool.kind != PoolKind.LOAN:
            self.fields["holder"].required = False

    @property
    def loan(self) -> Loan:
        """What was filled in."""
        told = self.cleaned_data
        return Loan(
            told.get("holder", ""),
            told["unit"],
            RiskContext(told["context"]),
            told["due_on"],
            told["mitigation"],
        )


class LaterForm(forms.Form):
    """A later day."""

    later_on = forms.DateField(label=_("Until"), widget=Day())


class PeriodForm(forms.Form):
    """From one day to another."""

    since = forms.DateField(label=_("From"), widget=Day())
    until = forms.DateField(label=_("Until"), widget=Day())

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        told = super().clean() or self.cleaned_data
        if told.get("since") and told.get("until") and told["until"] <= told["since"]:
            self.add_error("until", _("This day must be later than the first."))
        return told
