"""What a person fills in about a connection with another asset tool."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kringspoor.core.device import short_name
from kringspoor.core.errors import BadInput
from kringspoor.core.states import State
from kringspoor.people.language import language
from kringspoor.use.connections.http import Caller
from kringspoor.use.connections.tool import Tool
from kringspoor.use.facts import DAYS
from kringspoor.use.models import Connection

_BY_HAND, _DAILY = "hand", "day"
_HOURS = (1, 4, 12)
_GIVEN = {stored: days for days, stored in DAYS.items()}


def field_name(field: str) -> str:
    """What a field of a device is called, in the language of the page."""
    return short_name(_GIVEN.get(field, field)).spoken(language())


class ConnectionForm(forms.Form):
    """A connection: where the tool is, with which key, what it owns, and when it is asked."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("As you and your colleagues call it.")
    )
    address = forms.CharField(label=_("Address"), max_length=300)
    rhythm = forms.ChoiceField(label=_("When we fetch"))
    daily_at = forms.TimeField(
        label=_("At what hour"),
        help_text=_("For once a day. At night it is in nobody's way."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    fields_owned = forms.MultipleChoiceField(
        label=_("What that tool owns"),
        help_text=_(
            "Each field has one owner. What you tick is changed there and read here; "
            "what you leave is changed here. State, data and place are always changed here."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_automatic = forms.BooleanField(
        label=_("Take it in by itself when there is no new problem"),
        help_text=_("The first list always waits for you."),
        required=False,
    )
    is_on = forms.BooleanField(label=_("This connection is on"), required=False, initial=True)

    def __init__(
        self,
        tool: Tool,
        connection: Connection,
        names: Collection[str],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=_known(tool, connection))
        self._tool, self._connection, self._names = tool, connection, names
        self.fields["address"].widget.attrs["placeholder"] = tool.address
        self._choose("rhythm", _rhythms())
        self._choose("fields_owned", [(each, field_name(each)) for each in tool.fields])
        is_new = not connection.pk
        for each in tool.asks:
            self.fields[f"ask_{each.name}"] = _asking(each, is_new=is_new)
        self.order_fields(("name", "address", *(f"ask_{each.name}" for each in tool.asks)))

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """A name that no other connection has."""
        name = str(self.cleaned_data["name"]).strip()
        if name in self._names:
            raise ValidationError(_("There is a connection of that name already."))
        return name

    def clean_address(self) -> str:
        """An address that can be called."""
        address = str(self.cleaned_data["address"]).strip().rstrip("/")
        try:
            Caller(address, may_be_private=True)
        except BadInput as error:
            said = language()
            text = f"{error.what.spoken(said)}: {error.hint.spoken(said)}"
            raise ValidationError(text) from error
        return address

    def clean(self) -> None:
        """A day needs its hour, and another host its own key."""
        cleaned = self.cleaned_data
        if cleaned.get("rhythm") == _DAILY and not cleaned.get("daily_at"):
            self.add_error("daily_at", _("Say at what hour."))
        was, now = self._connection.address, cleaned.get("address", "")
        if not self._connection.pk or not now or _host(was) == _host(now):
            return
        for each in self._tool.asks:
            if each.is_secret and each.is_needed and not cleaned.get(f"ask_{each.name}"):
                self.add_error(
                    f"ask_{each.name}",
                    _("The stored key belongs to the other address. Enter one for this address."),
                )

    @property
    def asked(self) -> dict[bool, dict[str, str]]:
        """What the tool asks: the secrets under True, the rest under False."""
        given: dict[bool, dict[str, str]] = {True: {}, False: {}}
        for each in self._tool.asks:
            given[each.is_secret][each.name] = str(self.cleaned_data[f"ask_{each.name}"]).strip()
        return given

    @property
    def every_hours(self) -> int | None:
        """How many hours lie between two fetches, when they are counted in hours."""
        rhythm = self.cleaned_data["rhythm"]
        return int(rhythm) if rhythm not in (_BY_HAND, _DAILY) else None

    @property
    def hour_of_day(self) -> time | None:
        """The hour of the day, when it is once a day."""
        found: time | None = self.cleaned_data.get("daily_at")
        return found if self.cleaned_data["rhythm"] == _DAILY else None


def _rhythms() -> list[tuple[str, Any]]:
    hours = [
        ("1", _("every hour")),
        ("4", _("every 4 hours")),
        ("12", _("every 12 hours")),
    ]
    return [(_DAILY, _("once a day")), *hours, (_BY_HAND, _("only when somebody asks"))]


def _known(tool: Tool, connection: Connection) -> dict[str, Any]:
    """What the form begins with: what was said before, or what usually fits."""
    if not connection.pk:
        owned = tool.is_sure_of or tool.fields
        is_everybodys = not tool.address.endswith("voorbeeld.be")
        return {
            "name": tool.name, "rhythm": _DAILY, "daily_at": time(6), "fields_owned": owned,
            "address": tool.address if is_everybodys else "",
        }  # fmt: skip
    hours = str(connection.every_hours) if connection.every_hours in _HOURS else ""
    plain = {f"ask_{name}": value for name, value in connection.plain.items()}
    return {
        **plain,
        "name": connection.name,
        "address": connection.address,
        "rhythm": hours or (_DAILY if connection.daily_at else _BY_HAND),
        "daily_at": connection.daily_at,
        "fields_owned": connection.fields,
        "is_automatic": connection.is_automatic,
        "is_on": connection.is_on,
    }


def _asking(asked: Any, *, is_new: bool) -> forms.CharField:
    said = language()
    hint = asked.hint.spoken(said)
    if asked.is_secret and not is_new:
        hint = f"{hint} {_('It is stored and never shown. Leave this empty to keep it.')}"
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    if asked.is_secret:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(
        label=asked.label.spoken(said),
        help_text=hint,
        max_length=4000,
        required=asked.is_needed and (is_new or not asked.is_secret),
        widget=widget,
    )


def _host(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()


class StatusesForm(forms.Form):
    """Which status there stands for each of our states, and where the link to our page goes."""

    link_column = forms.ChoiceField(
        label=_("Link to the page of the device"),
        help_text=_("A custom field is best. In the notes we write one line and leave the rest."),
        required=False,
    )
    site_address = forms.URLField(
        label=_("Address of Kringspoor, as your colleagues open it"), assume_scheme="https"
    )

    def __init__(
        self,
        connection: Connection,
        site_address: str,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        first = {f"state_{state}": key for state, key in connection.statuses.items()}
        first |= {
            "link_column": connection.link_column,
            "site_address": connection.site_address or site_address,
        }
        super().__init__(data, initial=first)
        said = language()
        statuses = [("", _("leave as it is there")), *map(tuple, connection.offered["statuses"])]
        for state in State:
            self.fields[f"state_{state.value}"] = forms.ChoiceField(
                label=state.text.spoken(said).capitalize(), choices=statuses, required=False
            )
        columns = [(key, name) for key, name in connection.offered.get("columns", ())]
        self.fields["link_column"].choices = [  # type: ignore[attr-defined]
            ("", _("no link")), *columns, ("notes", _("the notes")),
        ]  # fmt: skip

    @property
    def states(self) -> list[forms.BoundField]:
        """One field for each of our states."""
        return [self[f"state_{each.value}"] for each in State]

    @property
    def statuses(self) -> dict[str, str]:
        """Our states, each with the status it has there."""
        chosen = {each.value: self.cleaned_data[f"state_{each.value}"] for each in State}
        return {state: key for state, key in chosen.items() if key}
