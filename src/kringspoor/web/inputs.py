"""How a field of a form is written: at once, where a template for each takes too long."""

from __future__ import annotations

from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.safestring import mark_safe

_KINDS = ("date", "email", "hidden", "number", "search", "tel", "text", "url")
_PLAIN = {f"django/forms/widgets/{kind}.html" for kind in _KINDS}


class QuickInputs(DjangoTemplates):
    """Django's own forms, with the fields of one line written without a template."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """A field, or a form, as HTML."""
        if template_name not in _PLAIN:
            return str(super().render(template_name, context, request))
        widget = context["widget"]
        value = widget["value"]
        said = "" if value is None else f' value="{escape(str(value))}"'
        about = f'type="{widget["type"]}" name="{escape(widget["name"])}"{said}'
        return mark_safe(f"<input {about}{flatatt(widget['attrs'])}>")
