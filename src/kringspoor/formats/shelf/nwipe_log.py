"""The log of nwipe: proof that media were erased. Evidence, not an inventory."""

from __future__ import annotations

import re

from kringspoor.core.words import Text
from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import not_an_inventory
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source

SLUG = "nwipe_log"
ABOUT = Text(
    nl="een wislogboek van nwipe ({count} opslagmedia in de tabel 'Drive Status'): bewijs van wissen, geen lijst van toestellen",  # noqa: E501
    en="an erasure log of nwipe ({count} storage media in its table 'Drive Status'): proof of erasure, not a list of devices",  # noqa: E501
)
_LINE = re.compile(r"^\[\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\] +(notice|info|warning|error|fatal):", re.M)
_TABLE = re.compile(r"^\*+ *(Drive Status|Error Summary) *\*+", re.M)
_ROW = re.compile(r"^[ !]*\S+ \|[^|]+\|[^|]+\| *\d+:\d\d:\d\d \|", re.M)


def _recognises(source: Source) -> float:
    if source.kind != "text":
        return 0.0
    head = source.head.replace(b"\0", b"").decode("latin-1").replace("\r", "\n")
    if _LINE.search(head):
        return 0.95
    return 0.9 if _TABLE.search(head) else 0.0


def _read(source: Source) -> Reading:
    count = len(_ROW.findall(source.text().replace("\r", "\n")))
    return not_an_inventory(source, SLUG, ABOUT.filled(count=count))


FORMAT = Format(
    slug=SLUG,
    name_nl="nwipe-logboek",
    name_en="nwipe log",
    suffixes=(".txt", ".log"),
    recognises=_recognises,
    read=_read,
)
