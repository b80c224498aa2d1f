"""The command as somebody types it, in this process, with a home of its own."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kringspoor.cli import run

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = tuple(str(SAMPLES / name) for name in ("register.csv", "mdm.csv", "count.xlsx"))
TODAY = "2026-11-24"


@dataclass(frozen=True, slots=True)
class Said:
    """What one command gave back."""

    exit_code: int
    out: str
    err: str
    data: bytes


Kringspoor = Callable[..., Said]


def typed(home: Path, *words: str) -> Said:
    """One command in a home of its own, on a terminal of 80 columns that shows everything."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KRINGSPOOR_HOME", str(home))
        patch.setenv("COLUMNS", "80")
        patch.delenv("KRINGSPOOR_LANG", raising=False)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        exit_code = run(list(words))
        out.flush()
        err.flush()
    data = out.buffer.getvalue()
    told = err.buffer.getvalue().decode()
    return Said(exit_code, data.decode(errors="replace"), told, data)


@pytest.fixture
def kringspoor(tmp_path: Path) -> Kringspoor:
    """The command in a home that is empty at first."""
    return lambda *words: typed(tmp_path / "home", *words)
