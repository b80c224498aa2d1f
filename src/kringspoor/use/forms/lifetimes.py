"""What a person fills in about how long devices serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kringspoor.core.lifetime import LifetimeRule
from kringspoor.people.language import language
from kringspoor.use.models.lifetimes import REASONS_OF, Shift, ShiftReason
from kringspoor.use.rules.lifetimes import MAX_MONTHS, From

Options = Sequence[tuple[str, str]]
MAX_BYTES = 10 * 1024 * 1024


class _Day(forms.DateInput):
    input_type = "date"


def _day(label: Any, **rest: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=_Day(format="%Y-%m-%d"), **rest)


def _months(label: Any, **rest: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MAX_MONTHS, **rest)


class AboutForm(forms.Form):
    """What a rule is about; what is left open means all of them."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    unit = forms.ChoiceField(label=_("Department"), required=False)
    use_profile = forms.ChoiceField(label=_("Use profile"), required=False)

    def __init__(self, choices: Mapping[str, Options], data: Any = None) -> None:
        super().__init__(data)
        for name, options in choices.items():
            self.fields[name].choices = [("", _("all")), *options]  # type: ignore[attr-defined]


class StartForm(forms.Form):
    """From which day a change holds, and why."""

    valid_from = _day(_("Holds from"), help_text=_("Today or later. Until then nothing changes."))
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        help_text=_("For who reads this later: a decision, a report, an experience."),
        widget=forms.TextInput(
            attrs={"placeholder": _("e.g. decision of the board of 3 November")}
        ),
    )

    def __init__(self, data: Any = None, *, today: date, **rest: Any) -> None:
        super().__init__(data, **rest)
        self._today = today
        self.fields["valid_from"].initial = today

    def clean_valid_from(self) -> date:
        """Refuse a day that is over: what is decided stays under the old rule."""
        found: date = self.cleaned_data["valid_from"]
        if found < self._today:
            raise ValidationError(_("Choose today or a later day."))
        return found

    @property
    def starting(self) -> From:
        """The day and the reason."""
        return From(self.cleaned_data["valid_from"], self.cleaned_data["reason"])


class RuleForm(StartForm):
    """A version of a rule."""

    min_months = _months(
        _("Minimum, in months"),
        required=False,
        help_text=_("Before it, leaving needs a reason and evidence. Empty: the target."),
    )
    target_months = _months(
        _("Target, in months"), help_text=_("From then on the device is due to be replaced.")
    )
    window_months = _months(
        _("End of the window, in months"),
        required=False,
        help_text=_("Until then replacing it may wait. Empty: the target."),
    )
    is_hard = forms.BooleanField(
        label=_("Hard: to leave before the minimum, another person approves"), required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("min_months", "target_months", "window_months", "is_hard", "valid_from")

    def clean(self) -> dict[str, Any]:
        """Say at the right field which number does not follow the other."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        target, least = told.get("target_months"), told.get("min_months")
        window = told.get("window_months")
        if target and least and least > target:
            self.add_error("min_months", _("The minimum is not after the target."))
        if target and window and window < target:
            self.add_error("window_months", _("The window does not end before the target."))
        return told

    @property
    def rule(self) -> LifetimeRule:
        """The rule as the formulas know it."""
        told = self.cleaned_data
        return LifetimeRule(
            told["target_months"], told["min_months"], told["window_months"],
            is_hard=told["is_hard"],
        )  # fmt: skip

    @property
    def digest(self) -> str:
        """What was looked at, so that nothing else is saved."""
        names = ("min_months", "target_months", "window_months", "is_hard", "valid_from")
        return "/".join(str(self.cleaned_data[name]) for name in names)


class PresetForm(StartForm):
    """Another preset under the rules."""

    preset = forms.CharField(widget=forms.HiddenInput)
    field_order = ("preset", "valid_from", "reason")


class ExceptionForm(forms.Form):
    """One device that leaves earlier or stays longer."""

    kind = forms.ChoiceField(label=_("What do you ask?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Reason"))
    new_target_on = _day(_("Until"), help_text=_("The day on which it is due instead."))
    note = forms.CharField(
        label=_("What is the matter"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name no persons here."),
    )
    file = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_(
            "A notice, a quote, a photo; at most 10 MB. To leave earlier it cannot be missed."
        ),
    )

    def __init__(self, *data: Any, today: date) -> None:
        super().__init__(*data)
        self._today, said = today, language()
        ways = [(each.value, each.text.spoken(said)) for each in Shift]
        self.fields["kind"].choices = ways  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", _("choose")), *(  # type: ignore[attr-defined]
            (way.text.spoken(said), [(r.value, r.text.spoken(said)) for r in reasons])
            for way, reasons in REASONS_OF.items()
        )]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Say at the right field what lacks."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        kind, reason, file = told.get("kind"), told.get("reason"), told.get("file")
        if kind and reason and ShiftReason(reason) not in REASONS_OF[Shift(kind)]:
            self.add_error("reason", _("This reason goes with the other question."))
        if kind == Shift.EARLIER and file is None and "file" not in self.errors:
            self.add_error("file", _("Add a file that shows why."))
        if file is not None and file.size > MAX_BYTES:
            self.add_error("file", _("Choose a file of at most 10 MB."))
        if told.get("new_target_on") and told["new_target_on"] < self._today:
            self.add_error("new_target_on", _("Choose today or a later day."))
        return told


class DueFilterForm(forms.Form):
    """The filters of the list of due devices."""

    q = forms.CharField(label=_("Words"), required=False)
    when = forms.ChoiceField(label=_("When"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    unit = forms.ChoiceField(label=_("Department"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, chosen: Mapping[str, str], choices: Mapping[str, Options]) -> None:
        super().__init__(chosen)
        self.fields["q"].widget.attrs["placeholder"] = _("e.g. Latitude")
        for name, options in choices.items():
            first = ("", _("due now") if name == "when" else _("all"))
            known, value = [*options], chosen.get(name, "")
            if value and value not in dict(known):
                known.append((value, value))  # a shared address may name what is no longer here
            self.fields[name].choices = [first, *known]  # type: ignore[attr-defined]


class GapFilterForm(forms.Form):
    """The filters of the list of devices whose warranty ends too soon."""

    q = forms.CharField(label=_("Words"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(self, chosen: Mapping[str, str], categories: Options) -> None:
        super().__init__(chosen)
        self.fields["q"].widget.attrs["placeholder"] = _("e.g. Latitude")
        self.fields["category"].choices = [("", _("all")), *categories]  # type: ignore[attr-defined]
