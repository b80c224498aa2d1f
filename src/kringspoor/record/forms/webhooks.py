"""What a person fills in about a webhook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.record.actions.webhooks import Said
from kringspoor.record.models import Webhook

MOST_CHARACTERS = 500


class WebhookForm(forms.Form):
    """Which address is told, and of what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(
        label=_("Address"), max_length=MOST_CHARACTERS,
        help_text=_("Begins with https://. It gets a signed message after every act."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Only when this happens"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing to be told of everything."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Tell it"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        kinds: Sequence[tuple[str, str]],
        webhook: Webhook | None = None,
    ) -> None:
        first: dict[str, Any] = {"is_active": True}
        if webhook is not None:
            first = {name: getattr(webhook, name) for name in self.base_fields}
        super().__init__(data, initial=first)
        self.fields["name"].widget.attrs["placeholder"] = _("e.g. service desk")
        self.fields["address"].widget.attrs["placeholder"] = "https://hooks.example.org/kringspoor"
        known = dict.fromkeys(first.get("kinds", ()))
        every = dict(kinds) | {each: each for each in known if each not in dict(kinds)}
        self.fields["kinds"].choices = list(every.items())  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        """A whole address, without a name or password in it."""
        found = str(self.cleaned_data["address"]).strip()
        try:
            parts = urlsplit(found)
            is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
            is_bare = not (parts.username or parts.password or parts.query or parts.fragment)
            is_whole = is_whole and is_bare and (parts.port is None or parts.port > 0)
        except ValueError:
            is_whole = False
        if not is_whole:
            raise forms.ValidationError(
                _("Give a whole address such as https://hooks.example.org/kringspoor.")
            )
        return found

    @property
    def said(self) -> Said:
        """What was filled in."""
        told = self.cleaned_data
        return Said(told["name"], told["address"], told["kinds"], told["is_active"])
