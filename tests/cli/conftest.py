"""The command, and a small list of devices to try it on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stories.conftest import Kringspoor, typed

LIST = (
    "Label;Serienummer;Merk;Model;Soort;Datum aankoop;Prijs\n"
    "A-1;PF2ABCD1;Lenovo;ThinkPad T14;laptop;2022-03-14;1.050,00\n"
    "A-2;PF2ABCD2;Lenovo;ThinkPad T14;laptop;2031-03-14;1.050,00\n"
    "A-3;CN0ABCD3;Dell;P2419H;monitor;2019-05-02;189,00\n"
)


@pytest.fixture
def kringspoor(tmp_path: Path) -> Kringspoor:
    """The command in a home that is empty at first, on a day that is fixed."""
    return lambda *words: typed(tmp_path / "home", *words)


@pytest.fixture
def devices(tmp_path: Path) -> str:
    """A list of three devices, one of them bought in the future."""
    path = tmp_path / "lijst.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)
