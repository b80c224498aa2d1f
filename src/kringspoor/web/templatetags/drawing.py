"""What stands on a page some tens of times: small pictures, and other addresses of its list."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """A picture beside a word, which says nothing that the word does not."""
    address = f"{static('kringspoor/icons.svg')}#{name}"
    drawn = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>'
    return format_html(drawn, address)


@register.simple_tag(takes_context=True)
def querystring(context: template.Context, **changes: object) -> str:
    """The address of this list with something else asked; what is None is no longer asked.

    Django's own copies the whole query for each link.
    """
    asked = {**dict(context["request"].GET.lists()), **{n: [v] for n, v in changes.items()}}
    kept = [(name, each) for name, many in asked.items() for each in many if each is not None]
    return f"?{urlencode(kept)}"
