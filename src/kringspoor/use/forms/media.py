"""What a person fills in about media, their erasure, batteries, and how a device was found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kringspoor.core.guards.facts import BatteryWay, MethodClass
from kringspoor.people.language import language
from kringspoor.use.actions.certificates import Erased
from kringspoor.use.actions.media import Found
from kringspoor.use.actions.screening import GRADES, Judged
from kringspoor.use.forms.changing import Day

TESTS = (
    ("starts", _("It starts")),
    ("screen", _("The screen is whole")),
    ("keyboard", _("Every key works")),
    ("ports", _("The ports work")),
    ("network", _("It finds a network")),
    ("sound", _("Sound and microphone work")),
    ("case", _("The case is whole")),
)


class Moment(forms.DateTimeInput):
    """A moment as a browser asks for it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MediaForm(forms.Form):
    """The media somebody saw in a device."""

    serials = forms.CharField(
        label=_("Serial of each storage medium"),
        help_text=_("One per line; none when you looked and there is none."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "S4EVNX0M123456"}),
    )

    @property
    def found(self) -> list[Found]:
        """The media, each named once."""
        lines = (each.strip()[:100] for each in self.cleaned_data["serials"].splitlines())
        return [Found(each) for each in dict.fromkeys(lines) if each]


class BatteriesForm(MediaForm):
    """The batteries somebody saw in a device."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["serials"].label = _("Serial of each battery")


class CertificateForm(forms.Form):
    """What a certificate says of one medium, and the file itself."""

    medium_serial = forms.CharField(
        label=_("Serial on the certificate"), max_length=100,
        help_text=_("Type it over from the certificate, letter by letter."),
    )  # fmt: skip
    method = forms.ChoiceField(label=_("How it was erased"))
    tool = forms.CharField(label=_("Tool"), max_length=100)
    tool_version = forms.CharField(label=_("Version of the tool"), max_length=60, required=False)
    has_passed = forms.BooleanField(label=_("The erasure passed"), required=False)
    finished_at = forms.DateTimeField(label=_("Finished"), widget=Moment())
    operator = forms.CharField(
        label=_("Who erased"), max_length=100, help_text=_("A pseudonym or a firm.")
    )
    verifier = forms.CharField(label=_("Who verified"), max_length=100, required=False)
    file = forms.FileField(label=_("The certificate"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        said = language()
        self.fields["method"].choices = [  # type: ignore[attr-defined]
            (each.value, each.text.spoken(said)) for each in MethodClass
        ]
        self.fields["tool"].widget.attrs["placeholder"] = "nwipe"

    @property
    def erased(self) -> Erased:
        """What the certificate says."""
        told = self.cleaned_data
        return Erased(
            told["medium_serial"].strip(),
            MethodClass(told["method"]),
            told["tool"],
            told["has_passed"],
            told["finished_at"],
            told["operator"],
            told["tool_version"],
            told["verifier"],
        )


class LastUseForm(forms.Form):
    """Until when a device was used."""

    used_at = forms.DateTimeField(label=_("Last used"), widget=Moment())

    def clean_used_at(self) -> Any:
        """Not in the future."""
        used_at = self.cleaned_data["used_at"]
        if used_at > timezone.now():
            raise forms.ValidationError(_("This moment is still to come."))
        return used_at


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Why"), max_length=500)


class BatteryWayForm(forms.Form):
    """Where a battery goes."""

    goes_to = forms.ChoiceField(label=_("Where it goes"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        said = language()
        self.fields["goes_to"].choices = [  # type: ignore[attr-defined]
            (each.value, each.text.spoken(said)) for each in BatteryWay
        ]


class ScreenForm(forms.Form):
    """How a device was found."""

    grade = forms.ChoiceField(
        label=_("Grade"),
        choices=(
            ("A", _("A: as new")),
            ("B", _("B: works, signs of use")),
            ("C", _("C: works with limits")),
            ("D", _("D: does not work")),
        ),
        widget=forms.RadioSelect,
    )
    battery_percent = forms.IntegerField(
        label=_("Battery capacity (%)"), required=False, min_value=0, max_value=100
    )
    is_worth_repairing = forms.NullBooleanField(
        label=_("Is a repair worth it"),
        widget=forms.Select(
            choices=(("unknown", _("not judged")), ("true", _("yes")), ("false", _("no")))
        ),
    )
    hold_until = forms.DateField(
        label=_("Wait for a demand until"), required=False, widget=Day(),
        help_text=_("After this day a usable device may give its parts."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, label in TESTS:
            self.fields[f"test_{name}"] = forms.BooleanField(label=label, required=False)

    @property
    def tests(self) -> list[forms.BoundField]:
        """What was tried."""
        return [self[f"test_{name}"] for name, _label in TESTS]

    @property
    def main(self) -> list[forms.BoundField]:
        """The rest."""
        return [self[name] for name in self.fields if not name.startswith("test_")]

    @property
    def judged(self) -> Judged:
        """How it was found."""
        told = self.cleaned_data
        percent = told["battery_percent"]
        assert told["grade"] in GRADES
        return Judged(
            told["grade"],
            {name: told[f"test_{name}"] for name, _label in TESTS},
            None if percent is None else percent / 100,
            told["is_worth_repairing"],
            told["hold_until"],
            told["note"],
        )
