"""The same block twice on a page: as the title of the window, and as the heading."""

from __future__ import annotations

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY

register = template.Library()


@register.simple_tag(takes_context=True)
def again(context: template.Context, block: str) -> str:
    """What the block of that name holds on this page."""
    found = context.render_context[BLOCK_CONTEXT_KEY].get_block(block)
    return str(found.render(context)).strip()
