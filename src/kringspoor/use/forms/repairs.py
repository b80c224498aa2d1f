"""What a person fills in about a fault, and to find repairs and measure repairers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.core.repair import RepairRoute
from kringspoor.people.language import language
from kringspoor.people.models import Partner
from kringspoor.use.queries.repairs_advice import Estimate
from kringspoor.use.queries.repairs_measured import Period

Choices = Sequence[tuple[str, str]]
MOST_EUR, MOST_YEARS, MOST_HOURS = 100_000, 15, 1_000


class Day(forms.DateInput):
    """A day as a browser asks for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """A day and an hour as a browser asks for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def euro_field(label: Any, **rest: Any) -> forms.DecimalField:
    """An amount in euros and cents."""
    return forms.DecimalField(
        label=label, min_value=0, max_value=MOST_EUR, decimal_places=2, localize=True, **rest
    )


def in_words(names: Iterable[Any]) -> list[tuple[str, str]]:
    """Slugs that know their name, as the choices of a field."""
    return [(each.value, each.text.spoken(language()).capitalize()) for each in names]


def numbered(partners: Iterable[Partner]) -> list[tuple[str, str]]:
    """Partners as the choices of a field."""
    return [(str(each.pk), each.name) for each in partners]


class RepairFilterForm(forms.Form):
    """The filters of the list of repairs."""

    q = forms.CharField(label=_("Words"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    late = forms.ChoiceField(label=_("Service"), required=False)
    route = forms.ChoiceField(label=_("Route"), required=False)
    repairer = forms.ChoiceField(label=_("Repairer"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, chosen: Mapping[str, str], choices: Mapping[str, Choices]) -> None:
        super().__init__(chosen)
        self.fields["q"].widget.attrs["placeholder"] = _("e.g. screen")
        every: dict[str, Choices] = {
            "status": [("open", str(_("open"))), ("closed", str(_("closed")))],
            "late": [("yes", str(_("too late")))],
            **choices,
        }
        for name, options in every.items():
            known = [*options]
            value = chosen.get(name, "")
            if value and value not in dict(known):
                known.append((value, value))  # a shared address may name what is no longer here
            self.fields[name].choices = [("", _("all")), *known]  # type: ignore[attr-defined]


class CaseForm(forms.Form):
    """Since when it is broken, and what a repair would cost and bring: it says who and whether."""

    fault_on = forms.DateField(label=_("Broken since"), widget=Day())
    repair_eur = euro_field(_("The repair would cost (€)"), required=False)
    extra_years = forms.FloatField(
        label=_("Years it would serve after that"), min_value=0.1, max_value=MOST_YEARS,
        required=False, localize=True,
    )  # fmt: skip
    downtime_eur = euro_field(_("What waiting costs (€)"), required=False)
    quality_percent = forms.IntegerField(
        label=_("As good as a new one (%)"), min_value=1, max_value=100, required=False
    )

    def __init__(self, asked: Mapping[str, Any], today: date) -> None:
        self.today = today
        super().__init__({"fault_on": today.isoformat(), **asked})
        for name, example in (("repair_eur", "180"), ("extra_years", "2"), ("downtime_eur", "0")):
            self.fields[name].widget.attrs["placeholder"] = example
        self.fields["quality_percent"].widget.attrs["placeholder"] = "100"

    @property
    def fault_day(self) -> date:
        """Since when; today while that is not said well."""
        return self.cleaned_data.get("fault_on", self.today) if self.is_valid() else self.today

    @property
    def estimate(self) -> Estimate | None:
        """What is expected of the repair; nothing while cost and years are not both said."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        if said["repair_eur"] is None or said["extra_years"] is None:
            return None
        return Estimate(
            repair_eur=float(said["repair_eur"]),
            extra_years=said["extra_years"],
            downtime_eur=float(said["downtime_eur"] or 0),
            quality_share=(said["quality_percent"] or 100) / 100,
        )


class FaultForm(forms.Form):
    """What is broken and who repairs it."""

    fault = forms.CharField(label=_("What is broken"), max_length=500)
    reported_at = forms.DateTimeField(
        label=_("Reported at"), widget=Moment(),
        help_text=_("The hour counts for the day on which service is due."),
    )  # fmt: skip
    route = forms.ChoiceField(label=_("Who repairs"), widget=forms.RadioSelect)
    repairer = forms.ChoiceField(label=_("Repairer"), required=False)
    new_repairer = forms.CharField(
        label=_("Or another one, by name"), max_length=200, required=False
    )
    goes_away = forms.BooleanField(label=_("The device goes away for it"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        routes: Sequence[RepairRoute],
        partners: Iterable[Partner],
        now: datetime,
        *,
        may_go: bool,
    ) -> None:
        self.now = now
        initial = {"reported_at": now, "route": routes[0].value if routes else ""}
        super().__init__(data, initial=initial)
        self.fields["fault"].widget.attrs["placeholder"] = _("e.g. the screen stays black")
        self.fields["route"].choices = in_words(routes)  # type: ignore[attr-defined]
        known = numbered(partners)
        self.fields["repairer"].choices = [("", _("choose")), *known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["repairer"]
            self.fields["new_repairer"].label = _("Repairer, by name")
        if routes == (RepairRoute.OWN_BENCH,):
            self.fields.pop("repairer", None)
            del self.fields["new_repairer"]
        if not may_go:
            del self.fields["goes_away"]

    @property
    def route_chosen(self) -> RepairRoute:
        """Who repairs."""
        return RepairRoute(self.cleaned_data["route"])

    def clean(self) -> dict[str, Any]:
        """A repairer is named where somebody else repairs, in one of the two ways."""
        said = super().clean() or {}
        is_other = said.get("route") not in (None, RepairRoute.OWN_BENCH.value)
        if is_other and not said.get("repairer") and not said.get("new_repairer"):
            field = "repairer" if "repairer" in self.fields else "new_repairer"
            self.add_error(field, _("Choose who repairs it, or fill in a name."))
        return said

    def clean_reported_at(self) -> datetime:
        """A fault is not reported before it is."""
        said: datetime = self.cleaned_data["reported_at"]
        if said > self.now:
            raise forms.ValidationError(_("This moment is still to come."))
        return said


class WarrantyForm(forms.Form):
    """Until when a device is in warranty."""

    ends_on = forms.DateField(label=_("Last day of the warranty"), widget=Day())


class PeriodForm(forms.Form):
    """From one day to another, both in it."""

    from_on = forms.DateField(label=_("From this day"), required=False, widget=Day())
    to_on = forms.DateField(label=_("To this day"), required=False, widget=Day())

    @property
    def period(self) -> Period:
        """The period asked for; all time while it is not said well."""
        if not self.is_valid():
            return Period()
        return Period(self.cleaned_data["from_on"], self.cleaned_data["to_on"])


class RateForm(forms.Form):
    """What an hour of the own bench costs."""

    hour_eur = euro_field(_("An hour costs (€)"))
    from_on = forms.DateField(label=_("From this day"), widget=Day())

    def __init__(self, data: Mapping[str, Any] | None, today: date) -> None:
        super().__init__(data, initial={"from_on": today}, auto_id="rate_%s")
        self.fields["hour_eur"].widget.attrs["placeholder"] = "45"
