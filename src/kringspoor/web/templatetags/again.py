"""Words of the base page: a block said twice, and an address of one's own account."""

from __future__ import annotations

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY

from kringspoor.web.outside import outside

register = template.Library()


@register.simple_tag(takes_context=True)
def again(context: template.Context, block: str) -> str:
    """What the block of that name holds on this page."""
    found = context.render_context[BLOCK_CONTEXT_KEY].get_block(block)
    return str(found.render(context)).strip()


@register.simple_tag(takes_context=True)
def account_url(context: template.Context, name: str) -> str:
    """The address of a page of one's account, from wherever one is."""
    return outside(context["request"], name)
