"""The moment a scan was made: tools write it in one fixed way, so nothing needs guessing."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"\s*(\d{4})[-/](\d{2})[-/](\d{2})(?!\d)")
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1980, 2100


def scan_day(text: str) -> int | None:
    """The day in an ISO moment, as days since 1970-01-01; unknown when no scan can be that old.

    Units: text -> days.

    >>> scan_day("2020-06-12 14:19:54"), scan_day("0001-01-01 00:00:00+00:00")
    (18425, None)
    """
    found = _ISO.match(text)
    if found is None or not _FIRST_YEAR <= int(found[1]) < _LAST_YEAR:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).toordinal() - _EPOCH
    except ValueError:
        return None
