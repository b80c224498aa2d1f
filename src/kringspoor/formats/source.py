"""A file from outside, opened with care: size first, kind from its bytes, text decoded once."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from kringspoor.core.errors import BadInput
from kringspoor.formats.decoding import decode
from kringspoor.formats.documents import parse_json, parse_xml, without_declaration
from kringspoor.formats.grid import Grid
from kringspoor.formats.kinds import Kind, kind_of
from kringspoor.formats.problems import refusal, size_words
from kringspoor.formats.reading import Options, Problem

HEAD_BYTES = 64 * 1024
CHUNK_BYTES = 1024 * 1024


class Source:
    """One file (or one member of a zip, one sheet of a workbook) and the person's options.

    ``kind`` is decided from ``head``, the first 64 KiB, never from the suffix. Text, JSON and XML
    are parsed once and kept; each refuses with a located :class:`BadInput`. ``encoding`` and
    ``problems`` are filled when the text is first asked for.
    """

    def __init__(self, path: Path, options: Options, name: str, data: bytes | None = None) -> None:
        self.path = path
        self.options = options
        self.name = name
        self.encoding = ""
        self.problems: tuple[Problem, ...] = ()
        self.grid: Grid | None = None  # the table in it, kept once it was split
        self.words: tuple[frozenset[str], ...] | None = None  # of each row that may be a header
        self._data = data
        self._is_on_disk = data is None
        self._text: str | None = None
        self._json: tuple[Any] | None = None
        self._xml: Element | None = None
        if data is None:
            self.size_bytes = _checked_size(path, name, options)
            self.head = _head(path, name)
        else:
            self.size_bytes = len(data)
            self.head = data[:HEAD_BYTES]
        self.kind: Kind = kind_of(self.head)

    @classmethod
    def of_file(cls, path: Path, options: Options | None = None) -> Source:
        """A file on disk; refused when it is missing, no regular file or too big."""
        return cls(path, options or Options(), path.name)

    @classmethod
    def of_bytes(cls, name: str, data: bytes, options: Options | None = None) -> Source:
        """The same for bytes that are already here: the member of a zip, an upload."""
        options = options or Options()
        if len(data) > options.max_bytes:
            raise _too_big(name, len(data), options.max_bytes)
        return cls(Path(name), options, name, data)

    @classmethod
    def of_grid(cls, name: str, grid: Grid, options: Options) -> Source:
        """One sheet of a workbook, already split into its cells."""
        sheet = cls(Path(name), options, name, b"")
        sheet.grid, sheet.kind = grid, "sheet"
        return sheet

    def data(self) -> bytes:
        """All bytes; a text whose lines never end is refused before it fills the memory."""
        if self._data is None:
            self._data = self._read()
        elif self.kind == "text":
            self._refuse_endless_line([self._data])
        return self._data

    def text(self) -> str:
        """The decoded text, with any line ends; sets ``encoding`` and ``problems``."""
        if self._text is None:
            self._refuse_large_document()
            decoded = decode(self.data(), self.name, self.options.encoding)
            self._text, self.encoding = decoded.text, decoded.encoding
            self.problems = decoded.problems
        return self._text

    def json(self) -> Any:
        """The JSON value of the text."""
        if self._json is None:
            self._json = (parse_json(self.text(), self.name, self.options.max_depth_count),)
        return self._json[0]

    def xml(self) -> Element:
        """The root element of the XML; a declared encoding is honoured, then our own order."""
        if self._xml is None:
            depth = self.options.max_depth_count
            self._refuse_large_document()
            try:
                if self.options.encoding:
                    raise refusal("bad-xml", self.name, 1, row=1)
                self._xml = parse_xml(self.data(), self.name, depth)
            except BadInput as error:
                if error.code != "bad-xml":
                    raise
                self._xml = parse_xml(without_declaration(self.text()), self.name, depth)
        return self._xml

    def let_go_of_text(self) -> None:
        """Forget the text a table was split from: much, and made again when asked for."""
        self._text = self._json = self._xml = None
        if self._is_on_disk:
            self._data = None

    def let_go(self) -> None:
        """Forget all that was made of the bytes."""
        self.let_go_of_text()
        self.words = None
        if self.kind != "sheet":
            self.grid = None

    def _read(self) -> bytes:
        chunks: list[bytes] = []
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                chunks.append(chunk)
                if self.kind == "text":
                    self._refuse_endless_line(chunks)
        return b"".join(chunks)

    def _refuse_endless_line(self, chunks: list[bytes]) -> None:
        limit = self.options.max_line_bytes
        tail = chunks[-(limit // CHUNK_BYTES + 1) :]
        if sum(map(len, tail)) <= limit or tail[0].find(b"\n", 0, limit) >= 0:
            return
        start = tail[0][:limit] if len(tail) == 1 else b"".join(tail)
        if b"\n" not in start and b"\r" not in start:
            raise refusal("long-line", self.name, 1, limit=size_words(limit))

    def _refuse_large_document(self) -> None:
        limit = self.options.max_document_bytes
        if self.kind in ("json", "xml") and self.size_bytes > limit:
            raise _too_big(self.name, self.size_bytes, limit)


def _checked_size(path: Path, name: str, options: Options) -> int:
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise refusal("missing-file", name) from error
    except (OSError, ValueError) as error:  # no right to look, a name with a NUL, a link to itself
        raise refusal("no-access", name) from error
    if not stat.S_ISREG(found.st_mode):
        raise refusal("not-a-file", name)
    if found.st_size > options.max_bytes:
        raise _too_big(name, found.st_size, options.max_bytes)
    return found.st_size


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:  # it may be looked at and not read
        raise refusal("no-access", name) from error


def _too_big(name: str, size_bytes: int, limit: int) -> BadInput:
    return refusal("too-big", name, size=size_words(size_bytes), limit=size_words(limit))
