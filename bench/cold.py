"""The whole command, cold: a new process, 6,000 messy rows, the answer on the screen."""

from __future__ import annotations

import compileall
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.messy import TODAY, write_messy

ROOT = Path(__file__).parents[1]
BASE = ROOT / ".venv-base" / "bin" / "python"


def command() -> list[str]:
    """What somebody who installed only the base set starts; else this Python."""
    return [str(BASE if BASE.exists() else sys.executable), "-m", "kringspoor"]


def timed(arguments: list[str], home: Path) -> tuple[float, float]:
    """Seconds on the wall and seconds of CPU of one run."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "KRINGSPOOR_HOME": str(home),
        "COLUMNS": "100",
    }
    before, start = os.times(), perf_counter()
    subprocess.run(
        [*command(), *arguments], check=True, capture_output=True, env=environment, cwd=home
    )
    wall, after = perf_counter() - start, os.times()
    user = after.children_user - before.children_user
    return wall, user + after.children_system - before.children_system


def main() -> None:
    """``cold ROWS RUNS``: medians of the whole command, and of ``--version``."""
    rows_count, runs_count = int(float(sys.argv[1])), int(sys.argv[2])
    compileall.compile_dir(str(ROOT / "src"), quiet=1)  # as an installed package is
    with tempfile.TemporaryDirectory(prefix="kringspoor-bench-") as name:
        home = Path(name)
        write_messy(home / "register.csv", rows_count)
        job = ["assess", "register.csv", "--today", TODAY.isoformat()]
        timed(job, home)  # brings the files of the program into memory, as a second use finds them
        jobs = [timed(job, home) for _ in range(runs_count)]
        versions = [timed(["--version"], home) for _ in range(runs_count)]
    found = {
        "command_seconds": median(wall for wall, _ in jobs),
        "command_cpu_seconds": median(cpu for _, cpu in jobs),
        "version_seconds": median(wall for wall, _ in versions),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
