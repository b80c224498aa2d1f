"""GLPI inventory JSON: what the agent of GLPI 10 and later sends of one device."""

from __future__ import annotations

from kringspoor.formats.agent import read_agent
from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import Scan, json_root
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source

SLUG = "glpi_inventory"


def _recognises(source: Source) -> float:
    root = json_root(source)
    if not isinstance(root, dict) or not isinstance(root.get("content"), dict):
        return 0.0
    sections = {"bios", "hardware", "network_device", "versionclient", "operatingsystem"}
    known = bool(sections & root["content"].keys())
    return 0.95 if known and "deviceid" in root else 0.6 if known else 0.0


def _read(source: Source) -> Reading:
    scan = Scan(SLUG, source)
    root = scan.root(source.json())
    scan.drop(root, "deviceid")  # holds the name of the machine, often that of its user
    read_agent(scan, root.branch("content"), root.text("itemtype"))
    if root.has("tag"):
        scan.unused = ("tag", *scan.unused)  # the agent's tag: an entity here, a number there
    return scan.reading()


FORMAT = Format(
    slug=SLUG,
    name_nl="GLPI-inventaris (JSON)",
    name_en="GLPI inventory (JSON)",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
)
