"""Zips from outside: names, sizes and links are checked before one byte is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError

from kringspoor.formats.kinds import Kind
from kringspoor.formats.problems import refusal, size_words
from kringspoor.formats.reading import Options

MAX_MEMBERS = 4_096
SMALL_BYTES = 16 * 1024 * 1024  # below this no ratio is suspect
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    IndexError,
    OverflowError,
)
"""What the standard library raises on a broken or hostile zip."""


def zip_kind(data: bytes, file: str, options: Options) -> Kind:
    """Whether a zip is a workbook; what it declares to hold is checked first."""
    with _opened(data, file) as archive:
        members = archive.infolist()
        _refuse_bomb(members, len(data), file, options)
        names = {each.filename for each in members}
        if any(each.startswith("xl/") for each in names) and "[Content_Types].xml" in names:
            return "workbook"
        if "mimetype" in names and "content.xml" in names:
            return "workbook"
        return "zip"


def members_of(data: bytes, file: str, options: Options) -> list[tuple[str, bytes]]:
    """The files in a zip, by name; refused when one could reach outside or hides another zip."""
    found = []
    with _opened(data, file) as archive:
        _refuse_bomb(archive.infolist(), len(data), file, options)
        for member in archive.infolist():
            if member.is_dir() or any(each in member.filename for each in _CLUTTER):
                continue
            _refuse_outside(member, file)
            content = _content(archive, member, file, options)
            if content.startswith(b"PK\x03\x04"):
                raise refusal("zip-in-zip", file, original=member.filename)
            found.append((member.filename, content))
    if not found:
        raise refusal("empty-file", file)
    return found


def heads_of(data: bytes, file: str, folder: str, head_bytes: int) -> list[bytes]:
    """The first bytes of every file in one folder of a zip."""
    heads = []
    with _opened(data, file) as archive:
        for name in archive.namelist():
            if name.startswith(folder) and not name.endswith("/"):
                with archive.open(name) as opened:
                    heads.append(opened.read(head_bytes))
    return heads


@contextmanager
def _opened(data: bytes, file: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except _BROKEN as error:
        raise refusal("broken-zip", file) from error


def _refuse_bomb(
    members: list[zipfile.ZipInfo], packed_bytes: int, file: str, options: Options
) -> None:
    if len(members) > MAX_MEMBERS:
        raise refusal("zip-bomb", file, size=f"{len(members)}", limit=f"{MAX_MEMBERS}")
    total = sum(each.file_size for each in members)
    if total > options.max_unpacked_bytes:
        limit = size_words(options.max_unpacked_bytes)
        raise refusal("zip-bomb", file, size=size_words(total), limit=limit)
    if total > SMALL_BYTES and total > options.max_unpacked_ratio * packed_bytes:
        limit = size_words(options.max_unpacked_ratio * packed_bytes)
        raise refusal("zip-bomb", file, size=size_words(total), limit=limit)


def _refuse_outside(member: zipfile.ZipInfo, file: str) -> None:
    name = member.filename.replace("\\", "/")
    mode = member.external_attr >> 16
    is_link = stat.S_ISLNK(mode)
    is_outside = name.startswith("/") or ".." in name.split("/") or ":" in name[:3]
    if is_link or is_outside:
        raise refusal("zip-outside", file, original=member.filename)
    if member.flag_bits & 0x1:
        raise refusal("password", file)


def _content(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str, options: Options
) -> bytes:
    """The bytes of a member, never more than allowed, whatever its header declared."""
    with archive.open(member) as opened:
        content = opened.read(options.max_bytes + 1)
    if len(content) > options.max_bytes:
        limit = size_words(options.max_bytes)
        raise refusal("too-big", file, size=size_words(len(content)), limit=limit)
    return content
