"""Text from a file never becomes a formula in somebody's spreadsheet."""

from __future__ import annotations

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with a quote before it.

    >>> neutral("=1+1"), neutral("-"), neutral("EliteBook 840")
    ("'=1+1", "'-", 'EliteBook 840')
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
