"""What the user adds to the catalogue, kept apart in their own data folder.

The makers' sheets stay an unmodified copy with their licence and checksum beside them: a table
of its own under the ODbL, never mixed with the tables that ship.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kringspoor.catalogue.pcf import SOURCE, PcfFile
from kringspoor.catalogue.pcf_defects import Defect, defects
from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Text

ODBL = Path(__file__).parent / "licences" / "ODbL-1.0.txt"
NOTICE = """This folder holds an unmodified copy of boavizta-data-us.csv of Boavizta
environmental-footprint-data (https://github.com/Boavizta/environmental-footprint-data).

This database is made available under the Open Database License (ODbL) 1.0:
https://opendatacommons.org/licenses/odbl/1.0/
Rights in its individual contents are licensed under the Database Contents License 1.0:
https://opendatacommons.org/licenses/dbcl/1.0/

Public use of it, or of works made from it, says: contains information from Boavizta
environmental-footprint-data, which is made available under the ODbL 1.0. A database derived from
it is offered under the ODbL as well. Reports and charts may carry any licence.

Its authors advise against comparing makers with these data: their methods differ.

The text of the Open Database License 1.0 follows.

"""


@dataclass(frozen=True, slots=True)
class Addition:
    """What ``catalogue add`` did. ``is_new`` is False when the same file was there already."""

    source: str
    folder: Path
    sha256: str
    is_new: bool
    is_replaced: bool
    row_count: int
    model_count: int  # rows of a kind the catalogue knows
    embodied_count: int
    defects: tuple[Defect, ...]


def user_folder(environment: Mapping[str, str]) -> Path:
    """Where the user's own catalogue lives.

    ``KRINGSPOOR_HOME``, else ``XDG_DATA_HOME/kringspoor``, else ``~/.local/share/kringspoor``.
    """
    if environment.get("KRINGSPOOR_HOME"):
        return Path(environment["KRINGSPOOR_HOME"]) / "catalogue"
    data = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "kringspoor" / "catalogue"


def add_sheets(path: Path, folder: Path) -> Addition:
    """Validate a file of makers' sheets and keep it in the user's folder. Idempotent."""
    file = PcfFile.read(path)
    kept = folder / "sheets"
    target = kept / f"{SOURCE}.csv"
    was_there = target.is_file()
    is_same = was_there and target.read_bytes() == file.content
    try:
        kept.mkdir(parents=True, exist_ok=True)
        if not is_same:
            fresh = target.with_suffix(".new")
            fresh.write_bytes(file.content)
            fresh.replace(target)  # an interrupted copy never passes for the file
        licence = NOTICE + ODBL.read_text(encoding="utf-8")
        (kept / f"{SOURCE}.LICENSE.txt").write_text(licence, encoding="utf-8")
        (kept / f"{SOURCE}.sha256").write_text(f"{file.sha256}  {SOURCE}.csv\n", encoding="utf-8")
    except OSError as reason:
        raise BadInput(
            Text(nl=f"kan niet bewaard worden: {reason}", en=f"cannot be kept: {reason}"),
            hint=Text(
                nl="geef met KRINGSPOOR_HOME een map waarin u mag schrijven",
                en="give a folder you may write to in KRINGSPOOR_HOME",
            ),
            where=Where(str(kept)),
            code="catalogue-folder",
        ) from reason
    return Addition(
        source=SOURCE,
        folder=kept,
        sha256=file.sha256,
        is_new=not is_same,
        is_replaced=was_there and not is_same,
        row_count=len(file.rows),
        model_count=len(file.sheets),
        embodied_count=sum(1 for each in file.sheets if each.embodied_kg is not None),
        defects=tuple(defects(file)),
    )
