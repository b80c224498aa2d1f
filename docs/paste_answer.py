"""Paste what the demo prints into the README, so that its first screen is the real one.

python docs/paste_answer.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BEGIN, END = "<!-- answer -->\n```\n", "```\n<!-- end of answer -->"
LISTS = [f"samples/{name}" for name in ("register.csv", "mdm.csv", "count.xlsx")]
ASKED = ["assess", *LISTS, "--today", "2026-11-24", "--lang", "en"]
REST = "\n\nWhat could not be read"  # from here on the README leaves it to the reader's own screen


def answer() -> str:
    """The first part of the demo's screen, in English, 80 columns wide."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "kringspoor", *ASKED],
            cwd=ROOT,
            env={**os.environ, "KRINGSPOOR_HOME": home, "COLUMNS": "80", "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
    lines = [line.rstrip() for line in done.stdout.replace("\u00a0", " ").splitlines()]
    return "\n".join(lines).partition(REST)[0] + "\n"


def pasted(text: str, said: str) -> str:
    """The README with another answer between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{said}{END}{after}"


if __name__ == "__main__":
    README.write_text(pasted(README.read_text(encoding="utf-8"), answer()), encoding="utf-8")
