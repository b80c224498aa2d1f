"""The language a page speaks."""

from __future__ import annotations

from django.utils.translation import get_language

from kringspoor.core.words import Language


def language() -> Language:
    """The language in which the person who asks is answered."""
    return "en" if get_language() == "en" else "nl"
