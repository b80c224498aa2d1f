"""OCS and FusionInventory XML, as the agent saves it or as it goes over the wire (zlib)."""

from __future__ import annotations

import re
import zlib
from xml.etree.ElementTree import Element

from kringspoor.formats.agent import read_agent
from kringspoor.formats.problems import refusal
from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import Scan
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source

SLUG = "ocs_inventory"

_ZLIB_STARTS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_REQUEST = re.compile(rb"<REQUEST[\s>]")
_MOST_UNPACKED_BYTES = 64 * 1024 * 1024


def _recognises(source: Source) -> float:
    if source.kind == "xml":
        return 0.95 if _REQUEST.search(source.head.replace(b"\0", b"")) else 0.0
    packed = source.head.startswith(_ZLIB_STARTS)
    return 0.9 if packed and _REQUEST.search(_unpacked_head(source.head)) else 0.0


def _read(source: Source) -> Reading:
    plain = source if source.kind == "xml" else _unpacked(source)
    request = plain.xml()
    scan = Scan(SLUG, plain)
    root = scan.root(_as_fields(request))
    scan.drop(root, "deviceid")
    content = root.branch("content")
    read_agent(scan, content, None)
    return scan.reading()


def _unpacked_head(head: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(head, 64 * 1024)
    except zlib.error:
        return b""


def _unpacked(source: Source) -> Source:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(source.data(), _MOST_UNPACKED_BYTES)
    except zlib.error as error:
        raise refusal("scan-zlib", source.name) from error
    if not unpacker.eof:
        raise refusal("scan-zlib", source.name)
    return Source.of_bytes(source.name, data, source.options)


def _as_fields(element: Element) -> object:
    """An element as the JSON agents would write it: lower-case keys, repeated ones as a list."""
    if len(element) == 0:
        return element.text or ""
    fields: dict[str, object] = {}
    for each in element:
        key, value = str(each.tag).lower(), _as_fields(each)
        earlier = fields.get(key)
        if isinstance(earlier, list):
            earlier.append(value)
        else:
            fields[key] = value if key not in fields else [earlier, value]
    return fields


FORMAT = Format(
    slug=SLUG,
    name_nl="OCS- of FusionInventory-bestand (XML)",
    name_en="OCS or FusionInventory file (XML)",
    suffixes=(".xml", ".ocs"),
    recognises=_recognises,
    read=_read,
)
