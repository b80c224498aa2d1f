"""What a person fills in about a contract and the devices under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.people.language import language
from kringspoor.people.models import Partner
from kringspoor.use.forms.changing import Day
from kringspoor.use.models.contracts import Contract
from kringspoor.use.rules.contracts import ContractKind

MOST_DAYS = 3_650
FIELDS = (
    "reference", "kind", "supplier", "starts_on", "ends_on", "notice_days", "response_days", "note",
)  # fmt: skip


def kinds() -> list[tuple[str, str]]:
    """What a contract may be, in words."""
    return [(each.value, each.text.spoken(language())) for each in ContractKind]


class ContractFilterForm(forms.Form):
    """The filters of the list."""

    q = forms.CharField(label=_("Words"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    standing = forms.ChoiceField(
        label=_("Standing"), required=False,
        choices=(
            ("", _("all")), ("running", _("runs")), ("soon", _("ends within 90 days")),
            ("over", _("is over")),
        ),
    )  # fmt: skip
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, chosen: Mapping[str, str]) -> None:
        super().__init__(chosen)
        self.fields["q"].widget.attrs["placeholder"] = _("e.g. RK-2026")
        self.fields["kind"].choices = [("", _("all")), *kinds()]  # type: ignore[attr-defined]


class ContractForm(forms.Form):
    """A contract: with whom, for what, until when."""

    reference = forms.CharField(label=_("Reference"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"))
    supplier = forms.ChoiceField(label=_("Supplier or lessor"), required=False)
    starts_on = forms.DateField(label=_("Begins on"), required=False, widget=Day())
    ends_on = forms.DateField(label=_("Ends on"), required=False, widget=Day())
    notice_days = forms.IntegerField(
        label=_("Days of notice"), required=False, min_value=0, max_value=MOST_DAYS,
        help_text=_("How long before the end one must give notice."),
    )  # fmt: skip
    response_days = forms.IntegerField(
        label=_("Working days until service comes"), required=False, min_value=0, max_value=60,
        help_text=_("1 is the next working day. Repairs under this contract are measured by it."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        partners: Sequence[Partner],
        contract: Contract | None = None,
    ) -> None:
        first = {name: getattr(contract, name) for name in FIELDS} if contract else {}
        if contract:
            first["supplier"] = contract.supplier_id
        super().__init__(data, initial=first)
        self._partners = {str(each.pk): each for each in partners}
        known = [(number, each.name) for number, each in self._partners.items()]
        self.fields["supplier"].choices = [("", _("not known")), *known]  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
        self.fields["reference"].widget.attrs["placeholder"] = "RK-2026-014"

    def clean(self) -> dict[str, Any]:
        """A contract does not end before it begins."""
        told = super().clean() or self.cleaned_data
        begins, ends = told.get("starts_on"), told.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("This is before the day on which it begins."))
        if told.get("notice_days") is not None and not ends and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Notice is counted back from the end: fill it in."))
        return told

    @property
    def stored(self) -> dict[str, Any]:
        """What was filled in, as a contract holds it."""
        told = {name: self.cleaned_data[name] for name in FIELDS}
        return {**told, "supplier": self._partners.get(told["supplier"])}
