"""The screen size that makers write into their model names: a P2422H is 24 inches.

Used only where an inventory does not give the size. The patterns are checked against the sizes
in the makers' own sheets; a name that follows no pattern gives no size.
Source: boavizta-pcf (agreement measured by a test).
"""

from __future__ import annotations

import re

_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    # make: (pattern on the lower-case model name, with the size in group 1)
    "Dell": (
        (r"\b(?:p|u|e|s|c|g|aw|d|se|up)(1[5-9]|[2-5]\d)\d\d[a-z]*\b", "monitor"),
        (r"\blatitude (?:e?\d)([2-6])\d0", "laptop"),
        (r"\bprecision \d([45678])\d\d\b", "laptop"),
        (r"\bxps (1[357])\b", "laptop"),
    ),
    "HP": (
        (r"\b[ezpvmn](1[89]|2[0-9]|3[0-9]|4[0-9])[a-z]{0,2}\b", "monitor"),
        (r"\b(?:elitebook|zbook|probook)[^0-9]* ?(?:8|6|4)([3-7])\d\b", "laptop"),
    ),
    "Lenovo": (
        (r"\b[tpelsdcg](1[5-9]|2[0-9]|3[0-9]|4[0-9])[a-z]*-\d\d", "monitor"),
        (r"\b(?:thinkpad )?[tlepsx](1[1-7])[a-z]?\b", "laptop"),
        (r"\bthinkpad [tlep]([45])\d\d[a-z]*\b", "laptop"),
    ),
}
_RULES = {
    make: tuple((re.compile(pattern), category) for pattern, category in patterns)
    for make, patterns in _PATTERNS.items()
}


def screen_hint(make: str, model: str, category: str) -> float | None:
    """The size in the model's name, or None where the name does not follow the maker's pattern.

    Units: make, model, category -> inches.

    >>> screen_hint("Dell", "P2422H", "monitor"), screen_hint("Dell", "Latitude 5420", "laptop")
    (24.0, 14.0)
    >>> screen_hint("Dell", "OptiPlex 7090", "desktop") is None
    True
    """
    lowered = model.casefold()
    for pattern, of in _RULES.get(make, ()):
        found = pattern.search(lowered) if of == category else None
        if found is not None:
            size = int(found.group(1))
            return float(size if size > 9 else 10 + size)
    return None
