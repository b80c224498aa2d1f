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
_SELECT = "django/forms/widgets/select.html"


class QuickInputs(DjangoTemplates):
    """Django's own forms, with fields of one line and choices written without a template."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """A field, or a form, as HTML."""
        if template_name in _PLAIN:
            return mark_safe(_line(context["widget"]))
        if template_name == _SELECT:
            return mark_safe(_select(context["widget"]))
        return str(super().render(template_name, context, request))


def _line(widget: dict[str, Any]) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{escape(str(value))}"'
    about = f'type="{widget["type"]}" name="{escape(widget["name"])}"{said}'
    return f"<input {about}{flatatt(widget['attrs'])}>"


def _select(widget: dict[str, Any]) -> str:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{flatatt(widget["attrs"])}>{groups}</select>'


def _group(name: str | None, options: list[dict[str, Any]]) -> str:
    written = "".join(
        f'<option value="{escape(str(each["value"]))}"{flatatt(each["attrs"])}>'
        f"{escape(str(each['label']))}</option>"
        for each in options
    )
    return f'<optgroup label="{escape(name)}">{written}</optgroup>' if name else written
