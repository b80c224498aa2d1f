"""Screen bands: sizes that weigh about the same, per category."""

from __future__ import annotations

# The upper limit in inches (not included) and the name of each band.
BANDS: dict[str, tuple[tuple[float, str], ...]] = {
    "laptop": ((13, "12"), (14, "13"), (15, "14"), (16, "15"), (99, "16+")),
    "monitor": ((20, "19"), (23, "22"), (25, "24"), (28.5, "27"), (33, "32"), (99, "34+")),
}


def screen_band(category: str, inches: float | None) -> str:
    """The band of a screen; "" where the size is unknown or says nothing for the category.

    Units: category, inches -> band.

    >>> screen_band("monitor", 23.8), screen_band("laptop", 13.3), screen_band("desktop", 24.0)
    ('24', '13', '')
    """
    if inches is None or inches <= 0:
        return ""
    for limit, name in BANDS.get(category, ()):
        if inches < limit:
            return name
    return ""
