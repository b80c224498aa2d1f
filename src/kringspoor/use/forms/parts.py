"""What a person fills in about parts: to find them, to buy one, to take them out of a device."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.use.actions.parts import Taken
from kringspoor.use.forms.repairs import Day, euro_field, in_words
from kringspoor.use.models import Battery, PartKind, PartState, StorageMedium

_CENTS = 100
FREE_ROWS, MOST_ROWS = 4, 40
MOST_LISTED = 200
STAYS, SHELF, SCRAP = "", "stock", "scrapped"
_WAYS = ((SHELF, _("to the shelf")), (SCRAP, _("scrapped")))


class PartFilterForm(forms.Form):
    """The filters of the list of parts."""

    q = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, chosen: Mapping[str, str]) -> None:
        super().__init__(chosen)
        self.fields["q"].widget.attrs["placeholder"] = _("e.g. a serial number")
        states = [*in_words(PartState), ("all", _("all"))]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        kinds = [("", _("all")), *in_words(PartKind)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class BoughtForm(forms.Form):
    """A part that was bought."""

    kind = forms.ChoiceField(label=_("Kind"))
    serial = forms.CharField(label=_("Serial"), max_length=100, required=False)
    description = forms.CharField(label=_("Description"), max_length=200, required=False)
    price_eur = euro_field(_("Price (€)"), required=False)
    came_on = forms.DateField(label=_("Came on"), widget=Day())

    def __init__(self, data: Mapping[str, Any] | None, today: date, *, sees_prices: bool) -> None:
        super().__init__(data, initial={"came_on": today}, auto_id="bought_%s")
        self.fields["kind"].choices = in_words(PartKind)  # type: ignore[attr-defined]
        self.fields["description"].widget.attrs["placeholder"] = _("e.g. 14 inch, matt")
        if not sees_prices:
            del self.fields["price_eur"]

    @property
    def known(self) -> dict[str, Any]:
        """What is filled in, as the action wants it."""
        said = self.cleaned_data
        price = said.get("price_eur")
        return {
            "serial": said["serial"],
            "description": said["description"],
            "came_on": said["came_on"],
            "price_cents": None if price is None else int(price * _CENTS),
        }


class RowForm(forms.Form):
    """A part that comes out of a device and is not on record yet. An empty row is no part."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    serial = forms.CharField(label=_("Serial"), max_length=100, required=False)
    description = forms.CharField(label=_("Description"), max_length=200, required=False)
    way = forms.ChoiceField(label=_("Goes to"), choices=_WAYS, required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["kind"].choices = [("", "–"), *in_words(PartKind)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A row with something in it says what it is."""
        said = super().clean() or {}
        if (said.get("serial") or said.get("description")) and not said.get("kind"):
            self.add_error("kind", _("Choose what it is."))
        return said

    @property
    def taken(self) -> Taken | None:
        """The part of this row."""
        said = self.cleaned_data
        if not said.get("kind"):
            return None
        is_scrapped = said["way"] == SCRAP
        return Taken(PartKind(said["kind"]), said["serial"], said["description"], is_scrapped)


def _of_row(typed: Mapping[str, Any], before: str) -> dict[str, Any]:
    return {
        name.removeprefix(before): value for name, value in typed.items() if name.startswith(before)
    }


class TakeForm(forms.Form):
    """The media and batteries in a device, each with where it goes, and rows for what else came."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        media: Sequence[StorageMedium],
        batteries: Sequence[Battery],
        rows_count: int = FREE_ROWS,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        """``typed`` stands in the fields again, and is not judged yet."""
        super().__init__(data, initial=dict(typed or {}))
        self._inside = [
            *((PartKind.STORAGE, each, f"medium-{each.pk}") for each in media),
            *((PartKind.BATTERY, each, f"battery-{each.pk}") for each in batteries),
        ]
        for kind, thing, name in self._inside:
            ((_slug, words),) = in_words((kind,))
            self.fields[name] = forms.ChoiceField(
                label=f"{words} {thing}", choices=[(STAYS, _("stays inside")), *_WAYS],
                required=False,
            )  # fmt: skip
        numbers = range(1, min(max(rows_count, 1), MOST_ROWS) + 1)
        self.rows = [
            RowForm(data, prefix=f"row{number}", initial=_of_row(typed or {}, f"row{number}-"))
            for number in numbers
        ]

    def is_valid(self) -> bool:
        """Whether the whole sheet can be taken as it is."""
        is_valid = [super().is_valid(), *(each.is_valid() for each in self.rows)]
        return all(is_valid)

    @property
    def wrong_rows(self) -> list[RowForm]:
        """The rows in which something is wrong."""
        return [each for each in self.rows if each.errors]

    @property
    def taken(self) -> list[Taken]:
        """Everything that comes out."""
        return [*self._from_inside(), *(t for each in self.rows if (t := each.taken))]

    def _from_inside(self) -> Iterable[Taken]:
        for kind, thing, name in self._inside:
            way = self.cleaned_data[name]
            if way:
                yield Taken(
                    kind,
                    is_scrapped=way == SCRAP,
                    medium=thing if isinstance(thing, StorageMedium) else None,
                    battery=thing if isinstance(thing, Battery) else None,
                )


class ListedForm(forms.Form):
    """How many parts a device had, when it is wholly taken apart."""

    listed_count = forms.IntegerField(
        label=_("Parts it had"), min_value=0, max_value=MOST_LISTED,
        help_text=_("Count them on the sheet or the bench; it must fit what was taken out."),
    )  # fmt: skip
