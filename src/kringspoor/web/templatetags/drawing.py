"""The small pictures of the pages, which stand on every page some tens of times."""

from __future__ import annotations

from functools import lru_cache

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
