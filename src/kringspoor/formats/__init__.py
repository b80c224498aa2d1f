"""Formats: any file an ICT team keeps its devices in, read with patience and without guessing."""

from __future__ import annotations

from pathlib import Path

from kringspoor.formats.reading import Options, Reading
from kringspoor.formats.shelves import surest
from kringspoor.formats.source import Source


def read(path: Path | str, options: Options | None = None) -> Reading:
    """Read one file with the format that recognises it surest."""
    source = Source.of_file(Path(path), options)
    return surest(source).read(source)
