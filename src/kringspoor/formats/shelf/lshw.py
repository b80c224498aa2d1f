"""lshw, as JSON or XML: the tree of nodes that Linux prints of its own hardware."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kringspoor.formats.disks import Disk, disk_kind, is_loose
from kringspoor.formats.fillers import clean_id
from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import Scan, json_root
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source
from kringspoor.formats.tree import Branch

SLUG = "lshw"

_CODE_BEHIND = re.compile(r"\s*\(([^()]*)\)$")
_XML_NODE = re.compile(rb"<node\s[^>]*\bclass=|<list>\s*<node\s")
_STORES_ABOVE = ("nvme", "mmc")  # these tell serial and product one level above the disk


def _recognises(source: Source) -> float:
    if source.kind == "xml":
        return 0.95 if _XML_NODE.search(source.head.replace(b"\0", b"")) else 0.0
    return 0.9 if system_of(json_root(source)) is not None else 0.0


def _read(source: Source) -> Reading:
    value = _as_node(source.xml()) if source.kind == "xml" else source.json()
    scan = Scan(SLUG, source)
    read_lshw(scan, scan.root(system_of(value)))
    return scan.reading()


def system_of(value: object) -> object:
    """The system node of an lshw document; newer versions put it in a list. Else nothing."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and each.get("class") == "system" and "id" in each:
            return each
    return None


def read_lshw(scan: Scan, system: Branch) -> None:
    """Take everything an lshw tree tells of its device."""
    scan.drop(system, "id")  # the name of the machine
    configuration = system.branch("configuration")
    scan.learn("serial", system, "serial")
    scan.learn("make", system, "vendor")
    product = system.text("product") or ""
    scan.learn("part_no", configuration, "sku")
    code = _CODE_BEHIND.search(product)
    scan.tell("part_no", code[1] if code else None, system.where("product"))
    scan.tell("model", _CODE_BEHIND.sub("", product), system.where("product"))
    scan.learn("kind", configuration, "chassis")
    scan.learn("kind", system, "description")
    scan.version = scan.version or system.text("version")
    _learn_inside(scan, system)


def _learn_inside(scan: Scan, system: Branch) -> None:
    memory = 0.0
    disks: list[Disk] = []
    for node, above in _nodes(system):
        sort, name = node.text("class"), node.text("id") or ""
        if sort == "processor" and node.has("product"):
            scan.learn("cpu", node, "product")
        elif sort == "memory" and re.fullmatch(r"memory(:\d+)?", name):
            memory += node.size("size", 1.0) or 0.0
        elif sort == "disk":
            disks.extend(_disks(node, above))
        elif name == "core" and scan.facts.get("model") is None:
            board = " ".join(filter(None, (node.text("vendor"), node.text("product"))))
            scan.tell("description", board, node.where("product"))
    scan.stores(disks)
    scan.memory(memory, system.where("memory.size"))


def _nodes(system: Branch) -> Iterator[tuple[Branch, Branch]]:
    """Every node with the node above it, in the order of the document."""
    waiting = [(each, system) for each in system.branches("children")][::-1]
    while waiting:
        node, above = waiting.pop()
        yield node, above
        waiting.extend([(each, node) for each in node.branches("children")][::-1])


def _disks(node: Branch, above: Branch) -> Iterator[Disk]:
    size = node.size("size", 1.0) or node.size("capacity", 1.0)
    words = [node.text("description"), node.text("product"), node.text("id")]
    if (node.text("businfo") or "").startswith("usb") or is_loose(*words) or not size:
        return
    serial = clean_id(node.text("serial"))
    if (above.text("id") or "").startswith(_STORES_ABOVE):
        words += [above.text("product"), above.text("id")]
        serial = serial or clean_id(above.text("serial"))
    words += map(str, node.branch("capabilities").fields)
    turns = re.search(r"\b\d{4,5}rpm\b", " ".join(each for each in words if each))
    yield Disk(serial, size, "hdd" if turns else disk_kind(*words))


def _as_node(element: Element) -> object:
    """An XML node as the JSON of the same tool: settings and capabilities by their id."""
    if element.tag == "list":
        return [_as_node(each) for each in element]
    node: dict[str, object] = {key: element.get(key) for key in ("id", "class")}
    for each in element:
        if each.tag == "configuration":
            node["configuration"] = {str(x.get("id")): x.get("value") for x in each}
        elif each.tag == "capabilities":
            node["capabilities"] = {str(x.get("id")): x.text for x in each}
        elif each.tag != "node":
            node[str(each.tag)] = each.text
    node["children"] = [_as_node(each) for each in element if each.tag == "node"]
    return node


FORMAT = Format(
    slug=SLUG,
    name_nl="lshw (JSON of XML)",
    name_en="lshw (JSON or XML)",
    suffixes=(".json", ".xml"),
    recognises=_recognises,
    read=_read,
)
