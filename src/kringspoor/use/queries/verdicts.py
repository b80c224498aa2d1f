"""Questions about what should happen to a device."""

from __future__ import annotations

from kringspoor.use.rules.verdicts import verdict_on

__all__ = ("verdict_on",)
