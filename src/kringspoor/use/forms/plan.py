"""What a person fills in to ask "what if": lifetimes, prices, and how is bought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.core.planning import Buying
from kringspoor.people.language import language
from kringspoor.use.models import PlanScenario
from kringspoor.use.rules.plan import SECOND_HAND_PRICE_SHARE, Fleet, Scenario, kind_of

LEAST_YEARS, MOST_YEARS = 1, 15
MOST_EUR = 1_000_000
MOST_BESIDE_COUNT = 3  # more cannot be compared at a glance
SPREADS: Mapping[str, int | None] = {"no": 0, "rule": None, "12": 12, "24": 24}
DEFAULTS: Mapping[str, str] = {
    "growth": "0",
    "second_hand": "0",
    "second_hand_price": f"{SECOND_HAND_PRICE_SHARE * 100:.0f}",
    "spread": "no",
    "fiscal": "1",
    "later": "0",
}


class PlanForm(forms.Form):
    """A what-if as its address spells it; what is not filled in is the policy of today."""

    growth = forms.FloatField(
        label=_("Prices rise each year by, in %"), required=False, min_value=-20, max_value=30
    )
    second_hand = forms.FloatField(
        label=_("Bought second-hand, in %"), required=False, min_value=0, max_value=100
    )
    second_hand_price = forms.FloatField(
        label=_("A second-hand device costs, as a percentage of a new one"),
        required=False,
        min_value=0,
        max_value=100,
    )
    spread = forms.ChoiceField(
        label=_("Spread peaks"),
        required=False,
        choices=[
            ("no", _("no")),
            ("rule", _("over the window of each rule")),
            ("12", _("over 12 months after the target")),
            ("24", _("over 24 months after the target")),
        ],
    )
    fiscal = forms.TypedChoiceField(
        label=_("The budget year begins in"),
        required=False,
        coerce=int,
        choices=[
            ("1", _("January")),
            ("4", _("April")),
            ("7", _("July")),
            ("9", _("September")),
            ("10", _("October")),
        ],
    )
    later = forms.TypedChoiceField(
        label=_("The plan begins"),
        required=False,
        coerce=int,
        choices=[("0", _("next budget year")), ("1", _("a year later"))],
    )
    beside = forms.TypedMultipleChoiceField(
        label=_("Compare with"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        asked: Mapping[str, str],
        fleet: Fleet,
        kept: Sequence[PlanScenario] = (),
        beside: Sequence[str] = (),
    ) -> None:
        self.fleet = fleet
        self.policy = {
            f"years_{each}": f"{months[0] / 12:g}"
            for each, months in fleet.targets.items()
            if len(months) == 1
        }
        said = {name: value for name, value in asked.items() if value != ""}
        known = {str(each.pk) for each in kept}
        chosen = [each for each in beside if each in known]  # one that was removed is no fault
        super().__init__({**DEFAULTS, **self.policy, **said, "beside": chosen[:MOST_BESIDE_COUNT]})
        self.fields["beside"].choices = [(each.pk, each.name) for each in kept]  # type: ignore[attr-defined]
        for each in fleet.targets:
            self.fields[f"years_{each}"] = _number(each, LEAST_YEARS, MOST_YEARS, "0.5")
            self.fields[f"price_{each}"] = _number(each, 0, MOST_EUR, "any")
        self.is_valid()

    @property
    def changed(self) -> dict[str, str]:
        """What differs from the policy of today, in the words of an address."""
        usual = {**DEFAULTS, **self.policy}
        return {
            name: f"{value:.10g}" if isinstance(value, float) else str(value)
            for name, value in self.cleaned_data.items()
            if name != "beside" and value is not None and not _same(value, usual.get(name))
        }

    @property
    def scenario(self) -> Scenario:
        """The what-if. A field that is filled in wrongly counts as not filled in."""
        changed = self.changed
        usual = {**DEFAULTS, **changed}
        parts = {name: float(usual[name]) / 100 for name in ("growth", "second_hand")}
        return Scenario(
            target_months=self._numbers("years_", 12),
            price_eur=self._numbers("price_", 1),
            buying=Buying(
                parts["growth"], parts["second_hand"], float(usual["second_hand_price"]) / 100
            ),
            spread_months=SPREADS[usual["spread"]],
        )

    @property
    def buying_fields(self) -> list[forms.BoundField]:
        """The fields that say how is bought, and when."""
        return [self[name] for name in DEFAULTS]

    @property
    def is_detailed(self) -> bool:
        """Whether somebody said how is bought, so that it should be in sight."""
        return bool({*self.changed} & {*DEFAULTS}) or bool({*self.errors} & {*DEFAULTS})

    @property
    def fiscal_month_no(self) -> int:
        """The month in which a budget year begins. Units: -> 1..12."""
        return int(self.cleaned_data.get("fiscal") or DEFAULTS["fiscal"])

    @property
    def later_years(self) -> int:
        """How many budget years the plan skips."""
        return int(self.cleaned_data.get("later") or 0)

    def _numbers(self, prefix: str, times: int) -> dict[str, Any]:
        """What was changed for each category, in months or euro."""
        return {
            name.removeprefix(prefix): round(float(value) * times) if times > 1 else float(value)
            for name, value in self.changed.items()
            if name.startswith(prefix)
        }


def _same(value: Any, usual: str | None) -> bool:
    if usual is None:
        return False
    return str(value) == usual if isinstance(value, str) else float(value) == float(usual)


def _number(category: str, least: float, most: float, step: str) -> forms.FloatField:
    kind, is_dutch = kind_of(category), language() == "nl"
    label = (kind.name_nl if is_dutch else kind.name_en) if kind else category
    box = forms.NumberInput(attrs={"step": step})
    return forms.FloatField(
        label=label, required=False, min_value=least, max_value=most, widget=box
    )


class KeepForm(forms.Form):
    """The name under which a what-if is kept, and what was asked."""

    name = forms.CharField(label=_("Name"), max_length=80)
    asked = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)
