"""A small file of makers' sheets of our own making, and the real one where it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from kringspoor.catalogue.pcf import NEEDED, PcfFile

COLUMNS = (*NEEDED, "use_location", "assembly_location", "report_date", "add_method")
PHASES = ("gwp_transport_ratio", "gwp_eol_ratio")


def sheet_row(name: str, **cells: str) -> dict[str, str]:
    """A made-up row: a Dell laptop of 300 kg, a fifth of it use, unless said otherwise."""
    usual = {
        "manufacturer": "Dell",
        "name": name,
        "subcategory": "Laptop",
        "gwp_total": "300",
        "gwp_use_ratio": "0.2",
        "yearly_tec": "20",
        "lifetime": "4",
        "sources": f"https://example.org/{name.replace(' ', '-')}",
        "gwp_error_ratio": "0.2",
        "weight": "1.5",
        "screen_size": "14",
        "report_date": "May 2021",
    }
    return {**dict.fromkeys((*COLUMNS, *PHASES), ""), **usual, **cells}


def sheet_file(rows: Iterable[Mapping[str, str]]) -> PcfFile:
    """The rows as a file."""
    lines = [",".join((*COLUMNS, *PHASES))]
    lines += [",".join(row[each] for each in (*COLUMNS, *PHASES)) for row in rows]
    return PcfFile("sheets.csv", ("\n".join(lines) + "\n").encode())


@pytest.fixture(scope="session")
def real_sheets(real_files: Path) -> Path:
    """The open file of makers' sheets, which the user downloads."""
    return real_files / "boavizta-data-us.csv"
