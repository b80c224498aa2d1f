"""The key to the three files: which rows are the same device."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from voorbeek.fleet import Device

HEADER = [
    "no",
    "tag",
    "serial",
    "kind",
    "make",
    "model",
    "state",
    "register_rows",
    "mdm_rows",
    "count_rows",
]


@dataclass(slots=True)
class Truth:
    """Where each device stands in each file, as a spreadsheet counts its rows."""

    register: dict[int, list[int]] = field(default_factory=dict)
    mdm: dict[int, list[int]] = field(default_factory=dict)
    count: dict[int, list[str]] = field(default_factory=dict)

    def write(self, devices: Sequence[Device], path: Path) -> None:
        """One row per true device, with every row of every file that tells of it."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            for each in devices:
                told = (self.register, self.mdm, self.count)
                rows = [";".join(str(row) for row in rows_of.get(each.no, ())) for rows_of in told]
                tag = f"VB-{each.tag_no}"
                facts = [each.no, tag, each.serial, each.kind, each.make, each.model, each.state]
                writer.writerow([*facts, *rows])
