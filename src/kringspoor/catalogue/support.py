"""Support and Windows 11, asked of a catalogue: what an assessment needs of one device."""

from __future__ import annotations

from kringspoor.catalogue.facts import Catalogue
from kringspoor.catalogue.processors import windows_11
from kringspoor.catalogue.security_support import SupportEnd

__all__ = ["support_end", "windows_11"]


def support_end(
    catalogue: Catalogue,
    os: str | None,
    cpu: str | None,
    category: str,
    model: str | None = None,
    make: str | None = None,
) -> SupportEnd:
    """Until when a device can get security updates from any system it can run.

    Units: -> days since 1970-01-01, or None with the reason. Source: endoflife-date.
    """
    named = f"{make or ''} {model or ''}".strip()
    return catalogue.support.support_end(os, cpu, category, named)
