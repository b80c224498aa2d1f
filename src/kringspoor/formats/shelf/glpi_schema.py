"""A JSON Schema, such as the one GLPI publishes for its inventories: a description, no devices."""

from __future__ import annotations

from kringspoor.core.words import Text
from kringspoor.formats.reading import Reading
from kringspoor.formats.scan import json_root, not_an_inventory
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source

SLUG = "glpi_schema"
ABOUT = Text(
    nl="een JSON Schema: het beschrijft hoe een inventaris eruitziet en bevat geen toestellen",
    en="a JSON Schema: it describes what an inventory looks like and holds no devices",
)


def _recognises(source: Source) -> float:
    root = json_root(source)
    is_schema = isinstance(root, dict) and "json-schema.org" in str(root.get("$schema", ""))[:200]
    return 1.0 if is_schema else 0.0


def _read(source: Source) -> Reading:
    return not_an_inventory(source, SLUG, ABOUT)


FORMAT = Format(
    slug=SLUG,
    name_nl="JSON Schema (van GLPI)",
    name_en="JSON Schema (of GLPI)",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
)
