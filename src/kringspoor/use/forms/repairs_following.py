"""What a person fills in while a repair is open: service, parts, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.core.repair import RepairOutcome
from kringspoor.core.states import State
from kringspoor.use.actions.repairs import Closing
from kringspoor.use.actions.screening import GRADES
from kringspoor.use.forms.repairs import MOST_HOURS, Day, Moment, euro_field, in_words
from kringspoor.use.models import Part, PartKind, RepairOrder

_CENTS, _DIGITS = 100, 18


class ServedForm(forms.Form):
    """When service came."""

    responded_at = forms.DateTimeField(label=_("Service came at"), widget=Moment())

    def __init__(self, data: Mapping[str, Any] | None, now: datetime) -> None:
        self.now = now
        super().__init__(data, auto_id="service_%s")  # the form beside it asks for the same

    def clean_responded_at(self) -> datetime:
        """Service came, so it is past."""
        said: datetime = self.cleaned_data["responded_at"]
        if said > self.now:
            raise forms.ValidationError(_("This moment is still to come."))
        return said


class ShelfForm(forms.Form):
    """A part from the shelf that goes into the device."""

    part = forms.ChoiceField(label=_("Part from the shelf"))

    def __init__(self, data: Mapping[str, Any] | None, parts: Iterable[Part]) -> None:
        super().__init__(data)
        known = [(str(each.pk), name_of(each)) for each in parts]
        self.fields["part"].choices = [("", _("choose")), *known]  # type: ignore[attr-defined]

    @property
    def number(self) -> int | None:
        """The part that was chosen, also when a colleague took it meanwhile."""
        said = str(self.data.get("part", ""))
        return int(said) if said.isdecimal() and len(said) <= _DIGITS else None


def name_of(part: Part) -> str:
    """A part in one line: what it is, its serial, and where it comes from."""
    ((_kind, kind),) = in_words((PartKind(part.kind),))
    words = " ".join(filter(None, (kind, part.serial, part.description)))
    return f"{words} ({part.donor})" if part.donor else words


class ClosingForm(forms.Form):
    """How a repair ended."""

    outcome = forms.ChoiceField(label=_("How it ended"), widget=forms.RadioSelect)
    responded_at = forms.DateTimeField(label=_("Service came at"), widget=Moment(), required=False)
    grade = forms.ChoiceField(
        label=_("Grade it comes back with"), required=False,
        help_text=_("A: as new. B: signs of use. C: works with a flaw. D: does not work."),
    )  # fmt: skip
    closed_on = forms.DateField(label=_("Ended on"), widget=Day())
    worked_hours = forms.FloatField(
        label=_("Hours of work"), min_value=0, max_value=MOST_HOURS, required=False, localize=True
    )
    cost_eur = euro_field(_("Invoiced (€)"), required=False)
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        order: RepairOrder,
        today: date,
        *,
        sees_prices: bool,
    ) -> None:
        super().__init__(data, initial={"closed_on": today})
        self.fields["outcome"].choices = in_words(RepairOutcome)  # type: ignore[attr-defined]
        grades = [("", _("choose")), *((each, each) for each in GRADES)]
        self.fields["grade"].choices = grades  # type: ignore[attr-defined]
        if order.device.state != State.IN_REPAIR:
            del self.fields["grade"]
        if order.due_on is None or order.responded_at is not None:
            del self.fields["responded_at"]
        if not sees_prices:
            del self.fields["cost_eur"]

    def clean(self) -> dict[str, Any]:
        """What the record needs before a repair is closed."""
        said = super().clean() or {}
        is_swapped = said.get("outcome") == RepairOutcome.SWAPPED
        if "grade" in self.fields and not said.get("grade") and not is_swapped:
            self.add_error("grade", _("Choose a grade."))
        is_asked = "responded_at" in self.fields and "responded_at" not in self.errors
        if is_asked and not said.get("responded_at"):
            self.add_error("responded_at", _("Fill in when service came."))
        return said

    @property
    def closing(self) -> Closing:
        """What is filled in, as the action wants it."""
        said = self.cleaned_data
        cost = said.get("cost_eur")
        return Closing(
            outcome=RepairOutcome(said["outcome"]),
            closed_on=said["closed_on"],
            grade=said.get("grade", ""),
            worked_hours=said["worked_hours"],
            cost_cents=None if cost is None else int(cost * _CENTS),
            note=said["note"],
            responded_at=said.get("responded_at"),
        )
