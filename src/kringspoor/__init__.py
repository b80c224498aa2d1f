"""Kringspoor: every device goes round, and leaves a trail of proof."""

__version__ = "0.1.0"
