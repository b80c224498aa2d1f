"""Make the three inventory files of Voorbeek, which do not agree, and the key to them.

    python samples/make_samples.py [FOLDER]

The same fleet, told by the bookkeeper (``register.csv``), by the device management
(``mdm.csv``) and by the people who walked through the rooms (``count.xlsx``). ``truth.csv``
says which rows are the same device; the product never reads it, the tests do.
"""

from __future__ import annotations

import sys
from pathlib import Path

from voorbeek.count import Count
from voorbeek.fleet import fleet
from voorbeek.mdm import write_mdm
from voorbeek.register import Register
from voorbeek.truth import Truth


def make(folder: Path) -> None:
    """Write the four files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    devices, truth = fleet(), Truth()
    Register(devices, truth).write(folder / "register.csv")
    write_mdm(devices, truth, folder / "mdm.csv")
    Count(devices, truth).write(folder / "count.xlsx")
    truth.write(devices, folder / "truth.csv")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
