"""Formats: any file an ICT team keeps its devices in, read with patience and without guessing."""

from __future__ import annotations

from pathlib import Path

from kringspoor.core.collecting import without_collecting
from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.formats.opening import opened
from kringspoor.formats.problems import refusal
from kringspoor.formats.reading import Fate, Options, Reading
from kringspoor.formats.repeats import tell_once
from kringspoor.formats.shelves import surest
from kringspoor.formats.source import Source

_NO_LIST = Text(nl="geen lijst van toestellen", en="not a list of devices")


def read(path: Path | str, options: Options | None = None) -> Reading:
    """Read one list of devices; a file with several lists is refused with their names.

    Use :func:`read_all` for a workbook or zip that may hold several.
    """
    readings = read_all(path, options)
    lists = [each for each in readings if each.is_inventory]
    if len(lists) > 1:
        known = ", ".join(each.file for each in lists)
        raise refusal("several-sheets", Path(path).name, known=known)
    return lists[0] if lists else readings[0]


def read_all(path: Path | str, options: Options | None = None) -> list[Reading]:
    """Read every list in a file: one for each sheet of a workbook or member of a zip."""
    return read_source(Source.of_file(Path(path), options))


def read_source(source: Source) -> list[Reading]:
    """The same for a source that is already open: an upload, a test.

    Beside a list of devices a workbook may hold sheets that are none; these are named. A file in
    which nothing can be read is refused with the first reason.
    """
    parts = opened(source)
    readings = [_read_part(parts[0])] if len(parts) == 1 else _read_parts(parts)
    tell_once(readings)
    return readings


def _read_parts(parts: list[Source]) -> list[Reading]:
    readings: list[Reading] = []
    refusals: list[BadInput] = []
    for part in parts:
        try:
            readings.append(_read_part(part))
        except BadInput as error:
            refusals.append(error)
            readings.append(_refused(part, error))
    if len(refusals) == len(parts):
        raise refusals[0]
    return readings


def _read_part(part: Source) -> Reading:
    with without_collecting():
        reading = surest(part).read(part)
        part.let_go()
        return reading


def _refused(part: Source, error: BadInput) -> Reading:
    """A sheet that is no list: every row has its fate, and the reason is kept."""
    about = Text(nl=f"{_NO_LIST.nl}: {error.what.nl}", en=f"{_NO_LIST.en}: {error.what.en}")
    reading = Reading(part.name, "", is_inventory=False, about=about)
    if part.grid is not None:
        rows = range(len(part.grid.rows))
        reading.fates = {part.grid.row_no(index): Fate.NOT_A_DEVICE for index in rows}
    return reading
