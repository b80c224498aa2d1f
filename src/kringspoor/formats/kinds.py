"""What a file is, decided from its first bytes and never from its name."""

from __future__ import annotations

import codecs
import re
from typing import Literal

Kind = Literal["empty", "text", "json", "xml", "workbook", "zip", "parquet", "binary", "sheet"]

BINARY_NL_EN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "een PNG-afbeelding", "a PNG image"),
    (b"\xff\xd8\xff", "een JPEG-afbeelding", "a JPEG image"),
    (b"GIF8", "een GIF-afbeelding", "a GIF image"),
    (b"%PDF", "een PDF", "a PDF"),
    (b"{\\rtf", "een RTF-document", "an RTF document"),
    (b"\x1f\x8b", "een gzip-bestand", "a gzip file"),
    (b"7z\xbc\xaf", "een 7-Zip-bestand", "a 7-Zip file"),
    (b"Rar!", "een RAR-bestand", "a RAR file"),
    (b"SQLite format 3", "een SQLite-databank", "an SQLite database"),
    (b"MZ", "een Windows-programma", "a Windows program"),
    (b"\x7fELF", "een programma", "a program"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x00\x1b")
# A list of numbers goes on with a comma; "[2023/01/02 10:00] notice" is a line of a log.
_JSON_LIST = re.compile(rb'\[\s*(?:["{\[\]]|-?\d[\d.eE+-]*\s*[,\]])')
MAX_CONTROL_SHARE = 0.02  # of the first bytes: text files hold hardly any control characters


def kind_of(head: bytes) -> Kind:
    """The kind of a file from its first bytes; a zip is looked into by its opener.

    >>> kind_of(b"tag;serial"), kind_of(b' [{"a": 1}]'), kind_of(b"<?xml version='1.0'?>")
    ('text', 'json', 'xml')
    >>> kind_of(b"[2023/01/02 10:00:00] notice: ..."), kind_of(b"[2, 3]")
    ('text', 'json')
    """
    if not head:
        return "empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    if head.startswith(b"PAR1"):
        return "parquet"
    if binary_name(head) is not None or not _is_text(head):
        return "binary"
    return _text_kind(head)


def binary_name(head: bytes) -> tuple[str, str] | None:
    """What a well-known binary is called, in Dutch and English."""
    for magic, name_nl, name_en in BINARY_NL_EN:
        if head.startswith(magic):
            return name_nl, name_en
    return None


def utf16_of(head: bytes) -> str | None:
    """UTF-16 with a mark, or without one by its pattern of NUL bytes; else ``None``.

    >>> utf16_of("tag;serial".encode("utf-16-le"))
    'utf-16-le'
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[: len(head) // 2 * 2][:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _is_text(head: bytes) -> bool:
    if utf16_of(head) is not None:
        return True
    controls = sum(head.count(each) for each in range(32) if each not in _TEXT_CONTROLS)
    nuls = head.count(0)
    return controls <= MAX_CONTROL_SHARE * len(head) and nuls <= 0.3 * len(head)


def _text_kind(head: bytes) -> Kind:
    start = head[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<") and (start[1:2].isalpha() or start[1:2] in b"?!"):
        return "xml"
    if start.startswith(b"{"):
        return "json"
    if _JSON_LIST.match(start):
        return "json"
    return "text"
