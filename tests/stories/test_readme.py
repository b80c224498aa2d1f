"""The first screen of the README is what the demo prints."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_the_real_answer() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "paste_answer.py"))
    assert script["BEGIN"] in README
    assert script["pasted"](README, script["answer"]()) == README, "run docs/paste_answer.py"


def test_the_readme_asks_what_the_makefile_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "samples/register.csv samples/mdm.csv samples/count.xlsx" in makefile
    for command in ("make demo", "make test"):
        assert command in README
        assert f"\n{command.removeprefix('make ')}:" in makefile
