"""The name of a browser as a person knows it."""

from __future__ import annotations

from django import template

register = template.Library()
# in this order: a browser also calls itself by the names that stand after its own
_BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser_name(user_agent: str) -> str:
    """Browser and system of a user agent; the first words of one nobody knows.

    >>> browser_name("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/132.0")
    'Firefox, Windows'
    >>> browser_name("curl/8.5")
    'curl/8.5'
    """
    found = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or user_agent[:30]
