"""A field written at once says what Django's own template says."""

from __future__ import annotations

from xml.etree.ElementTree import canonicalize, tostring

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from html5lib import parseFragment  # type: ignore[import-untyped]

from kringspoor.web.inputs import QuickInputs

CHOICES = [("", "—"), ("a", "A & B"), ("Dienst", [("c", 'C "3"'), ("d", "<D>")])]


class Everything(forms.Form):
    """One field of each kind."""

    name = forms.CharField(max_length=9, widget=forms.TextInput({"placeholder": 'b.v. "x"'}))
    day = forms.DateField(widget=forms.DateInput({"type": "date", "autofocus": True}))
    count = forms.IntegerField(min_value=1, required=False)
    mail = forms.EmailField()
    kept = forms.CharField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES)
    note = forms.CharField(widget=forms.Textarea)


@pytest.mark.parametrize("bound", [None, {"name": "<b>", "choice": "c", "several": ["a", "d"]}])
@pytest.mark.parametrize("field", list(Everything.base_fields))
def test_a_field_is_as_django_writes_it(field: str, bound: dict[str, object] | None) -> None:
    quick, plain = (
        str(Everything(bound, renderer=renderer)[field])
        for renderer in (QuickInputs(), DjangoTemplates())
    )
    assert read(quick) == read(plain)


def read(written: str) -> str:
    """What a browser makes of it: without the space between tags, attributes in one order."""
    text = tostring(parseFragment(written), encoding="unicode")
    return str(canonicalize(text, strip_text=True))
